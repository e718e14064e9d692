import type { AuditEvent, AuditPolicy } from '../../src/features/audit-exports/model.ts';
import type {
  AuditBatch,
  AuditListing,
  AuditSource,
} from '../../src/features/audit-exports/source.ts';

/** A package that was let through without a policy, but for what is told otherwise. */
export function auditEvent(
  number: number,
  atMs: number,
  changes: Partial<AuditEvent> = {},
): AuditEvent {
  const none = { server: null, name: null, project: null };
  return {
    ...{ id: String(1000 + number), atMs, action: 'approved', outcome: 'approved' },
    ...{ reason: 'No policy violations', dryRun: false, user: 'ann', mail: null },
    package: { type: 'npm', name: 'lodash', version: `4.17.${number}`, url: null },
    repository: { server: 'art-1', name: 'npm-remote', project: 'shop' },
    origin: { ...none, event: null },
    publicRepo: { name: 'npm', url: null },
    ...{ ecosystem: 'npm', onDemand: null, policies: [] },
    raw: { id: 1000 + number },
    ...changes,
  };
}

/** A policy that blocked something, but for what is told otherwise. */
export function auditPolicy(changes: Partial<AuditPolicy> = {}): AuditPolicy {
  return {
    ...{ name: 'no-critical-cve', id: '7', dryRun: false, category: 'security' },
    condition: 'CVE with CVSS score of 9 or above',
    ...{ result: 'Blocked', reason: null, explanation: null, recommendation: null },
    ...changes,
  };
}

/** A package that a policy blocked. */
export function blockedEvent(number: number, atMs: number, policy = auditPolicy()): AuditEvent {
  return auditEvent(number, atMs, {
    ...{ action: 'blocked', outcome: 'blocked', reason: 'Policy violations' },
    package: { type: 'PyPI', name: 'pillow', version: `1.3.${number}`, url: null },
    repository: { server: 'art-1', name: 'pypi-remote', project: 'shop' },
    ...{ user: 'ben', policies: [policy] },
  });
}

/** A source that says what a test tells it to. */
export interface ScriptedAudit extends AuditSource {
  /** Each listing that was begun. */
  readonly lists: AuditListing[];
  /** The pages of every listing from now on; an error ends one. */
  pages: readonly (Partial<AuditBatch> | Error)[];
}

/** Creates a source. */
export function scriptedAudit(pages: ScriptedAudit['pages'] = []): ScriptedAudit {
  const self: ScriptedAudit = {
    lists: [],
    pages,
    list: async function* (listing) {
      self.lists.push(listing);
      const window = { id: 'w', fromMs: listing.fromMs, toMs: listing.toMs };
      for (const page of self.pages) {
        if (page instanceof Error) throw page;
        const usual = { events: [], unreadable: 0, total: null, isOnlyWindow: true, warnings: [] };
        yield { ...usual, window, ...page };
      }
    },
  };
  return self;
}
