import { Text } from 'ink';
import { useSyncExternalStore } from 'react';
import { afterEach, expect, test } from 'vitest';
import { createActivity } from '../../../src/core/activity.ts';
import { createStore, type Readable } from '../../../src/core/store.ts';
import { nextTurn } from '../../../src/core/turn.ts';
import { type Program, runTerminal } from '../../../src/tui/run-terminal.tsx';
import { enterScreen } from '../../../src/tui/terminal-modes.ts';
import type { TerminalPort } from '../../../src/tui/terminal-port.ts';
import type { FakeTtyOutput } from '../../support/fake-tty.ts';
import { keyBytes, pasteBytes } from '../../support/key-bytes.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { openTerminal, type Terminal } from '../../support/terminal.ts';

interface Seen {
  readonly keys: readonly string[];
  readonly pasted: readonly string[];
  readonly size: string;
}

function View({ store }: { readonly store: Readable<Seen> }) {
  const { keys, pasted, size } = useSyncExternalStore(store.subscribe, store.get);
  if (keys.includes('!')) throw new Error('cannot draw');
  return <Text>{`${size} keys: ${keys.join(' ')} pasted: ${JSON.stringify(pasted)}`}</Text>;
}

let terminal: Terminal;
let stdout: FakeTtyOutput;
let clock: ManualClock;
let port: TerminalPort;
let stopped: number;
/** Changes what is to be seen. */
let show: (text: string) => void;

afterEach(() => terminal.close());

/** Opens a program that shows what reaches it; `q` ends it, `!` breaks its drawing. */
async function open(env: Record<string, string> = {}): Promise<void> {
  clock = createManualClock();
  stopped = 0;
  const ended = Promise.withResolvers<0 | 130>();
  const store = createStore<Seen>({ keys: [], pasted: [], size: '' });
  show = (text) => store.update((seen) => ({ ...seen, pasted: [text] }));
  const program = {
    key: (name: string) => {
      store.update((seen) => ({ ...seen, keys: [...seen.keys, name] }));
      if (name === 'q') ended.resolve(0);
      if (name === 'ctrl-c') ended.resolve(130);
      if (name === '%') throw new Error('bad key');
    },
    paste: (text: string) => store.update((seen) => ({ ...seen, pasted: [...seen.pasted, text] })),
    resize: (columns: number, rows: number) =>
      store.update((seen) => ({ ...seen, size: `${columns}x${rows}` })),
    start: () => show('started'),
    stop: async () => {
      stopped += 1;
    },
    ended: ended.promise,
  };
  terminal = await openTerminal({
    columns: 80,
    rows: 24,
    idle: () => createActivity().idle(),
    run: (streams) =>
      runTerminal({
        ...streams,
        env,
        clock,
        open: (opened) => {
          port = opened;
          return { program, draw: () => <View store={store} /> };
        },
      }),
  });
}

/** Draws as the program's start does, before Ink is there. */
async function openOnSkeleton(failure: string | null): Promise<void> {
  terminal = await openTerminal({
    columns: 80,
    rows: 24,
    idle: () => createActivity().idle(),
    run: (streams) => {
      stdout = streams.stdout;
      streams.stdout.write(`${enterScreen}a long line of the skeleton`);
      return runTerminal({
        ...streams,
        env: {},
        clock: createManualClock(),
        entered: true,
        open: () => {
          if (failure !== null) throw new Error(failure);
          return { program: idleProgram, draw: () => <Text>drawn</Text> };
        },
      });
    },
  });
}

const idleProgram: Program = {
  key: () => {},
  paste: () => {},
  resize: () => {},
  start: () => {},
  stop: async () => {},
  ended: new Promise(() => {}),
};

const restored = {
  alternateScreen: false,
  cursorVisible: true,
  autoWrap: true,
  bracketedPaste: false,
};

test('takes the terminal over, and gives it back as it was', async () => {
  await open();
  expect(terminal.modes()).toMatchObject({
    alternateScreen: true,
    cursorVisible: false,
    autoWrap: false,
    bracketedPaste: true,
  });
  await terminal.send('q');
  expect(await terminal.ended).toEqual({ exitCode: 0 });
  expect(terminal.modes()).toMatchObject(restored);
  expect(terminal.text().trim()).toBe('');
  expect(stopped).toBe(1);
});

test('keys that arrive at once are keys of their own', async () => {
  await open();
  await terminal.send('jj/a\r');
  expect(terminal.rows()[0]).toContain('keys: j j / a enter pasted');
});

test('pasted text is no key, even with line breaks and quits in it', async () => {
  await open();
  await terminal.send(pasteBytes('q\nq'));
  expect(terminal.rows()[0]).toContain('keys:  pasted: ["started","q\\nq"]');
});

test.each([
  ['locally', {}, 20],
  ['over SSH', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, 100],
])('an arrow key that a slow line parts is still one, %s', async (_name, env, windowMs) => {
  await open(env);
  await terminal.send('\x1b');
  await clock.advance(windowMs - 1);
  await terminal.send('[B');
  expect(terminal.rows()[0]).toContain('keys: down pasted');
  await terminal.send('\x1b');
  await clock.advance(windowMs);
  await terminal.send('j');
  expect(terminal.rows()[0]).toContain('keys: down esc j pasted');
});

test('ctrl-c reaches the program, which ends with its code', async () => {
  await open();
  await terminal.send(keyBytes('ctrl-c'));
  expect(await terminal.ended).toEqual({ exitCode: 130 });
});

test.each([
  ['drawing', '!', 'cannot draw'],
  ['a key', '%', 'bad key'],
])('a crash in %s restores the terminal and hands the error out', async (_name, key, message) => {
  await open();
  await expect(terminal.send(key)).rejects.toThrow(message);
  expect(await terminal.ended).toMatchObject({ exitCode: 1, error: { message } });
  expect(terminal.modes()).toMatchObject(restored);
});

test('a terminal that goes away ends the program with 129', async () => {
  await open();
  await terminal.close();
  expect(await terminal.ended).toEqual({ exitCode: 129 });
  expect(stopped).toBe(1);
});

test('a new size is drawn once, when it has held for a moment', async () => {
  await open();
  terminal.takeWrites();
  terminal.resize(100, 30);
  terminal.resize(100, 31);
  await terminal.settle();
  expect(terminal.takeWrites()).toEqual([]);
  await clock.advance(50);
  await terminal.settle();
  expect(terminal.takeWrites()).toHaveLength(1);
  expect(terminal.rows()[0]).toContain('100x31 keys');
});

test('a redraw paints over what others wrote', async () => {
  await open();
  const before = terminal.text();
  terminal.takeWrites();
  port.redraw();
  await terminal.settle();
  expect(terminal.takeWrites().join('')).toContain('80x24');
  expect(terminal.text()).toBe(before);
});

test('paints in its first frame what the program knew by then', async () => {
  await open();
  const [first = '', ...later] = terminal.takeWrites().filter((write) => write.includes('keys:'));
  expect(first).toContain('pasted: ["started"]');
  expect(later).toEqual([]);
});

test('in a hurry, does not wait for the turn of the next frame', async () => {
  await open();
  show('at once');
  show('in its turn');
  terminal.takeWrites();
  port.hurry();
  for (let turn = 0; turn < 3; turn += 1) await nextTurn();
  expect(terminal.takeWrites().join('')).toContain('in its turn');
});

test('sets the title when its text changes, and restores it', async () => {
  await open();
  terminal.takeWrites();
  port.title('2 scans\x1b]52;c;aGk=\x07');
  port.title('2 scans\x1b]52;c;aGk=\x07');
  await terminal.settle();
  expect(terminal.takeWrites()).toHaveLength(1);
  expect(terminal.modes()).toMatchObject({ title: '2 scans␛]52;c;aGk=␇', copied: [] });
  await terminal.send('q');
  await terminal.ended;
  expect(terminal.takeWrites().join('')).toContain('\x1b[23;0t');
});

test('rings and copies without waiting for a frame', async () => {
  await open();
  port.bell();
  expect(port.copy('image@sha256:1')).toBe('sent');
  expect(port.copy('x'.repeat(60_000))).toBe('too-large');
  await terminal.settle();
  expect(terminal.modes()).toMatchObject({ bells: 1, copied: ['image@sha256:1'] });
});

test('a suspension hands the terminal back, and paints everything afterwards', async () => {
  await open();
  port.title('title');
  await terminal.settle();
  const before = terminal.text();
  terminal.takeWrites();
  port.suspend();
  await terminal.settle();
  const written = terminal.takeWrites().join('');
  const [leaving = '', entering = ''] = written.split('\x1b[?1049l');
  expect(leaving).toContain('\x1b[?7h');
  expect(leaving).toContain('\x1b[23;0t');
  expect(entering).toContain('\x1b[?1049h\x1b[?7l');
  expect(terminal.text()).toBe(before);
  expect(terminal.modes()).toMatchObject({ autoWrap: false, cursorVisible: false, title: 'title' });
  await terminal.send('j');
  expect(terminal.rows()[0]).toContain('keys: j pasted');
});

test('goes on from a skeleton that was painted before', async () => {
  await openOnSkeleton(null);
  expect(terminal.rows()[0]).toBe('drawn');
  expect(terminal.takeWrites().join('').split('?1049h')).toHaveLength(2);
  await terminal.close();
  expect(terminal.modes()).toMatchObject(restored);
});

test('leaves a skeleton behind when the program cannot be opened', async () => {
  await expect(openOnSkeleton('cannot open')).rejects.toThrow('cannot open');
  await stdout.emulator.drained();
  expect(stdout.emulator.modes()).toMatchObject(restored);
});

test('read aloud, stays on the primary screen and lets lines wrap', async () => {
  await open({ INK_SCREEN_READER: 'true' });
  expect(terminal.modes()).toMatchObject({ alternateScreen: false, autoWrap: true });
  expect(terminal.rows()[0]).toContain('80x24 keys:');
});
