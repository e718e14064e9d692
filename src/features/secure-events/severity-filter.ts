import { isOneOf } from '../../api/workload-protection/filter-text.ts';
import { usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { type SeverityWord, severityWords } from './model.ts';

const levels: Readonly<Partial<Record<SeverityWord, readonly string[]>>> = {
  high: ['0', '1', '2', '3'],
  medium: ['4', '5'],
  low: ['6'],
  info: ['7'],
};

/**
 * An expression for events of some severities. Rows of the audit trail have 0 and are not high: they
 * come where 0 itself is named.
 *
 * @returns null for none named
 * @throws ScandeckError `usage` for a word that is no severity
 */
export function severityFilter(words: readonly string[]): string | null {
  if (words.length === 0) return null;
  const wanted = words.flatMap(levelsOf);
  return words.includes('0') ? withLevels(wanted) : withMeantLevels(wanted);
}

/**
 * An expression for events of severities that are meant by their words: 0 means high, which rows of
 * the audit trail are not.
 *
 * @param levels numbers as texts
 */
export function withMeantLevels(levels: readonly string[]): string {
  const meant = withLevels(levels);
  return levels.includes('0') ? `${meant} and source != "auditTrail"` : meant;
}

function withLevels(levels: readonly string[]): string {
  return isOneOf('severity', [...new Set(levels)].sort());
}

function levelsOf(word: string): readonly string[] {
  const name = severityWords.find((known) => known === word.toLowerCase());
  const found = name === undefined ? undefined : levels[name];
  if (found !== undefined) return found;
  if (/^[0-7]$/.test(word)) return [word];
  throw usageError(
    `--severity ${safeText(word, 40)} is no severity`,
    'Write high, medium, low, info, or the numbers 0 to 7.',
  );
}
