import { writeFileSync } from 'node:fs';
import { Text } from 'ink';
import { useSyncExternalStore } from 'react';
import { systemClock } from '../../src/core/clock.ts';
import type { ExitCode } from '../../src/core/errors.ts';
import { createStore } from '../../src/core/store.ts';
import { openKeyboard } from '../../src/tui/run-keyboard.ts';
import { runTerminal } from '../../src/tui/run-terminal.tsx';
import type { TerminalPort } from '../../src/tui/terminal-port.ts';

/*
 * The smallest program that has the terminal to itself: it shows its keys, and comes to its end in
 * every way there is. Its first argument is where it writes its process id.
 */

interface Seen {
  readonly size: string;
  readonly keys: string;
}

const seen = createStore<Seen>({ size: '', keys: '' });
const ended = Promise.withResolvers<ExitCode>();

function View() {
  const { size, keys } = useSyncExternalStore(seen.subscribe, seen.get);
  if (keys.endsWith('d')) throw new Error('failed in drawing');
  return <Text>{`probe ${size} keys=${keys}.`}</Text>;
}

function actions(port: TerminalPort): Readonly<Record<string, () => void>> {
  return {
    q: () => ended.resolve(0),
    'ctrl-c': () => ended.resolve(130),
    'ctrl-z': () => port.suspend(),
    k: () => {
      throw new Error('failed in a key');
    },
    u: () => {
      systemClock.after(0, () => {
        throw new Error('failed in a timer');
      });
    },
    r: () => void Promise.reject(new Error('failed in a promise')),
    e: () => process.exit(7),
    t: () => port.title('the title'),
  };
}

function open(port: TerminalPort) {
  const act = actions(port);
  const program = {
    key: (name: string) => {
      seen.update((old) => ({ ...old, keys: `${old.keys}${name}` }));
      act[name]?.();
    },
    paste: () => {},
    resize: (columns: number, rows: number) =>
      seen.update((old) => ({ ...old, size: `${columns}x${rows}` })),
    start: () => {},
    stop: async () => {},
    ended: ended.promise,
  };
  return { program, draw: () => <View /> };
}

writeFileSync(String(process.argv[2]), String(process.pid));
const keyboard = openKeyboard(process.stdin);
const { stdout, env } = process;
const ending = await runTerminal({ stdin: keyboard.input, stdout, env, clock: systemClock, open });
keyboard.close();
if (ending.error instanceof Error) process.stderr.write(`${ending.error.stack}\n`);
process.exitCode = ending.exitCode;
