import { describe, expect, test } from 'vitest';
import { at, openLogs, type TestEvent, type TestRow } from './open-logs.ts';

type Test = (event: TestEvent, row: TestRow) => boolean;

const isRegistry: Test = (event) => event.action?.startsWith('container-registry.') === true;

/** Conditions, and what they mean. */
const conditions: readonly (readonly [string, Test])[] = [
  ["$d.action.startsWith('container-registry.')", isRegistry],
  ["startsWith($d.action, 'container-registry.')", isRegistry],
  ["action.startsWith('container-registry.')", isRegistry],
  ['$d[\'action\'].startsWith("container-registry.")', isRegistry],
  ["$l.subsystemname.startsWith('container-registry')", isRegistry],
  [
    "$d.action in('container-registry.image.push','container-registry.image.pull')",
    ({ action = '' }) => /image\.pu(sh|ll)$/.test(action),
  ],
  [
    "$d.action.in('container-registry.image.push')",
    ({ action = '' }) => action.endsWith('image.push'),
  ],
  [
    "in($d.outcome, 'failure', 'pending')",
    ({ outcome }) => ['failure', 'pending'].includes(outcome),
  ],
  [
    "$d.outcome == 'failure' && $d.severity == 'critical'",
    (event) => event.outcome === 'failure' && event.severity === 'critical',
  ],
  [
    "$d.outcome == 'failure' || $d.dataEvent == true",
    (event) => event.outcome === 'failure' || event.dataEvent,
  ],
  ["!($d.outcome == 'success')", ({ outcome }) => outcome !== 'success'],
  [
    "$d.outcome == 'pending' || $d.outcome == 'failure' && $d.dataEvent",
    (event) => event.outcome === 'pending' || (event.outcome === 'failure' && event.dataEvent),
  ],
  ['$d.reason.reasonCode >= 400', ({ reason }) => (reason?.reasonCode ?? 0) >= 400],
  ["$d.reason.reasonCode:string == '403'", ({ reason }) => reason?.reasonCode === 403],
  ['$d.reason.reasonForFailure != null', ({ reason }) => reason?.reasonForFailure !== undefined],
  ["$d.target.name.contains('acme/')", ({ target }) => target?.name.includes('acme/') === true],
  [
    "$d.message.toLowerCase().endsWith('failure')",
    ({ message }) => message?.endsWith('failure') === true,
  ],
  [
    '$d.action.matches(/signature\\.(read|write)$/)',
    ({ action = '' }) => /signature\.(read|write)$/.test(action),
  ],
  [
    "$d.initiator.name ~ 'MARA.LINDQVIST'",
    ({ initiator }) => initiator?.name.startsWith('mara') === true,
  ],
  ["$d ~~ 'contractor'", (event) => JSON.stringify(event).includes('contractor')],
  ["$m.severity == 'Critical'", (_event, { metadata }) => metadata.severity === 'Critical'],
  ["$m.severity == '4'", (_event, { metadata }) => metadata.severity === 'Warning'],
  [
    "$l.applicationname != 'ibm-audit-event'",
    (_event, { labels }) => labels.applicationname !== 'ibm-audit-event',
  ],
  ['$d.action.length() > 40', ({ action = '' }) => action.length > 40],
  [
    "firstNonNull($d.target.resourceGroupId, 'none') == 'none'",
    ({ target }) => target?.resourceGroupId === undefined,
  ],
];

const hour = async () => {
  const { ask, clock } = await openLogs();
  const span = { start_date: at(clock, -130), end_date: at(clock, -10), limit: 12_000 };
  return { clock, find: (query: string, metadata = {}) => ask(query, { ...span, ...metadata }) };
};
const idsOf = (rows: readonly TestRow[]) => rows.map(({ metadata }) => metadata.logid).sort();

describe('a condition', () => {
  test.each(conditions)('%s', async (condition, isWanted) => {
    const { find } = await hour();
    const { rows } = await find('source logs');
    const wanted = rows.filter((row) => isWanted(row.event, row));
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.length).toBeLessThan(rows.length);
    const found = await find(`source logs | filter ${condition}`);
    expect(idsOf(found.rows)).toEqual(idsOf(wanted));
    expect(found.warnings).toEqual([]);
    const blocked = await find(`source logs | block ${condition}`);
    expect(idsOf([...blocked.rows, ...wanted])).toEqual(idsOf(rows));
  });

  test('can be about time', async () => {
    const { find, clock } = await hour();
    const from = at(clock, -60);
    const { rows } = await find(`source logs | filter $m.timestamp >= @'${from}'`);
    const same = await find('source logs', { start_date: from });
    expect(idsOf(rows)).toEqual(idsOf(same.rows));
    const later = await find('source logs | filter $m.timestamp > now()', { now_date: from });
    expect(later.rows.length).toBeGreaterThan(0);
    expect(later.rows.length).toBeLessThanOrEqual(rows.length);
  });
});

describe('the time in a query', () => {
  test.each(['last 1h', 'last 60m'])('%s', async (span) => {
    const { find, clock } = await hour();
    const { rows } = await find(`source logs ${span} | filter $d.dataEvent == true`);
    const same = await find('source logs | filter $d.dataEvent == true', {
      ...{ start_date: at(clock, -60), end_date: at(clock) },
    });
    expect(idsOf(rows)).toEqual(idsOf(same.rows));
  });

  test('between', async () => {
    const { find, clock } = await hour();
    const [from, to] = [at(clock, -50), at(clock, -40)];
    const { rows } = await find(`source logs between @'${from}' and @'${to}' | limit 5000`);
    const same = await find('source logs', { start_date: from, end_date: to });
    expect(rows.length).toBeGreaterThan(0);
    expect(idsOf(rows)).toEqual(idsOf(same.rows));
  });
});

describe('order and limit', () => {
  const times = (rows: readonly TestRow[]) =>
    rows.map(({ metadata }) => Number(metadata.timestampMicros));

  test.each([
    ['orderby $m.timestamp asc', 1],
    ['orderby $m.timestamp', 1],
    ['order by $m.timestamp desc', -1],
    ['sort by $m.timestamp desc', -1],
  ])('%s', async (step, sign) => {
    const { find } = await hour();
    const all = times((await find('source logs')).rows).sort((a, b) => sign * (a - b));
    expect(times((await find(`source logs | ${step}`)).rows)).toEqual(all);
    expect(times((await find(`source logs | ${step} | limit 7`)).rows)).toEqual(all.slice(0, 7));
  });

  test('by more than one value', async () => {
    const { find } = await hour();
    const { rows } = await find(
      'source logs | filter $d.action != null | orderby $d.action desc, $m.timestamp asc',
    );
    const keys = rows.map(
      ({ event, metadata }) => [event.action, Number(metadata.timestampMicros)] as const,
    );
    const sorted = [...keys].sort(([a, s], [b, t]) => (a === b ? s - t : a < b ? 1 : -1));
    expect(keys).toEqual(sorted);
  });

  test('without an order there is none', async () => {
    const { find } = await hour();
    const found = times((await find('source logs')).rows);
    expect(found).not.toEqual([...found].sort((a, b) => a - b));
    expect(found).not.toEqual([...found].sort((a, b) => b - a));
  });
});

describe('what cannot be compiled', () => {
  test.each([
    ['', /1 to 4096 characters/],
    [`source logs | filter $d.action == '${'x'.repeat(4096)}'`, /1 to 4096 characters/],
    ['source spans', /unknown source 'spans' in line 0 at column 7/],
    ['source logs | filter', /unexpected input 'end of query'/],
    ['source logs | filter $d.action = 1', /token recognition error at: '='/],
    ["source logs | filter $d.action == 'it", /token recognition error/],
    ["source logs | filter $d.action == 'a' && ", /unexpected input 'end of query'/],
    ["source logs | filter ($d.action == 'a'", /unexpected input/],
    ["source logs | filter $d.action == 'a' 'b'", /unexpected input 'b'/],
    ["source logs | filter $d.action.includes('a')", /unknown function 'includes'/],
    ["source logs | filter hasOwnProperty('a')", /unknown function 'hasOwnProperty'/],
    ['source logs | filter $d.action.startsWith()', /does not take 1 arguments/],
    ["source logs | filter $d.action.startsWith('a', 'b')", /does not take 3 arguments/],
    ['source logs | filter $d.action.startsWith(5)', /expects string but got number/],
    ["source logs | filter $d.action.matches('a')", /expects regexp but got string/],
    ['source logs | filter $d.action.matches(/(/)', /not a regular expression/],
    ["source logs | filter 'a'", /expected bool but got string/],
    ['source logs | filter $m.severity == 5', /cannot compare string to number/],
    ["source logs | filter $m.timestamp > 'yesterday'", /cannot compare timestamp to string/],
    ["source logs | filter $m.colour == 'a'", /keypath does not exist '\$m.colour'/],
    [
      "source logs | filter $l.applicationName == 'a'",
      /keypath does not exist '\$l.applicationName'/,
    ],
    ["source logs | filter $d.action:colour == 'a'", /unknown type 'colour'/],
    ['source logs | choose $d.action', /operator 'choose' is not simulated/],
    ['source logs | gruopby $d.action', /unknown operator 'gruopby'/],
    ['source logs | limit many', /unexpected input 'many'/],
    ['source logs | limit 1.5', /not a count/],
    ["source logs | limit 5 | filter $d.action == 'a'", /not simulated/],
    ["source logs between @'x' and @'y'", /'x' is not a timestamp/],
  ])('%s', async (query, message) => {
    const { ask } = await openLogs();
    const { status, text, headers } = await ask(query);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/json');
    const { errors, trace, status_code } = JSON.parse(text);
    expect(errors).toEqual([
      { code: 'bad_request_or_unspecified', message: expect.stringMatching(message) },
    ]);
    expect(trace).toMatch(/^[\da-f-]{36}$/);
    expect(status_code).toBe(400);
  });

  test('a source can be left out if the metadata name one', async () => {
    const { ask } = await openLogs();
    expect((await ask('limit 1')).status).toBe(400);
    expect((await ask('limit 1', { default_source: 'logs' })).rows).toHaveLength(1);
  });
});

describe('what is warned of', () => {
  const unindexed =
    'tokens less than 4 bytes or more than 64 bytes in UTF-8 are not indexed and will likely be excluded from the query';

  test.each([
    ['$d.foo == 1', "keypath does not exist\n'$d.foo' in line 0 at column 21"],
    ['w.e == 1', "keypath does not exist\n'$d.w.e' in line 0 at column 21"],
    ["$d.action ~ '12'", `${unindexed}\n'12' in line 0 at column 33`],
  ])('%s', async (condition, warning_message) => {
    const { ask } = await openLogs();
    const { status, warnings, kinds } = await ask(`source logs | filter ${condition}`);
    expect(status).toBe(200);
    expect(warnings).toEqual([{ compile_warning: { warning_message } }]);
    expect(kinds.slice(0, 2)).toEqual(['query_id', 'warning']);
  });

  test('is refused when fields are validated strictly', async () => {
    const { ask } = await openLogs();
    const strict = { strict_fields_validation: true };
    expect((await ask('source logs | filter $d.foo == 1', strict)).status).toBe(400);
    expect((await ask("source logs | filter $d.action == 'a'", strict)).status).toBe(200);
  });
});
