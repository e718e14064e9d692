import { type Segments, segment } from './kit/segments.ts';
import { wrapText } from './kit/wrap.ts';

/** The commands that reproduce a screen. Safe text, redacted. */
export interface Twin {
  readonly command: string;
  readonly curl: string;
}

/** Lays the twin out, wrapped for the eye; copying takes each command whole. */
export function twinLines({ command, curl }: Twin, width: number): readonly Segments[] {
  return [
    [segment(' The rows of this screen, without the deck', 'strong')],
    [],
    ...commandLines(command, width),
    [],
    [segment(' The same call with curl', 'strong')],
    [segment(' Secrets are left out: put your own in their place.', 'muted')],
    [],
    ...commandLines(curl, width),
  ];
}

function commandLines(command: string, width: number): readonly Segments[] {
  return command
    .split('\n')
    .flatMap((line) => wrapText(line, width - 4))
    .map((line) => [segment(`   ${line}`, 'accent')]);
}
