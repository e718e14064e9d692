import { safeText } from '../../core/safe-text.ts';
import type { Tone } from '../../core/table.ts';
import { formatTime } from '../../core/time.ts';
import { cells, truncate } from '../../core/width.ts';
import { type ActivityEvent, shortAction } from './model.ts';
import type { Lens } from './store-lens.ts';

/** How a word is drawn: a glyph goes with it, so that colour tells nothing alone. */
export interface WordLook {
  readonly glyph: string;
  readonly word: string;
  /** In four letters at most. */
  readonly short: string;
  readonly tone: Tone;
}

const notTold: WordLook = { glyph: '?', word: 'not told', short: '', tone: 'plain' };

const outcomes: Readonly<Record<string, WordLook>> = {
  success: { glyph: '✓', word: 'success', short: 'ok', tone: 'plain' },
  pending: { glyph: '◌', word: 'pending', short: 'pend', tone: 'warn' },
  failure: { glyph: '✗', word: 'failure', short: 'fail', tone: 'bad' },
};

const severities: Readonly<Record<string, WordLook>> = {
  normal: { glyph: '·', word: 'normal', short: 'norm', tone: 'plain' },
  warning: { glyph: '◆', word: 'warning', short: 'warn', tone: 'warn' },
  critical: { glyph: '▲', word: 'critical', short: 'crit', tone: 'bad' },
};

/** How an outcome looks; a word that is not known is drawn as itself, and never as good. */
export function outcomeLook(outcome: string | null): WordLook {
  return lookOf(outcomes, outcome);
}

/** How a severity looks; a word that is not known is drawn as itself, and never as good. */
export function severityLook(severity: string | null): WordLook {
  return lookOf(severities, severity);
}

function lookOf(looks: Readonly<Record<string, WordLook>>, word: string | null): WordLook {
  if (word === null || word === '') return notTold;
  const known = Object.hasOwn(looks, word) ? looks[word] : undefined;
  return known ?? { ...notTold, word: safeText(word, 20), short: safeText(word, 4) };
}

/** How an image's assessment looks (Vulnerability Advisor's status codes); the rest is unknown. */
export function assessmentTone(status: string): Tone {
  if (status === 'FAIL') return 'bad';
  if (status === 'WARN') return 'warn';
  return status === 'OK' ? 'good' : 'plain';
}

/** A vendor's text as one line, and `-` where there is none. */
export function shown(text: string | null | undefined, maxChars = 400): string {
  return text === null || text === undefined || text === '' ? '-' : safeText(text, maxChars);
}

/** When it happened, in as many cells as there are; with the day where there is room for it. */
export function timeText(atMs: number | null, width: number): string {
  if (atMs === null) return '?';
  const text = formatTime(atMs).slice(0, -1).replace('T', ' ');
  if (width >= 19) return text;
  if (width >= 14) return text.slice(5);
  return width >= 11 ? text.slice(5, 16) : text.slice(11);
}

/** An action without the service's name; of a long one, its end tells most. */
export function actionText(action: string, width: number): string {
  const text = safeText(shortAction(action), 120);
  if (cells(text) <= width) return text;
  return truncate(text.replace('vulnerability', 'vuln'), width, 'end');
}

/** Who did it, and with what kind of credential where there is room. */
export function initiatorText({ initiator }: ActivityEvent, width: number): string {
  const name = shown(initiator.name ?? initiator.id, 200);
  const { credential } = initiator;
  // Of an address, the beginning tells who it is.
  const keep = name.includes('@') ? 'start' : 'middle';
  if (credential === null || width < 20) return truncate(name, width, keep);
  const kind = ` (${safeText(credential, 30)})`;
  return truncate(name, Math.max(8, width - cells(kind)), keep) + kind;
}

/** What it was done to; of a digest as much as tells it apart, of a registry nothing if need be. */
export function targetText({ target }: ActivityEvent, width: number): string {
  const text = shown(targetName(target), 400);
  if (cells(text) <= width) return text;
  const hex = width < 30 ? 8 : 12;
  const short = text.replace(
    /@sha256:([0-9a-f]{64})$/,
    (_all, digest: string) => `@${digest.slice(0, hex)}`,
  );
  if (cells(short) <= width) return short;
  return truncate(short.replace(/^[^/]*\.icr\.io\//, ''), width, 'end');
}

/** What people call a target: of a CRN, what it is about. */
function targetName({ name, id }: Pick<ActivityEvent['target'], 'name' | 'id'>): string | null {
  const named = name ?? id;
  return named?.startsWith('crn:') ? resourceOf(named) : named;
}

/** What a CRN ends with: the kind of a resource and its name; without one, it is the account. */
function resourceOf(crn: string): string {
  const resource = crn.split(':').slice(8).filter(Boolean).join(' ');
  return resource === '' ? 'the account' : resource;
}

/** The answer's status, with its phrase where there is room. */
export function reasonText({ reason }: ActivityEvent, width: number): string {
  if (reason.code === null) return shown(reason.type, 60);
  const whole = safeText(`${reason.code} ${reason.type ?? ''}`.trim(), 60);
  return width >= 7 ? whole : String(reason.code);
}

/** A lens in words. */
export function lensWords(lens: Lens): string {
  const who = (by: { readonly id: string | null; readonly name: string | null }) =>
    shown(by.name ?? by.id, 120);
  switch (lens.kind) {
    case 'failures':
      return 'failures';
    case 'deletions':
      return 'deletions and untags';
    case 'changes':
      return 'changes to settings and access';
    case 'initiator':
      return `everything by ${who(lens)}`;
    case 'target':
      return `everything on ${shown(targetName(lens), 200)}`;
    case 'correlation':
      return `correlationId ${safeText(lens.id, 120)}`;
    case 'burst':
      return `burst of ${lens.of} by ${shown(lens.name ?? lens.initiator, 120)}`;
  }
}
