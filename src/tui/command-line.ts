import {
  editField,
  fieldText,
  type TextField,
  textField,
  typeIntoField,
} from './kit/text-field.ts';

/** What is typed after `:`, and where in the history and among the completions the user is. */
export interface CommandLine {
  readonly field: TextField;
  /** Index of the completion that enter takes. */
  readonly chosen: number;
  /** Steps back in the history; 0 is what is being typed. */
  readonly recalled: number;
  /** What was being typed when the user went into the history. */
  readonly draft: string;
}

/** An empty command line. */
export const emptyCommandLine: CommandLine = {
  field: textField(),
  chosen: 0,
  recalled: 0,
  draft: '',
};

/** Types text, which starts over with the best completion. */
export function typeCommand(line: CommandLine, text: string): CommandLine {
  return { ...line, field: typeIntoField(line.field, text), chosen: 0, recalled: 0 };
}

/** What there is beside the line itself. */
export interface CommandChoices {
  /** How many completions there are. */
  readonly count: number;
  /** Newest last. */
  readonly history: readonly string[];
}

/** What a key does: tab and shift-tab go through the completions, up and down through the history. */
export function commandKey(line: CommandLine, key: string, choices: CommandChoices): CommandLine {
  if (key === 'tab') return choose(line, 1, choices.count);
  if (key === 'shift-tab') return choose(line, -1, choices.count);
  if (key === 'up') return recall(line, line.recalled + 1, choices.history);
  if (key === 'down') return recall(line, line.recalled - 1, choices.history);
  const field = editField(line.field, key);
  return field === null ? line : { ...line, field, chosen: 0 };
}

function choose(line: CommandLine, step: 1 | -1, count: number): CommandLine {
  return count === 0 ? line : { ...line, chosen: (line.chosen + step + count) % count };
}

function recall(line: CommandLine, recalled: number, history: readonly string[]): CommandLine {
  if (recalled < 0 || recalled > history.length) return line;
  const draft = line.recalled === 0 ? fieldText(line.field) : line.draft;
  const text = recalled === 0 ? draft : (history.at(-recalled) ?? '');
  return { field: textField(text), chosen: 0, recalled, draft };
}

/** Adds a command that was run to the history, once, bounded. */
export function remember(history: readonly string[], command: string): readonly string[] {
  return [...history.filter((earlier) => earlier !== command), command].slice(-100);
}
