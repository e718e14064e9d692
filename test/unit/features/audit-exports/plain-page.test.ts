import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AuditPage, decodePage } from '../../../../src/api/xray/schema.ts';
import { createEncoder } from '../../../../src/export-engine/encode-rows.ts';
import { createPlainReader } from '../../../../src/features/audit-exports/plain-page.ts';
import { createPageReader } from '../../../../src/features/audit-exports/seen-rows.ts';
import { createSyntheticKind, syntheticRequest } from '../../../support/synthetic-export.ts';

const at = '"created_at":"2026-11-21T11:00:00Z"';
const row = (id: number | string, time = at) => `{"id":${id},${time},"policies":[{"id":1}]}`;

function pageOf(rows: readonly string[], between = ','): AuditPage {
  const page = decodePage(Buffer.from(`{"data":[${rows.join(between)}],"meta":{}}`));
  if (page === null) throw new RangeError('the test gives no page');
  return page;
}

const none = { last: null, same: 0, digest: null };

describe('a plain page', () => {
  test('is read like any other, without a look at each row', () => {
    const page = pageOf([row(4), row(5, '"created_at":"2026-11-22T00:00:01Z"'), row(60)]);
    const first = Date.UTC(2026, 10, 21, 11);
    expect(createPlainReader()(page, null)).toMatchObject({
      ...{ first: 0, known: 0, firstId: '4', lastId: '60' },
      ...{ fromMs: first, lastMs: Date.UTC(2026, 10, 22, 0, 0, 1) },
    });
    expect(createPlainReader()(page, '4')).toMatchObject({ first: 1, known: 1, firstId: '5' });
  });

  test.each([
    ['another row than the last one', [row(5), row(6)], '4'],
    ['nothing but the last one', [row(4)], '4'],
    ['no row', [], null],
    ['an id that comes again', [row(4), row(4)], null],
    ['ids out of order', [row(5), row(4)], null],
    ['an id that is no number exactly', [row('12345678901234567')], null],
    ['an id with a zero before it', [row('04')], null],
    ['an id that is a text', [row('"4"')], null],
    ['no id', [`{${at},"id":4}`], null],
    ['space', ['{"id": 4,"created_at":"2026-11-21T11:00:00Z"}'], null],
    ['no time', [row(4, '"created_by":"2026-11-21T11:00:00Z"')], null],
    ['a day that is none', [row(4, '"created_at":"2026-02-30T11:00:00Z"')], null],
    ['an hour that is none', [row(4, '"created_at":"2026-11-21T24:00:00Z"')], null],
    ['letters in a time', [row(4, '"created_at":"2026-11-2xT11:00:00Z"')], null],
    ['another zone', [row(4, '"created_at":"2026-11-21T11:00:00+01:00"')], null],
    ['parts of a second', [row(4, '"created_at":"2026-11-21T11:00:00.5Z"')], null],
  ])('is not one with %s', (_what, rows, last) => {
    expect(createPlainReader()(pageOf(rows), last)).toBeNull();
  });

  test('is none behind an id that several rows share', () => {
    const read = createPageReader('asc');
    const before = { last: '4', same: 2, digest: 'x' };
    expect(read(pageOf([row(4), row(5)]), before).plain).toBeNull();
    expect(createPageReader('desc')(pageOf([row(4)]), none).plain).toBeNull();
  });
});

const ids = fc.uniqueArray(fc.integer({ min: 0, max: 10 ** 12 }), { minLength: 1, maxLength: 20 });

test('rows that are written where they lie are those that are copied one by one', () => {
  const encode = (page: AuditPage, isLookedAt: boolean, known: string | null) => {
    const before = known === null ? none : { last: known, same: 1, digest: 'x' };
    const { rows, plain, seen } = createPageReader('asc')(page, before);
    const given = { checkpoint: null, undecodable: [], release: () => undefined };
    const encoder = createEncoder(createSyntheticKind({ rows: [] }), syntheticRequest(), 'salt');
    const run = isLookedAt ? undefined : (plain ?? undefined);
    const { bytes, ...told } = encoder.encode({ ...given, rows: isLookedAt ? rows : [], run });
    return { ...told, text: bytes.toString(), seen };
  };
  fc.assert(
    fc.property(ids, fc.boolean(), (found, isKnown) => {
      const sorted = found.toSorted((left, right) => left - right);
      const known = isKnown && sorted.length > 1 ? String(sorted[0]) : null;
      const page = () => pageOf(sorted.map((id) => row(id)));
      expect(encode(page(), false, known)).toEqual(encode(page(), true, known));
    }),
  );
});

test.each([
  ['with space between them', [row(1), row(2)], ', '],
  ['with breaks in them', ['{"id":1,"created_at":"2026-11-21T11:00:00Z",\n"a":1}'], ','],
])('rows %s are copied', (_how, rows, between) => {
  const page = pageOf(rows, between);
  const { plain, rows: views } = createPageReader('asc')(page, none);
  const encoder = createEncoder(createSyntheticKind({ rows: [] }), syntheticRequest(), 'salt');
  const given = { checkpoint: null, undecodable: [], release: () => undefined };
  const { bytes } = encoder.encode({ ...given, rows: views, run: plain ?? undefined });
  expect(plain).not.toBeNull();
  expect(bytes.toString()).toBe(rows.map((text) => `${text.replace('\n', '')}\n`).join(''));
});
