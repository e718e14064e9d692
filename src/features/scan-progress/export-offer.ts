import type { ExportOffer } from '../../export-engine/kind.ts';

/** `scandeck export scan-results`: what the console's last scans found, an image a record. */
export const exportOffer: ExportOffer = {
  kind: 'scan-results',
  title: 'Prisma Cloud registry scan results',
  source: 'prisma',
  since: '120M',
  options: [
    { flags: '--registry <host>', description: 'images of this registry' },
    { flags: '--repository <name>', description: 'images of this repository' },
    { flags: '--image <name>', description: 'as the console lists it: registry/repository:tag' },
    { flags: '--compact', description: 'counts alone, without the single vulnerabilities' },
  ],
  examples: ['scandeck export scan-results --compact --format csv --out images.csv'],
  load: async () => (await import('./export-kind.ts')).scanResultsKind,
};
