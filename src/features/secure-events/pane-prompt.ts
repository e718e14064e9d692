import { parseDuration } from '../../core/duration.ts';
import { ScandeckError } from '../../core/errors.ts';
import { cells, truncate } from '../../core/width.ts';
import { fieldWindow } from '../../tui/kit/field-line.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import {
  editField,
  fieldText,
  type TextField,
  textField,
  typeIntoField,
} from '../../tui/kit/text-field.ts';
import type { FilterFields } from './filter-fields.ts';
import { checkFilter, completeFilter } from './filter-language.ts';
import type { SeenValues } from './store-seen.ts';

/** What is wrong with a text, and where it begins. */
export interface PromptProblem {
  /** Index in the text. */
  readonly at: number;
  readonly message: string;
}

/** A line that is being typed: an expression for the server, how far back to look, or a name. */
export interface EventsPrompt {
  readonly kind: 'query' | 'range' | 'view';
  readonly field: TextField;
  readonly problem: PromptProblem | null;
  /** What could stand at the cursor. */
  readonly options: readonly string[];
  /** Where what an option takes the place of begins and ends. */
  readonly span: readonly [from: number, to: number];
  /** Index of the option that is chosen; null for none. */
  readonly picked: number | null;
}

/** How far back one can look with a key. */
export const ranges = ['5m', '15m', '1h', '6h', '1d', '7d', '14d'] as const;
const longestMs = 14 * 86_400_000;

/** What an expression can name. */
export interface PromptNames {
  /** Null until they are known. */
  readonly fields: FilterFields | null;
  readonly seen: SeenValues;
}

/** Opens a prompt, with what is in force in its field. */
export function openPrompt(
  kind: EventsPrompt['kind'],
  text: string,
  names: PromptNames,
): EventsPrompt {
  return examined({ kind, field: textField(text) }, names);
}

/** Types text into a prompt. */
export function typeIntoPrompt(
  prompt: EventsPrompt,
  text: string,
  names: PromptNames,
): EventsPrompt {
  return examined({ kind: prompt.kind, field: typeIntoField(prompt.field, text) }, names);
}

/** What a key does to a prompt; enter and esc belong to the owner. */
export function promptKey(prompt: EventsPrompt, key: string, names: PromptNames): EventsPrompt {
  const step = key === 'tab' || key === 'down' ? 1 : key === 'shift-tab' || key === 'up' ? -1 : 0;
  if (step !== 0) return pick(prompt, step);
  const field = editField(prompt.field, key);
  return field === null ? prompt : examined({ kind: prompt.kind, field }, names);
}

/** Checks what is typed, as it is typed, and looks for what could follow. */
function examined(
  { kind, field }: Pick<EventsPrompt, 'kind' | 'field'>,
  names: PromptNames,
): EventsPrompt {
  const text = fieldText(field);
  if (kind === 'view') {
    return { kind, field, problem: null, options: [], span: [0, text.length], picked: null };
  }
  if (kind === 'range') {
    const problem = text === '' ? null : rangeProblem(text);
    return { kind, field, problem, options: ranges, span: [0, text.length], picked: null };
  }
  const known = { fields: names.fields?.fields ?? [], seen: names.seen };
  const cursor = field.graphemes.slice(0, field.cursor).join('').length;
  const { from, to, options } = completeFilter(text, cursor, known);
  const found = queryProblem(text, names.fields);
  // What is being typed is not wrong as long as it can become something.
  const problem = found !== null && found.at >= from && options.length > 0 ? null : found;
  return { kind, field, problem, options, span: [from, to], picked: null };
}

/** Null where nothing is wrong, and while the fields are not known. */
function queryProblem(text: string, fields: FilterFields | null): PromptProblem | null {
  if (text.trim() === '' || fields === null) return null;
  const check = checkFilter(text, fields.fields);
  return 'ok' in check ? null : check;
}

function rangeProblem(text: string): PromptProblem | null {
  try {
    const ms = parseDuration(text.trim());
    return ms > longestMs ? { at: 0, message: 'the server looks back 14d at most' } : null;
  } catch (error) {
    if (!(error instanceof ScandeckError)) throw error;
    return { at: 0, message: error.message };
  }
}

/** Puts the next option in; the same text goes on being completed. */
function pick(prompt: EventsPrompt, step: 1 | -1): EventsPrompt {
  const { options, picked, span, kind } = prompt;
  const count = options.length;
  if (count === 0) return prompt;
  const shown = kind === 'range' ? options.indexOf(fieldText(prompt.field)) : -1;
  const before = picked ?? shown;
  const next = before < 0 ? (step > 0 ? 0 : count - 1) : (before + step + count) % count;
  const option = options[next] ?? '';
  const text = fieldText(prompt.field);
  const [from, to] = span;
  const head = textField(text.slice(0, from) + option);
  const rest = textField(text.slice(to));
  const graphemes = [...head.graphemes, ...rest.graphemes];
  return {
    ...prompt,
    field: { graphemes, cursor: head.cursor },
    problem: null,
    span: [from, from + option.length],
    picked: next,
  };
}

/** Checks a prompt once more, as it is about to be taken. */
export function finalProblem(
  { kind, field }: EventsPrompt,
  fields: FilterFields | null,
): PromptProblem | null {
  const text = fieldText(field);
  if (kind === 'query') return queryProblem(text, fields);
  if (kind === 'view') return null;
  return text.trim() === '' ? null : rangeProblem(text);
}

const labels = { query: 'server filter', range: 'look back', view: 'save view as' } as const;

const hints = {
  query: 'tab completes, enter asks the server, esc leaves it as it was; empty for all events',
  range: 'tab chooses; or type 30m, 3h, 2d',
  view: 'filter, chosen values and look back; : recalls it',
} as const;

/** What a prompt's field is called. */
export function promptTitle(kind: EventsPrompt['kind']): string {
  return labels[kind];
}

/** Cells before a prompt's field: what stands below it begins there. */
function labelCells(kind: EventsPrompt['kind']): number {
  return cells(` › ${labels[kind]}: `);
}

/** Lines that a prompt takes. */
export function promptHeight(prompt: EventsPrompt | null): number {
  return prompt === null ? 0 : 3;
}

/** The lines below a prompt's field: what is wrong and where, and what could be typed. */
export function promptLines(prompt: EventsPrompt, width: number): readonly Segments[] {
  const { problem, kind } = prompt;
  const options = optionLine(prompt, width);
  if (problem === null) {
    return [[segment(`${' '.repeat(labelCells(kind))}${hints[kind]}`, 'muted')], options];
  }
  return problemLines(prompt, problem, width).map((text, index) =>
    text === null && index > 0 ? options : [segment(text ?? '', 'bad')],
  );
}

/** The second is null where the first says all of it. */
function problemLines(
  prompt: EventsPrompt,
  { at, message }: PromptProblem,
  width: number,
): readonly (string | null)[] {
  const label = labelCells(prompt.kind);
  const column = label + pointerColumn(prompt, at, width - label - 1);
  const before = column - cells(message) - 1;
  if (column + 2 + cells(message) <= width) return [`${' '.repeat(column)}^ ${message}`, null];
  // Where the text would be cut at the right edge, it stands before the place that it points at.
  if (before > 0) return [`${' '.repeat(before)}${message} ^`, null];
  // Where neither has room for it, it is worth more than what could be typed.
  const indent = Math.max(1, Math.min(column, width - cells(message)));
  return [`${' '.repeat(column)}^`, truncate(`${' '.repeat(indent)}${message}`, width)];
}

/** A long text is drawn around its cursor: the pointer moves with it. */
function pointerColumn({ field }: EventsPrompt, at: number, width: number): number {
  const typed = field.graphemes.slice(0, field.cursor).join('');
  const hidden = cells(typed) - cells(fieldWindow(field, width).before);
  const column = cells(fieldText(field).slice(0, at)) - hidden;
  return Math.min(Math.max(0, column), Math.max(0, width - 1));
}

function optionLine({ options, picked, kind }: EventsPrompt, width: number): Segments {
  const room = width - labelCells(kind);
  const first = picked === null ? 0 : Math.max(0, picked - 2);
  const line: { text: string; isPicked: boolean }[] = [];
  let left = room;
  for (const [index, option] of options.slice(first).entries()) {
    const isPicked = first + index === picked;
    const text = isPicked ? `[${option.trim()}] ` : ` ${option.trim()}  `;
    left -= cells(text);
    if (left < 0) break;
    line.push({ text, isPicked });
  }
  const start = segment(' '.repeat(labelCells(kind)));
  return [start, ...line.map((one) => segment(one.text, one.isPicked ? 'accent' : 'muted'))];
}
