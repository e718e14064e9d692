import { countText } from '../../core/count-text.ts';
import { formatDuration } from '../../core/duration.ts';
import { formatTime } from '../../core/time.ts';
import { type Segments, segment, spread } from '../../tui/kit/segments.ts';
import { shown as told } from './pane-words.ts';
import type { SeenBurst } from './store-bursts.ts';
import { type ActivitySnapshot, loadIsCurrent } from './store-state.ts';

/**
 * What stands out by itself: many deletions or refusals by one initiator within a short time. The
 * newest ones have a line each.
 */
export function burstLines(snapshot: ActivitySnapshot, width: number): readonly Segments[] {
  const { list } = snapshot.bursts;
  if (!loadIsCurrent(snapshot)) return [];
  const shown = list.slice(0, width < 100 ? 1 : 2);
  return shown.map((burst, index) => {
    const isLast = index === shown.length - 1;
    const offer = list.length === 1 ? 'B shows it ' : `B: ${countText(list.length)} bursts `;
    return spread([burstSegment(burst)], isLast ? [segment(offer)] : [], width);
  });
}

function burstSegment({ lens, count }: SeenBurst) {
  const { of, initiator, name, fromMs, toMs } = lens;
  const isRefusals = of === 'refusals';
  const what = isRefusals ? 'refused requests' : 'deletions';
  const start = formatTime(fromMs).replace('T', ' ').slice(5);
  const span = formatDuration(toMs - fromMs);
  const text = `${countText(count)} ${what} by ${told(name ?? initiator, 80)} in ${span} from ${start}`;
  return segment(` ${isRefusals ? '✗' : '!'} burst: ${text}`, isRefusals ? 'bad' : 'warn');
}
