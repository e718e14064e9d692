import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../../src/config/schema.ts';
import type { ManualClock } from '../../../support/manual-clock.ts';
import { at, openLogs, registryOnly } from './open-logs.ts';

const minutes = (clock: { now(): number }, from: number, to = 0) => ({
  start_date: new Date(clock.now() + from * 60_000).toISOString(),
  end_date: new Date(clock.now() + to * 60_000).toISOString(),
});
const nothing = "source logs | filter $d.action == 'no such action'";

describe('an answer', () => {
  test('is a stream: the id first, then rows in batches', async () => {
    const { ask, clock } = await openLogs();
    const { status, headers, text, kinds } = await ask('source logs', minutes(clock, -60));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/event-stream');
    expect(headers.get('content-length')).toBeNull();
    expect(new Set(kinds)).toEqual(new Set(['query_id', 'result']));
    expect(kinds.lastIndexOf('query_id')).toBe(0);
    expect(text).toMatch(/^(: success\ndata: \{.*\}\n\n)+$/);
  });

  test('has the keys of recorded ones, in their order', async () => {
    const { ask } = await openLogs();
    const { text } = await ask('source logs | limit 1');
    const line = text.split('\n').find((each) => each.includes('"result"')) ?? '';
    const [row] = JSON.parse(line.slice('data: '.length)).result.results;
    const keysOf = (list: readonly { readonly key: string }[]) => list.map(({ key }) => key);
    expect(Object.keys(row)).toEqual(['metadata', 'labels', 'user_data']);
    expect(keysOf(row.metadata)).toEqual([
      ...['timestamp', 'severity', 'logid', 'priorityclass', 'processingOutputTimestampNanos'],
      ...['processingOutputTimestampMicros', 'timestampMicros', 'ingressTimestamp'],
      ...['templateid', 'branchid'],
    ]);
    expect(keysOf(row.labels)).toEqual([
      ...['applicationname', 'subsystemname', 'computername', 'threadid', 'ipaddress'],
    ]);
    expect(typeof row.user_data).toBe('string');
  });

  test('without rows has no message of them: 82 bytes', async () => {
    const { ask } = await openLogs();
    const { text } = await ask(nothing);
    expect(text).toMatch(/^: success\ndata: \{"query_id":\{"query_id":"[\da-f-]{36}"\}\}\n\n$/);
    expect(text).toHaveLength(82);
  });

  test('has a small batch first every other time', async () => {
    const { ask, clock } = await openLogs();
    const answers = [];
    for (let query = 0; query < 6; query += 1) {
      answers.push(await ask('source logs', minutes(clock, -60)));
    }
    expect(answers.map(({ batches }) => batches)).toEqual([1, 2, 1, 2, 1, 2]);
    // IBM's SDK for Go gives a message to its caller at the blank line alone.
    expect(answers.filter(({ text }) => !text.endsWith('\n\n'))).toEqual([]);
    const rows = answers.map((answer) => answer.rows);
    expect(rows.every((list) => list.length === rows[0]?.length)).toBe(true);
  });

  test('keeps itself alive while it runs', async () => {
    const { ask, clock } = await openLogs({ activityTracking: { thinkMs: 3500 } });
    let isDone = false;
    const answer = ask(nothing).finally(() => {
      isDone = true;
    });
    while (!isDone) await clock.advance(500);
    const { text } = await answer;
    expect(text.match(/^:\n\n/gm)).toHaveLength(4);
    expect(text.indexOf('query_id')).toBeLessThan(text.indexOf('\n:\n'));
  });

  test('can be a line of more than five megabytes', async () => {
    const { ask, clock } = await openLogs({ activityTracking: { batchRows: 6000, busyness: 20 } });
    const { text, rows } = await ask('source logs', { ...minutes(clock, -600), limit: 6000 });
    expect(rows).toHaveLength(6000);
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeGreaterThan(5_000_000);
  });
});

describe('limits', () => {
  const busy = { activityTracking: { busyness: 20 } };
  const limitOf = (limit: number) => [
    { number_of_results_limit_warning: { number_of_results_limit: limit } },
  ];

  test.each([
    [{}, 2000],
    [{ limit: 10 }, 10],
    [{ limit: 50_000 }, 12_000],
    [{ limit: 13_000, tier: 'archive' }, 13_000],
  ])('of %j rows are told after the rows', async (metadata, limit) => {
    const { ask, clock } = await openLogs(busy);
    const span = minutes(clock, -2 * 1440);
    const { rows, warnings, kinds } = await ask(registryOnly, { ...span, ...metadata });
    expect(rows).toHaveLength(limit);
    expect(warnings).toEqual(limitOf(limit));
    expect(kinds.at(-1)).toBe('warning');
  });

  test('of the query itself, and those that are just reached, are not', async () => {
    const { ask, clock } = await openLogs();
    const span = minutes(clock, -60, -30);
    expect((await ask(`${registryOnly} | limit 5`, span)).warnings).toEqual([]);
    const { rows } = await ask(registryOnly, span);
    const just = await ask(registryOnly, { ...span, limit: rows.length });
    expect(just.warnings).toEqual([]);
    expect(just.rows).toHaveLength(rows.length);
  });

  test('of the query itself end the search', async () => {
    const { ask, clock } = await openLogs();
    const archive = { tier: 'archive', ...minutes(clock, -30 * 1440) };
    const { text, rows } = await ask(
      `${registryOnly} | orderby $m.timestamp asc | limit 2`,
      archive,
    );
    expect(rows).toHaveLength(2);
    expect(text).not.toContain('\n:\n');
    expect((await ask(nothing, archive)).text).toContain('\n:\n');
  });

  test('of eight days in the index shorten the time, and say so', async () => {
    const { ask, clock } = await openLogs();
    const span = minutes(clock, -10 * 1440);
    const { warnings, rows } = await ask(`${nothing} || $d.outcome == 'pending'`, span);
    const end = clock.now() - 2 * 86_400_000;
    const warning_message = expect.stringMatching(
      /^end of time range is set to: [\d-]{10} [\d:.]{12}$/,
    );
    const end_date = new Date(end).toISOString();
    expect(warnings).toEqual([
      { time_range_warning: { warning_message, start_date: span.start_date, end_date } },
    ]);
    const latest = Math.max(...rows.map(({ metadata }) => Number(metadata.timestampMicros) / 1000));
    expect(latest).toBeLessThan(end);
    expect((await ask(nothing, { ...span, tier: 'archive' })).warnings).toEqual([]);
  });

  test('of ten queries in any minute, with 429 and no advice', async () => {
    const { ask, clock } = await openLogs({ activityTracking: { queriesPerMinute: 10 } });
    const statuses = [];
    for (let query = 0; query < 12; query += 1) statuses.push((await ask(nothing)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429]);
    const refused = await ask(nothing);
    expect(refused.headers.get('retry-after')).toBeNull();
    expect(JSON.parse(refused.text)).toMatchObject({
      errors: [{ code: 'resource_exhausted', message: 'Rate limit exceeded' }],
      status_code: 429,
    });
    await clock.advance(60_000);
    expect((await ask(nothing)).status).toBe(200);
  });

  test('can tell when to come again', async () => {
    const activityTracking = { queriesPerMinute: 1, tellsRetryAfter: true };
    const { ask } = await openLogs({ activityTracking });
    await ask(nothing);
    expect((await ask(nothing)).headers.get('retry-after')).toBe('6');
  });
});

describe('the time that is asked for', () => {
  test.each([
    ['none', () => ({}), -15, 0],
    ['an end', (clock) => ({ end_date: at(clock, -30) }), -45, -30],
    ['a start', (clock) => ({ start_date: at(clock, -60) }), -60, -45],
    ['another now', (clock) => ({ now_date: at(clock, -90) }), -105, -90],
  ] as readonly (readonly [string, (clock: ManualClock) => object, number, number])[])(
    'with %s is a quarter of an hour',
    async (_what, metadataOf, from, to) => {
      const { ask, clock } = await openLogs();
      const { rows } = await ask('source logs', { ...metadataOf(clock) });
      const same = await ask('source logs', minutes(clock, from, to));
      expect(rows.length).toBeGreaterThan(10);
      expect(rows).toEqual(same.rows);
    },
  );
});

describe('a body', () => {
  const query = 'source logs';

  test.each([
    ['no JSON', '{"query"'],
    ['no object', '[]'],
    ['no query', '{}'],
    ['a field that does not exist', JSON.stringify({ query, tier: 'archive' })],
    [
      'a field of metadata that does not exist',
      JSON.stringify({ query, metadata: { startDate: '' } }),
    ],
    ['a limit that is no number', JSON.stringify({ query, metadata: { limit: '10' } })],
    [
      "Coralogix' own word for a tier",
      JSON.stringify({ query, metadata: { tier: 'TIER_ARCHIVE' } }),
    ],
    ['an unknown syntax', JSON.stringify({ query, metadata: { syntax: 'sql' } })],
  ])('of %s is refused in the recorded words', async (_what, body) => {
    const { post } = await openLogs();
    const { status, text } = await post(body);
    expect(status).toBe(400);
    expect(JSON.parse(text).errors[0]).toEqual({
      code: 'bad_request_or_unspecified',
      message: expect.stringMatching(/^Failed to deserialize JSON/),
    });
  });

  test.each([
    [{ limit: 50_001 }],
    [{ limit: -1 }],
    [{ limit: 1.5 }],
    [{ start_date: '2026-11-21T11:00:00' }],
    [{ start_date: '2026-11-21T11:00:00.123456789+00:00' }],
    [{ end_date: '21 Nov 2026 11:00:00' }],
    [{ start_date: '2026-11-21T11:00:00Z', end_date: '2026-11-21T10:00:00Z' }],
    [{ syntax: 'lucene' }],
  ])('with the metadata %j is refused', async (metadata) => {
    const { ask } = await openLogs();
    expect((await ask(query, metadata)).status).toBe(400);
  });

  test('can have its query in base 64', async () => {
    const { ask } = await openLogs();
    const encoded = Buffer.from('source logs | limit 3').toString('base64');
    const { rows } = await ask(encoded, { syntax: 'dataprime_utf8_base64' });
    expect(rows).toHaveLength(3);
  });
});

describe('who asks', () => {
  test.each([
    ['no token', { authorization: '' }],
    ['a forged token', { authorization: 'Bearer a.b.c' }],
    ['no bearer', { authorization: 'Basic ZGVtbzpkZW1v' }],
  ])('with %s is refused with 401', async (_what, headers) => {
    const { post } = await openLogs();
    const { status, text } = await post('{"query":"source logs"}', headers);
    expect(status).toBe(401);
    expect(JSON.parse(text).errors).toEqual([
      { code: 'unauthenticated', message: 'Unauthenticated' },
    ]);
  });

  test.each([
    ['FREQUENT-IBM-API-KEY', 200, 403],
    ['ARCHIVE-IBM-API-KEY', 403, 200],
    ['READER-IBM-API-KEY', 200, 200],
  ])('with %s may read %i in the index and %i in the archive', async (key, index, archive) => {
    const { ask } = await openLogs({}, key);
    const answers = [
      await ask(nothing, { tier: 'frequent_search' }),
      await ask(nothing, { tier: 'archive' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([index, archive]);
    for (const { status, text } of answers) {
      if (status === 403) expect(text).toContain('"code":"unauthorized"');
    }
  });

  test('is asked again when the token is too old', async () => {
    const { ask, clock } = await openLogs({ workloadProtection: { tokenLifeSeconds: 5 } });
    expect((await ask(nothing)).status).toBe(200);
    await clock.advance(5000);
    expect((await ask(nothing)).status).toBe(401);
  });

  test('leaves an event behind in the stream of all audit events', async () => {
    const { ask, post, clock } = await openLogs();
    const headers = { 'user-agent': 'scandeck/test' };
    await post(JSON.stringify({ query: nothing }), headers);
    await clock.advance(5000);
    const own = await ask("source logs | filter $d.action == 'logs.logs-data.search'");
    expect(own.rows).toHaveLength(1);
    expect(own.rows[0]).toMatchObject({
      labels: {
        applicationname: 'ibm-audit-event',
        subsystemname: expect.stringMatching(/^logs:/),
      },
      event: { initiator: { name: 'scandeck-demo', host: { agent: 'scandeck/test' } } },
    });
    await clock.advance(5000);
    const all = await ask("source logs | filter $l.applicationname == 'ibm-audit-event'");
    const searches = all.rows.filter(({ event }) => event.action === 'logs.logs-data.search');
    expect(searches).toHaveLength(2);
    const registry = await ask(registryOnly);
    expect(registry.rows.every(({ event }) => event.action.startsWith('container-registry.'))).toBe(
      true,
    );
  });
});

describe('an instance', () => {
  test('that keeps audit events in the archive alone knows no field of them in the index', async () => {
    const { ask } = await openLogs({ activityTracking: { tiers: ['archive'] } });
    const query = "source logs | filter $d.action.startsWith('container-registry.')";
    const index = await ask(query);
    expect(index.rows).toEqual([]);
    const warning_message = "keypath does not exist\n'$d.action' in line 0 at column 21";
    expect(index.warnings).toEqual([{ compile_warning: { warning_message } }]);
    const archive = await ask(query, { tier: 'archive' });
    expect(archive.rows.length).toBeGreaterThan(10);
    expect(archive.warnings).toEqual([]);
  });

  test('can have the other label', async () => {
    const activityTracking = { applicationName: 'ibm-audit-events' } as const;
    const { ask } = await openLogs({ activityTracking });
    expect((await ask(registryOnly)).rows).toEqual([]);
    const query = "source logs | filter $l.applicationname == 'ibm-audit-events'";
    expect((await ask(query)).rows.length).toBeGreaterThan(10);
  });

  test('is in the profile, signed in to by IAM', async () => {
    const { profile, url } = await openLogs();
    expect(configSchema.parse(profile).profiles.demo?.activityTracking).toMatchObject({
      url,
      auth: { type: 'ibm-iam', iamUrl: url },
    });
  });
});

describe('each fault', () => {
  const openWith = (faults: string) => openLogs({ faults: `${faults}:50%`, seed: 3 });
  const some = async (faults: string) => {
    const { ask, clock } = await openWith(faults);
    const answers = [];
    for (let call = 0; call < 20; call += 1) {
      answers.push(await ask('source logs', minutes(clock, -60)).catch(() => null));
    }
    return answers;
  };

  test('in-stream ends answers with an error, in both of its forms', async () => {
    const ends = (await some('in-stream')).map((answer) => answer?.kinds.at(-1));
    expect(new Set(ends)).toEqual(new Set(['result', 'error', 'status_code']));
  });

  test('in-stream says so after some of the rows', async () => {
    const answers = await some('in-stream');
    const failed = answers.filter((answer) => answer?.text.includes('rate_limit_reached'));
    expect(failed.length).toBeGreaterThan(0);
    for (const answer of failed) expect(answer?.rows.length).toBeGreaterThan(0);
  });

  test('doubled tells rows twice', async () => {
    const answers = await some('doubled');
    const counts = answers.map((answer) => answer?.rows.length ?? 0);
    const distinct = answers.map(
      (answer) => new Set(answer?.rows.map((row) => row.metadata.logid)).size,
    );
    expect(new Set(distinct).size).toBe(1);
    expect(new Set(counts).size).toBeGreaterThan(1);
  });

  test('unended leaves out nothing but the last blank line', async () => {
    const answers = await some('unended');
    const texts = answers.map((answer) => answer?.text ?? '');
    expect(texts.filter((text) => /[^\n]\n$/.test(text)).length).toBeGreaterThan(0);
    expect(new Set(answers.map((answer) => answer?.rows.length)).size).toBe(1);
  });

  test('cut breaks a line in its middle', async () => {
    expect(await some('cut')).toContain(null);
  });

  test('429 and 5xx speak as the vendor does', async () => {
    const [tooMany] = (await some('429')).filter((answer) => answer?.status === 429);
    expect(JSON.parse(tooMany?.text ?? '')).toMatchObject({
      errors: [{ code: 'resource_exhausted' }],
    });
    const [failed] = (await some('5xx')).filter((answer) => answer?.status === 500);
    expect(JSON.parse(failed?.text ?? '')).toMatchObject({
      errors: [{ code: 'method_internal_error' }],
    });
  });

  test('expired ends the token for good', async () => {
    expect((await some('expired')).at(-1)?.status).toBe(401);
  });
});
