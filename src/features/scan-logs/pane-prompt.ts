import { exactTime } from '../../core/time-span.ts';
import { type LinePrompt, openLine } from '../../tui/kit/line-prompt.ts';
import type { LineWords } from '../../tui/kit/line-prompt-view.tsx';
import { timeFromOptions } from './criteria.ts';
import type { LogTime } from './model.ts';

/** What can be typed in the pane. */
export type PromptKind = 'time' | 'query' | 'view' | 'facets';

/** What is being typed. */
export type LogsPrompt = LinePrompt<PromptKind>;

/** The ranges that are offered. */
const timePresets = ['15m', '1h', '3h', '24h', '2d', '1w', '2w', '1M', '3M'] as const;

/** The words of a prompt. */
export const promptWords: Readonly<Record<PromptKind, LineWords>> = {
  time: {
    label: 'time range',
    hint: 'up/down presets; or type -15m, 2w, yesterday, 2026-11-01..2026-11-03',
  },
  query: { label: 'query', hint: 'plain text that the server looks for; empty for any' },
  view: { label: 'save view as', hint: 'criteria, columns and order; : recalls it' },
  facets: { label: 'search values', hint: 'up/down moves, enter chooses, esc ends' },
};

/** Opens a prompt, with what is in force in its field. */
export function openPrompt(kind: PromptKind, text = ''): LogsPrompt {
  return openLine(kind, text, kind === 'time' ? timePresets : []);
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
  return `${exactTime(time.since)}..${exactTime(time.until)}`;
}
