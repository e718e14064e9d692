import { stringifyJson } from '../../core/json.ts';
import type { SimAnswer } from '../exchange.ts';

/** JSON with its integers intact, bigint or not. */
export function exactJson(value: unknown): SimAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: stringifyJson(value),
  };
}

/** A page, row by row: exact integers cost time, and few rows have them. */
export function exactPage(page: unknown, rows: readonly unknown[]): SimAnswer {
  const data = rows.map((row) => stringifyJson(row)).join(',');
  return { ...exactJson(null), body: `{"page":${stringifyJson(page)},"data":[${data}]}` };
}
