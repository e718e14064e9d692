import type { Binding } from '../../core/binding.ts';

const group = 'Events';

/** The keys of the Events pane beside the shell's. */
export const keymap: readonly Binding[] = [
  {
    id: 'events.toggle',
    keys: ['space'],
    title: 'Narrow the stream to the value; mark the event',
    group,
    hint: 'narrow',
  },
  {
    id: 'events.follow',
    keys: ['F'],
    title: 'Follow the stream, or hold it while it buffers',
    group,
    hint: 'follow',
  },
  {
    id: 'events.around',
    keys: ['a'],
    title: 'Show what else happened in the container around that time',
    group,
    hint: 'around',
  },
  {
    id: 'events.image',
    keys: ['i'],
    title: "Show the image's vulnerabilities and policy results",
    group,
    hint: 'image',
  },
  {
    id: 'events.trace',
    keys: ['T'],
    title: 'Trace what the command led to',
    group,
  },
  {
    id: 'events.query',
    keys: ['Q'],
    title: 'Filter the stream at the server',
    group,
    hint: 'query',
  },
  { id: 'events.time', keys: ['t'], title: 'Choose how far back to look', group, hint: 'time' },
  {
    id: 'events.left',
    keys: ['left', 'h'],
    title: 'Go to the column on the left; fold the field',
    group,
  },
  {
    id: 'events.right',
    keys: ['right', 'l'],
    title: 'Go to the column on the right; unfold the field',
    group,
  },
  {
    id: 'events.count',
    keys: ['f'],
    title: 'Count the values of the focused column over the rows here',
    group,
    hint: 'count',
  },
  {
    id: 'events.sort-next',
    keys: ['s'],
    title: 'Sort a table of counts by its next column; a stream stays in the order of time',
    group,
  },
  { id: 'events.reverse', keys: ['S'], title: 'Reverse the order of a table of counts', group },
  {
    id: 'events.save-view',
    keys: ['v'],
    title: 'Save this view under a name',
    group,
    hint: 'save',
  },
  { id: 'events.widen', keys: ['c'], title: 'Take all narrowing away', group },
];
