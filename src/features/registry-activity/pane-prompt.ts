import { typedSpan } from '../../core/time-span.ts';
import { type LinePrompt, openLine } from '../../tui/kit/line-prompt.ts';
import type { LineWords } from '../../tui/kit/line-prompt-view.tsx';
import type { ActivityStore } from './store.ts';

/** What can be typed in the pane. */
export type PromptKind = 'time' | 'query' | 'view' | 'file';

/** What is being typed. */
export type ActivityPrompt = LinePrompt<PromptKind>;

const timePresets = ['15m', '1h', '6h', '24h', '2d', '7d', '30d'] as const;

/** The words of a prompt. */
export const promptWords: Readonly<Record<PromptKind, LineWords>> = {
  time: {
    label: 'time range',
    hint: 'up/down presets; or type 3h, 2w, yesterday, 2026-11-01..2026-11-03',
  },
  query: {
    label: 'DataPrime condition',
    hint: "such as $d.initiator.host.address == '192.0.2.10'; empty for none",
  },
  view: { label: 'save view as', hint: 'window, narrowing and order; : recalls it' },
  file: {
    label: 'open file',
    hint: 'NDJSON, JSON, a captured answer, gzip or not; esc leaves it again',
  },
};

/** Opens a prompt, with what is in force in its field. */
export function openPrompt(kind: PromptKind, store: ActivityStore): ActivityPrompt {
  const { base } = store.get().question;
  if (kind === 'time') return openLine(kind, typedSpan(base.span), timePresets);
  if (kind === 'query') return openLine(kind, base.query);
  return openLine(kind, kind === 'file' ? (base.file ?? '') : '');
}
