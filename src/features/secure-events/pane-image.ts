import { counted } from '../../core/count-text.ts';
import { safeText } from '../../core/safe-text.ts';
import { parseSeverity, severityTones } from '../../core/severity.ts';
import { padEnd, padStart } from '../../core/width.ts';
import { type Notice, noticeLines } from '../../tui/kit/notice.ts';
import { type Segments, segment, spread } from '../../tui/kit/segments.ts';
import { partNotice } from './pane-roles.ts';
import { imageText, shown } from './pane-words.ts';
import { imageRow } from './store-moves.ts';
import type { Front } from './store-state.ts';
import type { ImageReport, Vulnerability, VulnerabilityCounts } from './vulnerability-model.ts';

type ImageFront = Front & { readonly kind: 'image' };

/** What stands above the vulnerabilities: the counts, the policies, and how sure the match is. */
export function imageHead(front: ImageFront, width: number): readonly Segments[] {
  const { event, load } = front;
  const report = load.kind === 'ready' ? load.value : null;
  const found = report === null ? '' : counted(report.vulnerabilities.length, 'finding');
  const title = [segment(` Vulnerabilities of ${imageText(event)}`, 'strong')];
  const lines = report === null ? [] : reportLines(report);
  return [
    spread(title, [segment(`${found} `)], width),
    ...notices(front).flatMap((notice) => noticeLines(notice, width)),
    ...lines,
    ...(report === null ? [] : [[], tableHead(width - 1)]),
  ];
}

function notices({ load }: ImageFront): readonly Notice[] {
  if (load.kind === 'failed') return [partNotice(load.failure, 'vulnerabilities')];
  if (load.kind === 'loading') return [{ tone: 'plain', text: 'asking for scan results …' }];
  const report = load.value;
  if (report === null) {
    const text = 'No scan result was found for this image: nothing is known, which is not clean';
    return [{ tone: 'warn', text }];
  }
  return [
    ...(report.stage === 'legacy'
      ? [{ tone: 'warn' as const, text: 'From the retired scanning engine: it may be out of date' }]
      : []),
    ...(report.match === 'workload' || report.match === 'name'
      ? [{ tone: 'warn' as const, text: `Matched by ${report.match}, not by digest` }]
      : []),
    ...(report.truncated
      ? [{ tone: 'warn' as const, text: 'The vendor holds more findings than are listed' }]
      : []),
    ...load.notes.map((text): Notice => ({ tone: 'warn', text })),
  ];
}

function reportLines(report: ImageReport): readonly Segments[] {
  const policies = report.policies.map(
    ({ name, result }) => `${safeText(name, 80)}: ${safeText(result, 30)}`,
  );
  const failed = report.policy === 'failed';
  const policy = `policy ${shown(report.policy, 40)}`;
  return [
    [
      segment(` ${failed ? '✗ ' : ''}${policy}`, failed ? 'bad' : 'plain'),
      segment(policies.length === 0 ? '' : `  ${policies.join(', ')}`, 'muted'),
    ],
    ...countLines('found', report.counts),
    ...countLines('in use', report.runningCounts),
  ];
}

const countWords = ['critical', 'high', 'medium', 'low', 'negligible'] as const;

function countLines(label: string, counts: VulnerabilityCounts | null): readonly Segments[] {
  if (counts === null) return [];
  const cells = countWords.map((word) => {
    const count = counts[word];
    const tone = count === 0 ? 'muted' : severityTones[parseSeverity(word)];
    return segment(`  ${count} ${word}`, tone);
  });
  return [[segment(` ${padEnd(label, 6)}`, 'muted'), ...cells]];
}

const tableHead = (width: number): Segments => [
  segment(
    `  ${padEnd('severity', 10)} ${padEnd('name', 18)} ${padStart('score', 5)}  ${padEnd('package', packageWidth(width))}  fix`,
    'muted',
  ),
];

/** What the other columns leave, and no more than a package and its version need. */
const packageWidth = (width: number) => Math.min(34, Math.max(12, width - 62));

/** A row of the list, by its id: the image itself, or a vulnerability. */
export function imageLine(front: ImageFront, id: string, width: number): Segments {
  const report = front.load.kind === 'ready' ? front.load.value : null;
  if (report === null) return [];
  if (id === imageRow) {
    const digest = shown(report.digest ?? report.imageId ?? front.event.image.digest);
    return [segment(` ${padEnd('image', 10)} ${digest}  ${shown(report.name)}`, 'accent')];
  }
  const vulnerability = report.vulnerabilities[Number(id)];
  return vulnerability === undefined ? [] : vulnerabilityLine(vulnerability, width);
}

function vulnerabilityLine(vulnerability: Vulnerability, width: number): Segments {
  const { name, severity, score, fixVersion, version } = vulnerability;
  const tone = severityTones[parseSeverity(severity)];
  const what = safeText([vulnerability.package, version].filter(Boolean).join(' '), 200);
  const notes = [
    vulnerability.exploitable === true ? 'exploit known' : '',
    vulnerability.running === true ? 'in use' : '',
    vulnerability.accepted === true ? 'accepted' : '',
  ].filter(Boolean);
  const fix = fixVersion === null ? 'no fix' : `fixed in ${safeText(fixVersion, 60)}`;
  return [
    segment(` ${padEnd(safeText(severity, 20), 10)}`, tone),
    segment(
      ` ${padEnd(safeText(name, 60), 18)} ${padStart(score === null ? '-' : score.toFixed(1), 5)}`,
    ),
    segment(
      `  ${padEnd(what, packageWidth(width))}  ${fix}`,
      fixVersion === null ? 'muted' : 'plain',
    ),
    segment(notes.length === 0 ? '' : `  ${notes.join(', ')}`, 'warn'),
  ];
}
