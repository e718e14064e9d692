import type { Binding } from '../core/binding.ts';

const pane = (slot: 1 | 2 | 3 | 4 | 5): Binding => ({
  id: `shell.pane-${slot}`,
  keys: [String(slot)],
  title: `Go to pane ${slot}`,
  group: 'Panes',
});

const move = (name: string, keys: readonly string[], title: string): Binding => ({
  id: `shell.${name}`,
  keys,
  title,
  group: 'Move',
});

/** The keys that work in every pane, as data: `scandeck keys` lists them without loading the deck. */
export const shellKeymap: readonly Binding[] = [
  pane(1),
  pane(2),
  pane(3),
  pane(4),
  pane(5),
  {
    id: 'shell.next-region',
    keys: ['tab'],
    title: 'Go to the next region',
    group: 'Panes',
  },
  {
    id: 'shell.previous-region',
    keys: ['shift-tab'],
    title: 'Go to the previous region',
    group: 'Panes',
  },
  { ...move('down', ['j', 'down'], 'Move down'), hint: 'move' },
  { ...move('up', ['k', 'up'], 'Move up'), hint: 'move' },
  move('page-down', ['pgdn'], 'Move down a page'),
  move('page-up', ['pgup'], 'Move up a page'),
  move('half-down', ['ctrl-d'], 'Move down half a page'),
  move('half-up', ['ctrl-u'], 'Move up half a page'),
  move('first', ['g', 'home'], 'Go to the first row'),
  move('last', ['G', 'end'], 'Go to the last row'),
  { ...move('open', ['enter'], 'Open the row'), hint: 'open' },
  move('unwind', ['esc'], 'Close, or unwind one step'),
  move('place-back', ['['], 'Go back to the last place'),
  move('place-forward', [']'], 'Go forward again'),
  {
    id: 'shell.filter',
    keys: ['/'],
    title: 'Filter the rows (regex; ! inverts)',
    group: 'Rows',
    hint: 'filter',
  },
  {
    id: 'shell.refresh',
    keys: ['r'],
    title: 'Refresh now',
    group: 'Rows',
  },
  { id: 'shell.copy-id', keys: ['y'], title: 'Copy the id of the row', group: 'Rows' },
  { id: 'shell.copy-row', keys: ['Y'], title: 'Copy the row as JSON', group: 'Rows' },
  {
    id: 'shell.write-row',
    keys: ['w'],
    title: 'Write the row as JSON to a file',
    group: 'Rows',
  },
  {
    id: 'shell.export',
    keys: ['x'],
    title: 'Export what this view selects',
    group: 'Rows',
  },
  {
    id: 'shell.command',
    keys: [':'],
    title: 'Open the command line',
    group: 'Deck',
    hint: 'command',
  },
  {
    id: 'shell.twin',
    keys: ['e'],
    title: 'Show the headless command for this screen',
    group: 'Deck',
  },
  { id: 'shell.log', keys: ['L'], title: 'Show the log of API calls', group: 'Deck' },
  { id: 'shell.help', keys: ['?'], title: 'Show the keys', group: 'Deck', hint: 'help' },
  { id: 'shell.redraw', keys: ['ctrl-l'], title: 'Redraw the screen', group: 'Deck' },
  { id: 'shell.suspend', keys: ['ctrl-z'], title: 'Suspend', group: 'Deck' },
  { id: 'shell.quit', keys: ['q'], title: 'Quit', group: 'Deck' },
  {
    id: 'shell.quit-now',
    keys: ['ctrl-c'],
    title: 'Quit at once, with exit code 130',
    group: 'Deck',
  },
];
