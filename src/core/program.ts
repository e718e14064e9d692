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

/** What the running program can do with itself: given by the composition root. */
export interface ProgramPort {
  readonly version: string;
  /** Where the program keeps what it has to remember, as an absolute path. */
  readonly stateFolder: string;
  /** Where relative paths of the user start. */
  readonly workFolder: string;
  readonly processes: Processes;
  /**
   * Starts the program again, in a session of its own, so that it outlives the terminal.
   *
   * @param args without the program's own name
   * @param log the file that its stdout and stderr are added to
   * @throws when it can't be started
   */
  spawn(args: readonly string[], log: string): Promise<void>;
  /**
   * Shows a line at the foot of stderr, in the place of the last one; null takes it away. Does
   * nothing when stderr is no terminal, or nobody wants narration.
   */
  statusLine(text: string | null): void;
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
