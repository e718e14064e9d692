import { describe, expect, test } from 'vitest';
import type { ExportOffer } from '../../../../src/export-engine/kind.ts';
import {
  changeForm,
  type ExportForm,
  type FormFacts,
  formCommand,
  formRequest,
  openForm,
} from '../../../../src/features/audit-exports/pane-form-fields.ts';
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
    [{ columns: 'vendor' }, { columns: 'with csv alone' }],
    [{ out: 'folder/' }, { out: 'name a file' }],
    [{ out: '-' }, { out: 'name a file' }],
    [{ format: 'csv', columns: 'vendor' }, {}],
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

  test('takes ~ for the home folder, as no shell does it here', () => {
    const form = typed({ out: '~/audit.ndjson' });
    expect(formRequest(form, facts).out).toBe('/users/ops/audit.ndjson');
    expect(formCommand(form, facts)).toMatch(/--out \/users\/ops\/audit\.ndjson$/);
  });

  test('is sent only without errors', async () => {
    const begin = async () => {
      throw new Error('nothing is to begin');
    };
    expect(await sendForm(typed({ since: 'soon' }), facts, begin)).toMatchObject({
      errors: { since: '"soon" is not a time' },
    });
    const vendor = typed({ format: 'csv', columns: 'vendor' });
    expect(await sendForm(vendor, facts, begin)).toEqual({
      errors: { columns: 'this kind has none of the vendor' },
    });
  });
});
