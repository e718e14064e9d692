import { counted } from '../../core/count-text.ts';
import { safeText } from '../../core/safe-text.ts';
import { typedSpan } from '../../core/time-span.ts';
import type { Job } from '../../export-engine/job-state.ts';
import { type LinePrompt, lineHeight, openLine } from '../../tui/kit/line-prompt.ts';
import type { LineWords } from '../../tui/kit/line-prompt-view.tsx';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import { wrapText } from '../../tui/kit/wrap.ts';
import type { ExportForm } from './pane-form-fields.ts';
import type { ExportsStore } from './store.ts';
import { cancelRefusal, removeRefusal, resumeRefusal } from './store-jobs-state.ts';

/** A question with an answer a key; any other key but esc does nothing. */
export interface Question {
  readonly text: string;
  /** Id of the job that it is about. */
  readonly about: string;
  /** Why it makes no sense any more, once the job stands like that; undefined while it does. */
  readonly refusal: (job: Job) => string | undefined;
  readonly answers: readonly {
    readonly key: string;
    readonly title: string;
    readonly run: () => void;
  }[];
}

/** What is being typed or asked in the pane. */
export type ExportsPrompt =
  | { readonly kind: 'time'; readonly line: LinePrompt<'time'> }
  | { readonly kind: 'question'; readonly question: Question }
  | { readonly kind: 'form'; readonly form: ExportForm };

/** What is said of the time's prompt. */
export const timeWords: LineWords = {
  label: 'time range',
  hint: 'up/down presets; or type 3h, 2w, yesterday, 2026-11-01..2026-11-03',
};

const timePresets = ['1h', '6h', '24h', '2d', '7d', '30d'] as const;

/** Opens the prompt for the time, with what is in force in its field. */
export function timePrompt({ events }: ExportsStore): ExportsPrompt {
  const { span } = events.get().question;
  return { kind: 'time', line: openLine('time', typedSpan(span), timePresets) };
}

/** Asks whether a job is to be cancelled, and what becomes of what it has read. */
export function cancelQuestion({ id, status }: Job, cancel: (keep: boolean) => void): Question {
  const read = `${counted(status.rows, 'row')} read`;
  return {
    about: id,
    refusal: cancelRefusal,
    text: `Cancel ${safeText(id, 80)}, with ${read}?`,
    answers: [
      { key: 'k', title: 'keep what was read; R can go on with it', run: () => cancel(true) },
      { key: 'd', title: 'delete what was read', run: () => cancel(false) },
    ],
  };
}

/** Asks whether a job's folder is to be removed. */
export function removeQuestion({ id, state, record, status }: Job, remove: () => void): Question {
  const out = safeText(record.request.out, 200);
  const left = state === 'done' ? `${out} stays` : `${counted(status.rows, 'row')} read are lost`;
  return {
    about: id,
    refusal: removeRefusal,
    text: `Remove ${safeText(id, 80)}? ${left}.`,
    answers: [{ key: 'y', title: 'remove it', run: remove }],
  };
}

/** Asks whether a file that appeared meanwhile is to be replaced. */
export function replaceQuestion({ id, record }: Job, resume: () => void): Question {
  return {
    about: id,
    refusal: resumeRefusal,
    text: `${safeText(record.request.out, 200)} exists. Replace it?`,
    answers: [{ key: 'y', title: 'go on and replace it', run: resume }],
  };
}

/** The lines of a question: what is asked, then its answers. */
export function questionLines({ text, answers }: Question, width: number): readonly Segments[] {
  const choices = answers.flatMap(({ key, title }) => [
    segment(`   ${key}`, 'accent'),
    segment(` ${title}`),
  ]);
  return [
    ...wrapText(text, width - 3).map((line) => [segment(` ? ${line}`, 'warn')]),
    [...choices, segment('   esc', 'accent'), segment(' no')],
  ];
}

/** Lines that a prompt takes above the rows. A form stands in their place. */
export function promptHeight(prompt: ExportsPrompt | null, width: number): number {
  if (prompt?.kind === 'time') return lineHeight(prompt.line);
  return prompt?.kind === 'question' ? questionLines(prompt.question, width).length : 0;
}
