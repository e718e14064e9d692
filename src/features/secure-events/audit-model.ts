import type { FlatMap } from './model.ts';

/** The four kinds of activity that the agent records, as the commands and the vendor's paths say it. */
export const auditTypes = ['commands', 'connections', 'fileaccesses', 'kubernetes'] as const;
export type AuditType = (typeof auditTypes)[number];

/** One recorded activity. Texts are hostile; what is not known is null. */
export interface AuditEntry {
  readonly id: string;
  /** Epoch nanoseconds; null when the entry has no time. */
  readonly atNs: bigint | null;
  readonly type: AuditType | null;
  /** One line of what happened: a command line, `10.0.0.1:5 -> 10.0.0.2:443`, a path, `exec pods web`. */
  readonly what: string;
  readonly user: string | null;
  readonly process: string | null;
  readonly pid: number | null;
  readonly parentPid: number | null;
  readonly container: string | null;
  readonly host: string | null;
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly workload: string | null;
  readonly pod: string | null;
  /** Groups the commands of one login shell; null outside of any. */
  readonly loginShellId: number | null;
  /** How deep below its login shell a command is. */
  readonly loginShellDistance: number | null;
  /** Whether `trace` has something to say about it; null when the vendor does not tell. */
  readonly traceable: boolean | null;
  readonly labels: FlatMap;
  /** The vendor's object with its numbers intact. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Which activity is asked for. Ends in epoch nanoseconds, both included. */
export interface AuditQuery {
  /** Empty for all. */
  readonly types: readonly AuditType[];
  /** An expression on the entries' own fields (`clientipv4`, `container.id`, ...); null for all. */
  readonly filter: string | null;
  /** An expression on labels (`kubernetes.cluster.name`, `container.name`, ...); null for all. */
  readonly scope: string | null;
  readonly fromNs: bigint;
  readonly toNs: bigint;
  readonly signal?: AbortSignal;
}

/** How often each kind of activity happened over time. */
export interface AuditSeries {
  readonly type: string;
  readonly stepNs: bigint;
  readonly points: readonly { readonly atNs: bigint; readonly count: number }[];
}

/** A type as a user or a vendor writes it, singular or plural; null for what is none. */
export function auditTypeOf(text: string): AuditType | null {
  const word = text.toLowerCase();
  return auditTypes.find((type) => word === type || word === singularOf(type)) ?? null;
}

/** As the vendor's entries name a type: `command`, `fileaccess`. */
export function singularOf(type: AuditType): string {
  if (type === 'kubernetes') return type;
  return type === 'fileaccesses' ? 'fileaccess' : type.slice(0, -1);
}
