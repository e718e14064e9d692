import type { SimAnswer, SimRequest } from '../exchange.ts';
import { spanOf } from './event-archive.ts';
import { type EventsService, wantedIn } from './events-service.ts';
import { exactJson } from './exact-answers.ts';
import type { Rule } from './rule.ts';
import { requiredWindow, type TimeWindow } from './time-window.ts';
import { rowsIn } from './top-stats-call.ts';

const minuteNs = 60_000_000_000n;
const stepMinutes = [1n, 5n, 10n, 30n, 60n, 240n];
const mostSteps = 120n;

/** A point: nanoseconds since the Unix epoch, and how many. */
export type Point = readonly [bigint, number];

/** `GET /api/v1/secureEvents/timeSeries`. @throws Refusal 400, 422 */
export function answerTimeSeries(service: EventsService, request: SimRequest): SimAnswer {
  const { refusals, kinds, archive } = service;
  const rows = rowsIn(service, request);
  const window = requiredWindow(request, refusals);
  const wanted = wantedIn(service, request);
  const metric = request.query.get('metric');
  if (metric !== 'severity' && metric !== 'user') throw refusals.badRequest();
  const values = new Map<string, Point[]>();
  const steps = stepsOf(window);
  steps.starts.forEach((start, place) => {
    const counts = new Map<string, number>();
    const end = start + steps.step - 1n;
    const first = start < window.fromNs ? window.fromNs : start;
    const last = end > window.toNs ? window.toNs : end;
    archive.tally(spanOf(first, last)).forEach((events, kind) => {
      if (events === 0 || wanted?.[kind] !== 1) return;
      const group = groupOf(kinds.ruleOf(kind), metric);
      if (group !== null) counts.set(group, (counts.get(group) ?? 0) + events);
    });
    for (const [group, events] of counts) {
      const points = values.get(group) ?? steps.starts.map((at): Point => [at, 0]);
      points[place] = [start, events];
      values.set(group, points);
    }
  });
  const told = metric === 'severity' ? [...values].sort() : busiest(values).slice(0, rows);
  return exactJson([{ values: Object.fromEntries(told), step: steps.step }]);
}

/** Steps that start at whole multiples of their length, not too many of them. */
export function stepsOf({ fromNs, toNs }: Pick<TimeWindow, 'fromNs' | 'toNs'>): {
  readonly step: bigint;
  readonly starts: readonly bigint[];
} {
  const fitting = stepMinutes.find((minutes) => (toNs - fromNs) / (minutes * minuteNs) < mostSteps);
  const step = (fitting ?? 240n) * minuteNs;
  const starts: bigint[] = [];
  for (let start = fromNs - (fromNs % step); start <= toNs; start += step) starts.push(start);
  return { step, starts };
}

/** Policy events alone have a place in the series. */
function groupOf({ originator, severity, program }: Rule, metric: string): string | null {
  if (originator !== 'policy') return null;
  return metric === 'severity' ? String(severity) : (program?.user ?? 'kubernetes-admin');
}

function busiest(values: ReadonlyMap<string, readonly Point[]>) {
  const sum = (points: readonly Point[]) => points.reduce((total, [, events]) => total + events, 0);
  return [...values].sort(([, a], [, b]) => sum(b) - sum(a));
}
