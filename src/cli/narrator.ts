import { safeText } from '../core/safe-text.ts';

/** The way of words to stderr. Every line is made safe. */
export interface Narrator {
  /** Progress and warnings: silenced by `-q`. */
  narrate(line: string): void;
  /** Errors and missing rows: never silenced. */
  tell(line: string): void;
}

/** Opens stderr. A stderr that went away is ignored: there is nobody left to tell. */
export function createNarrator(
  stream: { write(text: string): unknown; on(event: 'error', listener: () => void): unknown },
  quiet: boolean,
): Narrator {
  stream.on('error', () => {});
  const tell = (line: string) => {
    stream.write(`${safeText(line)}\n`);
  };
  return { tell, narrate: quiet ? () => {} : tell };
}
