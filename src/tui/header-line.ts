import type { SourceId } from '../api/types.ts';
import { formatTime } from '../core/time.ts';
import { cells } from '../core/width.ts';
import { type Health, type SourceWord, shortNames, sourceWords } from './health-words.ts';
import { type Segments, segment, segmentsWidth } from './kit/segments.ts';

/** The header, laid out; the badge lies between the name and the rest. */
export interface HeaderLine {
  readonly name: Segments;
  readonly badge: string;
  readonly rest: Segments;
}

/** What the header tells. */
export interface HeaderFacts {
  readonly profile: string;
  readonly readOnly: boolean;
  readonly insecure: readonly SourceId[];
  readonly health: Health;
  readonly now: number;
}

const gap = 2;

/** Lays the header out. When it is narrow, what is well is summed up before what is not. */
export function headerLine(facts: HeaderFacts, width: number): HeaderLine {
  const name = [segment(' scandeck ', 'strong')];
  const badge = ` ${facts.profile} `;
  const marks = warnings(facts);
  const clock = segment(` ${formatTime(facts.now).slice(11, 16)}Z `, 'muted');
  const used = segmentsWidth(name) + cells(badge) + segmentsWidth([...marks, clock]);
  const words = sourceWords(facts.health, facts.now);
  const sources = fittingSources(words, width - used - gap);
  const space = ' '.repeat(Math.max(0, width - used - segmentsWidth(sources)));
  return { name, badge, rest: [...marks, segment(space), ...sources, clock] };
}

function warnings({ readOnly, insecure }: HeaderFacts): Segments {
  return [
    ...(readOnly ? [segment(' read-only', 'warn')] : []),
    ...(insecure.length === 0
      ? []
      : [segment(` TLS unchecked: ${insecure.map((id) => shortNames[id]).join(', ')}`, 'bad')]),
  ];
}

/** @returns the first way of telling the sources that fits; the last one drops whole words */
function fittingSources(words: readonly SourceWord[], width: number): Segments {
  const failing = words.filter(({ state }) => state === 'failing');
  const ways = [
    words.map(sourceSegments),
    [
      ...failing.map(sourceSegments),
      ...words.filter(({ state }) => state === 'ok' || state === 'waiting').map(sourceSegments),
      ...summary(words, ['absent']),
    ],
    [...failing.map(sourceSegments), ...summary(words, ['ok', 'waiting', 'absent'])],
    summary(words, ['failing', 'ok', 'waiting', 'absent']),
  ];
  const joined = ways.map((way) => way.flat());
  const fit = joined.find((line) => segmentsWidth(line) <= width);
  if (fit !== undefined) return fit;
  const last = summary(words, ['failing', 'ok', 'waiting', 'absent']);
  return last
    .slice(0, 1)
    .flat()
    .filter(({ text }) => cells(text) <= width);
}

function sourceSegments({ name, word, tone }: SourceWord): Segments {
  return [segment(`${name} `, tone === 'bad' ? 'bad' : 'plain'), segment(`${word}  `, tone)];
}

const summaryWords = { failing: 'failing', ok: 'ok', waiting: 'wait', absent: 'off' } as const;

function summary(
  words: readonly SourceWord[],
  states: readonly SourceWord['state'][],
): readonly Segments[] {
  return states.flatMap((state) => {
    const count = words.filter((word) => word.state === state).length;
    const tone = { failing: 'bad', ok: 'good', waiting: 'muted', absent: 'muted' } as const;
    return count === 0 ? [] : [[segment(`${count} ${summaryWords[state]}  `, tone[state])]];
  });
}
