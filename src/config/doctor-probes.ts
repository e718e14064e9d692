import type { QueryTier } from '../api/activity-tracking/endpoints.ts';
import { queryPath } from '../api/activity-tracking/paths.ts';
import { scanLogsPath } from '../api/carbon-black/endpoints.ts';
import type { SourceId } from '../api/types.ts';
import {
  auditPath as activityPath,
  eventsPath,
  runtimeResultsPath,
} from '../api/workload-protection/paths.ts';
import { auditPath } from '../api/xray/paths.ts';
import type { CarbonBlackConfig, PrismaConfig, SourceConfig } from './source-schema.ts';

/** A call that proves something about a source. */
export interface Probe {
  /** The name of the check. */
  readonly check: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** What an answer proves, to follow the path. */
  readonly proves: string;
  /** Without it a pane shows less, but works. */
  readonly optional?: boolean;
  /** A refusal proves it as well: there is no path that answers everybody. */
  readonly refusalProves?: boolean;
  /** A server without this page may do all the same: what follows tells. */
  readonly mayLack?: boolean;
  /** The body of a question that is asked by POST; its answer is an event stream. */
  readonly ask?: unknown;
}

/** What is asked of a source once it is in reach. */
export interface Probes {
  /** Asked without credentials; its answer's Date header tells the clocks apart. */
  readonly alive: Probe;
  /** Asked with credentials, in this order. */
  readonly signedIn: readonly Probe[];
}

/** A source's probes. */
export function probesOf(source: SourceId, config: SourceConfig): Probes {
  if ('apiVersion' in config) return prismaProbes(config);
  if ('orgKey' in config) return carbonBlackProbes(config);
  if (source === 'xray') return xrayProbes();
  if (source === 'workloadProtection') return workloadProtectionProbes();
  return activityTrackingProbes(config);
}

/** IBM Cloud Logs API, Query data: the tiers have a permission each. */
function activityTrackingProbes(config: SourceConfig): Probes {
  const wanted = 'tier' in config ? config.tier : undefined;
  const first = wanted ?? 'frequent_search';
  const probe = (tier: QueryTier): Probe => ({
    check: tier === first ? 'permission' : 'tier',
    path: queryPath,
    ask: { query: 'source logs | limit 1', metadata: { tier, syntax: 'dataprime', limit: 1 } },
    proves: `${tier} may be queried (IAM action logs.logs-data-api-${tier === 'archive' ? 'low' : 'high'}.read)`,
    optional: tier !== first,
  });
  const second = first === 'archive' ? 'frequent_search' : 'archive';
  return {
    alive: { ...probe(first), check: 'answer', proves: 'the service answers', refusalProves: true },
    signedIn: [probe(first), probe(second)],
  };
}

/** Secure events API: Ping the status, Verify presence of old events; activity audit; vulnerability results. */
function workloadProtectionProbes(): Probes {
  return {
    alive: {
      check: 'answer',
      path: `${eventsPath}/status`,
      proves: 'the service answers',
      refusalProves: true,
    },
    signedIn: [
      {
        check: 'permission',
        path: `${eventsPath}/hasEvents`,
        proves: 'secure events may be read (IAM role Reader)',
      },
      {
        check: 'audit',
        path: `${activityPath}/events`,
        // Any moment will do: nothing need have happened then.
        query: { from: '1700000000000000000', to: '1700000000000000001', limit: '1' },
        proves: 'what processes did can be shown (IAM role Writer)',
        optional: true,
      },
      {
        check: 'vulns',
        path: runtimeResultsPath,
        query: { limit: '1' },
        proves: "images' vulnerabilities can be shown (IAM role Writer)",
        optional: true,
      },
    ],
  };
}

/**
 * JFrog REST APIs, Get Approved/Blocked Audit Logs. An hour long past: whether the call is allowed
 * does not depend on rows, and both bounds are always sent.
 */
function xrayProbes(): Probes {
  const query = {
    created_at_start: '2024-01-01T00:00:00.000Z',
    created_at_end: '2024-01-01T01:00:00.000Z',
    num_of_rows: '1',
  };
  return {
    alive: {
      check: 'answer',
      path: auditPath,
      query,
      proves: 'Xray answers',
      refusalProves: true,
    },
    signedIn: [
      {
        check: 'permission',
        path: auditPath,
        query,
        proves: 'curation audit events may be read (permission VIEW_POLICIES)',
      },
    ],
  };
}

/** Carbon Black Cloud, Scan Logs API: Get Clusters and Namespaces. */
function carbonBlackProbes(config: CarbonBlackConfig): Probes {
  const path = `${scanLogsPath(config)}/metadata`;
  return {
    alive: { check: 'answer', path, proves: 'the cloud answers', refusalProves: true },
    signedIn: [
      {
        check: 'permission',
        path,
        proves: 'scan logs may be read (permission workloads.container.image, READ)',
      },
    ],
  };
}

/** Prisma Cloud Compute API reference: Ping, Version, View Registry Scan Progress and companions. */
function prismaProbes(config: PrismaConfig): Probes {
  const api = `/api/${config.apiVersion}`;
  const query = config.project === undefined ? {} : { project: config.project };
  return {
    alive: { check: 'answer', path: `${api}/_ping`, proves: 'the Console answers', mayLack: true },
    signedIn: [
      {
        check: 'authenticate',
        path: `${api}/version`,
        proves: 'the credentials are accepted',
        mayLack: true,
      },
      {
        check: 'permission',
        path: `${api}/registry/progress`,
        query,
        proves: 'registry scans may be watched (permission monitorImages)',
      },
      {
        check: 'status',
        path: `${api}/statuses/registry`,
        query,
        proves: "the last regular scan's errors can be shown",
        optional: true,
      },
      {
        check: 'settings',
        path: `${api}/settings/registry`,
        query,
        proves: 'queued and idle registries can be shown',
        optional: true,
      },
    ],
  };
}
