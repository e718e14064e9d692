import { mix } from '../carbon-black/draws.ts';
import type { EventRef } from './event-body.ts';

/** The numbers of an event's process. */
export interface ProcessIds {
  readonly pid: number;
  readonly parentPid: number;
  /** The shell in which it ran; 0 for none. */
  readonly loginShellId: number;
}

/** In an attack, every process is a child of the shell with which it began. */
export function processIdsOf({ cell, index }: EventRef): ProcessIds {
  const noise = cell.noise[index] ?? 0;
  const alarm = cell.stories.get(cell.keys[index] ?? 0);
  if (alarm === undefined) {
    const pid = 3000 + (mix(noise, 11) % 4_000_000);
    return { pid, parentPid: Math.max(1, pid - 1 - (noise % 900)), loginShellId: 0 };
  }
  const shell = shellOf(alarm.story.slot);
  const isShell = alarm.step.rule === 'Terminal shell in container';
  const pid = isShell ? shell : shell + 3 + alarm.step.after;
  return { pid, parentPid: isShell ? shell - 7 : shell, loginShellId: shell };
}

/** The number of the shell of an attack. */
export const shellOf = (slot: number) => 20_000 + (mix(slot, 5) % 2_000_000);
