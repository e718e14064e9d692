import { unwrap } from '../../api/activity-tracking/unwrap.ts';
import { parseJson } from '../../core/json.ts';
import { safeText } from '../../core/safe-text.ts';
import { decodeEvent, isRegistryEvent } from './event.ts';
import { type OpenBytes, openBytes } from './file-bytes.ts';
import { DamagedError } from './gunzip.ts';
import type { ActivityEvent } from './model.ts';
import type { FileBatch, ReadActivityFile, Unreadable } from './source.ts';
import { createValueScanner } from './value-scanner.ts';

/** Places that a batch names; the rest is counted. */
const mostNamed = 20;

/**
 * Reads events from what targets of activity tracking deliver: a value a line, lists, pretty-printed
 * objects, gzip, captured answers, in any wrapper. What can't be read is counted and named.
 *
 * @throws ScandeckError `usage` for a file that can't be read at all
 */
export const readActivityFile: ReadActivityFile = async function* (path, options = {}) {
  const bytes = await openBytes(path, options);
  const reader = createReader(bytes);
  try {
    for await (const chunk of bytes.chunks) {
      if (options.signal?.aborted) return;
      reader.push(chunk);
      yield reader.batch();
    }
  } catch (error) {
    if (!(error instanceof DamagedError)) throw error;
    reader.damaged(error.message);
  }
  reader.end();
  yield reader.batch();
};

function createReader(bytes: OpenBytes) {
  let items: ActivityEvent[] = [];
  let unreadable: Unreadable[] = [];
  let unreadableCount = 0;
  let otherServices = 0;
  let lastLine = 1;
  const refuse = (line: number, why: string) => {
    unreadableCount += 1;
    if (unreadable.length < mostNamed) unreadable.push({ line, why: safeText(why, 200) });
  };
  const take = (value: unknown, line: number) => {
    const { events, problems } = unwrap(value);
    for (const problem of problems) refuse(line, problem);
    for (const found of events) {
      if (isRegistryEvent(found)) items.push(decodeEvent(found));
      else otherServices += 1;
    }
  };
  const scanner = createValueScanner({
    value: (text, line) => {
      lastLine = line;
      const value = parseOr(text.toString('utf8'), (why) => refuse(line, why));
      if (value !== undefined) take(value, line);
    },
    unreadable: (line, why) => {
      lastLine = line;
      refuse(line, why);
    },
  });
  return {
    push: (chunk: Buffer) => scanner.push(chunk),
    end: () => scanner.end(),
    damaged: (why: string) => refuse(lastLine, why),
    batch: (): FileBatch => {
      const batch = {
        ...{ items, unreadable, unreadableCount, otherServices },
        ...{ bytesRead: bytes.read(), bytesTotal: bytes.total },
      };
      items = [];
      unreadable = [];
      return batch;
    },
  };
}

function parseOr(text: string, refuse: (why: string) => void): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // V8 repeats the text, which may be long and is not needed.
    refuse(`is no JSON (${reason.replace(/,? ?\.{0,3}".*" is not valid JSON$/s, '')})`);
    return undefined;
  }
}
