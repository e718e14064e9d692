import { expect, test } from 'vitest';
import { messagesOf } from '../../../../src/api/activity-tracking/endpoints.ts';
import {
  createFraming,
  type FramedMessage,
  FramingError,
} from '../../../../src/api/activity-tracking/framing.ts';
import { failures, framings } from '../../../fixtures/activity-tracking/framings.ts';

function frame(pieces: readonly Buffer[]): readonly FramedMessage[] {
  const framing = createFraming();
  return [...pieces.flatMap((piece) => framing.push(piece)), ...framing.end()];
}

async function decode(pieces: readonly Buffer[]) {
  const messages = [];
  for await (const message of messagesOf(pieces)) messages.push(message);
  return messages;
}

test.each(Object.entries(framings))('%s: cut at every byte gives the same', async (_name, text) => {
  const bytes = Buffer.from(text);
  const whole = frame([bytes]);
  expect(whole[0]?.line).toBe(2);
  for (let at = 1; at < bytes.length; at += 1) {
    expect(frame([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
  }
  expect(frame([...bytes].map((byte) => Buffer.of(byte)))).toEqual(whole);
});

test.each([
  ['batches', ['query-id', 'rows', 'rows']],
  ['empty', ['query-id']],
  ['shortest', ['query-id']],
  ['warnings', ['query-id', 'warning', 'warning']],
  ['returns', ['query-id', 'rows']],
  ['split', ['query-id', 'rows']],
] as const)('%s: has its messages', async (name, kinds) => {
  const messages = await decode([Buffer.from(framings[name])]);
  expect(messages.map(({ kind }) => kind)).toEqual(kinds);
});

test('takes the third line break of event streams, too', () => {
  const whole = frame([Buffer.from(framings.batches)]);
  const bytes = Buffer.from(framings.batches.replaceAll('\n', '\r'));
  expect(frame([bytes])).toEqual(whole);
  expect(frame([...bytes].map((byte) => Buffer.of(byte)))).toEqual(whole);
});

test('keeps text whole across cuts in its characters', async () => {
  const bytes = Buffer.from(framings.batches);
  const at = bytes.indexOf('ß') + 1;
  const [, first] = await decode([bytes.subarray(0, at), bytes.subarray(at)]);
  expect(JSON.stringify(first)).toContain('größer 1');
});

test('a line of megabytes in small pieces costs what its bytes cost', () => {
  const line = Buffer.from(`data: ${'x'.repeat(8 * 1024 * 1024)}\n\n`);
  const pieces: Buffer[] = [];
  for (let at = 0; at < line.length; at += 1000) pieces.push(line.subarray(at, at + 1000));
  expect(frame(pieces)[0]?.text).toHaveLength(8 * 1024 * 1024);
});

test('takes from a warning which time was looked at', async () => {
  const time_range_warning = {
    warning_message: 'end of time range is set to: 2026-03-10 15:00:00.000',
    ...{ start_date: '2026-03-10T14:00:00.000Z', end_date: '2026-03-10T15:00:00.000Z' },
  };
  const body = `data: ${JSON.stringify({ warning: { time_range_warning } })}\n\n`;
  expect(await decode([Buffer.from(body)])).toMatchObject([
    { warning: { looked: { fromMs: 1_773_151_200_000, toMs: 1_773_154_800_000 } } },
  ]);
});

test('names the line that none of an event stream is', () => {
  expect(() => frame([Buffer.from(failures.odd)])).toThrow(FramingError);
});

test.each([
  ['limited', { code: 'rate-limited', retryable: true, retryAfterMs: 60_000, exitCode: 1 }],
  ['inline', { code: 'forbidden', status: 403, exitCode: 4 }],
  [
    'odd',
    { code: 'unexpected-answer', message: expect.stringMatching(/line 4 .*nonsense: ␛\[31m/) },
  ],
  ['torn', { code: 'cut-short', retryable: true, exitCode: 3 }],
] as const)('%s: fails as it says', async (name, expected) => {
  await expect(decode([Buffer.from(failures[name])])).rejects.toMatchObject(expected);
});
