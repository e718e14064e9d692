import { describe, expect, test } from 'vitest';
import { type FeedEvent, feed, nanos, openInstance } from './open-instance.ts';

const label = (name: string) => (event: FeedEvent) => event.labels[name] ?? '';
const rule = ({ content }: FeedEvent) => content.ruleName ?? '';

describe('a filter', () => {
  test.each<[string, (event: FeedEvent) => boolean]>([
    ['severity <= 3', ({ severity }) => severity <= 3],
    ['severity in ("0","1","2","3")', ({ severity }) => severity <= 3],
    ['severity > "5" and not source = "auditTrail"', ({ severity }) => severity > 5],
    [
      'category = "remote" or originator = "admissionController"',
      ({ category }) => /remote|adm/.test(category),
    ],
    ['ruleName = "Write below etc"', (event) => rule(event) === 'Write below etc'],
    [
      'ruleName = "Redirect STDOUT/STDIN to Network Connection in Container"',
      (event) => rule(event).startsWith('Redirect STDOUT'),
    ],
    ['ruleName != "Write below etc"', (event) => rule(event) !== 'Write below etc'],
    [
      'container.image.repo contains "payments"',
      (event) => label('container.image.repo')(event).includes('payments'),
    ],
    [
      'kubernetes.cluster.name starts with "prod:"',
      (event) => label('kubernetes.cluster.name')(event).startsWith('prod:'),
    ],
    [
      'kubernetes.namespace.name exists',
      (event) => label('kubernetes.namespace.name')(event) !== '',
    ],
    [
      'not (kubernetes.namespace.name exists)',
      (event) => label('kubernetes.namespace.name')(event) === '',
    ],
    [
      'process.name = "/tmp/.x/kworkerd -o stratum+tcp://pool.example:3333 -u \\"acme\\""',
      (event) => label('process.name')(event).includes('stratum'),
    ],
    [
      'source != "auditTrail" and not originator in ("benchmarks","compliance","cloudsec","scanning","hostscanning")',
      ({ source }) => source !== 'auditTrail',
    ],
    ['containerId = ""', ({ containerId }) => containerId === ''],
    ['  ', () => true],
  ])('%s', async (filter, fits) => {
    const { page, clock } = await openInstance();
    const window = { from: nanos(clock, -15), to: nanos(clock, -1), limit: 999 };
    const all = await page(window);
    const found = await page({ ...window, filter });
    expect(found.data).toEqual(all.data.filter(fits));
    expect(found.page.total).toBe(found.data.length);
    expect(found.data.length).toBeGreaterThan(0);
  });

  test.each([
    ['severity <=', 400],
    ['severity <= 3 and', 400],
    ['severity 3', 400],
    ['(severity <= 3', 400],
    ['name = "open', 400],
    ['ruleName in ("Write below etc", "Attach in Container")', 400],
    [`name = "${'x'.repeat(2048)}"`, 400],
    ['colour = "red"', 422],
    ['severity <= 3 and proc.name = "sh"', 422],
  ])('%s is refused with %i', async (filter, status) => {
    const { get, clock } = await openInstance();
    const answer = await get<{ errors?: readonly { message: string }[] }>(feed, {
      ...{ from: nanos(clock, -1), to: nanos(clock), filter },
    });
    expect(answer.status).toBe(status);
    if (status === 422) expect(answer.json.errors?.[0]?.message).toMatch(/colour|proc\.name/);
  });

  test('holds with a cursor only when it is sent again', async () => {
    const { page, clock } = await openInstance();
    const filter = 'severity <= 3';
    const first = await page({ from: nanos(clock, -5), to: nanos(clock), limit: 5, filter });
    const cursor = first.page.prev ?? '';
    expect((await page({ cursor, filter })).data.every(({ severity }) => severity <= 3)).toBe(true);
    expect((await page({ cursor })).data.some(({ severity }) => severity > 3)).toBe(true);
  });

  test('finds a text anywhere in what an event says', async () => {
    const { page, clock } = await openInstance();
    const window = { from: nanos(clock, -60), to: nanos(clock) };
    const { data } = await page({ ...window, filter: 'freeText contains "/etc/shadow"' });
    expect(data.length).toBeGreaterThan(0);
    expect(data.every(({ content }) => content.output?.includes('/etc/shadow'))).toBe(true);
    expect((await page({ ...window, filter: 'freeText = "/etc/shadow"' })).data).toEqual(data);
    const rest = await page({ ...window, filter: 'freeText != "/etc/shadow"', limit: 999 });
    expect(rest.data.some(({ content }) => content.output?.includes('/etc/shadow'))).toBe(false);
  });
});

describe('an event', () => {
  test('comes alone, too', async () => {
    const { page, ask, clock } = await openInstance();
    const { data } = await page({ from: nanos(clock, -60), to: nanos(clock) });
    for (const event of data.slice(0, 20)) expect(await ask(`${feed}/${event.id}`)).toEqual(event);
  });

  test.each(['0'.repeat(32), '17dec715376910362c8c3f62a4ceda2e', 'nothing'])(
    '%s is not found',
    async (id) => {
      const { get } = await openInstance();
      expect((await get(`${feed}/${id}`)).status).toBe(404);
    },
  );

  test('can lack an agent, a container and actions, and can hold what is not inert', async () => {
    const { page, clock } = await openInstance();
    const { data } = await page({ from: nanos(clock, -15), to: nanos(clock), limit: 999 });
    expect(data.some(({ agentId }) => agentId === undefined)).toBe(true);
    expect(data.some(({ containerId }) => containerId === '')).toBe(true);
    expect(data.some(({ actions }) => actions?.some(({ type }) => type === 'capture'))).toBe(true);
    expect(
      data.some(({ severity, category, name }) => severity === 0 && category === '' && name === ''),
    ).toBe(true);
    expect(data.some(({ content }) => content.output?.includes('\u001b[31m'))).toBe(true);
    expect(data.some(({ content }) => content.fields?.['proc.aname[3]'] === '<NA>')).toBe(true);
  });
});

test('status, hasEvents and filters answer', async () => {
  const { ask } = await openInstance();
  expect(await ask(`${feed}/status`)).toEqual({});
  expect(await ask(`${feed}/hasEvents`)).toEqual({ hasEvents: true, hasLegacyEvents: false });
  expect(await ask(`${feed}/filters`)).toContain('kubernetes.cluster.name');
});
