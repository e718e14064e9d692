import { afterEach, expect, test } from 'vitest';
import {
  criteriaOption,
  windowOption,
} from '../../src/features/registry-activity/command-input.ts';
import { readActivityFile } from '../../src/features/registry-activity/file-events.ts';
import type { ActivityEvent } from '../../src/features/registry-activity/model.ts';
import { paneTwin } from '../../src/features/registry-activity/pane-twin.ts';
import { createActivitySource } from '../../src/features/registry-activity/source.ts';
import { createActivityStore } from '../../src/features/registry-activity/store.ts';
import type { Lens } from '../../src/features/registry-activity/store-lens.ts';
import { lensBy, lensOn, lensWith } from '../../src/features/registry-activity/store-lens.ts';
import { type DemoDeck, openDemoDeck } from '../support/demo-deck.ts';

let demo: DemoDeck;
afterEach(() => demo.close());

/** The options of a command as the command line would read them. */
function optionsOf(command: string): Record<string, string | readonly string[]> {
  const words = (command.match(/'(?:[^']|'\\'')*'|[^\s']+/g) ?? []).map((word) =>
    word.replaceAll("'\\''", '\u0000').replaceAll("'", '').replaceAll('\u0000', "'"),
  );
  const flags = words.slice(words.indexOf('activity') + 1);
  const actions = flags.filter((_word, at) => flags[at - 1] === '--action');
  const entries = flags.flatMap((word, at): [string, string][] => {
    const isFlag = word.startsWith('--') && word !== '--action';
    return isFlag ? [[word.slice(2), flags[at + 1] ?? '']] : [];
  });
  return { ...Object.fromEntries(entries), action: actions };
}

test('the command of a screen prints the very rows of that screen', async () => {
  demo = await openDemoDeck();
  const { session, clock } = demo;
  const source = createActivitySource(session);
  const store = createActivityStore({ session, source, readFile: readActivityFile });
  store.start();
  await demo.advance(1000);
  store.follow();
  const all = store.get().load;
  const refused = all.events.findLast(
    ({ action, outcome }) => action.endsWith('.delete') && outcome === 'failure',
  );
  const from = (lensOf: (event: ActivityEvent) => Lens | null): Lens | null =>
    refused === undefined ? null : lensOf(refused);
  const lenses = [{ kind: 'changes' } as const, from(lensBy), from(lensOn), from(lensWith)];
  const [burst] = store.get().bursts.list;
  for (const lens of [...lenses, burst?.lens ?? null]) {
    expect(lens).not.toBeNull();
    if (lens === null) continue;
    store.look(lens);
    const options = optionsOf(paneTwin(store.get(), session).command);
    const input = { arguments: [], options };
    const criteria = criteriaOption(input);
    const found: string[] = [];
    const window = { ...windowOption(input, clock.now(), '24h'), limit: 0 };
    for await (const { items } of source.list({ ...window, criteria })) {
      found.push(...items.map(({ id }) => id));
    }
    const shown = store.get().view.narrowed.map(({ id }) => id);
    expect(shown.length).toBeGreaterThan(0);
    expect(found.sort()).toEqual([...shown].sort());
  }
  await store.stop();
});
