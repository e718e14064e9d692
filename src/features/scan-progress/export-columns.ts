import type { ExportColumn, JsonRow } from '../../export-engine/kind.ts';

/** The columns of CSV, one line an image. */
export const resultColumns: readonly ExportColumn[] = [
  column('id', "the vendor's id of the row", ({ _id }) => _id),
  column('imageId', "the image's id", ({ id }) => id),
  ...(['registry', 'repo', 'tag', 'digest'] as const).map((name) =>
    column(name, `the image's ${name}`, ({ repoTag }) => partOf(repoTag, name)),
  ),
  column('scannedAt', 'when it was scanned last', ({ scanTime }) => scanTime),
  column('pushedAt', 'when it was pushed', ({ pushTime }) => pushTime),
  column('distro', 'its distribution', ({ distro }) => distro),
  ...(['critical', 'high', 'medium', 'low', 'total'] as const).map((name) =>
    column(name, `vulnerabilities, ${name}`, ({ vulnerabilityDistribution }) =>
      partOf(vulnerabilityDistribution, name),
    ),
  ),
  column('compliance', 'compliance issues', ({ complianceIssuesCount }) => complianceIssuesCount),
  column('riskScore', "the vendor's score", ({ vulnerabilityRiskScore }) => vulnerabilityRiskScore),
  column('error', 'why the scan failed', ({ err }) => err),
];

function column(name: string, description: string, cell: ExportColumn['cell']): ExportColumn {
  return { name, description, cell };
}

function partOf(value: JsonRow[string], name: string): unknown {
  if (typeof value !== 'object' || value === null) return null;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
