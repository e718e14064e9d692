import { type Clock, sleep } from '../../core/clock.ts';
import type { SimRequest } from '../exchange.ts';
import { findRows } from './found-rows.ts';
import type { LogStore } from './log-store.ts';
import {
  failureMessage,
  keepAlive,
  queryIdMessage,
  rowsMessage,
  warningMessage,
} from './messages.ts';
import type { QueryPlan } from './query-plan.ts';
import { type LogRow, wireRow } from './rows.ts';
import type { CompleteSetting } from './setting.ts';

/** A query that runs. */
export interface RunningQuery {
  readonly store: LogStore;
  readonly plan: QueryPlan;
  readonly setting: CompleteSetting;
  readonly clock: Clock;
  readonly request: SimRequest;
  readonly queryId: string;
  /** Its number, counted from 0: answers of one query differ in form from those of the next. */
  readonly count: number;
}

const keepAliveEveryMs = 1000;
/** After so many stretches of time without a row a query shows that it is alive. */
const quietSlices = 50;
const smallBatch = 5;

/**
 * The answer of `POST /v1/query` as it was recorded: the query's id first, then keep-alives,
 * warnings and rows in batches, and no message of rows at all where there are none.
 */
export async function* queryStream(query: RunningQuery): AsyncGenerator<string> {
  const { plan, setting, clock, request, queryId, count } = query;
  yield queryIdMessage(queryId);
  for (let left = setting.thinkMs; left > 0 && !request.signal.aborted; left -= keepAliveEveryMs) {
    await sleep(clock, Math.min(left, keepAliveEveryMs), request.signal);
    yield keepAlive;
  }
  yield* plan.warnings;
  let batches = 0;
  for (const message of rowMessages(query)) {
    if (request.fault === 'in-stream' && batches > 0) break;
    yield message;
    batches += 1;
  }
  if (request.fault === 'in-stream') yield failureMessage(queryId, count);
}

function* rowMessages(query: RunningQuery): Generator<string> {
  const { store, plan, setting, request, count } = query;
  let room = plan.limit;
  let quiet = 0;
  let batch: string[] = [];
  let size = count % 2 === 0 ? setting.batchRows : Math.min(smallBatch, setting.batchRows);
  for (const found of findRows(store, plan)) {
    quiet += 1;
    if (quiet % quietSlices === 0) yield keepAlive;
    for (const row of found.slice(0, room)) {
      batch.push(...written(row, request.fault === 'doubled' && batch.length % 3 === 0));
      if (batch.length < size) continue;
      yield rowsMessage(batch);
      batch = [];
      size = setting.batchRows;
    }
    if (found.length > room) {
      if (batch.length > 0) yield rowsMessage(batch);
      if (plan.isCapped) yield limitWarning(plan.limit);
      return;
    }
    room -= found.length;
    if (room === 0 && !plan.isCapped) break;
  }
  if (batch.length > 0) yield rowsMessage(batch);
}

const limitWarning = (limit: number) =>
  warningMessage('number_of_results_limit_warning', { number_of_results_limit: limit });

function written(row: LogRow, isDoubled: boolean): readonly string[] {
  const text = JSON.stringify(wireRow(row));
  return isDoubled ? [text, text] : [text];
}
