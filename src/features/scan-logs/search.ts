import {
  type CarbonBlackApi,
  type LogSearch,
  searchLogs,
} from '../../api/carbon-black/endpoints.ts';
import { type Refusal, refusalOf } from '../../api/carbon-black/refusals.ts';
import { safeText } from '../../core/safe-text.ts';
import type { LogCriteria, LogSort, LogTime, ScanLog } from './model.ts';
import { logOf } from './rows.ts';
import { wireCriteria, wireQuery } from './wire-criteria.ts';

/** One page that is wanted. */
export interface PageQuestion {
  readonly criteria: LogCriteria;
  /** Takes the place of the criteria's. */
  readonly time: LogTime;
  readonly start: number;
  readonly rows: number;
  readonly sort: LogSort;
  readonly exact: boolean;
  readonly signal: AbortSignal | undefined;
}

/** One page of rows. */
export interface LogPage {
  /** Rows that match; null when the vendor does not tell. */
  readonly found: number | null;
  readonly logs: readonly ScanLog[];
  readonly undecoded: number;
  /** Epoch milliseconds of the vendor's clock; null when it does not tell. */
  readonly answeredAt: number | null;
}

/** Asks for pages, and remembers by which fields this server does not sort. */
export interface Searcher {
  /** @throws ApiError; ScandeckError `unexpected-answer`; AbortError */
  ask(question: PageQuestion): Promise<LogPage>;
  /** Why rows are not sorted by a field at the server, in safe words; null when they may be. */
  unsorted(field: string): string | null;
  /** Remembers that the server took the field, and did not sort by it. */
  distrust(field: string): void;
}

/** Creates a searcher that trusts the server to sort by everything. */
export function createSearcher(api: () => CarbonBlackApi): Searcher {
  const reasons = new Map<string, string>();
  const search = async (question: PageQuestion, sort: LogSort | null): Promise<LogPage> => {
    const { criteria, time, start, rows, exact, signal } = question;
    const body: LogSearch = {
      ...wireQuery(criteria),
      criteria: wireCriteria(criteria, time),
      ...{ start, rows },
      ...(sort === null ? {} : { sort: [sort] }),
    };
    const page = await searchLogs(api(), body, { exact, ...(signal && { signal }) });
    const { found, undecoded, answeredAt } = page;
    const logs = page.rows.map(logOf);
    return { found, undecoded, answeredAt, logs };
  };
  return {
    ask: async (question) => {
      const { sort } = question;
      if (reasons.has(sort.field)) return search(question, null);
      try {
        return await search(question, sort);
      } catch (error) {
        const refusal = refusalOf(error);
        const blame = refusal === null ? 'no' : blamesSort(refusal, sort);
        if (refusal === null || blame === 'no') throw error;
        const page = await unsortedPage(search, question, blame === 'yes' ? null : error);
        reasons.set(sort.field, reasonOf(refusal, sort));
        return page;
      }
    },
    unsorted: (field) => reasons.get(field) ?? null,
    distrust: (field) => {
      reasons.set(field, `the server's rows are not in the order of ${safeText(field, 60)}`);
    },
  };
}

/** When the refusal names no reason, only the same search without the order tells. */
async function unsortedPage(
  search: (question: PageQuestion, sort: null) => Promise<LogPage>,
  question: PageQuestion,
  doubt: unknown,
): Promise<LogPage> {
  try {
    return await search(question, null);
  } catch (error) {
    throw doubt !== null && refusalOf(error) !== null ? doubt : error;
  }
}

/** Whether a 400 is about the order; what it is about is not documented. */
function blamesSort(refusal: Refusal, sort: LogSort): 'yes' | 'no' | 'perhaps' {
  const { field, invalidValue, message } = refusal;
  if (field?.startsWith('sort') || invalidValue === sort.field) return 'yes';
  if (field !== null) return 'no';
  return message !== null && /\bsort/i.test(message) ? 'yes' : 'perhaps';
}

function reasonOf({ knownValues }: Refusal, { field }: LogSort): string {
  const known = knownValues?.slice(0, 12).map((value) => safeText(value, 60)) ?? [];
  const instead = known.length === 0 ? '' : ` (it does by ${known.join(', ')})`;
  return `the server does not sort by ${safeText(field, 60)}${instead}`;
}
