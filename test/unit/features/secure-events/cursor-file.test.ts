import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openCursorFile } from '../../../../src/features/secure-events/cursor-file.ts';
import { startNs } from './workload-session.ts';

const tail = { feed: 'https://host guid', filter: null, sinceNs: startNs, nowNs: startNs };
const header = {
  ...{ scandeck: 'tail-cursor', version: 1, feed: tail.feed, filter: null },
  since: String(startNs - 1000n),
};
const entry = {
  position: String(startNs - 10n),
  proven: String(startNs - 500n),
  ids: ['an id 17'],
};

function fileOf(...lines: readonly object[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'scandeck-cursor-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'events.cursor');
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
}

test('a file is read as it was written', async () => {
  const file = await openCursorFile(fileOf(header, entry), tail);
  expect(file.cursor).toMatchObject({ positionNs: startNs - 10n, provenNs: startNs - 500n });
  expect([...(file.cursor?.seen ?? [])]).toEqual([['an id', 17n]]);
  await file.close(true);
});

test.each([
  ['an id with another time', { ...entry, ids: ['x abc'] }],
  ['an id that carries no time, without one', { ...entry, ids: ['x'] }],
  ['a count that is none', { ...entry, counts: { from: 1, counts: [[1, 'x']] } }],
  ['a count below nothing', { ...entry, counts: { from: 1, counts: [[1, -2]] } }],
  ['a minute that is none', { ...entry, counts: { from: 1, counts: [[1.5, 2]] } }],
  ['a first minute that is none', { ...entry, counts: { from: 1e300, counts: [] } }],
])('%s is damage, and its line is named', async (_what, line) => {
  const opened = openCursorFile(fileOf(header, entry, line), tail);
  await expect(opened).rejects.toMatchObject({ code: 'config', exitCode: 2 });
  await expect(opened).rejects.toThrow('line 3: this is no cursor of a tail');
});

test('a position in the future is refused: behind it, a tail would tell nothing for long', async () => {
  const ahead = { ...entry, position: String(startNs + 86_400_000_000_000n) };
  const opened = openCursorFile(fileOf(header, ahead), tail);
  await expect(opened).rejects.toMatchObject({ exitCode: 2 });
  await expect(opened).rejects.toThrow('2026-11-22T12:00:00');
});
