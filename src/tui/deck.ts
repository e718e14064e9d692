import type { Session } from '../api/session.ts';
import type { BindingActions } from '../core/binding.ts';
import { coalesce } from '../core/coalesce.ts';
import type { ExitCode } from '../core/errors.ts';
import { keepInList } from '../core/list.ts';
import type { ProgramPort } from '../core/program.ts';
import { createStore, type Readable } from '../core/store.ts';
import { nextTurn } from '../core/turn.ts';
import type { Feature, PaneHost } from '../features/feature.ts';
import { copyText } from './copying.ts';
import { type DeckParts, patch } from './deck-parts.ts';
import { type DeckState, paneHeight } from './deck-state.ts';
import { createDispatch } from './dispatch.ts';
import { drawnState } from './drawn-state.ts';
import { createHeaderClock } from './header-clock.ts';
import { createKeymap, type Keymap } from './keymap.ts';
import type { Theme } from './kit/theme.ts';
import { rememberPlace } from './navigation.ts';
import { observe } from './observing.ts';
import { logIds, logRoom } from './overlays/log.ts';
import type { Overlay } from './overlays/overlay.ts';
import { createPanes } from './panes.ts';
import { noPlaces } from './places.ts';
import { type SaveRow, saveRowIn } from './row-file.ts';
import { createShellActions } from './shell-actions.ts';
import { type DeckKeymaps, deckKeymaps } from './shell-bindings.ts';
import { isRemote } from './terminal-modes.ts';
import type { TerminalPort } from './terminal-port.ts';
import { themeFor } from './theme.ts';
import { createToasts, type Toasts } from './toasts.ts';

/** What a deck is made from. */
export interface DeckOptions {
  readonly session: Session;
  readonly features: readonly Feature[];
  readonly terminal: TerminalPort;
  /** For the theme, and for how often to publish. @default empty */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Id of the pane to begin with. @default the first */
  readonly initial?: string;
  /** @default into the current folder */
  readonly save?: SaveRow;
  /** The program itself, for panes that start it again. */
  readonly program?: ProgramPort | undefined;
}

/** The shell: all its state and all that can be done to it. React only draws it. */
export interface Deck {
  /** Changes by a key at once; for anything else at most 20 times a second, 10 over SSH. */
  readonly store: Readable<DeckState>;
  /** The state as far as it is drawn: the same object while the screen would be the same. */
  drawn(): DeckState;
  readonly session: Session;
  readonly features: readonly Feature[];
  readonly theme: Theme;
  /** What can be done now, by binding id: the shell's and the front pane's. */
  actions(): BindingActions;
  /** A key, named as in core/binding.ts. */
  key(name: string): void;
  paste(text: string): void;
  resize(columns: number, rows: number): void;
  /** A pane's drawing threw. */
  crashed(id: string, error: unknown): void;
  /** Opens the first pane. */
  start(): void;
  stop(): Promise<void>;
  /** Resolves when the user wants to leave. */
  readonly ended: Promise<ExitCode>;
}

/** Creates a deck at rest; `start` opens its first pane. */
export function createDeck(options: DeckOptions): Deck {
  const { session, features, terminal, env = {} } = options;
  const keymaps = deckKeymaps(features, session.preferences.keys);
  const toasts = createToasts(session.clock);
  const ended = Promise.withResolvers<ExitCode>();
  const perSecond = isRemote(env) ? 10 : 20;
  // Each at its own pace: calls in a row must not part a pane's rows from their count by a frame.
  const calls = createPulse(session.clock, perSecond);
  const pane = createPulse(session.clock, perSecond);
  const parts = createParts(options, { keymaps, toasts, end: ended.resolve, changed: pane.beat });
  const shell = createShellActions(parts);
  const actions = () => ({ ...shell, ...parts.pane()?.actions });
  const headerClock = createHeaderClock(parts);
  const look = () => {
    const isNewHealth = session.health.get() !== parts.state.get().health;
    observe(parts, shell);
    if (isNewHealth) headerClock.rearm();
  };
  let isOpen = true;
  const lookIfOpen = () => {
    if (isOpen) look();
  };
  let stopGreeting = () => {};
  const dispatch = createDispatch(parts, shell, look);
  const subscriptions = [
    // What a call has brought is known in the same turn, and drawn with it.
    calls.subscribe(() => void nextTurn().then(lookIfOpen)),
    pane.subscribe(() => {
      look();
      // What panes have got to show comes at its own pace.
      terminal.hurry();
    }),
    session.health.subscribe(calls.beat),
    session.exchanges.subscribe(calls.beat),
    toasts.subscribe(() => patch(parts, { toasts: toasts.get() })),
    parts.panes.subscribe(look),
  ];
  return {
    key: (name) => toasts.answering(() => dispatch.key(name)),
    paste: (text) => toasts.answering(() => dispatch.paste(text)),
    store: parts.state,
    drawn: drawnState(parts.state),
    session,
    features,
    theme: themeFor(env),
    actions,
    resize: (columns, rows) => {
      resize(parts, columns, rows);
      look();
    },
    crashed: parts.panes.crashed,
    start: () => {
      for (const { id, what } of keymaps.problems) {
        toasts.show(`keys.${id} ${what}; see scandeck config validate`, 'warn');
      }
      headerClock.rearm();
      parts.panes.visit(parts.state.get().active);
      look();
      stopGreeting = greetSoon(parts, options.program);
    },
    stop: async () => {
      isOpen = false;
      for (const unsubscribe of subscriptions) unsubscribe();
      calls.close();
      pane.close();
      headerClock.stop();
      stopGreeting();
      toasts.clear();
      await parts.panes.stop();
    },
    ended: ended.promise,
  };
}

/** Tells that something changed, at most so many times a second. */
function createPulse(clock: Session['clock'], perSecond: number) {
  const beats = createStore(0);
  const { subscribe, close } = coalesce(beats, clock, perSecond);
  return { subscribe, close, beat: () => beats.update((count) => count + 1) };
}

interface DeckInsides {
  readonly keymaps: DeckKeymaps;
  readonly toasts: Toasts;
  readonly end: (code: ExitCode) => void;
  /** Told when a pane says that something changed. */
  readonly changed: () => void;
}

function createParts(options: DeckOptions, insides: DeckInsides): DeckParts {
  const { session, features, terminal, save = saveRowIn('.') } = options;
  const { keymaps, toasts, end, changed } = insides;
  const state = createStore(firstState(options, keymaps));
  const host = (id: string): PaneHost => ({ ...paneHost(parts, id), program: options.program });
  const panes = createPanes({ session, features, host, changed });
  const parts: DeckParts = {
    state,
    session,
    features,
    terminal,
    panes,
    save,
    keymap: () => keymapOf(keymaps, state.get().active),
    pane: () => panes.living(state.get().active),
    toast: toasts.show,
    end,
  };
  return parts;
}

function paneHost(parts: DeckParts, id: string): PaneHost {
  const { session, terminal } = parts;
  return {
    session,
    toast: parts.toast,
    ring: () => {
      if (session.preferences.bell) terminal.bell();
    },
    copy: (text, what) => copyText(parts, text, what),
    markPlace: () => {
      if (parts.state.get().active === id) rememberPlace(parts);
    },
  };
}

/** Milliseconds that the first pane has for its own start. */
const greetAfterMs = 300;

function greetSoon(parts: DeckParts, program: ProgramPort | undefined): () => void {
  if (program === undefined) return () => {};
  return parts.session.clock.after(greetAfterMs, () => void greet(parts, program));
}

/** What features have to tell at once. One that can't look tells nothing: its pane says why. */
async function greet({ session, features, toast }: DeckParts, program: ProgramPort): Promise<void> {
  const { clock, activity } = session;
  const end = activity.begin();
  for (const { greeting } of features) {
    const text = await greeting?.({ program, clock }).catch(() => null);
    if (typeof text === 'string') toast(text, 'warn');
  }
  end();
}

function resize(parts: DeckParts, columns: number, rows: number): void {
  const before = parts.state.get();
  if (columns === before.columns && rows === before.rows) return;
  // The panes first: the state's change is what draws them.
  parts.panes.resize({ width: columns, height: paneHeight({ rows }) });
  patch(parts, { columns, rows, overlay: refitted(before, rows) });
}

/** The selected call stays in view. */
function refitted({ overlay, exchanges }: DeckState, rows: number): Overlay | null {
  if (overlay?.kind !== 'log') return overlay;
  const ids = logIds(exchanges);
  return { ...overlay, list: keepInList(overlay.list, ids, logRoom({ rows })) };
}

function keymapOf(keymaps: DeckKeymaps, id: string): Keymap {
  return keymaps.byFeature.get(id) ?? createKeymap({ pane: [], shell: [] });
}

function firstState({ session, features, initial }: DeckOptions, keymaps: DeckKeymaps): DeckState {
  const first = features.find(({ id }) => id === initial) ?? features[0];
  const active = first?.id ?? '';
  return {
    columns: 80,
    rows: 24,
    now: session.clock.now(),
    active,
    slots: {},
    bindings: keymapOf(keymaps, active).bindings,
    status: { rows: '', title: '' },
    offers: [],
    hints: [],
    filters: {},
    places: noPlaces,
    prompt: null,
    overlay: null,
    history: [],
    toasts: [],
    health: session.health.get(),
    exchanges: session.exchanges.get(),
  };
}
