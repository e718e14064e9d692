import type { Binding } from '../../core/binding.ts';

const group = 'Scan logs';

/** The keys of the Scan logs pane beside the shell's. */
export const keymap: readonly Binding[] = [
  {
    id: 'logs.toggle',
    keys: ['space'],
    title: 'Choose the value; mark the row; begin a stretch of time',
    group,
    hint: 'mark',
  },
  {
    id: 'logs.left',
    keys: ['left', 'h'],
    title: 'Go to the column or stretch on the left; close the field',
    group,
  },
  {
    id: 'logs.right',
    keys: ['right', 'l'],
    title: 'Go to the column or stretch on the right; open the field',
    group,
  },
  {
    id: 'logs.time',
    keys: ['t'],
    title: 'Choose the time range',
    group,
    hint: 'time',
  },
  {
    id: 'logs.query',
    keys: ['Q'],
    title: 'Search for a text at the server',
    group,
    hint: 'query',
  },
  {
    id: 'logs.count',
    keys: ['f'],
    title: 'Count the values of the focused column over the loaded rows',
    group,
    hint: 'count',
  },
  {
    id: 'logs.sort-next',
    keys: ['s'],
    title: 'Sort by the next column',
    group,
    hint: 'sort',
  },
  { id: 'logs.reverse', keys: ['S'], title: 'Reverse the order', group },
  {
    id: 'logs.history',
    keys: ['H'],
    title: 'Show all scans of the image',
    group,
    hint: 'history',
  },
  { id: 'logs.save-view', keys: ['v'], title: 'Save this view under a name', group, hint: 'save' },
  { id: 'logs.hide-column', keys: ['-'], title: 'Hide the focused column', group },
  { id: 'logs.show-columns', keys: ['+'], title: 'Show all columns', group },
];
