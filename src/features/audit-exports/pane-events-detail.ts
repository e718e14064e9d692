import { safeText } from '../../core/safe-text.ts';
import { formatTime } from '../../core/time.ts';
import { type DetailItem, detailLines } from '../../tui/kit/detail.ts';
import { jsonLines } from '../../tui/kit/json-lines.ts';
import type { Segments } from '../../tui/kit/segments.ts';
import { type AuditEvent, type AuditPolicy, explain } from './model.ts';
import { eventLook, packageText } from './pane-words.ts';

const labelWidth = 14;

/** Everything that an event carries, what decided first; nothing is cut off. */
export function eventDetail(event: AuditEvent, width: number): readonly Segments[] {
  const { package: of, repository, origin, publicRepo } = event;
  const look = eventLook(event);
  const tone = look.tone === 'plain' ? {} : { tone: look.tone };
  const items: readonly DetailItem[] = [
    { heading: packageText(event) },
    { label: 'outcome', value: `${look.glyph} ${look.word}`, ...tone },
    ...whyItems(event),
    { label: 'at', value: formatTime(event.atMs) },
    ...event.policies.flatMap(policyItems),
    { heading: 'Package' },
    { label: 'type', value: of.type },
    { label: 'name', value: of.name },
    { label: 'version', value: of.version },
    { label: 'url', value: of.url },
    { label: 'public from', value: publicRepo.name ?? publicRepo.url },
    ...known('ecosystem', event.ecosystem),
    { heading: 'Who and where' },
    { label: 'user', value: event.user },
    { label: 'mail', value: event.mail },
    { label: 'repository', value: repository.name },
    { label: 'project', value: repository.project },
    { label: 'server', value: repository.server },
    ...known('asked from', origin.name),
    ...known('asked for', origin.event),
    { label: 'id', value: event.id },
    { heading: "The vendor's own object" },
    ...jsonLines(event.raw, width),
  ];
  return detailLines(items, { width, labelWidth });
}

/** In words which policy and which condition decided; that nothing judged is no verdict. */
function whyItems(event: AuditEvent): readonly DetailItem[] {
  const lines = explain(event);
  const isTrial = event.outcome === 'dry-run';
  const tone = event.outcome === 'blocked' ? ({ tone: 'bad' } as const) : {};
  const label = isTrial ? 'would be' : 'because';
  const items = lines.map((value, index): DetailItem => {
    return { label: index === 0 ? label : '', value, ...tone };
  });
  if (isTrial) {
    const note = 'the policy is on trial: it stopped nothing';
    return [...items, { label: '', value: note, tone: 'muted' }];
  }
  if (event.policies.length > 0 || event.outcome === 'blocked') return items;
  const unknown =
    event.outcome === 'passed'
      ? 'no policy looked at this package: that is no proof that nothing is wrong with it'
      : 'the event names no policy: which of them looked at the package is not told';
  return [...items, { label: '', value: unknown, tone: 'muted' }];
}

function policyItems(policy: AuditPolicy): readonly DetailItem[] {
  const { name, id, condition, category, result, dryRun } = policy;
  return [
    { heading: `Policy ${safeText(name ?? id ?? 'without a name', 200)}` },
    { label: 'condition', value: condition },
    { label: 'category', value: category },
    { label: 'result', value: result ?? (dryRun === true ? 'dry run' : null) },
    ...known('reason', policy.reason),
    ...known('explanation', policy.explanation),
    ...known('to do', policy.recommendation),
    ...known('id', id),
  ];
}

function known(label: string, value: string | null): readonly DetailItem[] {
  return value === null || value === '' ? [] : [{ label, value }];
}
