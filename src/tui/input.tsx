import { type Key, useApp, useInput, usePaste } from 'ink';
import { keysOf } from './input-router.ts';

/** Hands the terminal to whoever calls it, until the task is over (Ink's `suspendTerminal`). */
export type LendTerminal = (task: () => Promise<void>) => Promise<void>;

/** Who listens to the keyboard. */
export interface InputProps {
  /** One key, named as in core/binding.ts. */
  readonly onKey: (name: string) => void;
  /** Pasted text, as it came. */
  readonly onPaste: (text: string) => void;
  /** Told how to lend the terminal; Ink offers that only inside its tree. */
  readonly onLend: (lend: LendTerminal) => void;
}

/** The only reader of keys and pastes. Draws nothing. */
export function Input({ onKey, onPaste, onLend }: InputProps) {
  onLend(useApp().suspendTerminal);
  useInput((input: string, key: Key) => {
    for (const name of keysOf(input, key)) onKey(name);
  });
  usePaste(onPaste);
  return null;
}
