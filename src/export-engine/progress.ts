import type { WindowState } from './journal.ts';
import type { ExportWait } from './kind.ts';
import type { JobStatus, RunningWindow } from './status.ts';

/** Milliseconds over which the rate is taken. */
const rateSpanMs = 10_000;

/** Most running windows that a status lists. */
const mostListed = 16;

/** The numbers of a job that is under way, kept in memory. */
export interface ProgressBoard {
  setWindows(states: readonly WindowState[]): void;
  update(index: number, state: WindowState): void;
  begin(index: number): void;
  waitFor(index: number, wait: ExportWait | null): void;
  end(index: number): void;
  /** The numbers at a moment. */
  figures(nowMs: number): Figures;
}

type Figures = Pick<
  JobStatus,
  | 'rows'
  | 'bytes'
  | 'windowsDone'
  | 'windowsRead'
  | 'rowsPerSecond'
  | 'etaSeconds'
  | 'retries'
  | 'duplicates'
  | 'undecodable'
  | 'running'
  | 'wait'
>;

/** Creates a board without windows. */
export function createBoard(startMs: number): ProgressBoard {
  let states: WindowState[] = [];
  const open = new Map<number, ExportWait | null>();
  const samples: { readonly at: number; readonly rows: number }[] = [];
  let [startDone, startRead] = [0, 0];
  const total = (count: (state: WindowState) => number) =>
    states.reduce((sum, state) => sum + count(state), 0);
  const rateAt = (at: number, rows: number) => {
    samples.push({ at, rows });
    while (samples.length > 2 && (samples[1]?.at ?? at) <= at - rateSpanMs) samples.shift();
    const first = samples[0];
    if (first === undefined || at - first.at < 500) return null;
    return Math.round(((rows - first.rows) * 1000) / (at - first.at));
  };
  return {
    setWindows: (all) => {
      states = [...all];
      startDone = states.filter(({ ended }) => ended).length;
      startRead = windowsRead(states) ?? startDone;
    },
    update: (index, state) => {
      states[index] = state;
    },
    begin: (index) => {
      open.set(index, null);
    },
    waitFor: (index, wait) => {
      if (open.has(index)) open.set(index, wait);
    },
    end: (index) => {
      open.delete(index);
    },
    figures: (nowMs) => {
      const rows = total((state) => state.rows);
      const windowsDone = total((state) => (state.ended ? 1 : 0));
      const read = windowsRead(states);
      const [start, now] = read === null ? [startDone, windowsDone] : [startRead, read];
      const running = [...open].map(([index, wait]): RunningWindow => {
        return { index, rows: states[index]?.rows ?? 0, wait };
      });
      return {
        ...{ rows, windowsDone, windowsRead: read, running: running.slice(0, mostListed) },
        bytes: total((state) => state.bytes),
        rowsPerSecond: rateAt(nowMs, rows),
        etaSeconds: eta(nowMs - startMs, now - start, states.length - now),
        retries: total((state) => state.retries),
        duplicates: total((state) => state.duplicates),
        undecodable: total((state) => state.undecodable),
        wait: sharedWait(running),
      };
    },
  };
}

/** Windows that were read, those that have begun by their share; null where one does not tell. */
function windowsRead(states: readonly WindowState[]): number | null {
  let read = 0;
  for (const { ended, share, checkpoint } of states) {
    if (ended) read += 1;
    else if (share !== undefined) read += share;
    else if (checkpoint !== null) return null;
  }
  return read;
}

/** With less than this, a moment's pace would be taken for that of days. */
const leastWindows = 0.02;

/** Judged by windows, whole ones or shares of them: rows can't be counted before they are read. */
function eta(elapsedMs: number, done: number, left: number): number | null {
  if (done < leastWindows) return null;
  return Math.ceil((elapsedMs * left) / done / 1000);
}

/** What the job waits for: something, when all of its windows do. The first to end counts. */
function sharedWait(running: readonly RunningWindow[]): ExportWait | null {
  const waits = running.flatMap(({ wait }) => (wait === null ? [] : [wait]));
  if (waits.length === 0 || waits.length < running.length) return null;
  return waits.reduce((first, wait) => ((wait.untilMs ?? 0) < (first.untilMs ?? 0) ? wait : first));
}
