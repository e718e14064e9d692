import { countText } from '../../core/count-text.ts';
import { formatDuration } from '../../core/duration.ts';
import { formatTime } from '../../core/time.ts';
import type { Notice } from '../../tui/kit/notice.ts';
import { shown } from './pane-words.ts';
import type { SeenBurst } from './store-bursts.ts';
import { type ActivitySnapshot, loadIsCurrent } from './store-state.ts';

/** Bursts that are told each for itself. */
const told = 2;

/** What stands out by itself: many deletions or refusals by one initiator within a short time. */
export function burstNotices(snapshot: ActivitySnapshot): readonly Notice[] {
  const { bursts } = snapshot;
  if (!loadIsCurrent(snapshot) || bursts.length === 0) return [];
  const more = bursts.length - told;
  return bursts.slice(0, told).map((burst, index): Notice => {
    const isLast = index === Math.min(told, bursts.length) - 1;
    const others = isLast && more > 0 ? `; ${countText(more)} more before` : '';
    const hint = isLast ? `; B shows ${bursts.length === 1 ? 'it' : 'them'}` : '';
    return { tone: 'bad', text: `${burstWords(burst)}${others}${hint}` };
  });
}

/** A burst in words: how many of what by whom, when, and how fast. */
export function burstWords({ lens, count }: SeenBurst): string {
  const { of, id, name, fromMs, toMs } = lens;
  const what = of === 'deletions' ? 'deletions' : 'refused requests';
  const who = shown(name ?? id, 80);
  const start = formatTime(fromMs).replace('T', ' ').slice(5);
  return `Burst: ${countText(count)} ${what} by ${who} in ${formatDuration(toMs - fromMs)}, from ${start}`;
}
