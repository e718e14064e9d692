import type { Catalogue } from '../catalogue.ts';
import { createAuditKinds, createDryRunKinds } from './audit-kinds.ts';
import { csvForm } from './csv-rows.ts';
import { jsonForm } from './json-rows.ts';
import { createDryRunLedger, createLedger, type Ledger } from './ledger.ts';
import type { RowForm } from './row-form.ts';

/** One sequence of events, and how to write them; made when first asked for. */
export interface AuditRecords {
  readonly ledger: Ledger;
  readonly json: () => RowForm;
  /** JSON with each policy's explanation and recommendation. */
  readonly explainedJson: () => RowForm;
  readonly csv: () => RowForm;
}

/** All audit events of the platform. */
export interface AuditService {
  readonly real: () => AuditRecords;
  readonly dryRun: () => AuditRecords;
}

/** What the audit events depend on, beside the time. */
export interface AuditFacts {
  readonly seed: number;
  /** The seed's. */
  readonly catalogue: Catalogue;
  /** In any 30 days. */
  readonly auditEvents: number;
}

/** A pure function of the facts. */
export function createAuditService({ seed, catalogue, auditEvents }: AuditFacts): AuditService {
  const kinds = once(() => createAuditKinds(seed, catalogue));
  const dryRunKinds = () => createDryRunKinds(seed, kinds());
  return {
    real: once(() => recordsOf(createLedger(seed, kinds(), auditEvents))),
    dryRun: once(() => recordsOf(createDryRunLedger(seed, dryRunKinds(), auditEvents))),
  };
}

function recordsOf(ledger: Ledger): AuditRecords {
  const { kinds } = ledger;
  return {
    ledger,
    json: once(() => jsonForm(kinds, false)),
    explainedJson: once(() => jsonForm(kinds, true)),
    csv: once(() => csvForm(kinds)),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** From an event to another, which is not included, by index. */
export interface IndexSpan {
  readonly first: number;
  readonly end: number;
}

/**
 * The events of a window.
 *
 * @param bound whether those at the window's end belong to it
 */
export function spanOf(
  { firstFrom }: Ledger,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
  bound: 'exclusive' | 'inclusive',
): IndexSpan {
  const first = firstFrom(startMs);
  return { first, end: Math.max(first, firstFrom(bound === 'exclusive' ? endMs : endMs + 1)) };
}
