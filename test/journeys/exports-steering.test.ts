import { afterEach, expect, test } from 'vitest';
import type { ExportKind } from '../../src/export-engine/kind.ts';
import { type ExportsDeck, openExportsDeck } from '../support/exports-deck.ts';
import { createSyntheticKind, ndjsonOf } from '../support/synthetic-export.ts';

let deck: ExportsDeck;
afterEach(() => deck.close());

const rows = Array.from({ length: 4 }, (_, window) =>
  [1, 2, 3].map((row) => JSON.stringify({ id: `${window}-${row}` })),
);

/** Rows whose last window does not come before `let go` is called. */
function heldBack(): { readonly kind: ExportKind; readonly letGo: () => void } {
  const kind = createSyntheticKind({ rows });
  const gate = Promise.withResolvers<void>();
  const pages: ExportKind['pages'] = async function* (asked) {
    if (asked.window.id === 'w3') {
      const stopped = new Promise<never>((_, reject) => {
        asked.signal.addEventListener('abort', () => reject(asked.signal.reason));
      });
      await Promise.race([gate.promise, stopped]);
    }
    yield* kind.pages(asked);
  };
  return { kind: { ...kind, pages }, letGo: () => gate.resolve() };
}

test('a job is cancelled with what it has read kept, resumed, and ends with the same file', async () => {
  const { kind, letGo } = heldBack();
  deck = await openExportsDeck({ kind });
  await deck.press('exports.new');
  await deck.keys('enter');
  await deck.advance(1000);
  expect(deck.text()).toMatch(/● running +synthetic .* 75% +9 rows/);
  expect(deck.disk.text('/out/synthetic-2026-11-21.ndjson')).toBeNull();

  await deck.press('exports.cancel');
  await deck.keys('k');
  await deck.advance(2000);
  expect(deck.text()).toContain('· cancelled');
  await deck.press('shell.open');
  await deck.advance(200);
  expect(deck.text()).toMatch(/resume +scandeck --profile demo export resume synthetic-/);
  expect(deck.text()).toMatch(/✓ done .*\n.*✓ done .*\n.*✓ done .*\n.*· waiting/);

  letGo();
  await deck.press('exports.resume');
  await deck.advance(2000);
  expect(deck.text()).toMatch(/state +✓ done/);
  expect(deck.text()).toMatch(/sha256 +[0-9a-f]{64}/);
  expect(deck.disk.text('/out/synthetic-2026-11-21.ndjson')).toBe(ndjsonOf(rows));
});

test('an interrupted job is offered, resumed on one key, and told when it is done', async () => {
  const status = { state: 'running', phase: 'fetch', windowsTotal: 4, windowsDone: 1 } as const;
  const kind = createSyntheticKind({ rows });
  deck = await openExportsDeck({ kind, made: [{ id: 'nightly', status }] });
  expect(deck.text()).toContain('! An export was interrupted');
  expect(deck.text()).toContain('I resumes it');
  await deck.press('exports.resume-all');
  await deck.advance(2000);
  expect(deck.program.spawned).toEqual([['export', 'work', 'nightly']]);
  expect(deck.text()).not.toContain('was interrupted');
  expect(deck.text()).toMatch(/✓ done +synthetic .* 12 rows/);
  expect(deck.screen().at(-1)).toContain('nightly is done: 12 rows');
  expect(deck.disk.text('/out/nightly.ndjson')).toBe(ndjsonOf(rows));
});

test('x of another pane fills the form, and an unknown kind is told', async () => {
  const selection = {
    kind: 'synthetic',
    criteria: { user: ['ann lee'] },
    since: '2d',
    until: null,
  };
  deck = await openExportsDeck({ selection });
  await deck.press('shell.pane-2', 'shell.filter');
  await deck.type('lodash');
  await deck.keys('enter');
  await deck.press('shell.export');
  await deck.advance(200);
  expect(deck.text()).toContain('! The filter /lodash/ is left out: the export takes every row');
  expect(deck.text()).toMatch(/criteria +--user 'ann lee'/);
  expect(deck.text()).toMatch(/since +2d/);
  await deck.keys('enter');
  await deck.advance(2000);
  const [job] = await deck.jobs.list();
  expect(job?.record.request.criteria).toEqual({ user: ['ann lee'] });
  expect(job?.record.request.openedBy).toEqual(['--profile', 'demo']);
  await deck.press('shell.place-back');
  expect(deck.screen()[1]).toContain('2 Other');
});
