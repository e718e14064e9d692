import { jsonAnswer, type SimAnswer, type SimRequest } from '../exchange.ts';
import { criteriaOf } from './criteria.ts';
import { dayOf, findLogs, rowOf } from './found-logs.ts';
import { logRow } from './log-row.ts';
import type { LogService } from './log-service.ts';
import { badField } from './refusals.ts';
import { bodyOf, countIn } from './request-body.ts';
import { sortLogs, sortOf } from './sort-logs.ts';

/** No answer has more rows (Carbon Black Cloud, Scan Logs API), and no page lies behind them. */
export const reachableRows = 10_000;
const usualRows = 20;
const fields = ['query', 'criteria', 'start', 'rows', 'sort'];

/** `POST _search`. @throws Refusal */
export function answerSearch({ logs, clock }: LogService, request: SimRequest): SimAnswer {
  const body = bodyOf(request, fields);
  const start = countIn(body, 'start', { usual: 0, most: reachableRows });
  const rows = countIn(body, 'rows', { usual: usualRows, most: reachableRows });
  if (start + rows > reachableRows) {
    throw badField('start', `start + rows must be ${reachableRows} at most`);
  }
  const sort = sortOf(body);
  const criteria = criteriaOf(body, { now: clock.now(), mayBeEmpty: false });
  const found = findLogs(logs, criteria);
  const page = sortLogs(logs, found, sort).subarray(start, start + rows);
  return jsonAnswer({
    num_found: found.ids.length,
    results: Array.from(page, (id) => {
      const day = found.days[dayOf(id)];
      return day === undefined ? null : logRow(logs, day, rowOf(id));
    }),
  });
}
