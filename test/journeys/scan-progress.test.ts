import { afterEach, expect, test } from 'vitest';
import { type DemoDeck, openDemoDeck } from '../support/demo-deck.ts';

let deck: DemoDeck;
afterEach(() => deck.close());

/** Lets time pass until the screen says something, two minutes at most. */
async function until(text: string | RegExp): Promise<void> {
  const says = () =>
    typeof text === 'string' ? deck.text().includes(text) : text.test(deck.text());
  for (let step = 0; step < 60 && !says(); step += 1) await deck.advance(2000);
  // What the streams bring is published a moment later.
  await deck.advance(100);
  expect(deck.text()).toMatch(text);
}

test('an operator starts a scan of one image, follows it, and opens its result', async () => {
  deck = await openDemoDeck();
  await deck.advance(2000);
  await deck.press('progress.start-scan');
  expect(deck.text()).toContain('Scan one image now');
  await deck.type('library/alpine');
  await deck.keys('enter');
  expect(deck.text()).toContain('a tag or a digest is needed');
  await deck.keys('tab');
  await deck.type('3.20');
  await deck.keys('enter');
  await deck.settle();
  await until(/library\/alpine:3\.20/);
  await until(/library\/alpine:3\.20 finished/);
  await deck.press('shell.filter');
  await deck.type('alpine');
  await deck.keys('enter');
  await deck.press('progress.open-result');
  expect(deck.text()).toMatch(/image +critical +high +medium +low +total/);
  expect(deck.text()).toMatch(/library\/alpine:3\.20 +\d+ +\d+ +\d+ +\d+ +\d+/);
  await deck.press('shell.unwind');
  expect(deck.text()).toContain('on demand');
});

test('an operator narrows to one registry, looks closer and comes back to the same place', async () => {
  deck = await openDemoDeck();
  await deck.advance(4000);
  await deck.press('shell.filter');
  await deck.type('us-west2');
  await deck.keys('enter');
  expect(deck.text()).not.toContain('ghcr.io');
  await deck.press('shell.open');
  expect(deck.text()).toContain("The vendor's own words");
  expect(deck.text()).toContain('discovering tags in registry us-west2-docker.pkg.dev');
  await deck.press('shell.place-back');
  expect(deck.text()).not.toContain("The vendor's own words");
  await deck.press('shell.place-forward');
  expect(deck.text()).toContain("The vendor's own words");
  await deck.press('shell.unwind', 'shell.pane-2');
  expect(deck.text()).not.toContain('us-west2');
  await deck.press('shell.pane-1');
  expect(deck.text()).toContain('us-west2');
  expect(deck.text()).not.toContain('ghcr.io');
});

test('the console goes away and comes back: the rows stay, and the deck says since when', async () => {
  deck = await openDemoDeck();
  await deck.advance(4000);
  const port = Number(new URL(deck.simulator.url).port);
  await deck.simulator.close();
  await deck.advance(4000);
  expect(deck.text()).toMatch(/refused|unreachable/);
  expect(deck.text()).toMatch(/since \d\d:\d\d:\d\dZ/);
  expect(deck.text()).toContain('us-west2-docker.pkg.dev');
  const again = await deck.restartSimulator(port);
  await until(/prisma ok/);
  expect(deck.text()).not.toMatch(/since \d\d:\d\d:\d\dZ/);
  await again.close();
});

test('on a low screen too an error keeps its whole hint', async () => {
  deck = await openDemoDeck({ columns: 80, rows: 24 });
  await deck.advance(2000);
  await deck.simulator.close();
  await deck.advance(4000);
  expect(deck.text().replace(/\s+/g, ' ')).toContain(
    'these are the last good rows. Check the host and the port in prisma.url, and that the server is up.',
  );
});

test('a read-only profile refuses to start a scan, and nothing is sent', async () => {
  deck = await openDemoDeck({ readOnly: true });
  await deck.advance(2000);
  await deck.press('progress.start-scan');
  expect(deck.text()).toContain('read-only');
  expect(deck.text()).not.toContain('Scan one image now');
  expect(deck.session.exchanges.get().every(({ method }) => method === 'GET')).toBe(true);
});

test('an operator finds the command for the screen and the calls behind it', async () => {
  deck = await openDemoDeck();
  await deck.advance(4000);
  await deck.press('shell.twin');
  expect(deck.text()).toMatch(/scandeck --config \S+config.json --profile demo progress/);
  expect(deck.text()).toContain('curl');
  await deck.press('shell.unwind', 'shell.log');
  expect(deck.text()).toMatch(/GET +200 .*\/registry\/progress/);
  await deck.press('shell.unwind', 'shell.help');
  await deck.type('suspend');
  expect(deck.text()).toContain('ctrl-z');
});

test('stopping the regular scan is asked about first, and an answer other than y leaves it', async () => {
  deck = await openDemoDeck();
  await deck.advance(2000);
  await deck.press('progress.stop-regular');
  expect(deck.text()).toContain('Stop the regular scan of all registries?');
  await deck.keys('n');
  expect(deck.session.exchanges.get().some(({ method }) => method === 'POST')).toBe(false);
  await deck.press('progress.stop-regular');
  await deck.keys('y');
  await deck.settle();
  const posts = deck.session.exchanges.get().filter(({ method }) => method === 'POST');
  expect(posts.map(({ path }) => path)).toEqual([expect.stringContaining('/registry/stop')]);
});

test('finished scans stay until they are dismissed', async () => {
  deck = await openDemoDeck();
  await until('✓ finished');
  await deck.press('shell.last', 'progress.dismiss');
  await deck.press('progress.dismiss-finished');
  expect(deck.text()).not.toContain('✓ finished');
});

test('under faults the scans go on moving', async () => {
  deck = await openDemoDeck({ faults: '429:5%,429-bare:5%,5xx:5%,reset:5%,cut:5%,html:5%' });
  await deck.advance(60_000);
  const before = deck.text();
  await deck.advance(20_000);
  expect(deck.text()).not.toBe(before);
  await until('✓ finished');
});
