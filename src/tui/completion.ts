/** Something that a command line can complete to. */
export interface Candidate {
  readonly id: string;
  readonly label: string;
}

const boundary = /[\s/:._-]/;

/**
 * How well a text matches what was typed: all its characters in order, better when they are
 * together, at the start of words and at the start of the text. Blind to case.
 *
 * @returns higher for better; null for no match
 */
export function fuzzyScore(query: string, text: string): number | null {
  const wanted = Array.from(query.toLowerCase().replaceAll(' ', ''));
  const letters = Array.from(text.toLowerCase());
  if (wanted.length === 0) return 0;
  const starts = letters.flatMap((letter, index) => (letter === wanted[0] ? [index] : []));
  // The first place that fits is not always the best: "st" in "last scan stop".
  const scores = starts.flatMap((start) => scoreFrom(start, wanted, letters) ?? []);
  return scores.length === 0 ? null : Math.max(...scores) - letters.length / 100;
}

function scoreFrom(
  start: number,
  wanted: readonly string[],
  letters: readonly string[],
): number | null {
  let score = 0;
  let previous = -1;
  let from = start;
  for (const letter of wanted) {
    const index = letters.indexOf(letter, from);
    if (index < 0) return null;
    const startsWord = index === 0 || boundary.test(letters[index - 1] ?? '');
    if (index === 0) score += 4;
    if (startsWord) score += 4;
    if (index === previous + 1) score += 6;
    score += 1;
    previous = index;
    from = index + 1;
  }
  return score;
}

/** @returns the candidates that match, the best first, in their own order where equal */
export function rank<T extends Candidate>(query: string, candidates: readonly T[]): readonly T[] {
  return candidates
    .map((candidate) => ({ candidate, score: fuzzyScore(query, candidate.label) }))
    .filter(({ score }) => score !== null)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map(({ candidate }) => candidate);
}
