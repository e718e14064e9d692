import type { Move } from '../features/feature.ts';

/** The moves by binding id: a list, a log and a help are all moved by the same keys. */
export const moveOf: Readonly<Record<string, Move>> = {
  'shell.up': 'up',
  'shell.down': 'down',
  'shell.page-up': 'page-up',
  'shell.page-down': 'page-down',
  'shell.half-up': 'half-up',
  'shell.half-down': 'half-down',
  'shell.first': 'first',
  'shell.last': 'last',
};
