import type { Session } from '../../api/session.ts';
import { auditPath } from '../../api/xray/paths.ts';
import { shellCommand } from '../../core/shell-words.ts';
import { boundsOf, exactTime } from '../../core/time-span.ts';
import { twinFlags } from './audit-criteria.ts';
import type { ExportsSnapshot } from './store.ts';
import { type NarrowingWords, narrowingWords } from './store-events-question.ts';
import type { EventsSnapshot } from './store-events-state.ts';

/** The commands that print what the pane shows. */
export interface PaneTwin {
  readonly command: string;
  readonly curl: string;
}

/** The twin of the view in front. */
export function paneTwin({ front, jobs, events }: ExportsSnapshot, session: Session): PaneTwin {
  if (front === 'events') return eventsTwin(events, session);
  const { detail } = jobs.view;
  const words = detail === null ? ['list'] : ['show', detail];
  return {
    command: shellCommand(['scandeck', 'export', ...words]),
    curl: '# no call is made: jobs are folders of this machine',
  };
}

function eventsTwin({ question, load }: EventsSnapshot, session: Session): PaneTwin {
  const { criteria, rest } = narrowingWords(question);
  const words = [
    ...['scandeck', ...session.openedBy, 'audit-events', ...timeFlags({ question, load })],
    ...twinFlags(criteria),
    ...['--limit', '0'],
  ];
  const plain = shellCommand(words);
  const command =
    rest.length === 0
      ? plain
      : `${plain} -o ndjson | jq -c ${shellCommand([`select(${jqTest(rest)})`])}`;
  return { command, curl: curlOf({ question, load }, session) };
}

type Asked = Pick<EventsSnapshot, 'question' | 'load'>;

/** What is loaded in part begins with its oldest event. */
function timeFlags({ question: { span }, load }: Asked): readonly string[] {
  const oldest = load.events.at(-1);
  const isWhole = load.state === 'whole' || oldest === undefined;
  if (isWhole && span.kind === 'range') return ['--since', span.range];
  const until = span.kind === 'bounds' ? span.untilMs : load.toMs;
  const since = isWhole && span.kind === 'bounds' ? span.sinceMs : (oldest?.atMs ?? load.fromMs);
  return ['--since', exactTime(since), '--until', exactTime(until)];
}

/** What no option chooses by, for jq: one of the values of each field. */
function jqTest(rest: NarrowingWords['rest']): string {
  const tests = rest.map(({ field, keys }) => {
    const either = keys.map((key) =>
      key === ''
        ? field.jq.replace('any(', 'all(').replace('$v', 'null')
        : field.jq.replace('$v', () => JSON.stringify(key)),
    );
    return either.length === 1 ? either[0] : `(${either.join(' or ')})`;
  });
  return tests.join(' and ');
}

function curlOf({ question, load }: Asked, session: Session): string {
  if (!session.has('xray')) return '# the profile has no source xray';
  const asked = boundsOf(question.span, session.clock.now());
  const isAsked = load.of !== null;
  const [fromMs, toMs] = isAsked ? [load.fromMs, load.toMs] : [asked.sinceMs, asked.untilMs];
  const query = new URLSearchParams({
    ...{ order_by: 'id', direction: 'desc', num_of_rows: '1000', offset: '0' },
    created_at_start: new Date(fromMs).toISOString(),
    created_at_end: new Date(toMs).toISOString(),
    ...{ include_total: 'true', dry_run: String(question.dryRun) },
  });
  const url = `${session.baseUrl('xray').replace(/\/$/, '')}${auditPath}?${query}`;
  return `curl -H "Authorization: Bearer $JFROG_TOKEN" ${shellCommand([url])}`;
}
