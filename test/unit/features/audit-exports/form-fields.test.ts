import { describe, expect, test } from 'vitest';
import { ScandeckError } from '../../../../src/core/errors.ts';
import type { ExportOffer } from '../../../../src/export-engine/kind.ts';
import { changeForm } from '../../../../src/features/audit-exports/pane-form-change.ts';
import {
  asksToReplace,
  type ExportForm,
  type FormFacts,
  openForm,
  withErrors,
} from '../../../../src/features/audit-exports/pane-form-fields.ts';
import {
  formCommand,
  formRequest,
} from '../../../../src/features/audit-exports/pane-form-request.ts';
import { freeName, sendForm } from '../../../../src/features/audit-exports/pane-form-send.ts';
import { formValues, setValue } from '../../../../src/tui/kit/form.ts';
import { createSyntheticKind } from '../../../support/synthetic-export.ts';

const nowMs = Date.UTC(2026, 10, 21, 12, 3, 41);
const dayMs = 86_400_000;
const kind = createSyntheticKind({ rows: [] });

function offer(name: string, changes: Partial<ExportOffer> = {}): ExportOffer {
  return {
    ...{ kind: name, title: name, source: 'xray', since: '30d', load: async () => kind },
    options: [{ flags: '--user <name>', description: 'who', repeatable: true }],
    ...changes,
  };
}

const facts: FormFacts = {
  offers: [offer('xray-audit'), offer('scan-results', { since: '12M', options: [] })],
  request: { nowMs, folder: '/folder', openedBy: ['--profile', 'prod'] },
  home: '/users/ops',
};

/** A form with some values typed. */
function typed(values: Readonly<Record<string, string>>, from = openForm(facts, null)): ExportForm {
  return Object.entries(values).reduce(
    (form, [name, value]) => changeForm(form, setValue(form.fields, name, value), facts),
    from,
  );
}

const selection = { kind: 'xray-audit', criteria: { user: ['ann lee'] }, since: '7d', until: null };

describe('the defaults of the form', () => {
  test.each([
    ['of the first kind', {}, { since: '30d', out: 'xray-audit-2026-11-21.ndjson' }],
    ['follow the kind', { kind: 'scan-results' }, { since: '12M' }],
    ['follow the format', { format: 'csv', gzip: 'yes' }, { out: 'xray-audit-2026-11-21.csv.gz' }],
    [
      'leave what was typed',
      { out: 'a.json', since: '2d', kind: 'scan-results' },
      { out: 'a.json' },
    ],
    ['leave the time to the increments', { every: '24h' }, { out: 'xray-audit.ndjson' }],
    ['leave a time that was typed', { since: '2d', kind: 'scan-results' }, { since: '2d' }],
  ])('%s', (_what, values, expected) => {
    expect(formValues(typed(values).fields)).toMatchObject(expected);
  });

  test('take over what a view selects', () => {
    const form = openForm(facts, selection);
    expect(formValues(form.fields)).toMatchObject({ criteria: "--user 'ann lee'", since: '7d' });
  });

  test('have a name that no file has', async () => {
    const there = new Set([
      '/folder/xray-audit-2026-11-21.ndjson',
      '/folder/xray-audit-2026-11-21-2.ndjson',
    ]);
    const form = await freeName(openForm(facts, null), facts, async (path) => there.has(path));
    expect(formValues(form.fields).out).toBe('xray-audit-2026-11-21-3.ndjson');
  });
});

describe('what was typed is checked', () => {
  test.each([
    [{ since: 'soon' }, { since: '"soon" is not a time' }],
    [{ since: '1d', until: '2d' }, { since: 'not before the end' }],
    [{ criteria: '--colour red' }, { criteria: '--colour is no option here' }],
    [{ kind: 'scan-results', criteria: '--user ann' }, { criteria: '--user is no option here' }],
    [{ every: 'often' }, { every: '"often" is not a duration' }],
    [{ every: '5s' }, { every: '--every is too short' }],
    [{ every: '24h', until: '1d' }, { every: 'increments end by themselves: empty until' }],
    [{ atOnce: '0' }, { atOnce: 'write a number from 1 to 64' }],
    [{ atOnce: '65' }, { atOnce: 'write a number from 1 to 64' }],
    [{ atOnce: '64', every: '1w' }, {}],
    [{ out: 'folder/' }, { out: 'name a file' }],
    [{ out: '-' }, { out: 'name a file' }],
  ])('%j', (values, errors) => {
    expect(typed(values).errors).toEqual(errors);
  });
});

describe('a form', () => {
  test('makes the request that its command makes', () => {
    const form = typed({ format: 'csv', gzip: 'yes', mask: 'yes' }, openForm(facts, selection));
    expect(formRequest(form, facts)).toMatchObject({
      ...{ kind: 'xray-audit', sinceMs: nowMs - 7 * dayMs, untilMs: nowMs, format: 'csv' },
      ...{ gzip: true, maskUsers: true, columns: 'scandeck', criteria: { user: ['ann lee'] } },
      ...{ out: '/folder/xray-audit-2026-11-21.csv.gz', openedBy: ['--profile', 'prod'] },
    });
    expect(formCommand(form, facts)).toBe(
      "scandeck --profile prod export xray-audit --since 7d --user 'ann lee' --format csv --gzip --mask-users --out xray-audit-2026-11-21.csv.gz",
    );
  });

  test('asks for columns where the format has some, and keeps to what was chosen', () => {
    const names = (form: ExportForm) => form.fields.fields.map(({ name }) => name);
    expect(names(openForm(facts, null))).not.toContain('columns');
    const csv = typed({ format: 'csv' });
    expect(names(csv)).toContain('columns');
    const vendor = typed({ columns: 'vendor' }, csv);
    expect(formCommand(vendor, facts)).toContain('--format csv --columns vendor');
    const json = typed({ format: 'json' }, vendor);
    expect(names(json)).not.toContain('columns');
    expect(formRequest(json, facts).columns).toBe('scandeck');
  });

  test('can make the first of a row of increments, with windows at once', async () => {
    const form = typed({ every: '24h', atOnce: '2' });
    expect(formCommand(form, facts)).toContain(
      '--concurrency 2 --every 24h --out xray-audit.ndjson',
    );
    const begun: unknown[] = [];
    const stop = async (...args: readonly unknown[]) => {
      begun.push(...args);
      throw new ScandeckError('/folder/a exists', { code: 'exists', who: 'user', exitCode: 2 });
    };
    expect(await sendForm(form, facts, stop)).toEqual({ exists: '/folder/a exists' });
    expect(begun).toMatchObject([{ concurrency: 2, force: false }, { everyMs: dayMs }]);
    const short = typed({ every: '24h', since: '2h' });
    expect(await sendForm(short, facts, stop)).toMatchObject({
      errors: { every: expect.stringMatching(/^none ends between/) },
    });
  });

  test('replaces what exists only when that was asked', () => {
    const form = typed({ out: '/a/b' });
    expect(formRequest(form, facts).force).toBe(false);
    const asking = asksToReplace(form, '/a/b exists');
    expect(formRequest(asking, facts).force).toBe(true);
    expect(formCommand(asking, facts)).toContain('--force --out /a/b');
    expect(formRequest(withErrors(asking, {}), facts).force).toBe(false);
  });

  test('takes ~ for the home folder, as no shell does it here', () => {
    const form = typed({ out: '~/audit.ndjson' });
    expect(formRequest(form, facts).out).toBe('/users/ops/audit.ndjson');
    expect(formCommand(form, facts)).toMatch(/--out \/users\/ops\/audit\.ndjson$/);
  });

  test('writes a name that begins with a dash so that it is no option', () => {
    const form = typed({ out: '--force' });
    expect(formRequest(form, facts).out).toBe('/folder/--force');
    expect(formCommand(form, facts)).toMatch(/--out \.\/--force$/);
  });

  test('is sent only without errors', async () => {
    const begin = async () => {
      throw new Error('nothing is to begin');
    };
    expect(await sendForm(typed({ since: 'soon' }), facts, begin)).toMatchObject({
      errors: { since: '"soon" is not a time' },
    });
    const vendor = typed({ columns: 'vendor' }, typed({ format: 'csv' }));
    expect(await sendForm(vendor, facts, begin)).toEqual({
      errors: { columns: 'this kind has none of the vendor' },
    });
  });
});
