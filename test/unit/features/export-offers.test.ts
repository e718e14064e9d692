import { describe, expect, test } from 'vitest';
import type { ExportCriteria, ExportRequest } from '../../../src/export-engine/kind.ts';
import { engineOptions } from '../../../src/features/audit-exports/command.ts';
import { checkRequest } from '../../../src/features/audit-exports/export-request.ts';
import { exportOffers } from '../../../src/features/index.ts';

test.each(exportOffers)('$kind is what it is offered as', async ({ kind, source, title, load }) => {
  expect(await load()).toMatchObject({ name: kind, source, title });
});

test.each(exportOffers)('no criterion of $kind is called as an option of all', ({ options }) => {
  const names = options.map(({ flags }) => /--([a-z-]+)/.exec(flags)?.[1]);
  expect(names.filter((name) => engineOptions.includes(name ?? ''))).toEqual([]);
});

describe('rows a page', () => {
  const limits: readonly [string, number, number, RegExp, ExportCriteria?][] = [
    ['xray-audit', 2, 2000, /JFrog.*num_of_rows/],
    ['scan-logs', 100, 10_000, /Scan Logs API/],
    ['events', 1, 999, /Secure events API/],
    ['activity-audit', 1, 9999, /Activity audit API/],
    ['registry-activity', 100, 50_000, /Cloud Logs.*archive/],
    ['registry-activity', 100, 12_000, /frequent_search/, { tier: 'frequent_search' }],
    ['scan-results', 50, 50, /Prisma Cloud/],
  ];

  const checked = async (name: string, pageSize: number | null, criteria: ExportCriteria = {}) => {
    const kind = await exportOffers.find((offer) => offer.kind === name)?.load();
    if (kind === undefined) throw new Error(`no kind ${name}`);
    const request: ExportRequest = {
      ...{ kind: name, sinceMs: 0, untilMs: 1, criteria, format: 'ndjson', gzip: false },
      ...{ columns: 'scandeck', maskUsers: false, rawCells: false, pageSize, concurrency: null },
      ...{ out: '/tmp/none', force: false, openedBy: [] },
    };
    checkRequest(kind, request);
  };

  test('have limits for each kind', () => {
    const named = new Set(limits.map(([name]) => name));
    expect([...named].toSorted()).toEqual(exportOffers.map(({ kind }) => kind).toSorted());
  });

  test.each(limits)(
    'of %s are %i to %i, or refused',
    async (kind, least, most, source, criteria) => {
      for (const fine of [null, least, most]) await checked(kind, fine, criteria);
      for (const wrong of [least - 1, most + 1]) {
        await expect(checked(kind, wrong, criteria)).rejects.toMatchObject({
          ...{ exitCode: 2, message: expect.stringContaining(`--page-size ${wrong}`) },
          hint: expect.stringMatching(source),
        });
      }
    },
  );
});
