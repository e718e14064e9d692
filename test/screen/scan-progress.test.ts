import { afterEach, expect, test } from 'vitest';
import { type DemoDeck, openDemoDeck } from '../support/demo-deck.ts';

let deck: DemoDeck;
afterEach(() => deck.close());

const sizes = [
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

test.each(sizes)('shows every scan with both of its bars at %dx%d', async (columns, rows) => {
  deck = await openDemoDeck({ columns, rows });
  await deck.advance(20_000);
  const lines = deck.screen();
  expect(lines).toHaveLength(rows);
  expect(lines.every((line) => line.length <= columns)).toBe(true);
  const cards = lines.flatMap((line, index) =>
    / repos \S+ \d+\/\d+ +images \S+ \d+\/\d+/.test(line) ? [index] : [],
  );
  expect(cards.length).toBeGreaterThanOrEqual(4);
  for (const index of cards)
    expect(lines[index - 1]).toMatch(/scanning|discovering|finished|stalled/);
  expect(deck.text()).toContain('us-west2-docker.pkg.dev');
  expect(lines.at(-1)).toMatch(/j\/k move.*\? help.*scans/);
});

test('has the selected scan in detail beside the list where the screen is wide', async () => {
  deck = await openDemoDeck({ columns: 200, rows: 60 });
  await deck.advance(4000);
  expect(deck.text()).toMatch(/us-west2-docker\S+ .*us-west2-docker/);
  expect(deck.text()).toContain('last moved');
  await deck.resize(120, 40);
  expect(deck.text()).not.toContain('last moved');
});

test('keeps the selection on its scan while the list changes', async () => {
  deck = await openDemoDeck();
  await deck.advance(4000);
  await deck.press('shell.down');
  const name = selectedName();
  for (let step = 0; step < 30; step += 1) {
    await deck.advance(2000);
    expect(selectedName()).toBe(name);
  }
});

test('says that a scan stands still, and since when', async () => {
  deck = await openDemoDeck();
  await waitFor('stalled');
  const line = deck.screen().find((row) => row.includes('! stalled'));
  expect(line).toMatch(/no movement since \d\d:\d\d:\d\dZ/);
});

test('a failed scan shows its error in the list, and in full in the detail', async () => {
  deck = await openDemoDeck();
  await waitFor('✗ failed');
  expect(deck.text()).toMatch(/\d+\/\d+ images: \S+/);
});

test('a cursor move costs at most 300 bytes, a page 6,000, an idle second nothing', async () => {
  deck = await openDemoDeck({ preferences: { progress: { interval: '10m', stallAfter: '5m' } } });
  await deck.advance(1000);
  await deck.press('shell.down');
  deck.bytes();
  const moves: number[] = [];
  for (const id of ['shell.down', 'shell.up', 'shell.down']) {
    await deck.press(id);
    moves.push(deck.bytes());
  }
  await deck.press('shell.page-down');
  const page = deck.bytes();
  await deck.advance(1000);
  expect(deck.bytes()).toBe(0);
  expect(page).toBeLessThanOrEqual(6000);
  expect(Math.max(...moves)).toBeLessThanOrEqual(300);
  expect(Math.min(...moves)).toBeGreaterThan(0);
});

test('a refused start says in full in the form why, and leaves what was typed', async () => {
  deck = await openDemoDeck({ columns: 80, rows: 24 });
  await deck.advance(2000);
  await deck.press('progress.start-scan');
  await deck.keys('shift-tab');
  await deck.type('nowhere.example');
  await deck.keys('tab');
  await deck.type('library/alpine');
  await deck.keys('tab');
  await deck.type('3.20');
  await deck.keys('enter');
  await deck.settle();
  const text = deck.text().replaceAll(/\s+/g, ' ');
  expect(text).toMatch(
    /✗ the scan was not started: .*is not in the scope of a configured registry/,
  );
  expect(text).toMatch(/registry nowhere\.example .*repository library\/alpine .*tag 3\.20/);
  await deck.type('1');
  expect(deck.text()).not.toContain('the scan was not started');
});

test('a screen that nobody touches has its cursor on the first scan, one that goes on', async () => {
  deck = await openDemoDeck({ columns: 80, rows: 24 });
  let seenGoing = 0;
  for (let step = 0; step < 90; step += 1) {
    await deck.advance(2000);
    if (!/[1-9]\d* going/.test(deck.screen()[3] ?? '')) continue;
    seenGoing += 1;
    const first = deck
      .screen()
      .find((line) => /^[▌ ] [●○✓✗!] /.test(line) && !/reports/.test(line));
    expect(first).toMatch(/^▌ [●!] (scanning|discovering|stalled)/);
  }
  expect(seenGoing).toBeGreaterThan(60);
});

function selectedName(): string | undefined {
  const line = deck.screen().find((_row, y) => deck.cellAt(3, y).inverse);
  return line?.match(/[\w.-]+\.[\w.-]+(:\d+)?/)?.[0];
}

async function waitFor(text: string): Promise<void> {
  for (let step = 0; step < 120 && !deck.text().includes(text); step += 1) await deck.advance(2000);
  expect(deck.text()).toContain(text);
}
