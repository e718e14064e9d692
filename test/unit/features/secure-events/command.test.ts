import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { stringifyJson } from '../../../../src/core/json.ts';
import { commands } from '../../../../src/features/secure-events/command.ts';
import { commandNamed, runCommand } from '../../../support/command-run.ts';
import { type Handler, json, text } from '../../../support/http-server.ts';
import { createFeed, eventAt } from './event-feed.ts';
import { serveWorkload, startNs } from './workload-session.ts';

const second = 1_000_000_000n;
const open = serveWorkload;
const command = (name: string) => commandNamed(commands, name);

const exact = (body: unknown) => ({
  headers: { 'content-type': 'application/json' },
  body: stringifyJson(body),
});

describe('scandeck events', () => {
  test('lists the newest, and says how many there are', async () => {
    const events = Array.from({ length: 30 }, (_, n) =>
      eventAt(startNs - BigInt(n + 1) * second, n),
    );
    const { session, server } = await open(createFeed(events).answer);
    const run = runCommand(command('events'), { options: { limit: '4', since: '1h' } }, session);
    expect(await run.exitCode).toBe(0);
    expect(run.records.map(({ id }) => id)).toEqual(events.slice(0, 4).map(({ id }) => id));
    expect(run.summary()).toMatchObject({ total: 30, truncated: true });
    const query = Object.fromEntries(server.requests[0]?.query ?? []);
    expect(query).toMatchObject({ limit: '4', to: `${startNs + 1n}` });
  });

  test('reads several windows where two weeks are not enough', async () => {
    const ages = [1n, 20n, 40n];
    const events = ages.map((days, n) => eventAt(startNs - days * 86_400n * second, n));
    const { session } = await open(createFeed(events).answer);
    const run = runCommand(command('events'), { options: { since: '45d', limit: '0' } }, session);
    expect(await run.exitCode).toBe(0);
    expect(run.records.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(run.summary()).toMatchObject({ total: 3, truncated: false });
  });

  test('prints a gap as a record, and ends as incomplete', async () => {
    const event = eventAt(startNs - second);
    const { session } = await open(() => json({ page: { total: 2 }, data: [event, { id: 7 }] }));
    const run = runCommand(command('events'), {}, session);
    expect(await run.exitCode).toBe(5);
    const at = '2026-11-21T11:59:59.000000000Z';
    expect(run.records[1]).toEqual({
      gap: { from: at, to: at, reason: 'a row of the answer cannot be read' },
    });
  });

  test('--raw keeps integers past 2^53', async () => {
    const event = {
      ...eventAt(startNs - second),
      content: { timestampNs: 1_654_009_775_452_000_001n },
    };
    const { session } = await open(() => exact({ page: { total: 1 }, data: [event] }));
    const run = runCommand(command('events'), { options: { raw: true } }, session);
    expect(await run.exitCode).toBe(0);
    expect(run.lines).toEqual([stringifyJson(event)]);
  });

  test('--severity selects by number, and leaves the audit trail out of what is high', async () => {
    const { session, server } = await open(createFeed([]).answer);
    const options = { severity: ['high,medium'], filter: 'name = "a" or name = "b"' };
    await runCommand(command('events'), { options }, session).exitCode;
    expect(server.requests[0]?.query.get('filter')).toBe(
      '(name = "a" or name = "b") and severity in ("0", "1", "2", "3", "4", "5") and source != "auditTrail"',
    );
  });

  test.each([
    [['0'], 'severity = "0"'],
    [['0,7'], 'severity in ("0", "7")'],
    [['high,0'], 'severity in ("0", "1", "2", "3")'],
  ])('--severity %j asks for the numbers as they are', async (severity, filter) => {
    const { session, server } = await open(createFeed([]).answer);
    await runCommand(command('events'), { options: { severity } }, session).exitCode;
    expect(server.requests[0]?.query.get('filter')).toBe(filter);
  });

  test.each([
    [{ severity: ['worse'] }, '--severity worse is no severity'],
    [{ filter: 'name = shell' }, 'write it in double quotes: "shell", behind "name = "'],
    [{ since: '1h', until: '2h' }, '--since is after --until'],
    [{ limit: 'x' }, '--limit x is not a whole number'],
  ])('refuses %j before anything is asked', async (options, message) => {
    const run = runCommand(command('events'), { options });
    await expect(run.exitCode).rejects.toThrow(message);
  });

  test.each([
    [401, 'instance guid-1, region us-south, team 5. Check that instanceId'],
    [403, 'Reading secure events needs the IAM role Reader'],
    [422, 'names a field that the service does not know'],
  ])('explains a %i', async (status, hint) => {
    const body = '{"message":"cannot verify credentials","referenceId":"r"}';
    const { session } = await open(() => text(body, 'text/plain', { status }));
    const error = await runCommand(command('events'), {}, session).exitCode.catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({ message: expect.stringContaining('cannot verify credentials') });
    expect(error).toMatchObject({ hint: expect.stringContaining(hint) });
  });
});

describe('a 403 on one leaves the others standing', () => {
  const guarded: (open: string) => Handler = (open) => (request) =>
    request.path.startsWith(open)
      ? json({ page: { total: 0 }, data: [] })
      : json({ message: 'forbidden' }, { status: 403 });

  test.each([
    ['/api/v1/secureEvents', 'events', 'audit', 'activity audit needs the IAM role Writer'],
    [
      '/api/v2/activityAudit',
      'audit',
      'vulns',
      "images' vulnerabilities needs the IAM role Writer",
    ],
  ])('with %s open, %s works and %s says which role', async (path, works, fails, hint) => {
    const { session } = await open(guarded(path));
    expect(await runCommand(command(works), {}, session).exitCode).toBe(0);
    const run = runCommand(command(fails), { options: { image: 'nginx' } }, session);
    await expect(run.exitCode).rejects.toMatchObject({
      exitCode: 4,
      hint: expect.stringContaining(hint),
    });
  });
});

describe('scandeck tail --cursor-file', () => {
  function folder() {
    const path = mkdtempSync(join(tmpdir(), 'scandeck-tail-'));
    onTestFinished(() => rmSync(path, { recursive: true }));
    return join(path, 'events.cursor');
  }

  /** Runs a tail until it has asked `polls` times and printed what came. */
  async function tailFor(handler: Handler, options: Record<string, string>, polls: number) {
    const { session, server } = await open(handler);
    const stop = new AbortController();
    const all = { interval: '1s', ...options };
    const run = runCommand(command('tail'), { options: all }, session, stop.signal);
    let over = false;
    const end = () => {
      over = true;
    };
    run.exitCode.then(end, end);
    // The position behind a poll is kept before the next poll begins.
    while (!over && server.requests.length <= polls) {
      await session.activity.idle();
      // Nothing waits on the clock while a file is written, and then time must stand still.
      if (session.clock.pending() > 0) await session.clock.advance(1000);
    }
    await session.activity.idle();
    stop.abort();
    await run.exitCode;
    return run;
  }

  test('goes on where it stopped, with late events and without doubles', async () => {
    const events = Array.from({ length: 60 }, (_, n) =>
      eventAt(startNs - BigInt(600 - n) * second, n),
    );
    const late = eventAt(startNs - 560n * second, 99);
    const cursorFile = folder();
    const feed = createFeed(events.slice(0, 50));
    const first = await tailFor(feed.answer, { since: '15m', cursorFile }, 2);
    feed.add(...events.slice(50), late);
    const again = await tailFor(feed.answer, { since: '15m', cursorFile }, 2);
    const ids = [...first.records, ...again.records].map(({ id }) => id);
    expect([...ids].sort()).toEqual([...events, late].map(({ id }) => id).sort());
    expect(first.records).toHaveLength(50);
  });

  test('a file that was cut short stands at the batch before', async () => {
    const cursorFile = folder();
    const feed = createFeed([eventAt(startNs - 5n * second)]);
    await tailFor(feed.answer, { cursorFile }, 2);
    const whole = readFileSync(cursorFile, 'utf8');
    writeFileSync(cursorFile, `${whole}{"position":"17`);
    const again = await tailFor(feed.answer, { cursorFile }, 1);
    expect(again.records).toEqual([]);
    expect(readFileSync(cursorFile, 'utf8')).not.toContain('"17\n');
  });

  test('begins a line of its own behind a tail that was killed, and there alone', async () => {
    const cursorFile = folder();
    const feed = createFeed([eventAt(startNs - 5n * second)]);
    const first = await tailFor(feed.answer, { cursorFile }, 2);
    const ended = readFileSync(cursorFile, 'utf8');
    const clean = await tailFor(feed.answer, { cursorFile }, 1);
    // Killed, a tail does not get to write that it ended.
    writeFileSync(cursorFile, ended.replace(/.*"end":true.*\n$/, ''));
    const killed = await tailFor(feed.answer, { cursorFile }, 1);
    expect([first, clean, killed].map(({ written }) => written)).toEqual([[], [], ['\n']]);
    expect([clean, killed].flatMap(({ records }) => records)).toEqual([]);
  });

  test('killed before it printed anything, it begins where it was to', async () => {
    const cursorFile = folder();
    const events = [eventAt(startNs - 500n * second), eventAt(startNs - 5n * second)];
    const { session } = await open(() => json({}, { status: 503 }));
    const stop = new AbortController();
    const options = { cursorFile, since: '10m' };
    const run = runCommand(command('tail'), { options }, session, stop.signal);
    while (session.clock.pending() === 0) await session.activity.idle();
    const left = readFileSync(cursorFile, 'utf8');
    stop.abort();
    await run.exitCode;
    writeFileSync(cursorFile, left);
    const again = await tailFor(createFeed(events).answer, { cursorFile, since: '1m' }, 2);
    expect(again.records.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  test('keeps what it counted, so that a later tail sees what came late in between', async () => {
    const cursorFile = folder();
    const feed = createFeed([eventAt(startNs - 3000n * second)]);
    await tailFor(feed.answer, { cursorFile, since: '1h' }, 2);
    const late = eventAt(startNs - 3001n * second);
    feed.add(late);
    const again = await tailFor(feed.answer, { cursorFile, since: '1h', interval: '5m' }, 4);
    expect(again.records.map(({ id }) => id)).toEqual([late.id]);
  });

  test('keeps the nanoseconds of its position', async () => {
    const cursorFile = folder();
    const atNs = startNs - 5n * second + 7n;
    await tailFor(createFeed([eventAt(atNs)]).answer, { cursorFile }, 1);
    const last = readFileSync(cursorFile, 'utf8').trim().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ position: String(atNs) });
  });

  test('refuses the file of another tail, and what is no cursor', async () => {
    const cursorFile = folder();
    await tailFor(createFeed([]).answer, { cursorFile, filter: 'name = "a"' }, 1);
    const { session } = await open(createFeed([]).answer);
    const other = runCommand(command('tail'), { options: { cursorFile } }, session);
    await expect(other.exitCode).rejects.toThrow('belongs to another tail');
    writeFileSync(cursorFile, 'events\n');
    const broken = runCommand(command('tail'), { options: { cursorFile } }, session);
    await expect(broken.exitCode).rejects.toThrow('line 1: this is no cursor of a tail');
  });

  test('outlives credentials that are refused once, as when a token expires', async () => {
    const refusal = json({ message: 'cannot verify credentials' }, { status: 401 });
    const feed = createFeed([eventAt(startNs - 5n * second)]);
    let calls = 0;
    const handler: Handler = (request) => {
      calls += 1;
      if (calls === 2) feed.add(eventAt(startNs - 4n * second, 1));
      return calls === 2 || calls === 3 ? refusal : feed.answer(request);
    };
    const run = await tailFor(handler, {}, 6);
    expect(run.records).toHaveLength(2);
    expect(run.narration).toContainEqual(expect.stringContaining('refused the credentials'));
  });

  test.each([0, 1])('ends for good when credentials are refused after %i answers', async (good) => {
    const feed = createFeed([]);
    let calls = 0;
    const handler: Handler = (request) => {
      calls += 1;
      return calls <= good ? feed.answer(request) : json({}, { status: 401 });
    };
    await expect(tailFor(handler, {}, 20)).rejects.toMatchObject({ status: 401, exitCode: 4 });
    expect(calls).toBeLessThan(10);
  });

  test('outlives one answer of another shape, but not a server that gives no other', async () => {
    const feed = createFeed([eventAt(startNs - 5n * second)]);
    let calls = 0;
    const handler: Handler = (request) => {
      calls += 1;
      return calls === 2 || calls > 6 ? json({ status: 'starting' }) : feed.answer(request);
    };
    const run = tailFor(handler, {}, 40);
    await expect(run).rejects.toMatchObject({ code: 'unexpected-answer', exitCode: 1 });
    expect(calls).toBeGreaterThan(6);
  });

  test('tells a wait of days with its date', async () => {
    const slow = json({ message: 'slow' }, { status: 429, headers: { 'retry-after': '100000' } });
    const run = await tailFor(() => slow, {}, 0);
    expect(run.narration.join()).toContain('next try 2026-11-22T15:46:40Z');
  });

  test('tells in plain units how far it is behind', async () => {
    const run = await tailFor(createFeed([]).answer, { since: '45d' }, 4);
    expect(run.narration).toContain('catching up: 31d 0h behind');
  });

  test('ends for good when the service refuses the filter', async () => {
    const { session } = await open(() => json({ message: 'unsupported' }, { status: 422 }));
    const run = runCommand(command('tail'), { options: { filter: 'nope = "a"' } }, session);
    await expect(run.exitCode).rejects.toMatchObject({ status: 422, exitCode: 1 });
  });
});
