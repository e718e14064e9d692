import { lastRow } from '../../api/carbon-black/endpoints.ts';
import {
  amount,
  count,
  cursorWarnings,
  orderNote,
  reachableRows,
  reachNotes,
} from './cursor-notes.ts';
import { type CursorPorts, readPage, type Walk } from './cursor-pages.ts';
import { type CursorState, type Reading, startReading, startState } from './cursor-state.ts';
import type { LogCursor, OpenOptions } from './log-cursor.ts';
import { type LogCriteria, newestFirst, type ScanLog } from './model.ts';

/** Begins a search; nothing is asked before `next`. */
export function openCursor(
  ports: CursorPorts,
  criteria: LogCriteria,
  options: OpenOptions,
): LogCursor {
  const sort = options.sort ?? newestFirst;
  const unsorted = () => ports.searcher.unsorted(sort.field);
  const limit = ports.limit ?? lastRow;
  const state = startState({ sort, limit, here: unsorted() !== null });
  const walk: Walk = { ...ports, criteria, options, state };
  let last: Promise<unknown> = Promise.resolve();
  return {
    next: () => {
      const rows = last.then(() => nextRows(walk));
      last = rows.catch(() => undefined);
      return rows;
    },
    get found() {
      return foundRows(state);
    },
    get reachable() {
      return reachableRows(state);
    },
    get notes() {
      const order = orderNote(state, unsorted());
      return [...reachNotes(state), ...(order === null ? [] : [order]), ...cursorWarnings(state)];
    },
    get warnings() {
      return cursorWarnings(state);
    },
    get order() {
      return orderNote(state, unsorted());
    },
    get unsorted() {
      return state.here ? unsorted() : null;
    },
    get undecoded() {
      return state.undecoded;
    },
    get incomplete() {
      return state.missing.length > 0;
    },
    get window() {
      return state.window;
    },
  };
}

async function nextRows(walk: Walk): Promise<readonly ScanLog[] | null> {
  const { state, options } = walk;
  for (;;) {
    options.signal?.throwIfAborted();
    if (state.ready.length > 0) {
      const rows = state.ready.splice(0, options.pageRows);
      state.given += rows.length;
      return rows;
    }
    state.reading ??= nextPart(state);
    if (state.reading === null) return null;
    await readPage(walk, state.reading);
  }
}

/** The next stretch of a search that is divided; null at the end of all. */
function nextPart(state: CursorState): Reading | null {
  const part = state.parts?.next() ?? null;
  if (part !== null) return startReading(part);
  if (!state.ended) conclude(state);
  return null;
}

/** Whether all that was announced has come. */
function conclude(state: CursorState): void {
  state.ended = true;
  const { found, given, undecoded, repeated, missing } = state;
  const lacking = (found ?? 0) - given - undecoded - repeated;
  if (lacking <= 0 || missing.length > 0) return;
  missing.push(`the server counts ${amount(found ?? 0, 'row')} and gave ${count(lacking)} fewer`);
}

function foundRows({ found, given, undecoded, ended, missing }: CursorState): number | null {
  const read = given + undecoded;
  if (ended && missing.length === 0) return read;
  return found === null ? null : Math.max(found, read);
}
