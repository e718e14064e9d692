import type { Tone } from './table.ts';

/** Severities, worst first. What is not known is last, and is never drawn as good. */
export const severities = ['critical', 'high', 'medium', 'low', 'unknown'] as const;

/** How bad a finding is, in the words that all vendors are mapped to. */
export type Severity = (typeof severities)[number];

/** Linux distributions' words, which scanners hand through. */
const synonyms: ReadonlyMap<string, Severity> = new Map([
  ['important', 'high'],
  ['moderate', 'medium'],
  ['minor', 'low'],
  ['negligible', 'low'],
]);

/** Maps a vendor's word, in any case; `unknown` for every other value. */
export function parseSeverity(value: unknown): Severity {
  if (typeof value !== 'string') return 'unknown';
  const word = value.trim().toLowerCase();
  return severities.find((severity) => severity === word) ?? synonyms.get(word) ?? 'unknown';
}

/** Orders severities for sorting, worst first. */
export function compareSeverity(left: Severity, right: Severity): number {
  return severities.indexOf(left) - severities.indexOf(right);
}

/** How a severity stands out; a word goes with it always. */
export const severityTones: Readonly<Record<Severity, Tone>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'plain',
  unknown: 'muted',
};
