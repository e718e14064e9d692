import { maxWindowNs } from '../../api/workload-protection/endpoints.ts';
import type { CountOptions, SeriesPoint, TimeSeries } from './event-counts.ts';
import type { EventsSource } from './events-source.ts';
import { isLacking } from './lacking-call.ts';

/** How a series came about. */
export interface Series extends TimeSeries {
  readonly from: 'series' | 'counts';
}

const minuteNs = 60_000_000_000n;
const stepMinutes = [1n, 5n, 10n, 30n, 60n, 120n, 240n, 720n];
/** One call a step: a series is not worth more. */
const mostSteps = 60n;

/**
 * Events over time: the server's series, else counted step by step, which it can by severity alone. Of
 * more than two weeks the server has none.
 *
 * @returns null where the server has no series that can be read, and it cannot be counted
 * @throws ApiError
 */
export async function readSeries(
  source: EventsSource,
  question: CountOptions,
  metric: 'severity' | 'user',
): Promise<Series | null> {
  const series = await seriesOrNull(source, question, metric);
  if (series !== null) return { ...series, from: 'series' };
  return metric === 'severity' ? { ...(await countSteps(source, question)), from: 'counts' } : null;
}

async function seriesOrNull(
  source: EventsSource,
  question: CountOptions,
  metric: 'severity' | 'user',
): Promise<TimeSeries | null> {
  if (question.toNs - question.fromNs > maxWindowNs) return null;
  try {
    return await source.timeSeries({ ...question, metric });
  } catch (error) {
    if (isLacking(error)) return null;
    throw error;
  }
}

async function countSteps(source: EventsSource, question: CountOptions): Promise<TimeSeries> {
  const { fromNs, toNs } = question;
  const span = toNs - fromNs;
  const minutes = stepMinutes.find((each) => span / (each * minuteNs) < mostSteps) ?? 1440n;
  const stepNs = minutes * minuteNs;
  const groups = new Map<string, SeriesPoint[]>();
  for (let start = fromNs - (fromNs % stepNs); start <= toNs; start += stepNs) {
    const end = start + stepNs - 1n;
    const window = { fromNs: start < fromNs ? fromNs : start, toNs: end > toNs ? toNs : end };
    const { bySeverity } = await source.count({ ...question, ...window });
    for (const [severity, count] of bySeverity.entries()) {
      const points = groups.get(String(severity)) ?? [];
      groups.set(String(severity), [...points, { atNs: start, count }]);
    }
  }
  const told = [...groups].filter(([, points]) => points.some(({ count }) => count > 0));
  return { stepNs, groups: new Map(told) };
}
