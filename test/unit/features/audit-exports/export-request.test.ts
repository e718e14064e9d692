import { describe, expect, test } from 'vitest';
import type { ExportOffer } from '../../../../src/export-engine/kind.ts';
import { exportCommands } from '../../../../src/features/audit-exports/command.ts';
import {
  everyOf,
  isAhead,
  requestOf,
  targetDoubt,
} from '../../../../src/features/audit-exports/export-request.ts';
import { exportOffers } from '../../../../src/features/index.ts';
import { createSyntheticKind } from '../../../support/synthetic-export.ts';

const offer: ExportOffer = {
  ...{ kind: 'synthetic', title: 'synthetic rows', source: 'xray', since: '30d' },
  options: [{ flags: '--user <name>', description: 'a user', repeatable: true }],
  load: async () => createSyntheticKind({ rows: [] }),
};
const nowMs = Date.UTC(2026, 10, 21);
const facts = { nowMs, folder: '/home/me', openedBy: ['--profile', 'prod'] };

const read = (options: Readonly<Record<string, string | boolean | readonly string[]>>) =>
  requestOf({ arguments: [], options }, offer, facts);

describe('the options of an export', () => {
  test('become a request, and what is not the engine’s the criteria', () => {
    expect(read({ out: 'a.csv', format: 'csv', user: ['ann'], gzip: true, pageSize: '7' })).toEqual(
      {
        ...{ kind: 'synthetic', sinceMs: nowMs - 30 * 86_400_000, untilMs: nowMs, format: 'csv' },
        ...{ gzip: true, columns: 'scandeck', maskUsers: false, rawCells: false, force: false },
        ...{ pageSize: 7, concurrency: null, criteria: { user: ['ann'] }, out: '/home/me/a.csv' },
        openedBy: ['--profile', 'prod'],
      },
    );
  });

  test.each([
    [{}, /--out is missing/],
    [{ out: 'folder/' }, /--out is missing/],
    [{ out: 'a', since: 'now' }, /--since is not before/],
    [{ out: 'a', format: 'xml' }, /--format xml/],
    [{ out: 'a', columns: 'vendor' }, /csv alone/],
    [{ out: 'a', format: 'csv', columns: 'all' }, /--columns all/],
    [{ out: 'a', concurrency: '0' }, /--concurrency 0/],
    [{ out: 'a', concurrency: '65' }, /--concurrency 65/],
    [{ out: 'a', concurrency: '1.5' }, /--concurrency 1.5 is not a whole number/],
    [{ out: 'a', pageSize: 'many' }, /--page-size many/],
    [{ out: 'a', pageSize: '-1' }, /--page-size -1/],
    [{ out: 'a', since: '2027-01-01', until: '2027-02-01' }, /not before now/],
    [{ out: 'a', rawCells: true }, /--raw-cells goes with/],
    [{ out: '-', detach: true }, /--detach and --out -/],
    [{ out: '-', every: '24h' }, /--every and --out -/],
    [{ out: '-', name: 'a' }, /--name and --out -/],
    [{ out: '-', force: true }, /--force and --out -/],
  ])('%o are refused', (options, problem) => {
    expect(() => read(options)).toThrow(problem);
  });

  test.each([
    [{ out: 'a.ndjson' }, null],
    [{ out: 'a.jsonl.gz', gzip: true }, null],
    [{ out: 'a.csv.gz', gzip: true, format: 'csv' }, null],
    [{ out: 'rows' }, null],
    [{ out: '-', gzip: true }, null],
    [{ out: 'a.csv' }, /will hold ndjson, although its name says csv/],
    [{ out: 'a.json' }, /--format json/],
    [{ out: 'a.ndjson.gz' }, /will not be compressed/],
    [{ out: 'a.ndjson', gzip: true }, /will be compressed/],
  ])('%o make a name that fits, or a doubt', (options, doubt) => {
    const told = targetDoubt(read(options));
    if (doubt === null) expect(told).toBeNull();
    else expect(told).toMatch(doubt);
  });

  test.each([
    ['2099-01-01', nowMs, true],
    ['now', nowMs, false],
    ['1d', nowMs - 86_400_000, false],
  ])('until %s end at %i, since nothing is known of what is ahead', (until, untilMs, ahead) => {
    const options = { out: 'a', until };
    expect(read(options).untilMs).toBe(untilMs);
    expect(isAhead({ arguments: [], options }, nowMs)).toBe(ahead);
  });

  test('have a length of increments that makes sense', () => {
    expect(everyOf({ arguments: [], options: { every: '24h' } })).toBe(86_400_000);
    expect(() => everyOf({ arguments: [], options: { every: '5s' } })).toThrow(/too short/);
    expect(() => everyOf({ arguments: [], options: { every: '1d', until: 'now' } })).toThrow(
      /--until/,
    );
  });
});

test("no criterion of an offer has the name of an engine's option", () => {
  for (const command of exportCommands(exportOffers)) {
    const flags = (command.options ?? []).map(({ flags: text }) => text.split(' ')[0]);
    expect(new Set(flags).size, command.name).toBe(flags.length);
  }
});
