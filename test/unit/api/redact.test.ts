import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedactor } from '../../../src/api/redact.ts';

const secret = 'p@ss"w&rd/ü+1';

test.each([
  ['plain', secret],
  ['percent-encoded', encodeURIComponent(secret)],
  ['in JSON', JSON.stringify({ x: secret })],
  ['base64', Buffer.from(secret).toString('base64')],
  ['base64url', Buffer.from(secret).toString('base64url')],
  ['in HTML', 'p@ss&quot;w&amp;rd/ü+1'],
])('takes out a known secret: %s', (_name, text) => {
  const redactor = createRedactor();
  redactor.learn(secret);
  const redacted = redactor.redact(`before ${text} after`);
  expect(redacted).toContain('[redacted]');
  expect(redacted).not.toContain(text);
  expect(redacted).toMatch(/^before .* after$/);
});

test.each([
  ['/x?token=abc123&a=1', '/x?token=[redacted]&a=1'],
  ['/x?a=1&api_key=abc', '/x?a=1&api_key=[redacted]'],
  ['/x?access_token=abc', '/x?access_token=[redacted]'],
  ['password=hunter2 is wrong', 'password=[redacted] is wrong'],
  ['{"token":"abc","a":"b"}', '{"token":"[redacted]","a":"b"}'],
  ['{"password" : "a\\"b"}', '{"password" : "[redacted]"}'],
  ['Authorization: Basic b3BzOng=', 'Authorization: [redacted]'],
  ['sent Bearer eyJhbGciOiJIUzI1NiJ9.e30.x-y', 'sent Bearer [redacted]'],
  ['https://ops:pw@host/x', 'https://[redacted]@host/x'],
  ['/registry?name=nginx&tag=1', '/registry?name=nginx&tag=1'],
  ['Basic authentication is off', 'Basic authentication is off'],
])('takes out what looks like a secret: %s', (text, expected) => {
  expect(createRedactor().redact(text)).toBe(expected);
});

test('blanks the headers that carry credentials', () => {
  const headers = {
    authorization: 'Basic x',
    'x-auth-token': 'a/b',
    'x-jfrog-art-api': 'k',
    'set-cookie': 's=1',
    'content-type': 'application/json',
    location: '/login?token=t',
  };
  expect(createRedactor().headers(headers)).toEqual({
    authorization: '[redacted]',
    'x-auth-token': '[redacted]',
    'x-jfrog-art-api': '[redacted]',
    'set-cookie': '[redacted]',
    'content-type': 'application/json',
    location: '/login?token=[redacted]',
  });
});

test('no known secret survives, wherever it stands', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 6 }), { minLength: 1, maxLength: 3 }),
      fc.string(),
      (secrets, around) => {
        const redactor = createRedactor();
        redactor.learn(...secrets);
        const redacted = redactor.redact(secrets.map((value) => around + value).join(' | '));
        const left = redacted.replaceAll('[redacted]', '\0');
        for (const value of secrets) {
          if ('[redacted]'.includes(value) || around.includes(value)) continue;
          expect(left).not.toContain(value);
        }
      },
    ),
  );
});
