import { afterEach, describe, expect, test } from 'vitest';
import type {
  ExportPage,
  ExportRequest,
  ExportWindow,
  Json,
} from '../../../../src/export-engine/kind.ts';
import { xrayAuditKind as kind } from '../../../../src/features/audit-exports/export-kind.ts';
import { exportOffer } from '../../../../src/features/audit-exports/export-offer.ts';
import { startServer } from '../../../support/http-server.ts';
import { type AuditTraits, serveAudit, type WireEvent, wireEvent } from './audit-server.ts';
import { openXraySession, startMs } from './xray-session.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const dayMs = 86_400_000;

const request: ExportRequest = {
  ...{ kind: 'xray-audit', sinceMs: startMs - 14 * dayMs, untilMs: startMs },
  ...{ criteria: {}, format: 'ndjson', gzip: false, columns: 'scandeck', maskUsers: false },
  ...{ rawCells: false, pageSize: 7, concurrency: null, out: '-', force: false, openedBy: [] },
};

interface Asked {
  readonly window: ExportWindow;
  readonly checkpoint?: Json;
  readonly request?: ExportRequest;
}

async function openKind(events: readonly WireEvent[], traits: AuditTraits = {}) {
  const server = await startServer(serveAudit(() => events, traits));
  const session = openXraySession(server.url);
  open.push(session, server);
  const { clock } = session;
  const { signal } = new AbortController();
  const pages = async (asked: Asked) => {
    const shared = { session, clock, signal, waitFor: () => {} };
    const found: ExportPage[] = [];
    for await (const page of kind.pages({ ...shared, request, checkpoint: null, ...asked })) {
      found.push(page);
    }
    return found;
  };
  const windows = await kind.plan(request, { session, clock, signal });
  return { pages, windows, server };
}

const idsOf = (pages: readonly ExportPage[]) =>
  pages.flatMap(({ rows }) => rows.map(({ id }) => id));

const hourly = (count: number, changes: (index: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, index) =>
    wireEvent(index + 1, startMs - (count - index) * 3_600_000, changes(index)),
  );

test.each([
  ['is told as probably gone', 31, ['what was before']],
  ['is not, where the server keeps it longer', 36, []],
])('what is older than 30 days %s', async (_name, days, expected) => {
  const { pages } = await openKind([wireEvent(1, startMs - days * dayMs + 60_000)]);
  const window = { id: 'old', fromMs: startMs - 36 * dayMs, toMs: startMs - 30 * dayMs };
  const warnings = (await pages({ window })).flatMap((page) => page.warnings ?? []);
  expect(warnings).toEqual(expected.map((words) => expect.stringContaining(words)));
});

test('is what is offered', async () => {
  expect(await exportOffer.load()).toBe(kind);
  expect([exportOffer.kind, exportOffer.source]).toEqual([kind.name, kind.source]);
});

describe('an export', () => {
  const events = hourly(14 * 24);
  const all = events.map(({ id }) => String(id));

  test.each([true, false])('holds each row once, in order, if bounds are %s', async (isInside) => {
    const { pages, windows } = await openKind(events, {
      bounds: { start: isInside, end: isInside },
    });
    expect(windows.map(({ id }) => id)).toEqual([
      '20261107T120000Z',
      '20261113T120000Z',
      '20261119T120000Z',
    ]);
    const parts = await Promise.all(windows.map((window) => pages({ window })));
    expect(parts.flatMap(idsOf)).toEqual(all);
  });

  test('goes on after each checkpoint with the very next row', async () => {
    const { pages, windows } = await openKind(events.slice(-40));
    const [window] = windows.slice(-1);
    if (window === undefined) throw new Error('there is no window');
    const whole = await pages({ window });
    const shares = whole.map(({ share = -1 }) => share);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares.at(-1)).toBe(1);
    const ids = idsOf(whole);
    expect(whole.length).toBeGreaterThan(5);
    for (const [index, { checkpoint }] of whole.entries()) {
      const kept: Json = JSON.parse(JSON.stringify(checkpoint));
      const rest = await pages({ window, checkpoint: kept });
      expect(idsOf(rest)).toEqual(ids.slice(idsOf(whole.slice(0, index + 1)).length));
    }
  });

  test('tells the query as the server understood it, and what scandeck chose', async () => {
    const { pages, windows } = await openKind(
      hourly(30, (index) => ({ package_type: index % 3 ? 'npm' : 'Docker' })),
    );
    const [window] = windows.slice(-1);
    if (window === undefined) throw new Error('there is no window');
    const criteria = { type: ['docker'] };
    const found = await pages({ window, request: { ...request, criteria } });
    expect(idsOf(found)).toHaveLength(10);
    expect(found.at(-1)?.query).toEqual({
      ...{ order_by: 'id', direction: 'asc', num_of_rows: 7 },
      ...{ include_explanation_and_recommendation: false, dry_run: false },
      ...{ created_at_start: '2026-11-19T11:59:59Z', created_at_end: '2026-11-21T12:00:00Z' },
      chosenByScandeck: ['--type', 'docker'],
    });
  });

  test('refuses criteria that cannot be, and checkpoints of others', async () => {
    expect(() => kind.check?.({ ...request, criteria: { user: [''] } })).toThrow('--user is empty');
    const { pages, windows } = await openKind([]);
    const [window] = windows;
    if (window === undefined) throw new Error('there is no window');
    await expect(pages({ window, checkpoint: { next: 'x' } })).rejects.toThrow(TypeError);
  });
});

describe('CSV', () => {
  const policy = (id: number) => ({
    ...{ policy_id: id, policy_name: `p${id}`, condition_name: 'c', condition_category: 'legal' },
    ...{ dry_run: false, result: 'Blocked' },
  });
  const row = { ...wireEvent(5, startMs), policies: [policy(1), policy(2)], ecosystem: 'oci' };

  test('has a line an event', () => {
    const cells = Object.fromEntries(kind.columns.map(({ name, cell }) => [name, cell(row)]));
    expect(cells).toMatchObject({
      ...{ id: '5', at: '2026-11-21T12:00:00Z', outcome: 'blocked', user: 'user-one', mail: null },
      ...{ policies: 'p1; p2', policyIds: '1; 2', categories: 'legal; legal', dryRun: false },
    });
  });

  test("has the vendor's columns in the vendor's order, a line a policy", () => {
    const { columns, lines } = kind.vendorColumns ?? { columns: [] };
    expect(columns.map(({ name }) => name).join(', ')).toBe(
      'id, created_at, action, reason, package_type, package_name, package_version, package_url, curated_repo_server_name, curated_repo_name, curated_repo_project_key, user_name, user_mail, origin_repo_server_name, origin_repo_name, origin_repo_project_key, public_repo_name, public_repo_url, ecosystem, ondemand, policy_id, policy_name, condition_name, condition_category, dry_run, result, policy_reason',
    );
    const table = lines?.(row).map((line) => columns.map(({ cell }) => cell(line)));
    expect(table?.map((cells) => cells.slice(18))).toEqual([
      ['oci', undefined, 1, 'p1', 'c', 'legal', false, 'Blocked', undefined],
      ['oci', undefined, 2, 'p2', 'c', 'legal', false, 'Blocked', undefined],
    ]);
    expect(table?.[0]?.slice(8, 12)).toEqual(['', 'docker-remote', 'default', 'user-one']);
    expect(lines?.({ ...row, policies: null })).toHaveLength(1);
  });
});
