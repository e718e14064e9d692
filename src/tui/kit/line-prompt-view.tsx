import type { ReactNode } from 'react';
import { type LinePrompt, linesBelow } from './line-prompt.ts';
import { PromptView } from './prompt-view.tsx';

/** What is said of a line that is being typed. */
export interface LineWords {
  /** What its field is called. */
  readonly label: string;
  /** What to type. */
  readonly hint: string;
}

/** Draws a line that is being typed, as many lines high as `lineHeight` says. */
export function LinePromptView(props: {
  readonly prompt: LinePrompt<string>;
  readonly words: LineWords;
  readonly width: number;
}): ReactNode {
  const { prompt, words, width } = props;
  const lines = linesBelow(prompt, words.hint);
  return <PromptView label={words.label} field={prompt.field} lines={lines} width={width} />;
}
