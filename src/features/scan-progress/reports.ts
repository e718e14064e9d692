import type { WireElement, WireStep } from '../../api/prisma/schema.ts';
import { parseTitle } from '../../api/prisma/titles.ts';
import { parseWireTime } from '../../core/time.ts';
import { noCount, type ScanReport, type StepCount, stateOf, type Target } from './model.ts';

/** One scan of an answer, in our words. What was asked for fills in what the answer leaves out. */
export function reportOf(element: WireElement, target: Target): ScanReport {
  const { discovery, imageScan } = element;
  const asked = target.kind === 'on-demand' ? target : undefined;
  const first = parseTitle(discovery?.title ?? '');
  const second = parseTitle(imageScan?.title ?? '');
  const steps = { discovery: countOf(discovery), imageScan: countOf(imageScan) };
  const error = errorOf(discovery, imageScan);
  const onDemand = asked !== undefined || discovery?.onDemand || imageScan?.onDemand;
  return {
    kind: onDemand ? 'on-demand' : 'regular',
    registry: first.registry ?? second.registry ?? asked?.registry ?? null,
    repo: asked?.repo ?? first.repo ?? second.repo,
    tag: asked?.tag ?? first.tag ?? second.tag,
    digest: asked?.digest ?? first.digest ?? second.digest,
    state: stateOf(element.isScanOngoing ?? null, steps, error),
    ...steps,
    defenders: first.defenders ?? second.defenders,
    startedAt: parseWireTime(element.specScanStartTime),
    error,
    titles: { discovery: discovery?.title || null, imageScan: imageScan?.title || null },
  };
}

/** The report of an image that is not known to be scanned. */
export function idleReport(target: Target): ScanReport {
  const { registry, repo, tag, digest } = target.kind === 'on-demand' ? target : ({} as const);
  return {
    kind: target.kind,
    registry: registry ?? null,
    repo: repo ?? null,
    tag: tag ?? null,
    digest: digest ?? null,
    state: 'idle',
    discovery: noCount,
    imageScan: noCount,
    defenders: null,
    startedAt: null,
    error: null,
    titles: { discovery: null, imageScan: null },
  };
}

function countOf(step: WireStep | null | undefined): StepCount {
  return { scanned: step?.scanned ?? null, total: step?.total ?? null };
}

/** Both steps may report the same error. */
function errorOf(...steps: readonly (WireStep | null | undefined)[]): string | null {
  const errors = new Set(steps.flatMap((step) => step?.error || []));
  return errors.size === 0 ? null : [...errors].join('\n');
}
