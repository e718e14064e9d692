import { describe, expect, test } from 'vitest';
import { emptyList, moveInList } from '../../../../src/core/list.ts';
import { plainText, segmentsWidth } from '../../../../src/tui/kit/segments.ts';
import {
  compactBytes,
  exchangeLines,
  keepInLog,
  logHeader,
  logIds,
  logRow,
} from '../../../../src/tui/overlays/log.ts';
import { fakeExchange } from '../../../support/fake-session.ts';

const calls = (count: number) =>
  Array.from({ length: count }, (_, index) => fakeExchange(index + 1));
const failed = fakeExchange(7, {
  status: null,
  errorCode: 'timeout',
  error: 'No answer within 30 s\u001b]52;c;eA==\u0007',
});

describe('the log of calls', () => {
  test('shows the newest first', () => {
    expect(logIds(calls(3))).toEqual(['3', '2', '1']);
  });

  test('keeps who stands on the newest call on the newest', () => {
    const before = logIds(calls(3));
    const list = keepInLog({ list: emptyList, ids: before, height: 2 });
    const after = logIds(calls(5));
    expect(keepInLog({ list, ids: after, previousIds: before, height: 2 })).toEqual({
      selected: '5',
      top: 0,
    });
  });

  test('keeps an older call, and its line of the screen, for who looks at it', () => {
    const before = logIds(calls(9));
    const list = moveInList({ selected: '9', top: 0 }, before, 4, 'down');
    const after = logIds(calls(12));
    expect(keepInLog({ list, ids: after, previousIds: before, height: 4 })).toEqual({
      selected: '8',
      top: 3,
    });
  });

  test.each([80, 120, 200])('fits %i columns, its header above its cells', (width) => {
    const header = plainText(logHeader(width));
    const row = plainText(logRow(fakeExchange(1), width - 1));
    expect(header.indexOf('call')).toBe(1 + row.indexOf('/api'));
    expect(header.indexOf('method')).toBe(1 + row.indexOf('GET'));
    expect(segmentsWidth(logHeader(width))).toBeLessThanOrEqual(width);
  });

  test('says what went wrong before the path', () => {
    expect(plainText(logRow(failed, 79))).toMatch(/ - +12 +1 {2}timeout {2}\/api/);
  });

  test('opens a call in full, its error made safe', () => {
    const text = exchangeLines(failed, 80).map(plainText).join('\n');
    expect(text).toContain('no answer');
    expect(text).toContain('timeout: No answer within 30 s␛]52;c;eA==␇');
    expect(text).toContain('not told by the vendor');
  });

  test.each([
    [0, '0'],
    [999, '999'],
    [1_234, '1.2k'],
    [123_456, '123k'],
    [999_999, '1.0M'],
    [64 << 20, '67.1M'],
  ])('%i bytes read %s', (bytes, text) => {
    expect(compactBytes(bytes)).toBe(text);
  });
});
