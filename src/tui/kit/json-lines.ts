import { stringifyJson } from '../../core/json.ts';
import { safeText } from '../../core/safe-text.ts';
import type { DetailItem } from './detail.ts';
import { segment } from './segments.ts';
import { wrapText } from './wrap.ts';

/** A vendor's object as JSON for a detail; its indents stay where a line is wrapped. */
export function jsonLines(value: unknown, width: number): readonly DetailItem[] {
  return stringifyJson(value, 2)
    .split('\n')
    .flatMap((line): readonly DetailItem[] => {
      const indent = ` ${/^ */.exec(line)?.[0] ?? ''}`;
      const wrapped = wrapText(safeText(line.trimStart(), 100_000), width - indent.length);
      return wrapped.map((text) => ({ line: [segment(indent + text)] }));
    });
}
