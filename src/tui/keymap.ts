import type { Binding } from '../core/binding.ts';
import { nearest } from '../core/nearest.ts';

/** The bindings that can be reached at one time, and how their keys find them. */
export interface Keymap {
  /** The pane's first, then the shell's. */
  readonly bindings: readonly Binding[];
  readonly find: (key: string) => Binding | undefined;
}

/** A pane's bindings beside the shell's. */
export interface Scope {
  readonly pane: readonly Binding[];
  readonly shell: readonly Binding[];
}

/** Keys that the user chose, by binding id. */
export type Remap = Readonly<Record<string, readonly string[]>>;

const namedKeys: ReadonlySet<string> = new Set(
  'enter esc space tab shift-tab up down left right home end pgup pgdn backspace delete'.split(' '),
);
const controlKey = /^ctrl-[a-z]$/;

/** This one always gets the user out, even of a form. */
const fixedId = 'shell.quit-now';

/** @returns the text that a key types; null for a key that types none */
export function typedText(key: string): string | null {
  if (key === 'space') return ' ';
  const isNamed = namedKeys.has(key) || /^(ctrl|alt|shift|meta)-./.test(key);
  return isNamed ? null : key;
}

/** Makes the keymap of a scope. Where two bindings want one key, the pane's wins. */
export function createKeymap({ pane, shell }: Scope): Keymap {
  const bindings = [...pane, ...shell];
  const byKey = new Map<string, Binding>();
  for (const binding of bindings) {
    for (const key of binding.keys) if (!byKey.has(key)) byKey.set(key, binding);
  }
  return { bindings, find: (key) => byKey.get(key) };
}

/** @returns a binding's first key, for a text that names it; `:` where it has none, to find it by name */
export function keyName(bindings: readonly Binding[], id: string): string {
  return bindings.find((binding) => binding.id === id)?.keys[0] ?? ':';
}

/** Bindings with the user's keys, and what was wrong with those. */
export interface Remapped {
  readonly shell: readonly Binding[];
  /** In the order of `panes`. */
  readonly panes: readonly (readonly Binding[])[];
  /** One for each remap that was not taken. */
  readonly problems: readonly RemapProblem[];
}

/** Why a remap was not taken. */
export interface RemapProblem {
  /** The id that it is for. */
  readonly id: string;
  /** The key that is wrong; null when the id is. */
  readonly key: string | null;
  /** What is wrong with it, to be read after its name. */
  readonly what: string;
  /** What to write instead. */
  readonly instead: string;
}

/**
 * Gives bindings the keys that the user chose. A remap is left out, and said to be, when its id is
 * unknown, a key is no key, or it would take a key that another binding of the same screen has.
 */
export function remapKeys(
  shell: readonly Binding[],
  panes: readonly (readonly Binding[])[],
  wanted: Remap,
): Remapped {
  const known = [...shell, ...panes.flat()].map(({ id }) => id);
  const problems: RemapProblem[] = [];
  let taken = Object.entries(wanted).filter(([id, keys]) => {
    const problem = problemWith(id, keys, known);
    if (problem !== null) problems.push(problem);
    return problem === null;
  });
  // Dropping one remap gives its binding the old keys back, which may clash with another remap.
  for (;;) {
    const applied = apply(shell, panes, Object.fromEntries(taken));
    const clash = findClash(applied, new Set(taken.map(([id]) => id)));
    if (clash === null) return { ...applied, problems };
    problems.push(clashProblem(clash));
    taken = taken.filter(([id]) => id !== clash.id);
  }
}

function problemWith(
  id: string,
  keys: readonly string[],
  known: readonly string[],
): RemapProblem | null {
  if (id === fixedId) {
    return { id, key: null, what: 'cannot be changed', instead: 'remove it' };
  }
  if (!known.includes(id)) {
    const meant = nearest(id, known);
    const instead = meant === null ? 'write an id that `scandeck keys` lists' : `write "${meant}"`;
    return { id, key: null, what: 'names no binding', instead };
  }
  const wrong = keys.find((key) => !isKey(key));
  if (wrong === undefined) return null;
  const what = `has ${JSON.stringify(wrong)}, which is not a key`;
  return { id, key: wrong, what, instead: `write one character, ctrl-a to ctrl-z, or ${names}` };
}

const names = [...namedKeys].join(', ');

function clashProblem({ id, other, key }: Clash): RemapProblem {
  const more = other === fixedId ? '' : `, or give ${other} others`;
  const what = `has ${JSON.stringify(key)}, which is taken by ${other}`;
  return { id, key, what, instead: `write another key${more}` };
}

function isKey(key: string): boolean {
  return namedKeys.has(key) || controlKey.test(key) || /^[^\s\p{C}]$/u.test(key);
}

function apply(
  shell: readonly Binding[],
  panes: readonly (readonly Binding[])[],
  remap: Remap,
): Omit<Remapped, 'problems'> {
  const remapped = (bindings: readonly Binding[]) =>
    bindings.map((binding) => ({ ...binding, keys: remap[binding.id] ?? binding.keys }));
  return { shell: remapped(shell), panes: panes.map(remapped) };
}

interface Clash {
  /** The remapped binding that has to give way. */
  readonly id: string;
  readonly other: string;
  readonly key: string;
}

function findClash(
  { shell, panes }: Omit<Remapped, 'problems'>,
  remapped: ReadonlySet<string>,
): Clash | null {
  for (const pane of panes.length === 0 ? [[]] : panes) {
    const owners = new Map<string, string>();
    for (const { id, keys } of [...shell, ...pane]) {
      for (const key of new Set(keys)) {
        const other = owners.get(key);
        if (other === undefined) owners.set(key, id);
        else if (remapped.has(id)) return { id, other, key };
        else if (remapped.has(other)) return { id: other, other: id, key };
      }
    }
  }
  return null;
}

/** @returns the answer that a key gives to a yes-or-no question; null when it gives none */
export function answerOf(key: string): 'yes' | 'no' | null {
  if (key === 'y' || key === 'Y') return 'yes';
  return key === 'n' || key === 'N' || key === 'esc' ? 'no' : null;
}
