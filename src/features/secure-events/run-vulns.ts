import { isSet, textOption } from '../../core/command-options.ts';
import { countText } from '../../core/count-text.ts';
import { type ExitCode, exitCodes, ScandeckError, usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import type { Column } from '../../core/table.ts';
import type { CommandContext, CommandInput, RecordWriter } from '../feature.ts';
import { columnsOf } from './columns.ts';
import { createEventsSource } from './source.ts';
import type { ImageReport, ImageResult, ImageWish, Vulnerability } from './vulnerability-model.ts';

/** A vulnerability of an image as the command prints it. Texts are as they came. */
export interface VulnerabilityRecord extends Vulnerability {
  readonly source: 'workload-protection';
  readonly image: {
    readonly name: string | null;
    readonly digest: string | null;
    readonly id: string | null;
  };
  /** Who looked: `legacy` is the retired scanning engine. */
  readonly stage: ImageResult['stage'];
  readonly match: ImageResult['match'];
  readonly policy: string | null;
}

const columns: readonly Column<VulnerabilityRecord>[] = [
  { name: 'name', header: 'Vulnerability', value: ({ name }) => name },
  { name: 'severity', header: 'Severity', value: ({ severity }) => severity },
  { name: 'score', header: 'Score', align: 'right', value: ({ score }) => score },
  { name: 'package', header: 'Package', maxWidth: 40, value: (row) => row.package },
  { name: 'version', header: 'Version', maxWidth: 24, value: ({ version }) => version },
  { name: 'fixVersion', header: 'Fixed in', maxWidth: 24, value: ({ fixVersion }) => fixVersion },
  { name: 'running', header: 'In use', value: ({ running }) => running },
  { name: 'exploitable', header: 'Exploit', value: ({ exploitable }) => exploitable },
  { name: 'accepted', header: 'Accepted', value: ({ accepted }) => accepted },
  { name: 'image', header: 'Image', maxWidth: 48, value: ({ image }) => image.name },
  { name: 'digest', header: 'Digest', maxWidth: 20, value: ({ image }) => image.digest },
  { name: 'policy', header: 'Policy', value: ({ policy }) => policy },
  { name: 'stage', header: 'From', value: ({ stage }) => stage },
];

/** Runs `scandeck vulns`. An image that nobody has looked at is an error, not an empty list. */
export async function runVulns(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const wish = wishOf(input);
  const asOf = context.clock.now();
  const source = createEventsSource(await context.session());
  const report = await source.imageVulnerabilities(wish, context.signal);
  if (report === null) throw notFound();
  context.narrate(describe(report));
  const warnings = othersOf(report);
  for (const warning of warnings) context.narrate(`warning: ${warning}`);
  const writer = isSet(input, 'raw') ? openRaw(context) : openRecords(context);
  await writer.add([report]);
  const { truncated } = report;
  await writer.end({ asOf, truncated, warnings, ...(truncated ? { total: null } : {}) });
  return truncated ? exitCodes.incomplete : exitCodes.done;
}

function openRecords(context: CommandContext): RecordWriter<ImageReport> {
  const { add, end } = context.records(columns);
  return {
    add: (reports) =>
      add(reports.flatMap((report) => report.vulnerabilities.map((row) => recordOf(report, row)))),
    end,
  };
}

/** The vendor's answer, whole: what a vulnerability refers to stands beside it. */
function openRaw(context: CommandContext): RecordWriter<ImageReport> {
  const names = [
    'assetType',
    'stage',
    'metadata',
    'policies',
    'packages',
    'vulnerabilities',
    'vulns',
  ];
  const { add, end } = context.records(columnsOf(names));
  return { add: (reports) => add(reports.map(({ raw = {} }) => raw)), end };
}

function wishOf(input: CommandInput): ImageWish {
  const image = textOption(input, 'image');
  const scope = {
    cluster: textOption(input, 'cluster'),
    namespace: textOption(input, 'namespace'),
    workload: textOption(input, 'workload'),
  };
  if (image === null && Object.values(scope).every((value) => value === null)) {
    throw usageError(
      'no image is named',
      'Write --image REF, or --cluster C --namespace N --workload W.',
    );
  }
  const [, name = '', digest = null] = /^(.*?)@?(sha256:[0-9a-f]{64})?$/.exec(image ?? '') ?? [];
  return { ...scope, image: name === '' ? null : name, digest };
}

function recordOf(report: ImageReport, vulnerability: Vulnerability): VulnerabilityRecord {
  const { name, digest, imageId: id, stage, match, policy } = report;
  const source = 'workload-protection' as const;
  return { source, image: { name, digest, id }, stage, match, policy, ...vulnerability };
}

function describe({ name, digest, stage, match, policy, policies, vulnerabilities }: ImageReport) {
  const what = safeText(name ?? digest ?? 'image', 200);
  const from = stage === 'legacy' ? 'the retired scanning engine' : `${stage} results`;
  const failed = policies.filter(({ result }) => result === 'failed').map((row) => row.name);
  const verdict = policy === null ? 'no policy result' : `policies ${safeText(policy, 40)}`;
  const which = failed.length === 0 ? '' : ` (failed: ${safeText(failed.join(', '), 300)})`;
  const sure = match === 'workload' ? '; found by its workload alone' : '';
  return `${what}: ${countOf(vulnerabilities)} by ${from}, ${verdict}${which}${sure}`;
}

/** Each package that has a vulnerability is a row of its own. */
function countOf(vulnerabilities: readonly Vulnerability[]): string {
  const { size } = new Set(vulnerabilities.map(({ name }) => name));
  const found = size === 1 ? '1 vulnerability' : `${countText(size)} vulnerabilities`;
  const rows = countText(vulnerabilities.length);
  return size === vulnerabilities.length ? found : `${found}, in ${rows} packages,`;
}

/** One image is told of: a wish that others answer as well may have meant one of them. */
function othersOf({ others = 0 }: ImageReport): readonly string[] {
  if (others === 0) return [];
  const results = others === 1 ? '1 other result matches' : `${others} other results match`;
  return [`${results} as well; name the image by tag or digest, or all of where it runs`];
}

function notFound(): ScandeckError {
  return new ScandeckError('no result tells of this image', {
    code: 'not-found',
    who: 'user',
    exitCode: exitCodes.refused,
    hint: 'It was not scanned, or has another name there: --cluster, --namespace and --workload find it by where it runs.',
  });
}
