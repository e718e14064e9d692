import { scanLogsPath } from '../../api/carbon-black/endpoints.ts';
import type { Session } from '../../api/session.ts';
import { shellCommand } from '../../core/shell-words.ts';
import { twinFlags } from './criteria.ts';
import type { LogsSnapshot } from './store-state.ts';
import { wireCriteria, wireQuery } from './wire-criteria.ts';

/** The commands that print what the pane shows. */
export function paneTwin(
  snapshot: LogsSnapshot,
  session: Session,
): { readonly command: string; readonly curl: string } {
  const words = ['scandeck', ...session.openedBy, ...commandWords(snapshot)];
  return { command: shellCommand(words), curl: curlOf(snapshot, session) };
}

function commandWords({ question, view, rows }: LogsSnapshot): readonly string[] {
  const { criteria, sort } = question;
  const front = view.fronts.at(-1);
  const image = front?.kind === 'history' ? front.log.image : null;
  const name = image?.fullTag ?? image?.digest;
  if (name) return ['logs', 'history', name];
  if (view.region === 'facets') return ['facets', ...twinFlags(criteria)];
  const order = `${sort.field}:${sort.order.toLowerCase()}`;
  const limit = rows.isComplete ? '0' : String(Math.max(1, rows.logs.length));
  return ['logs', ...twinFlags(criteria), '--sort', order, '--limit', limit];
}

function curlOf({ question, rows }: LogsSnapshot, session: Session): string {
  const { criteria, sort } = question;
  const body = {
    ...wireQuery(criteria),
    criteria: wireCriteria(criteria, criteria.time),
    start: 0,
    rows: Math.min(10_000, Math.max(1, rows.logs.length)),
    sort: [sort],
  };
  const path = scanLogsPath(session.settings('carbonBlack'));
  return [
    'curl -X POST -H "X-Auth-Token: $CBC_SECRET/$CBC_ID"',
    "-H 'Content-Type: application/json'",
    `-d ${shellCommand([JSON.stringify(body)])}`,
    shellCommand([`${session.baseUrl('carbonBlack')}${path}/_search`]),
  ].join(' ');
}
