import { uuidOf } from '../catalogue.ts';
import type { EventBody } from './event-body.ts';

/** A row of IBM Cloud Logs. */
export interface LogRow {
  /** When it happened, epoch milliseconds. */
  readonly at: number;
  /** When it can be found. */
  readonly arrivesAt: number;
  readonly logId: string;
  readonly severity: SeverityName;
  readonly applicationName: string;
  readonly subsystemName: string;
  readonly data: EventBody;
}

/** The severities of rows, lowest first; their numbers are from 1 to 6. */
export const severityNames = ['Debug', 'Verbose', 'Info', 'Warning', 'Error', 'Critical'] as const;
export type SeverityName = (typeof severityNames)[number];

/** The severity of the row of an audit event. The documents tell none for `normal`. */
export function rowSeverity(severity: unknown): SeverityName {
  if (severity === 'critical') return 'Critical';
  return severity === 'warning' ? 'Warning' : 'Info';
}

/** What a query tells of a row, its keys in the order of recorded answers. */
export function wireRow(row: LogRow): EventBody {
  return {
    metadata: listed(metadataOf(row)),
    labels: listed(labelsOf(row)),
    user_data: JSON.stringify(row.data),
  };
}

/** Metadata by key; every value is a text. */
export function metadataOf(row: LogRow): Readonly<Record<string, string>> {
  const arrival = String(row.arrivesAt);
  return {
    timestamp: writeMicros(row.at),
    severity: row.severity,
    logid: row.logId,
    priorityclass: 'high',
    processingOutputTimestampNanos: `${arrival}000000`,
    processingOutputTimestampMicros: `${arrival}000`,
    timestampMicros: `${row.at}000`,
    ingressTimestamp: writeMicros(row.arrivesAt),
    templateid: templateOf(row.subsystemName),
    branchid: branchId,
  };
}

/** Labels by key; what a row doesn't have is empty. */
export function labelsOf({
  applicationName,
  subsystemName,
}: LogRow): Readonly<Record<string, string>> {
  return {
    ...{ applicationname: applicationName, subsystemname: subsystemName },
    ...{ computername: '', threadid: '', ipaddress: '' },
  };
}

/** UTC, without saying so. */
const writeMicros = (at: number) => `${new Date(at).toISOString().slice(0, 23)}000`;

const branchId = '6d2a7580-6d52-a552-a9fa-35bbeee8545b';
const templates = new Map<string, string>();

function templateOf(subsystem: string): string {
  const known = templates.get(subsystem) ?? uuidOf('template', subsystem);
  if (templates.size < 100) templates.set(subsystem, known);
  return known;
}

const listed = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));
