/** A process of this or another machine, told apart from a later one with the same number. */
export interface ProcessMark {
  readonly pid: number;
  /** When it began, in the machine's own terms. */
  readonly started: string;
  /** The machine. */
  readonly machine: string;
  /** Which run of the machine. */
  readonly boot: string;
  /** Within which numbers are counted: a container has its own. */
  readonly space: string;
}

/** The machine's processes. */
export interface Processes {
  self(): ProcessMark;
  /** Whether a process of this machine, boot and space lives. */
  lives(mark: ProcessMark): boolean;
}

/** `elsewhere`: on another machine or in another container, where we can't look. */
export type Liveness = 'alive' | 'dead' | 'elsewhere';

/** What is known of a process. */
export function livenessOf(processes: Processes, mark: ProcessMark): Liveness {
  const self = processes.self();
  if (mark.machine !== self.machine) return 'elsewhere';
  if (mark.boot !== self.boot) return 'dead';
  if (mark.space !== self.space) return 'elsewhere';
  return processes.lives(mark) ? 'alive' : 'dead';
}
