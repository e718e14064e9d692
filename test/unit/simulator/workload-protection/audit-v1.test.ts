import { describe, expect, test } from 'vitest';
import { nanos, openInstance } from './open-instance.ts';

interface EntryPage {
  readonly page: { readonly total: number; readonly prev?: string };
  readonly data: readonly { readonly id: string; readonly type: string }[];
}

/** The list as Sysdig's Python client asks for it: types in the filter, and no other parameter for them. */
const path = '/api/v1/activityAudit/events';
const limit = 50;

async function open() {
  const instance = await openInstance();
  const window = { from: nanos(instance.clock, -5), to: nanos(instance.clock) };
  return { ...instance, window };
}

describe('the first version of the list', () => {
  test('is walked along prev while the total is more than a page', async () => {
    const { ask, window } = await open();
    const filter = 'type in ("command","connection")';
    const all = await ask<EntryPage>('/api/v2/activityAudit/events', {
      ...{ ...window, types: 'commands,connections', limit: 9999 },
    });
    const wanted = all.data.map(({ id }) => id);
    const found: string[] = [];
    let page = await ask<EntryPage>(path, { ...window, filter, limit });
    while (found.length < wanted.length) {
      expect(page.page.total).toBeGreaterThan(limit);
      found.push(...page.data.map(({ id }) => id));
      page = await ask<EntryPage>(path, { cursor: page.page.prev ?? '', filter, limit });
    }
    expect(wanted.length).toBeGreaterThan(2 * limit);
    // A cursor knows no window: the last page reaches beyond it.
    expect(found.slice(0, wanted.length)).toEqual(wanted);
  });

  test.each(['', 'processName in ("kubectl", "curl")', 'kubernetes.namespace.name != "x"'])(
    'takes %j, in the spelling of the entries and with labels',
    async (filter) => {
      const { get, window } = await open();
      expect((await get(path, { ...window, filter })).status).toBe(200);
    },
  );

  test('refuses a field that neither entries nor labels have', async () => {
    const { get, window } = await open();
    expect((await get(path, { ...window, filter: 'colour = "red"' })).status).toBe(400);
  });

  test('leads to traces by the singular type of an entry', async () => {
    const { ask, get, window } = await open();
    const { data } = await ask<EntryPage>(path, { ...window, filter: 'type = "command"' });
    const { id, type } = data[0] ?? { id: '', type: '' };
    // Known, but not one that can be traced: the path is there.
    expect([200, 422]).toContain(
      (await get(`/api/v1/activityAudit/events/${type}/${id}/trace`)).status,
    );
  });
});

test('a team is found by its name', async () => {
  const { ask, get } = await openInstance();
  const found = await ask('/api/v2/teams/light/name/Secure%20Operations');
  expect(found).toMatchObject({ team: { id: 50_006_626, name: 'Secure Operations' } });
  expect((await get('/api/v2/teams/light/name/nobody')).status).toBe(404);
});
