import { countText } from '../../core/count-text.ts';
import { formatDuration } from '../../core/duration.ts';
import { formatTime } from '../../core/time.ts';
import { type Segments, segment, spread } from '../../tui/kit/segments.ts';
import { shown } from './pane-words.ts';
import type { SeenBurst } from './store-bursts.ts';
import { type ActivitySnapshot, loadIsCurrent } from './store-state.ts';

/**
 * What stands out by itself: many deletions or refusals by one initiator within a short time. The
 * newest ones have a line each.
 */
export function burstLines(snapshot: ActivitySnapshot, width: number): readonly Segments[] {
  const { list } = snapshot.bursts;
  if (!loadIsCurrent(snapshot)) return [];
  const lines = width < 100 ? 1 : 2;
  const more = list.length - lines;
  return list.slice(0, lines).map((burst, index) => {
    const isLast = index === Math.min(lines, list.length) - 1;
    const others = more > 0 ? `${countText(more)} more, ` : '';
    const end = isLast ? segment(`${others}B shows ${list.length > 1 ? 'them' : 'it'} `) : null;
    return spread([burstSegment(burst)], end === null ? [] : [end], width);
  });
}

function burstSegment({ lens, count }: SeenBurst) {
  const { of, initiator, name, fromMs, toMs } = lens;
  const isRefusals = of === 'refusals';
  const what = isRefusals ? 'refused requests' : 'deletions';
  const start = formatTime(fromMs).replace('T', ' ').slice(5);
  const span = formatDuration(toMs - fromMs);
  const text = `${countText(count)} ${what} in ${span} from ${start} by ${shown(name ?? initiator, 80)}`;
  return segment(` ${isRefusals ? '✗' : '!'} burst: ${text}`, isRefusals ? 'bad' : 'warn');
}
