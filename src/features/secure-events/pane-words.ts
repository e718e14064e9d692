import { safeText } from '../../core/safe-text.ts';
import type { Tone } from '../../core/table.ts';
import { formatClock } from '../../core/time.ts';
import { cells } from '../../core/width.ts';
import type { SecureEvent } from './model.ts';
import { msOf } from './nano-time.ts';

/** How a severity's word is drawn: a glyph goes with it, so that colour tells nothing alone. */
export interface SeverityLook {
  readonly glyph: string;
  readonly tone: Tone;
}

const looks: Readonly<Record<string, SeverityLook>> = {
  high: { glyph: '▲', tone: 'bad' },
  medium: { glyph: '◆', tone: 'warn' },
  low: { glyph: '▽', tone: 'plain' },
  info: { glyph: '·', tone: 'muted' },
};

/** How a severity looks; a word that is not known is drawn as itself, and never as good. */
export function severityLook(word: string): SeverityLook {
  return looks[word] ?? { glyph: '?', tone: 'plain' };
}

/** A vendor's text as one line, and `-` where there is none. */
export function shown(text: string | null | undefined, maxChars = 400): string {
  return text === null || text === undefined || text === '' ? '-' : safeText(text, maxChars);
}

/** The time of day in UTC, to the second or as exactly as there is room: `12:03:41.123456`. */
export function clockText(atNs: bigint, width = 8): string {
  const seconds = formatClock(msOf(atNs)).slice(0, -1);
  if (width < 12) return seconds;
  const fraction = String(((atNs % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n);
  return `${seconds}.${fraction.padStart(9, '0')}`.slice(0, width);
}

/** What an event is called: its rule, else its policy, else where it comes from. */
export function ruleText(event: SecureEvent): string {
  return shown(event.rule ?? event.policy ?? event.engineSource ?? event.originator);
}

/**
 * Where an event happened: cluster, namespace and workload, or what stands for them.
 *
 * @param width where all of it does not fit, a mark stands for the cluster: the workload tells more
 */
export function whereText(event: SecureEvent, width = Number.POSITIVE_INFINITY): string {
  const { cluster, namespace, workload, pod, host } = event;
  const parts = [cluster, namespace, workload ?? pod].filter((part) => part);
  if (parts.length === 0) return host ? safeText(host, 300) : cloudText(event, width);
  const all = safeText(parts.join('/'), 300);
  if (cells(all) <= width || !cluster) return all;
  return `…/${safeText(parts.slice(1).join('/'), 300)}`;
}

/** An event of a cloud's own log happened in an account; its region fits where that does not. */
function cloudText({ labels }: SecureEvent, width: number): string {
  const [name, account, region] = ['name', 'account.id', 'region'].map(
    (part) => labels[`cloudProvider.${part}`],
  );
  const text = (middle: string | undefined) => [name, middle, region].filter(Boolean).join('/');
  const all = shown(text(account));
  return cells(all) <= width || !account ? all : shown(text('…'));
}

/** The image as a name, else by its digest. */
export function imageText({ image }: SecureEvent): string {
  if (image.repo) return safeText(image.tag ? `${image.repo}:${image.tag}` : image.repo, 300);
  return shown(image.digest ?? image.id);
}

/** Who did it: the user, the process, or both. */
export function whoText({ user, process }: SecureEvent): string {
  const parts = [user, process].filter((part) => part);
  return parts.length === 0 ? '-' : safeText(parts.join(': '), 300);
}
