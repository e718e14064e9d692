import { ScandeckError } from '../../core/errors.ts';
import { type LinePrompt, lineKey, typeIntoLine } from './line-prompt.ts';

/** Where what is typed goes while a line is open. */
export interface LineTarget {
  type(text: string): void;
  key(name: string): void;
}

/** Who owns an open line. */
export interface LineOwner<Kind extends string> {
  /** Shows the line as it is now; null closes it. */
  readonly put: (prompt: LinePrompt<Kind> | null) => void;
  /** Takes the line at enter. @throws ScandeckError for a text that can't be taken */
  readonly take: () => void;
}

/** An open line: enter takes it, or says why it can't be taken; esc closes it. */
export function lineTarget<Kind extends string>(
  prompt: LinePrompt<Kind>,
  { put, take }: LineOwner<Kind>,
): LineTarget {
  const enter = () => {
    try {
      take();
      put(null);
    } catch (error) {
      if (!(error instanceof ScandeckError)) throw error;
      put({ ...prompt, error: [error.message, error.hint].filter(Boolean).join('. ') });
    }
  };
  return {
    type: (text) => put(typeIntoLine(prompt, text)),
    key: (name) => {
      if (name === 'enter') enter();
      else if (name === 'esc') put(null);
      else put(lineKey(prompt, name));
    },
  };
}
