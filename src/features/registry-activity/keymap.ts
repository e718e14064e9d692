import type { Binding } from '../../core/binding.ts';

const group = 'Activity';

/** The keys of the Activity pane beside the shell's. */
export const keymap: readonly Binding[] = [
  {
    id: 'activity.toggle',
    keys: ['space'],
    title: 'Narrow to the value; mark the row',
    group,
    hint: 'narrow',
  },
  {
    id: 'activity.failures',
    keys: ['!'],
    title: 'Show the failures',
    group,
    hint: 'failures',
  },
  {
    id: 'activity.by',
    keys: ['b'],
    title: 'Show everything by this initiator',
    group,
    hint: 'by',
  },
  {
    id: 'activity.on',
    keys: ['i'],
    title: 'Show everything on this image',
    group,
    hint: 'image',
  },
  {
    id: 'activity.deletions',
    keys: ['D'],
    title: 'Show deletions and untags',
    group,
    hint: 'deletions',
  },
  {
    id: 'activity.changes',
    keys: ['C'],
    title: 'Show changes to settings and access',
    group,
    hint: 'changes',
  },
  {
    id: 'activity.same',
    keys: ['='],
    title: 'Show everything with this correlationId',
    group,
  },
  {
    id: 'activity.burst',
    keys: ['B'],
    title: 'Show the next burst of deletions or refusals',
    group,
  },
  { id: 'activity.widen', keys: ['c'], title: 'Take all narrowing away', group },
  {
    id: 'activity.follow',
    keys: ['F'],
    title: 'Follow what comes, or hold it while it buffers',
    group,
    hint: 'follow',
  },
  { id: 'activity.time', keys: ['t'], title: 'Choose the time range', group, hint: 'time' },
  {
    id: 'activity.count',
    keys: ['f'],
    title: 'Go to the values of the focused column',
    group,
    hint: 'facet',
  },
  {
    id: 'activity.left',
    keys: ['left', 'h'],
    title: 'Go to the column on the left, or the event before; close the field',
    group,
  },
  {
    id: 'activity.right',
    keys: ['right', 'l'],
    title: 'Go to the column on the right, or the next event; open the field',
    group,
  },
  { id: 'activity.sort-next', keys: ['s'], title: 'Sort by the next column', group },
  { id: 'activity.reverse', keys: ['S'], title: 'Reverse the order', group },
  { id: 'activity.query', keys: ['Q'], title: 'Ask with a DataPrime condition', group },
  {
    id: 'activity.archive',
    keys: ['A'],
    title: 'Ask the archive instead of the index, or back',
    group,
  },
  { id: 'activity.open-file', keys: ['o'], title: 'Open a file of events', group },
  { id: 'activity.save-view', keys: ['v'], title: 'Save this view under a name', group },
];
