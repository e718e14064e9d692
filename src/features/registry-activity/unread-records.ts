import { hash } from 'node:crypto';
import type { LogRow } from '../../api/activity-tracking/rows.ts';
import { stringifyJson } from '../../core/json.ts';

/** Records of one answer that can't be read. */
export interface UnreadRecords {
  /** @param row null for what is no record at all */
  add(row: LogRow | null, content: unknown): void;
  /** What tells each from others, in this answer and the next, and when it was, in epoch ms. */
  readonly keys: ReadonlyMap<string, number>;
}

/** @param usualMs the time of those that tell none, in epoch milliseconds */
export function createUnreadRecords(usualMs: number): UnreadRecords {
  const keys = new Map<string, number>();
  /** How often each content without an id was met. */
  const met = new Map<string, number>();
  return {
    keys,
    add: (row, content) => {
      const atMs = row?.atMs ?? usualMs;
      const logId = row?.logId ?? null;
      if (logId !== null) {
        keys.set(`unread ${logId} ${row?.micros ?? ''}`, atMs);
        return;
      }
      const name = hash('sha1', stringifyJson(content));
      const count = (met.get(name) ?? 0) + 1;
      met.set(name, count);
      keys.set(`unread ${name} ${count}`, atMs);
    },
  };
}
