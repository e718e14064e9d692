import { counted } from '../../core/count-text.ts';
import { safeText } from '../../core/safe-text.ts';
import { formatTime } from '../../core/time.ts';
import { padEnd, padStart } from '../../core/width.ts';
import { type Notice, noticeLines } from '../../tui/kit/notice.ts';
import { type Segments, segment, spread } from '../../tui/kit/segments.ts';
import type { AuditEntry, AuditType } from './audit-model.ts';
import type { SecureEvent } from './model.ts';
import { msOf } from './nano-time.ts';
import { partNotice } from './pane-roles.ts';
import { clockText, ruleText, severityLook, shown, whereText } from './pane-words.ts';
import { aroundNs, placesOf } from './store-fronts.ts';
import { eventRow, frontList } from './store-moves.ts';
import type { Front } from './store-state.ts';

const typeWords: Readonly<Record<AuditType, string>> = {
  commands: '$ command',
  connections: '> connect',
  fileaccesses: '= file',
  kubernetes: '# k8s',
};

type ActivityFront = Front & { readonly kind: 'around' | 'trace' };

/** What stands above the activities: whose they are, how many, and what is wrong. */
export function activityHead(front: ActivityFront, width: number): readonly Segments[] {
  const count = front.load.kind === 'ready' ? counted(front.load.value.length, 'activity') : '';
  const text = count.replace(/activitys$/, 'activities');
  return [
    spread([segment(` ${titleOf(front)}`, 'strong')], [segment(`${text} `)], width),
    ...loadNotices(front).flatMap((notice) => noticeLines(notice, width)),
    ...(front.load.kind === 'ready' && front.load.value.length > 0 ? [[], tableHead] : []),
  ];
}

function titleOf(front: ActivityFront): string {
  if (front.kind === 'trace') return `What led to: ${safeText(front.entry.what, 200)}`;
  const { event } = front;
  const from = formatTime(msOf(event.atNs - aroundNs))
    .slice(0, -1)
    .replace('T', ' ');
  const to = clockText(event.atNs + aroundNs);
  return `What else happened ${placeText(event)} from ${from} to ${to}Z`;
}

/** What the activities are those of, which must not look narrower than what was asked. */
function placeText(event: SecureEvent): string {
  if (placesOf(event).every(({ filter, scope }) => filter === null && scope === null))
    return 'anywhere (the event names no place)';
  const { name, id } = event.container;
  return id ? `in ${safeText(name ?? id, 100)}` : `in ${whereText(event)}`;
}

function loadNotices({ kind, load }: ActivityFront): readonly Notice[] {
  if (load.kind === 'failed') return [partNotice(load.failure, 'audit')];
  if (load.kind === 'loading') return [{ tone: 'plain', text: 'asking the activity audit …' }];
  const notes = load.notes.map((text): Notice => ({ tone: 'warn', text }));
  if (load.value.length > 0) return notes;
  const nothing =
    kind === 'trace'
      ? 'The server traces nothing for it'
      : 'No activity was recorded there; the audit may be off for that place';
  return [...notes, { tone: 'plain', text: nothing }];
}

/** Why nothing can be traced from where the user is. */
export function noActivityText(front: Front | undefined): string {
  if (front?.kind !== 'around' && front?.kind !== 'trace') {
    return 'no activity is selected; a lists them';
  }
  const isEvent = frontList(front).selected === eventRow;
  const count = front.load.kind === 'ready' ? front.load.value.length : 0;
  if (count === 0) return 'there is no activity here to trace';
  return isEvent
    ? 'this row is the event itself; T traces the activities beside it'
    : 'no activity is selected';
}

const tableHead: Segments = [
  segment(
    `  ${padEnd('time', 12)} ${padStart('from it', 8)}  ${padEnd('activity', 9)}  user: what`,
    'muted',
  ),
];

/** One activity, with its distance in time from the event. */
export function activityRow(entry: AuditEntry, fromNs: bigint | null): Segments {
  const type = entry.type === null ? '?' : typeWords[entry.type];
  const at = entry.atNs === null ? padEnd('not told', 12) : clockText(entry.atNs, 12);
  const indent = '  '.repeat(Math.min(6, Math.max(0, entry.loginShellDistance ?? 0)));
  const who = entry.user === null ? '' : `${shown(entry.user, 40)}: `;
  return [
    segment(` ${at} ${padStart(distance(entry.atNs, fromNs), 8)}  `),
    segment(`${padEnd(type, 9)}  `, 'muted'),
    segment(`${indent}${who}${shown(entry.what, 600)}`),
  ];
}

/** The event itself, at its time among the activities. */
export function eventLine(event: SecureEvent, width: number): Segments {
  const { glyph, tone } = severityLook(event.severity.word);
  const rule = ruleText(event);
  const text = ` ${clockText(event.atNs, 12)} ${' '.repeat(8)}  ${padEnd(`${glyph} event`, 9)}  ${rule}`;
  return [segment(padEnd(text, width), tone)];
}

/** A row of the list, by its id. */
export function activityLine(front: ActivityFront, id: string, width: number): Segments {
  if (id === eventRow && front.kind === 'around') return eventLine(front.event, width);
  const entries = front.load.kind === 'ready' ? front.load.value : [];
  const entry = entries.find((one) => one.id === id);
  if (entry === undefined) return [];
  return activityRow(entry, front.kind === 'around' ? front.event.atNs : front.entry.atNs);
}

function distance(atNs: bigint | null, fromNs: bigint | null): string {
  if (atNs === null || fromNs === null) return '';
  const ms = msOf(atNs - fromNs);
  const sign = ms < 0 ? '-' : '+';
  if (Math.abs(ms) < 100) return `${sign}${Math.abs(ms)}ms`;
  const seconds = Math.abs(ms) / 1000;
  if (seconds < 100) return `${sign}${seconds.toFixed(1)}s`;
  const whole = Math.round(seconds);
  return `${sign}${Math.floor(whole / 60)}m ${String(whole % 60).padStart(2, '0')}s`;
}
