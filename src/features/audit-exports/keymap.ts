import type { Binding } from '../../core/binding.ts';

const group = 'Exports';
const events = 'Audit events';

/** The keys of the Exports pane beside the shell's. */
export const keymap: readonly Binding[] = [
  { id: 'exports.new', keys: ['n'], title: 'Make an export', group, hint: 'new' },
  {
    id: 'exports.view',
    keys: ['a'],
    title: 'Look at the audit events themselves, or back at the jobs',
    group,
    hint: 'jobs/events',
  },
  { id: 'exports.pause', keys: ['P'], title: 'Pause the job', group, hint: 'pause' },
  {
    id: 'exports.resume',
    keys: ['R'],
    title: 'Resume the job, or try a failed one again',
    group,
    hint: 'resume',
  },
  { id: 'exports.resume-all', keys: ['I'], title: 'Resume every interrupted job', group },
  { id: 'exports.cancel', keys: ['X'], title: 'Cancel the job', group, hint: 'cancel' },
  { id: 'exports.remove', keys: ['D'], title: 'Remove the job; its file stays', group },
  {
    id: 'exports.folder',
    keys: ['o'],
    title: "Show and copy the path of the file's folder",
    group,
  },
  { id: 'exports.copy-resume', keys: ['C'], title: 'Copy the command that resumes the job', group },
  {
    id: 'exports.left',
    keys: ['left', 'h'],
    title: 'Close the field; go to the job or the event before',
    group,
  },
  {
    id: 'exports.right',
    keys: ['right', 'l'],
    title: 'Open the field; go to the next job or event',
    group,
  },
  {
    id: 'exports.toggle',
    keys: ['space'],
    title: 'Narrow to the value',
    group: events,
    hint: 'narrow',
  },
  { id: 'exports.time', keys: ['t'], title: 'Choose the time range', group: events, hint: 'time' },
  {
    id: 'exports.dry-run',
    keys: ['d'],
    title: 'Show what policies on trial would have done, or what was done',
    group: events,
  },
  { id: 'exports.facets', keys: ['f'], title: 'Go to the counted values', group: events },
  { id: 'exports.more', keys: ['m'], title: 'Load older events', group: events },
  { id: 'exports.widen', keys: ['c'], title: 'Take all narrowing away', group: events },
];
