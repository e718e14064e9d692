import { stringifyJson } from '../../core/json.ts';
import { safeLines } from '../../core/safe-text.ts';
import { severities, severityTones } from '../../core/severity.ts';
import { formatTime } from '../../core/time.ts';
import { type DetailItem, detailLines } from '../../tui/kit/detail.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import { wrapText } from '../../tui/kit/wrap.ts';
import type { ScanLog } from './model.ts';
import { noFindingText } from './pane-words.ts';

/** Everything that a row carries, laid out; nothing is cut off. */
export function logDetail(log: ScanLog, width: number): readonly Segments[] {
  const items = [
    ...factItems(log),
    { heading: "The vendor's own row" },
    ...jsonItems(log.wire, width),
  ];
  return detailLines(items, { width, labelWidth: 12 });
}

/** What a row says of itself, in few lines. */
export function logPreview(log: ScanLog, width: number): readonly Segments[] {
  return detailLines(factItems(log).slice(1), { width, labelWidth: 12 });
}

function factItems(log: ScanLog): readonly DetailItem[] {
  const { image, malware, status, workloads } = log;
  return [
    { heading: 'Scan' },
    { label: 'scanned', value: log.scannedAt === null ? null : formatTime(log.scannedAt) },
    { label: 'source', value: log.trigger },
    { label: 'image', value: image.fullTag },
    { label: 'digest', value: image.digest },
    { label: 'registry', value: image.registry },
    { label: 'repository', value: image.repository },
    { label: 'tag', value: image.tag },
    findingItem(log),
    {
      label: 'malware',
      value: malware === null ? null : malware ? 'YES, found' : 'none found',
      ...(malware === true ? { tone: 'bad' as const } : {}),
    },
    { label: 'workloads', value: workloads === null ? null : String(workloads) },
    ...(status === null ? [] : [{ label: 'status', value: status }]),
  ];
}

/** One line, so that its tone is that of the worst. */
function findingItem(log: ScanLog): DetailItem {
  const { vulnerabilities } = log;
  const label = 'findings';
  if (vulnerabilities === null || vulnerabilities.total === 0) {
    const { text, good } = noFindingText(log);
    const told = 'the row lists none, which a failed scan does, too';
    const value = vulnerabilities === null ? null : good ? text : `? ${told}`;
    return { label, value, ...(good ? { tone: 'good' as const } : {}) };
  }
  const told = severities.filter((severity) => vulnerabilities[severity] > 0);
  const words = told.map((severity) => `${vulnerabilities[severity]} ${severity}`);
  const worst = told[0] ?? 'unknown';
  const value = `${words.join(', ')}; ${vulnerabilities.total} in all`;
  return { label, value, tone: severityTones[worst] };
}

/** Indented as it is, which wrapping by words would lose. */
function jsonItems(value: unknown, width: number): readonly DetailItem[] {
  const lines = safeLines(stringifyJson(value, 2));
  return lines.flatMap((line) => {
    const indent = ` ${/^ */.exec(line)?.[0] ?? ''}`;
    const parts = wrapText(line.trimStart(), Math.max(10, width - indent.length));
    return parts.map((part) => ({ line: [segment(indent + part)] }));
  });
}
