import { jsonAnswer, type SimAnswer, type SimRequest } from '../exchange.ts';
import { type EventsService, wantedIn } from './events-service.ts';
import type { Rule } from './rule.ts';
import { requiredWindow } from './time-window.ts';

/** The categories that the instance counts, whether or not there are any. */
const categories = [
  ...['scanningEvents', 'policyEvents', 'profilingDetectionEvents', 'hostScanningEvents'],
  ...['benchmarkEvents', 'complianceEvents', 'cloudsecEvents', 'cloudTrailEvents'],
  ...['falcoCloudEvents', 'admissionControllerEvents'],
];

const severities = 8;

/** `GET /api/v1/secureEvents/count`. @throws Refusal 400, 422 */
export function answerCount(service: EventsService, request: SimRequest): SimAnswer {
  const { span } = requiredWindow(request, service.refusals);
  const wanted = wantedIn(service, request);
  const counts = new Map(categories.map((name) => [name, new Float64Array(severities)]));
  service.archive.tally(span).forEach((rows, kind) => {
    if (rows === 0 || wanted?.[kind] !== 1) return;
    const { severity, ...rule } = service.kinds.ruleOf(kind);
    const row = counts.get(categoryOf(rule));
    if (row !== undefined) row[severity] = (row[severity] ?? 0) + rows;
  });
  const told = [...counts].map(([name, row]) => [name, { countBySeverity: bySeverity(row) }]);
  return jsonAnswer(Object.fromEntries(told));
}

/** Where there are none, the severity 0 is left out, and it alone. */
function bySeverity(row: Float64Array): Readonly<Record<string, number>> {
  const entries = [...row].map((rows, severity): [string, number] => [String(severity), rows]);
  return Object.fromEntries(entries.filter(([severity, rows]) => severity !== '0' || rows > 0));
}

/** The platform's own audit trail is in none. */
function categoryOf({ originator, source }: Omit<Rule, 'severity'>): string {
  if (originator === 'scanning') return 'scanningEvents';
  if (originator === 'profilingDetection') return 'profilingDetectionEvents';
  if (originator === 'admissionController') return 'admissionControllerEvents';
  if (source === 'aws_cloudtrail') return 'cloudTrailEvents';
  if (source === 'ibm_activitytracker') return 'falcoCloudEvents';
  return originator === 'policy' ? 'policyEvents' : '';
}
