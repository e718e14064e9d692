import { afterEach, expect, test } from 'vitest';
import { openDemoDeck } from '../support/demo-deck.ts';
import type { Driver } from '../support/driver.ts';
import { type EventsDeck, openEventsDeck } from '../support/events-deck.ts';
import { sampleActivity, sampleEvent, sampleReport } from '../support/scripted-events.ts';

let deck: EventsDeck;
let open: Driver | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

const start = Date.UTC(2026, 10, 21, 12, 3, 0);

const activities = [
  sampleActivity('k', start - 90_000, { type: 'kubernetes', what: 'exec pods cart' }),
  sampleActivity('c', start - 2000, { what: 'apt-get install -y ncat' }),
  sampleActivity('n', start + 2000, {
    type: 'connections',
    what: '10.5.0.9:60720 -> 185.220.101.4:4444',
  }),
  sampleActivity('f', start + 3000, { type: 'fileaccesses', what: '/etc/ld.so.preload' }),
];

test('an alert comes in: its commands, its image, its digest, and back at the same event', async () => {
  open = deck = await openEventsDeck({
    activities: () => activities,
    trace: () => activities.slice(0, 2),
    report: () => sampleReport,
  });
  deck.events.push([{ kind: 'event', event: sampleEvent(1, start - 60_000) }]);
  await deck.advance(2000);
  const alert = sampleEvent(2, start, {
    rule: 'Reverse shell',
    severity: { level: 2, word: 'high' },
  });
  deck.events.push([{ kind: 'event', event: alert }]);
  await deck.advance(2000);
  expect(deck.text()).toMatch(/▌.*12:03:00 ▲ high +Reverse shell/);

  await deck.press('shell.open');
  expect(deck.text()).toContain('TA0003  Persistence');
  expect(deck.text()).toContain('proc.aname[2] = bash');

  await deck.press('events.around');
  await deck.advance(100);
  expect(deck.events.asked).toContain('audit container.id = "6949e5f10829"');
  const [command, alertLine, connection] = ['apt-get install', '▲ event', '185.220'].map((text) =>
    deck.screen().findIndex((line) => line.includes(text)),
  );
  expect(command).toBeGreaterThan(0);
  expect(alertLine).toBe((command ?? 0) + 1);
  expect(connection).toBe((alertLine ?? 0) + 1);

  await deck.press('shell.up', 'events.trace');
  await deck.advance(100);
  expect(deck.events.asked).toContain('trace commands c');
  expect(deck.text()).toContain('What led to: apt-get install -y ncat');

  await deck.press('shell.unwind', 'events.image');
  await deck.advance(100);
  expect(deck.text()).toMatch(/critical +CVE-2019-8457 +9\.8/);
  expect(deck.text()).toContain('policy failed');
  deck.takeWrites();
  await deck.press('shell.copy-id');
  const digest = sampleReport.digest ?? '';
  const copied = Buffer.from(digest).toString('base64');
  expect(deck.takeWrites().join('')).toContain(copied);

  // The stream goes on meanwhile, and waits.
  deck.events.push([{ kind: 'event', event: sampleEvent(3, start + 9000, { rule: 'Later' }) }]);
  await deck.advance(2000);
  await deck.press('shell.unwind', 'shell.unwind', 'shell.unwind');
  expect(deck.text()).toMatch(/▌.*12:03:00 ▲ high +Reverse shell/);
  expect(deck.text()).toContain('held, +1 new');
  await deck.press('shell.place-back');
  expect(deck.text()).toContain('What else happened in cart');
});

test('each screen tells the command that prints it', async () => {
  open = deck = await openEventsDeck({ activities: () => activities, report: () => sampleReport });
  deck.events.push([{ kind: 'event', event: sampleEvent(1, start) }]);
  await deck.advance(2000);
  const twin = async () => {
    await deck.press('shell.twin');
    const text = deck.text();
    await deck.press('shell.unwind');
    return text;
  };
  expect(await twin()).toContain('tail --since 15m');
  await deck.press('shell.open');
  expect(await twin()).toContain('events show ');
  await deck.press('events.around');
  expect(await twin()).toMatch(/audit --filter 'container.id = "6949e5f10829"'/);
  await deck.press('events.image');
  expect(await twin()).toContain('vulns --image us.icr.io/shop/cart:2.14.3');
});

test('a narrowed stream is saved as a view, and recalled by its name', async () => {
  open = deck = await openEventsDeck();
  const alert = sampleEvent(2, start, { rule: 'Reverse shell' });
  deck.events.push([{ kind: 'event', event: alert }]);
  await deck.advance(2000);
  await deck.press('events.count', 'shell.open');
  await deck.press('events.save-view');
  await deck.type('shells');
  await deck.keys('enter');
  expect(deck.text()).toContain('Saved the view "shells"');
  const asked = deck.events.tails.at(-1)?.filter;
  await deck.press('events.widen');
  expect(deck.events.tails.at(-1)?.filter).toBeNull();
  await deck.press('shell.command');
  await deck.type('view shells');
  await deck.keys('enter');
  expect(asked).toBe('ruleName = "Reverse shell"');
  expect(deck.events.tails.at(-1)?.filter).toBe(asked);
  await deck.press('shell.place-back');
  expect(deck.events.tails.at(-1)?.filter).toBeNull();
});

test('over the simulator: an attack is found, understood, and traced to its image', async () => {
  const demo = await openDemoDeck();
  open = demo;
  await demo.press('shell.pane-4');
  await demo.advance(4000);
  expect(demo.text()).toMatch(/ live *$/m);
  await demo.press('shell.filter');
  await demo.type('outbound.*ncat');
  await demo.keys('enter');
  await demo.press('shell.up');
  const row = () => demo.screen().find((line) => line.includes('▌ 1'));
  const event = row();
  expect(event).toMatch(/▲ high +Outbound Connection/);

  await demo.press('events.around');
  await demo.advance(1000);
  expect(demo.text()).toMatch(/\$ command .*ncat/);
  expect(demo.text()).toMatch(/# k8s .*exec pods/);
  expect(demo.text()).toMatch(/> connect .*4444/);

  await demo.press('events.image');
  await demo.advance(1000);
  expect(demo.text()).toMatch(/CVE-\d{4}-\d+ +\d+\.\d/);
  const digest = demo.text().match(/sha256:[0-9a-f]{64}/)?.[0] ?? 'none';
  demo.takeWrites();
  await demo.press('shell.copy-id');
  expect(demo.takeWrites().join('')).toContain(Buffer.from(digest).toString('base64'));

  await demo.press('shell.unwind', 'shell.unwind');
  expect(row()).toBe(event);
});
