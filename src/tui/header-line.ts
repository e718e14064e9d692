import type { SourceId } from '../api/types.ts';
import { safeText } from '../core/safe-text.ts';
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

const gap = 1;

/** Lays the header out. When it is narrow, what is well is summed up before what is not. */
export function headerLine(facts: HeaderFacts, width: number): HeaderLine {
  const name = [segment(' scandeck ', 'strong')];
  const badge = ` ${safeText(facts.profile, 40)} `;
  const clock = segment(`  ${formatTime(facts.now).slice(11, 16)}Z`, 'muted');
  const room = width - 1 - segmentsWidth([...name, clock]) - cells(badge);
  const { marks, sources } = fitting(facts, room);
  const space = ' '.repeat(Math.max(0, room - segmentsWidth([...marks, ...sources])));
  return { name, badge, rest: [...marks, segment(space), ...sources, clock] };
}

interface Telling {
  readonly marks: Segments;
  readonly sources: Segments;
}

/** @returns the fullest way of telling marks and sources that fits */
function fitting(facts: HeaderFacts, room: number): Telling {
  const marks = [longMarks(facts), shortMarks(facts)];
  const ways = waysOfTelling(sourceWords(facts.health, facts.now));
  const tellings = ways.flatMap((sources) => marks.map((mark) => ({ marks: mark, sources })));
  const fit = tellings.find((telling) => widthOf(telling) <= room);
  return fit ?? { marks: shortMarks(facts), sources: [] };
}

function widthOf({ marks, sources }: Telling): number {
  return segmentsWidth(marks) + gap + segmentsWidth(sources);
}

function longMarks({ readOnly, insecure }: HeaderFacts): Segments {
  const names = insecure.map((id) => shortNames[id]).join(', ');
  return marksOf(readOnly, names === '' ? '' : `TLS unchecked: ${names}`);
}

function shortMarks({ readOnly, insecure }: HeaderFacts): Segments {
  return marksOf(readOnly, insecure.length === 0 ? '' : 'insecure');
}

function marksOf(readOnly: boolean, tls: string): Segments {
  return [
    ...(readOnly ? [segment('  read-only', 'warn')] : []),
    ...(tls === '' ? [] : [segment(`  ${tls}`, 'bad')]),
  ];
}

const sums = [
  { state: 'failing', word: 'failing', tone: 'bad' },
  { state: 'ok', word: 'ok', tone: 'good' },
  { state: 'waiting', word: 'wait', tone: 'muted' },
  { state: 'absent', word: 'off', tone: 'muted' },
] as const;

/** The ways of telling the sources, the fullest first; none cuts a word. */
function waysOfTelling(words: readonly SourceWord[]): readonly Segments[] {
  const failing = words.filter(({ state }) => state === 'failing');
  const configured = words.filter(({ state }) => state === 'ok' || state === 'waiting');
  const withoutAge = failing.map((word) => ({ ...word, word: word.word.split(' ')[0] ?? '' }));
  const others = words.length - failing.length;
  const rest = others === 0 ? [] : [[segment(`+${others}`, 'muted')]];
  const ways = [
    words.map(sourceSegments),
    [...[...failing, ...configured].map(sourceSegments), ...summary(words, ['absent'])],
    [...failing.map(sourceSegments), ...summary(words, ['ok', 'waiting', 'absent'])],
    [...failing.map(sourceSegments), ...rest],
    [...withoutAge.map(sourceSegments), ...rest],
    summary(words, ['failing', 'ok', 'waiting', 'absent']),
    summary(words, ['failing']),
  ];
  return ways.map(spaced);
}

function spaced(parts: readonly Segments[]): Segments {
  return parts.flatMap((part, index) => (index === 0 ? part : [segment('  '), ...part]));
}

function sourceSegments({ name, word, tone }: SourceWord): Segments {
  return [segment(`${name} `, tone === 'bad' ? 'bad' : 'plain'), segment(word, tone)];
}

function summary(
  words: readonly SourceWord[],
  states: readonly SourceWord['state'][],
): readonly Segments[] {
  return sums
    .filter(({ state }) => states.includes(state))
    .map((sum) => ({ ...sum, count: words.filter(({ state }) => state === sum.state).length }))
    .filter(({ count }) => count > 0)
    .map(({ count, word, tone }) => [segment(`${count} ${word}`, tone)]);
}
