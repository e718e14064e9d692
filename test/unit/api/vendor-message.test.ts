import { expect, test } from 'vitest';
import { vendorMessage } from '../../../src/api/vendor-message.ts';

const json = 'application/json';

test.each([
  ['Prisma', json, '{"err":"unauthorized"}', 'unauthorized'],
  ['a plain error', json, '{"error":"no"}', 'no'],
  ['an error object', json, '{"error":{"code":4,"message":"no"}}', 'no'],
  ['a list of errors', json, '{"errors":[{"status":401,"message":"a"},{"message":"b"}]}', 'a; b'],
  ['a message', json, '{"message":"m"}', 'm'],
  [
    'a message and its details',
    json,
    '{"type":"bad_request","message":"invalid filter","details":["foo is no field","at 4"]}',
    'invalid filter: foo is no field; at 4',
  ],
  ['a message that its details repeat', json, '{"message":"m","details":["m"]}', 'm'],
  ['details alone', json, '{"details":["a","b"]}', 'a; b'],
  ['IAM', json, '{"errorCode":"BX","errorMessage":"bad key"}', 'bad key'],
  ['JSON that is called text', 'text/plain', '{"err":"x"}', 'x'],
  ['an inherited name', json, '{"a":1}', null],
  ['an empty message', json, '{"err":""}', null],
  ['broken JSON', json, '{"err":', null],
  ['plain text', 'text/plain; charset=utf-8', ' Forbidden\n', 'Forbidden'],
  ['a page', 'text/html', '<html><title>Log\n in</title><p>secret</p></html>', 'Log in'],
  ['a page called JSON', json, '<!DOCTYPE html><title>T</title>', 'T'],
  ['a page without a title', 'text/html', '<html><p>hello</p></html>', null],
  ['nothing', '', '', null],
  ['a long text', 'text/plain', 'x'.repeat(700), null],
])("finds the vendor's words: %s", (_name, type, body, expected) => {
  expect(vendorMessage(type, body)).toBe(expected);
});

test('cuts long words', () => {
  expect(vendorMessage(json, JSON.stringify({ err: 'x'.repeat(5_000) }))).toHaveLength(600);
});
