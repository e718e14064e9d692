import type { Binding } from '../../core/binding.ts';

const group = 'Progress';

/** The keys of the Progress pane beside the shell's. */
export const keymap: readonly Binding[] = [
  {
    id: 'progress.start-scan',
    keys: ['n'],
    title: 'Start an on-demand scan of an image and follow it',
    group,
    hint: 'new scan',
    dangerous: true,
  },
  {
    id: 'progress.stop-regular',
    keys: ['X'],
    title: 'Stop the regular scan',
    group,
    hint: 'stop',
    dangerous: true,
  },
  {
    id: 'progress.open-result',
    keys: ['o'],
    title: 'Open the result of a finished scan',
    group,
    hint: 'result',
  },
  {
    id: 'progress.dismiss',
    keys: ['d'],
    title: 'Dismiss a finished scan from the list',
    group,
    hint: 'dismiss',
  },
  {
    id: 'progress.dismiss-finished',
    keys: ['D'],
    title: 'Dismiss all finished scans from the list',
    group,
  },
];
