import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Answer, json } from '../support/http-server.ts';
import { type LogsDeck, openLogsDeck } from '../support/logs-deck.ts';

let deck: LogsDeck;
beforeEach(async () => {
  deck = await openLogsDeck({ columns: 80, rows: 24 });
  await deck.choose();
});
afterEach(() => deck.close());

const refusal = (status: number, message: string, headers = {}): Answer =>
  json({ error_code: 'REFUSED', message }, { status, headers });
/** The screen without its line breaks: notices are wrapped. */
const words = () => deck.text().replace(/\s+/g, ' ');
const hasRows = () => deck.screen().some((line) => /image-\d+ +1\.\d+\.0/.test(line));

test('a 401 keeps the rows, and names the credentials', async () => {
  deck.server.intercept(() => refusal(401, 'the key was revoked'));
  await deck.press('shell.refresh');
  await deck.choose();
  expect(hasRows()).toBe(true);
  expect(deck.text()).toContain('Rows and facets: Carbon Black Cloud refused the credentials');
  expect(deck.text()).toContain('the key was revoked');
  expect(deck.text()).toContain('carbonBlack.auth');
  deck.server.intercept(null);
  await deck.press('shell.refresh');
  await deck.choose();
  expect(deck.text()).not.toContain('revoked');
});

test('a 400 says what is wrong with the criteria, whose rows these are, and how to get back', async () => {
  deck.server.intercept(() =>
    json(
      {
        error_code: 'INVALID_ENUM_VALUE',
        message: 'Malformed JSON input: criteria',
        field: 'criteria.vulnerabilities',
        invalid_value: 'CRITICAL',
        known_values: ['SEVERE', 'MILD'],
      },
      { status: 400 },
    ),
  );
  await deck.press('shell.next-region', 'shell.down', 'logs.toggle', 'shell.unwind');
  await deck.choose();
  expect(deck.screen()[3]).toMatch(/severity CRITICAL +not known/);
  expect(hasRows()).toBe(true);
  expect(deck.text()).toContain('SEVERE');
  expect(words()).toContain('The rows below are those of: last 24h.');
  deck.server.intercept(null);
  await deck.press('shell.place-back');
  await deck.choose();
  expect(deck.screen()[3]).toMatch(/^ last 24h +1,000 scans/);
  expect(deck.text()).not.toContain('SEVERE');
});

test('a 429 says until when, asks nothing before, and goes on by itself', async () => {
  deck.server.intercept(() => refusal(429, 'too many calls', { 'retry-after': '600' }));
  await deck.press('shell.refresh');
  await deck.choose();
  expect(hasRows()).toBe(true);
  expect(deck.text()).toContain('Nothing is asked before 12:10:00Z; then by itself.');
  deck.server.intercept(null);
  const { length } = deck.server.requests;
  await deck.press('shell.refresh');
  await deck.advance(598_000);
  expect(deck.server.requests).toHaveLength(length);
  await deck.advance(10_000);
  expect(deck.text()).not.toContain('too many calls');
  expect(deck.screen()[3]).toContain('1,000 scans');
});

test('a server that dies while one scrolls leaves the rows, and r goes on where they end', async () => {
  deck.server.intercept(() => ({ fault: { kind: 'reset' } }));
  await deck.press('shell.last');
  await deck.advance(120_000);
  expect(hasRows()).toBe(true);
  expect(words()).toMatch(/Rows: .* the connection was closed before an answer came/);
  expect(words()).toContain('200 of 1,000 loaded; r goes on');
  expect(words()).toContain('The 200 rows loaded before stay.');
  deck.server.intercept(null);
  await deck.press('shell.refresh');
  await deck.choose();
  expect(deck.screen().at(-1)).toContain('400 rows');
  expect(deck.text()).not.toContain('loaded before stay');
});

test('rows that could not be sorted anew say how they are still sorted', async () => {
  deck.server.intercept(({ path }) =>
    path.endsWith('/_search') ? refusal(400, 'no such sort') : null,
  );
  await deck.press('logs.reverse');
  await deck.choose();
  expect(hasRows()).toBe(true);
  expect(words()).toContain('The 200 rows loaded before stay, still newest first.');
});

test('facets that fail alone leave the rows alone', async () => {
  deck.server.intercept(({ path }) =>
    path.endsWith('/_facet') ? refusal(403, 'no facets for you') : null,
  );
  await deck.press('shell.refresh');
  await deck.choose();
  expect(deck.text()).toContain('The facets: ');
  expect(deck.screen()[3]).toContain('1,000 scans');
});

test('a history that fails says so in its place', async () => {
  deck.server.intercept(() => refusal(403, 'no history for you'));
  await deck.press('logs.history');
  await deck.choose();
  expect(deck.text()).toContain('The history: ');
  expect(words()).toContain('no history for you');
  deck.server.intercept(null);
  await deck.press('shell.refresh');
  await deck.choose();
  expect(deck.text()).toMatch(/\d+ scans/);
  expect(deck.text()).not.toContain('no history');
});
