import { describe, expect, test } from 'vitest';
import { createCatalogue, nameOf } from '../../../../src/simulator/catalogue.ts';
import { at, openLogs, registryOnly, type TestLogs, type TestRow } from './open-logs.ts';

/** Every two hours and ten minutes each action occurs: the round of scenes, and one scene more. */
const roundMinutes = 130;
const dayMinutes = 1440;

const managementEvents = [
  ...['auth.get', 'auth.set', 'plan.get', 'plan.set', 'quota.get', 'quota.set', 'settings.get'],
  ...['settings.set', 'image.inspect', 'image.list', 'image.tag', 'image.untag'],
  ...['manifest.inspect', 'retention.analyze', 'retention.list', 'retention.set', 'trash.list'],
  ...['trash.restore', 'namespace.create', 'namespace.delete', 'namespace.list'],
  ...['account-vulnerability-report.list', 'account-vulnerability-status.list'],
  ...['image-vulnerability-report.read', 'image-vulnerability-status.read'],
  ...['exemption.create', 'exemption.delete'],
];
const dataEvents = [
  ...['image.bulkdelete', 'image.delete', 'image.pull', 'image.push'],
  ...['signature.delete', 'signature.read', 'signature.write'],
];
/** Named by the vendor's page on IAM actions alone. */
const unlisted = ['namespace.update', 'retention.get'];

const eventsOf = async ({ ask, clock }: TestLogs, from: number, to = 0, metadata = {}) => {
  const span = { start_date: at(clock, from), end_date: at(clock, to) };
  const query = `${registryOnly} | orderby $m.timestamp asc`;
  const { rows } = await ask(query, { limit: 50_000, tier: 'archive', ...span, ...metadata });
  return rows;
};

const day = async () => eventsOf(await openLogs(), -dayMinutes);
const distinct = <T>(rows: readonly TestRow[], of: (row: TestRow) => T) => new Set(rows.map(of));
const wordOf = (value: unknown) => (value === null ? 'null' : typeof value);
const idsOf = (rows: readonly TestRow[]) => rows.map(({ metadata }) => metadata.logid);

describe('the actions', () => {
  test.each([1, 2, 77])('all occur within any two hours and ten minutes, seed %i', async (seed) => {
    const logs = await openLogs({ seed });
    for (const end of [0, -47, -1013]) {
      const rows = await eventsOf(logs, end - roundMinutes, end);
      const seen = (dataEvent: boolean) =>
        [
          ...distinct(
            rows.filter(({ event }) => event.dataEvent === dataEvent),
            ({ event }) => event.action,
          ),
        ].sort();
      const full = (names: readonly string[]) =>
        names.map((name) => `container-registry.${name}`).sort();
      expect(seen(true)).toEqual(full(dataEvents));
      expect(seen(false)).toEqual(full([...managementEvents, ...unlisted]));
    }
  });

  test('are done to images that the other vendors know, too', async () => {
    const images = createCatalogue(1).inRegistry('us.icr.io');
    const names = new Set(
      images.flatMap((image) => [nameOf(image), `us.icr.io/${image.repo}@${image.digest}`]),
    );
    const ofImages = (await day()).filter(({ event }) => event.target.id.startsWith('us.icr.io/'));
    expect(ofImages.length).toBeGreaterThan(1000);
    for (const { event } of ofImages) {
      expect(names).toContain(event.target.id);
      expect(names).toContain(event.target.name);
    }
  });
});

describe('a day of events', () => {
  test('has every outcome, and severities that follow from them', async () => {
    const rows = await day();
    expect([...distinct(rows, ({ event }) => event.outcome)].sort()).toEqual([
      'failure',
      'pending',
      'success',
    ]);
    const severities = { normal: 'Info', warning: 'Warning', critical: 'Critical' };
    for (const { event, metadata } of rows) {
      expect(severities).toHaveProperty(event.severity, metadata.severity);
      const isRefused = [401, 403].includes(event.reason.reasonCode);
      if (isRefused) expect(event).toMatchObject({ outcome: 'failure', severity: 'critical' });
      expect(event.reason.reasonForFailure !== undefined).toBe(event.outcome === 'failure');
      expect(event.message.endsWith(' -failure')).toBe(event.outcome === 'failure');
    }
  });

  test('names images by tag and by digest, and refused ones by what was asked', async () => {
    const rows = (await day()).filter(({ event }) => event.action.endsWith('image.pull'));
    const forms = distinct(rows, ({ event: { target, outcome } }) =>
      [outcome, target.name.includes('@') ? 'digest' : 'tag', target.id.includes('@')].join(' '),
    );
    expect([...forms].sort()).toEqual([
      'failure tag false',
      'success digest true',
      'success tag true',
    ]);
  });

  test('has all the statuses of the advisor', async () => {
    const statuses = (await day()).flatMap(({ event: { responseData } }) => {
      const data = typeof responseData === 'string' ? JSON.parse(responseData) : responseData;
      return data?.status ?? [];
    });
    const all = ['FAIL', 'INCOMPLETE', 'OK', 'UNSCANNED', 'UNSUPPORTED', 'WARN'];
    expect([...new Set(statuses)].sort()).toEqual(all);
  });

  test('writes request and response data in every way that services do', async () => {
    const rows = await day();
    const ways = ['null', 'object', 'string', 'undefined'];
    expect([...distinct(rows, ({ event }) => wordOf(event.requestData))].sort()).toEqual(ways);
    expect([...distinct(rows, ({ event }) => wordOf(event.responseData))].sort()).toEqual(ways);
  });

  test('tells times with one to three digits, the same that the row has', async () => {
    const rows = await day();
    for (const { event, metadata } of rows) {
      expect(event.eventTime).toMatch(/^[\d-]{10}T[\d:]{8}\.\d{1,3}\+0000$/);
      const time = Date.parse(event.eventTime.replace('+0000', 'Z'));
      expect(metadata.timestampMicros).toBe(`${time}000`);
      expect(metadata.timestamp).toBe(`${new Date(time).toISOString().slice(0, -1)}000`);
    }
    const digits = distinct(rows, ({ event }) => event.eventTime.length);
    expect([...digits].sort()).toEqual([26, 27, 28]);
  });

  test('lets some resources belong to no group', async () => {
    const names = distinct(
      (await day()).filter(({ event }) => event.target.resourceGroupId === undefined),
      ({ event }) => event.target.name,
    );
    expect([...names].sort()).toEqual(['', 'legacy']);
  });
});

describe('the stories', () => {
  const byName = (rows: readonly TestRow[], name: string) =>
    rows.filter(({ event }) => event.initiator.name === name);

  test('a CI service pushes, another one signs', async () => {
    const rows = await day();
    expect([...distinct(byName(rows, 'ci-build'), ({ event }) => event.action)]).toContain(
      'container-registry.image.push',
    );
    expect([...distinct(byName(rows, 'ci-signer'), ({ event }) => event.action)]).toEqual([
      'container-registry.signature.write',
    ]);
  });

  test('a clean-up job deletes, and goes too far at times', async () => {
    const deletions = byName(await day(), 'image-janitor')
      .filter(({ event }) => event.action === 'container-registry.image.delete')
      .map(({ metadata }) => Number(metadata.timestampMicros) / 1e6);
    const inAMinute = deletions.map(
      (time) => deletions.filter((t) => t >= time && t < time + 60).length,
    );
    expect(Math.max(...inAMinute)).toBeGreaterThanOrEqual(15);
  });

  test('someone from outside is refused whatever they try', async () => {
    const tries = byName(await day(), 'contractor@partner.example');
    expect(tries.length).toBeGreaterThan(50);
    expect([...distinct(tries, ({ event }) => event.reason.reasonCode)].sort()).toEqual([401, 403]);
    expect([...distinct(tries, ({ event }) => event.action)]).toContain(
      'container-registry.image.delete',
    );
  });

  test('what is done in the background is pending first, under one id', async () => {
    const bulk = (await day()).filter(({ event }) => event.action.endsWith('image.bulkdelete'));
    const byId = Map.groupBy(bulk, ({ event }) => event.correlationId);
    for (const rows of byId.values()) {
      expect(rows.map(({ event }) => event.outcome)).toEqual(['pending', 'success']);
    }
    expect(byId.size).toBeGreaterThan(10);
  });
});

describe('any window', () => {
  test('is told the same twice, and by another simulator of the same seed', async () => {
    const one = await openLogs({ seed: 5 });
    const rows = await eventsOf(one, -90, -30);
    expect(rows.length).toBeGreaterThan(100);
    expect(await eventsOf(one, -90, -30)).toEqual(rows);
    expect(await eventsOf(await openLogs({ seed: 5 }), -90, -30)).toEqual(rows);
    expect(await eventsOf(await openLogs({ seed: 6 }), -90, -30)).not.toEqual(rows);
  });

  test('is the sum of its parts', async () => {
    const logs = await openLogs();
    const whole = idsOf(await eventsOf(logs, -60, -20));
    const parts = [];
    for (let from = -60; from < -20; from += 8) parts.push(await eventsOf(logs, from, from + 8));
    expect(idsOf(parts.flat())).toEqual(whole);
    expect(new Set(whole).size).toBe(whole.length);
  });

  test('fills up late: rows come 20 to 100 seconds after their time', async () => {
    const logs = await openLogs({ activityTracking: { lateShare: 0.2, busyness: 20 } });
    const { clock } = logs;
    const early = new Set(idsOf(await eventsOf(logs, -5, 0)));
    await clock.advance(120_000);
    const late = (await eventsOf(logs, -7, -2)).filter(
      ({ metadata }) => !early.has(metadata.logid),
    );
    expect(late.length).toBeGreaterThan(0);
    for (const { metadata } of late) {
      const delay =
        Date.parse(`${metadata.ingressTimestamp}Z`) - Number(metadata.timestampMicros) / 1000;
      expect(delay).toBeLessThanOrEqual(100_000);
    }
    const delays = late.map(({ metadata }) => Number(metadata.timestampMicros) / 1000);
    expect(Math.min(...delays)).toBeLessThan(clock.now() - 140_000);
    expect(early.size).toBeGreaterThan(0);
  });

  test('holds nothing of the future, and nothing from before the account began', async () => {
    const logs = await openLogs();
    expect(await eventsOf(logs, 1, 60)).toEqual([]);
    const before = { start_date: '2023-01-01T00:00:00Z', end_date: '2024-01-01T00:00:00Z' };
    expect(await eventsOf(logs, 0, 0, before)).toEqual([]);
  });

  test('ends after 30 days in the index, and goes on in the archive', async () => {
    const logs = await openLogs();
    const month = -31 * dayMinutes;
    expect(await eventsOf(logs, month, month + 60, { tier: 'frequent_search' })).toEqual([]);
    expect((await eventsOf(logs, month, month + 60)).length).toBeGreaterThan(50);
  });

  test('is fuller in a busy account', async () => {
    const usual = await eventsOf(await openLogs(), -60);
    const busy = await eventsOf(await openLogs({ activityTracking: { busyness: 20 } }), -60);
    expect(busy.length).toBeGreaterThan(8 * usual.length);
  });
});
