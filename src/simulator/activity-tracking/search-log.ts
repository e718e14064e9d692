import { uuidOf } from '../catalogue.ts';
import type { Holder } from '../iam/iam.ts';
import { accountId, logsInstanceId } from './actors.ts';
import type { LogRow } from './rows.ts';

/** The audit events that queries leave behind. */
export interface SearchLog {
  /** Notes a query that is answered. */
  note(holder: Holder, agent: string): void;
  /** From `fromMs` on, up to, not including, `toMs`. */
  inSpan(span: { readonly fromMs: number; readonly toMs: number }): readonly LogRow[];
}

const keptSearches = 5000;
const arrivalMs = 2000;

/**
 * Every query leaves an event `logs.logs-data.search` (IBM Cloud Logs API definition): whoever
 * follows all audit events sees their own queries.
 *
 * @param now epoch milliseconds
 */
export function createSearchLog(applicationName: string, now: () => number): SearchLog {
  const rows: LogRow[] = [];
  let count = 0;
  return {
    note: (holder, agent) => {
      const at = now();
      count += 1;
      rows.push({
        ...{ at, arrivesAt: at + arrivalMs, logId: uuidOf('search', at, count) },
        ...{ severity: 'Info', applicationName, subsystemName: `logs:${logsInstanceId}` },
        data: searchEvent(holder, { at, agent, count }),
      });
      if (rows.length > keptSearches) rows.shift();
    },
    inSpan: ({ fromMs, toMs }) => rows.filter(({ at }) => at >= fromMs && at < toMs),
  };
}

interface Search {
  readonly at: number;
  readonly agent: string;
  readonly count: number;
}

function searchEvent({ id, name }: Holder, { at, agent, count }: Search): LogRow['data'] {
  const crn = `crn:v1:bluemix:public:logs:us-south:a/${accountId}:${logsInstanceId}::`;
  return {
    action: 'logs.logs-data.search',
    correlationId: uuidOf('search correlation', at, count),
    ...{ dataEvent: true, eventTime: `${new Date(at).toISOString().slice(0, 23)}+0000` },
    initiator: {
      ...{ id, name, typeURI: 'service/security/account/serviceid', authnId: id, authnName: name },
      ...{
        credential: { type: 'apikey' },
        host: { address: '127.0.0.1', addressType: 'IPv4', agent },
      },
    },
    ...{ logSourceCRN: crn, message: 'Cloud Logs: search logs-data', outcome: 'success' },
    ...{ observer: { name: 'ActivityTracker' }, reason: { reasonCode: 200, reasonType: 'OK' } },
    ...{ saveServiceCopy: true, severity: 'normal' },
    target: { id: crn, name: logsInstanceId, typeURI: 'logs/logs-data' },
  };
}
