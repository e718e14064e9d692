import { type Segments, segment } from '../../tui/kit/segments.ts';
import {
  editField,
  fieldText,
  type TextField,
  textField,
  typeIntoField,
} from '../../tui/kit/text-field.ts';
import { timeFromOptions } from './criteria.ts';
import type { LogTime } from './model.ts';

/** What is being typed in the pane. */
export interface LogsPrompt {
  readonly kind: 'time' | 'query' | 'view' | 'facets';
  readonly field: TextField;
  /** Index of the preset that was chosen; null while a text is typed. */
  readonly preset: number | null;
  /** Why the last enter was not taken. */
  readonly error: string | null;
}

/** The ranges that are offered. */
export const timePresets = ['15m', '1h', '3h', '24h', '2d', '1w', '2w', '1M', '3M'] as const;

/** The words of a prompt. */
export const promptWords: Readonly<
  Record<LogsPrompt['kind'], { readonly label: string; readonly hint: string }>
> = {
  time: {
    label: 'time range',
    hint: 'up/down presets; or type -15m, 2w, yesterday, 2026-11-01..2026-11-03',
  },
  query: { label: 'query', hint: 'plain text that the server looks for; empty for any' },
  view: { label: 'save view as', hint: 'criteria, columns and order; : recalls it' },
  facets: { label: 'search values', hint: 'up/down moves, enter chooses, esc ends' },
};

/** Opens a prompt, with what is in force in its field. */
export function openPrompt(kind: LogsPrompt['kind'], text = ''): LogsPrompt {
  return { kind, field: textField(text), preset: null, error: null };
}

/** Types text into a prompt. */
export function typeIntoPrompt(prompt: LogsPrompt, text: string): LogsPrompt {
  return { ...prompt, field: typeIntoField(prompt.field, text), preset: null, error: null };
}

/** What a key does to a prompt; enter and esc belong to the owner. */
export function promptKey(prompt: LogsPrompt, key: string): LogsPrompt {
  if (prompt.kind === 'time' && (key === 'up' || key === 'down' || key.endsWith('tab'))) {
    return stepPreset(prompt, key === 'up' || key === 'shift-tab' ? -1 : 1);
  }
  const field = editField(prompt.field, key);
  return field === null ? prompt : { ...prompt, field, preset: null, error: null };
}

function stepPreset(prompt: LogsPrompt, step: 1 | -1): LogsPrompt {
  const count = timePresets.length;
  const shown = timePresets.map(String).indexOf(fieldText(prompt.field));
  const at = prompt.preset ?? shown;
  const preset = at < 0 ? (step > 0 ? 0 : count - 1) : (at + step + count) % count;
  return { ...prompt, preset, field: textField(timePresets[preset]), error: null };
}

/**
 * Reads a time as it was typed: a range backwards from now, a moment since which, or both ends with
 * `..` between them.
 *
 * @throws ScandeckError `usage`
 */
export function readTime(text: string, nowMs: number): LogTime | null {
  const [since = '', until] = text.split('..').map((part) => part.trim());
  if (since === '' && !until) return null;
  return timeFromOptions(
    { ...(since === '' ? {} : { since }), ...(until ? { until } : {}) },
    nowMs,
  );
}

/** What the field of a time prompt begins with. */
export function typedTime(time: LogTime): string {
  if (time.kind === 'range') return time.range.replace(/^-/, '');
  const [since, until] = [time.since, time.until].map((at) => new Date(at).toISOString());
  return `${since}..${until}`.replaceAll('.000Z', 'Z');
}

/** Lines that a prompt takes above rows and facets. */
export function promptHeight(prompt: LogsPrompt | null): number {
  if (prompt === null) return 0;
  return prompt.kind === 'time' ? 3 : 2;
}

/** The lines below a prompt's field: presets, and what is wrong or what to type. */
export function promptLines({ kind, preset, error }: LogsPrompt): readonly Segments[] {
  const hint =
    error === null
      ? segment(`   ${promptWords[kind].hint}`, 'muted')
      : segment(` ! ${error}`, 'bad');
  if (kind !== 'time') return [[hint]];
  const presets = timePresets.map((text, index) =>
    segment(index === preset ? ` [${text}]` : `  ${text} `, index === preset ? 'accent' : 'plain'),
  );
  return [[segment('  '), ...presets], [hint]];
}
