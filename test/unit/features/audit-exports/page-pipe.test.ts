import { expect, test } from 'vitest';
import { decodePage } from '../../../../src/api/xray/schema.ts';
import { createPagePipe } from '../../../../src/features/audit-exports/page-pipe.ts';

const size = 2;

/** A full page of a list of so many rows. */
function fullPage(total: number) {
  const rows = Array.from({ length: size }, () => '{}');
  const page = decodePage(Buffer.from(`{"data":[${rows}],"meta":{"total_count":${total}}}`));
  if (page === null) throw new RangeError('the test gives no page');
  return page;
}

test.each([
  [6, 100, [0, 1, 2, 3, 4, 5, 6]],
  [6, 5, [0, 1, 2, 3]],
  [1, 100, [0, 1]],
  [0, 100, [0]],
])('%i pages at once are asked for of a list of %i rows', async (inFlight, total, offsets) => {
  const asked: number[] = [];
  const ask = async ({ offset }: { readonly offset: number }) => {
    asked.push(offset);
    return fullPage(total);
  };
  using pipe = createPagePipe(ask, new AbortController().signal, () => inFlight);
  await pipe.next({ offset: 0, size, step: 1, total: null, includeTotal: true });
  expect(asked).toEqual(offsets);
});

test('more pages are asked for as soon as a window may', async () => {
  const asked: number[] = [];
  const ask = async ({ offset }: { readonly offset: number }) => {
    asked.push(offset);
    return fullPage(100);
  };
  let inFlight = 1;
  using pipe = createPagePipe(ask, new AbortController().signal, () => inFlight);
  const wanted = { size, step: 1, total: 100, includeTotal: false };
  await pipe.next({ ...wanted, offset: 0 });
  inFlight = 3;
  await pipe.next({ ...wanted, offset: 1 });
  expect(asked).toEqual([0, 1, 2, 3, 4]);
});
