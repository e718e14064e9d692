import type { Session } from '../../api/session.ts';
import type { ChosenValue } from '../../core/facet-count.ts';
import { shellCommand } from '../../core/shell-words.ts';
import { boundsOf, exactTime } from '../../core/time-span.ts';
import { queryText } from './query-text.ts';
import { type FacetField, facetFields } from './store-fields.ts';
import { actionsThat, isDeletion, isSettingChange, type Lens } from './store-lens.ts';
import {
  type ActivityQuestion,
  criteriaOf,
  type Narrowing,
  narrowingOf,
} from './store-question.ts';
import type { ActivitySnapshot } from './store-state.ts';

/** The commands that print what the pane shows. */
export function paneTwin(
  snapshot: ActivitySnapshot,
  session: Session,
): { readonly command: string; readonly curl: string; readonly note?: string } {
  const words = ['scandeck', ...session.openedBy, 'activity', ...flags(snapshot)];
  const twin = { command: shellCommand(words), curl: curlOf(snapshot, session) };
  if (saysAll(snapshot)) return twin;
  const note = 'It prints more rows: it leaves out what only the vendor could be asked for.';
  return { ...twin, note };
}

/** Whether the options say all that narrows the rows. */
function saysAll({ question }: ActivitySnapshot): boolean {
  if (question.base.file === null) return true;
  const narrowing = narrowingOf(question);
  const { conditions } = narrowingFlags(narrowing);
  return conditions.length <= (narrowing.lens?.kind === 'target' ? 1 : 0);
}

function flags({ question, load }: ActivitySnapshot): readonly string[] {
  const { base } = question;
  const isLive = load.following && base.span.kind === 'range' && base.file === null;
  const end = isLive ? ['--follow'] : ['--limit', '0'];
  if (base.file === null) return [...questionFlags(question), ...end];
  const narrowing = narrowingOf(question);
  const { words } = narrowingFlags(narrowing);
  return ['--file', base.file, ...fileFlags(narrowing), ...words, ...end];
}

/** What is asked of the vendor, as options of `activity` and of its export, each with its value. */
export function questionFlags(question: ActivityQuestion): readonly string[] {
  const { base } = question;
  const narrowing = narrowingOf(question);
  const { words, conditions } = narrowingFlags(narrowing);
  const own = base.query === '' ? [] : [`(${base.query})`];
  const all = [...own, ...conditions];
  const query =
    all.length === 0 ? [] : ['--query', all.length === 1 ? bare(all) : all.join(' && ')];
  const tier = base.tier === null ? [] : ['--tier', base.tier];
  return [...timeFlags(base.span, narrowing.lens), ...tier, ...words, ...query];
}

const bare = ([only = '']: readonly string[]) => only.replace(/^\((.*)\)$/, '$1');

function burstFlags({ fromMs, toMs }: Lens & { readonly kind: 'burst' }): readonly string[] {
  return ['--since', exactTime(fromMs), '--until', exactTime(toMs + 1)];
}

function timeFlags(span: ActivitySnapshot['question']['base']['span'], lens: Lens | null) {
  if (lens?.kind === 'burst') return burstFlags(lens);
  if (span.kind === 'range') return ['--since', span.range];
  return ['--since', exactTime(span.sinceMs), '--until', exactTime(span.untilMs)];
}

interface Flags {
  readonly words: readonly string[];
  /** In DataPrime, for what no option says exactly. */
  readonly conditions: readonly string[];
}

/** A narrowing in options, and in DataPrime where no option says exactly the same. */
function narrowingFlags({ lens, chosen }: Narrowing): Flags {
  const through = lens === null ? { words: [], conditions: [] } : lensFlags(lens);
  // An option that is repeated selects more, and what is chosen within a lens less.
  const parts = [through, ...facetFields.map(chosenFlags(chosen, new Set(through.words)))];
  return {
    words: parts.flatMap(({ words }) => words),
    conditions: parts.flatMap(({ conditions }) => conditions),
  };
}

const options: Readonly<Partial<Record<FacetField, string>>> = {
  action: '--action',
  outcome: '--outcome',
  severity: '--severity',
};

const paths: Readonly<Record<FacetField, string>> = {
  action: '$d.action',
  outcome: '$d.outcome',
  severity: '$d.severity',
  initiator: '$d.initiator.id',
  place: '$d.target.name',
  region: '$d.logSourceCRN',
  reason: '$d.reason.reasonCode',
  address: '$d.initiator.host.address',
};

function chosenFlags(
  chosen: readonly ChosenValue[],
  taken: ReadonlySet<string>,
): (field: FacetField) => Flags {
  return (field) => {
    const keys = chosen.filter((one) => one.field === field).map(({ key }) => key);
    if (keys.length === 0) return { words: [], conditions: [] };
    const option = options[field];
    if (option !== undefined && !taken.has(option) && !keys.includes('')) {
      return { words: keys.flatMap((key) => [option, key]), conditions: [] };
    }
    const [key = ''] = keys;
    if (field === 'region' && keys.length === 1 && key !== '') {
      return { words: ['--region', key], conditions: [] };
    }
    const either = keys.map((one) => condition(field, one));
    return { words: [], conditions: [either.length === 1 ? (either[0] ?? '') : anyOf(either)] };
  };
}

const anyOf = (conditions: readonly string[]) => `(${conditions.join(' || ')})`;

function condition(field: FacetField, key: string): string {
  const path = paths[field];
  if (key === '') return `${path} == null`;
  if (field === 'reason') return `${path} == ${key}`;
  if (field === 'place') return placeCondition(path, key);
  // A region is a part of a CRN.
  if (field === 'region') return `${path}.contains(${quoted(`:${key}:`)})`;
  return `${path} == ${quoted(key)}`;
}

/** A repository is the beginning of its images' names, up to the tag or the digest. */
function placeCondition(path: string, key: string): string {
  const begins = [':', '@'].map((end) => `${path}.startsWith(${quoted(key + end)})`);
  return anyOf([`${path} == ${quoted(key)}`, ...begins]);
}

const deleting = () => actionsThat(isDeletion).flatMap((name) => ['--action', name]);
const changing = () => actionsThat(isSettingChange).flatMap((name) => ['--action', name]);

function lensFlags(lens: Lens): Flags {
  switch (lens.kind) {
    case 'failures':
      return { words: ['--outcome', 'failure'], conditions: [] };
    case 'deletions':
      return { words: deleting(), conditions: [] };
    case 'changes':
      return { words: changing(), conditions: [] };
    case 'initiator':
      return { words: ['--initiator', lens.id ?? lens.name ?? ''], conditions: [] };
    case 'target':
      return { words: [], conditions: [targetCondition(lens)] };
    case 'correlation':
      return { words: ['--correlation', lens.id], conditions: [] };
    case 'burst': {
      const by = ['--initiator', lens.initiator];
      const gone = ["$d.outcome != 'failure'"];
      if (lens.of === 'deletions') return { words: [...by, ...deleting()], conditions: gone };
      const refused = anyOf([401, 403].map((code) => `$d.reason.reasonCode == ${code}`));
      return { words: by, conditions: [refused] };
    }
  }
}

/** As the lens itself: by digest, and by name where the event knows no digest. */
function targetCondition({ id, name, image, digest }: Lens & { readonly kind: 'target' }): string {
  const byId = id === null ? [] : [`$d.target.id == ${quoted(id)}`];
  const byName = name === null ? [] : [`$d.target.name == ${quoted(name)}`];
  if (byId.length === 0 || name === null) return [...byId, ...byName].join('');
  if (image === null) return byId.join('');
  if (digest === null) return anyOf([...byId, ...byName]);
  const noDigest = anyOf(['$d.target.id == null', `$d.target.id == ${quoted(name)}`]);
  return anyOf([...byId, `(${byName.join('')} && ${noDigest})`]);
}

/** Files are not asked in DataPrime: what is like it is a part of the name. */
function fileFlags({ lens }: Narrowing): readonly string[] {
  if (lens?.kind === 'burst') return burstFlags(lens);
  return lens?.kind === 'target' ? ['--target', lens.id ?? lens.name ?? ''] : [];
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&').replaceAll(/\p{Cc}/gu, ' ')}'`;
}

function curlOf({ question, load }: ActivitySnapshot, session: Session): string {
  const { base } = question;
  if (base.file !== null) return '# no call: these events are out of a file';
  const { sinceMs, untilMs } = boundsOf(base.span, load.toMs ?? session.clock.now());
  const body = {
    query: queryText(criteriaOf(base, narrowingOf(question))),
    metadata: {
      syntax: 'dataprime',
      tier: base.tier ?? load.tier ?? 'frequent_search',
      start_date: new Date(sinceMs).toISOString(),
      end_date: new Date(untilMs).toISOString(),
    },
  };
  return [
    'curl -N -X POST -H "Authorization: Bearer $TOKEN"',
    "-H 'Content-Type: application/json' -H 'Accept: text/event-stream'",
    `-d ${shellCommand([JSON.stringify(body)])}`,
    shellCommand([`${session.baseUrl('activityTracking')}/v1/query`]),
  ].join(' ');
}
