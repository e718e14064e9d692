import { type Segments, segment } from './kit/segments.ts';
import { wrapText } from './kit/wrap.ts';

/** The commands that reproduce a screen. Safe text, redacted. */
export interface Twin {
  readonly command: string;
  readonly curl: string;
  /** What of the screen the commands can't say. */
  readonly note?: string;
}

/** Lays the twin out, wrapped for the eye; copying takes each command whole. */
export function twinLines({ command, curl, note }: Twin, width: number): readonly Segments[] {
  return [
    [segment(' The rows of this screen, without the deck', 'strong')],
    [],
    ...commandLines(command, width),
    ...noteLines(note, width),
    [],
    [segment(' The same call with curl', 'strong')],
    [segment(' Secrets are left out: put your own in their place.', 'muted')],
    [],
    ...commandLines(curl, width),
  ];
}

function noteLines(note: string | undefined, width: number): readonly Segments[] {
  if (note === undefined) return [];
  return [[], ...wrapText(note, width - 2).map((line) => [segment(` ${line}`, 'strong')])];
}

function commandLines(command: string, width: number): readonly Segments[] {
  return command
    .split('\n')
    .flatMap((line) => wrapText(line, width - 4))
    .map((line) => [segment(`   ${line}`, 'accent')]);
}
