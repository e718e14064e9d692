import type { Command, CommandContext, CommandOption } from '../feature.ts';

const many = (flags: string, description: string): CommandOption => ({
  flags,
  description,
  repeatable: true,
});

/** What scans are chosen by, beside their time. */
export const exportCriteria: readonly CommandOption[] = [
  many('--query <text>', 'plain text that the vendor looks for'),
  many('--tag <image>', 'full tag: docker.io/library/alpine:3.16'),
  many('--repository <name>', 'repository, without its registry'),
  many('--digest <digest>', "the manifest's digest: sha256:..."),
  many('--source <trigger>', 'what caused the scan: CLI, CLUSTER_SCAN, FEED_UPDATE, ...'),
  many('--registry <host>', 'registry that the image was pulled from'),
  many('--severity <severity>', 'with vulnerabilities of it: critical, high, medium, low, unknown'),
  many('--cluster <name>', 'cluster, as GROUP:NAME'),
  many('--namespace <name>', 'namespace in a cluster'),
  many('--hostname <name>', 'host'),
];

const criteriaOptions: readonly CommandOption[] = [
  ...exportCriteria,
  { flags: '--since <time>', description: 'from: 3h, 2w, 1M, yesterday, a date or time (24h)' },
  { flags: '--until <time>', description: 'up to (now)' },
  { flags: '--view <name>', description: 'begin with a saved view; other options change it' },
];

const raw: CommandOption = { flags: '--raw', description: "the vendor's rows, untouched" };

/** `scandeck logs`: one record a scan. */
export const logsCommand: Command = {
  name: 'logs',
  summary: 'List scans of images with what they found, the newest first',
  options: [
    ...criteriaOptions,
    {
      flags: '--sort <field:order>',
      description: 'time, severity, image, workloads or any field of the vendor; :asc or :desc',
    },
    { flags: '--limit <number>', description: 'rows; 0 for all (200, with --fail-on all)' },
    raw,
    {
      flags: '--fail-on <finding>',
      description: 'exit with 10 on critical, high, medium, low (or worse), or malware',
    },
  ],
  examples: [
    'scandeck logs --since 1w --cluster demo:cluster-one --severity critical',
    'scandeck logs --since 2026-11-01 --until 2026-11-08 --limit 0 -o csv',
    'scandeck logs --view nightly --fail-on high',
  ],
  run: async (context, input) => {
    const { runLogs } = await import('./run-logs.ts');
    return runLogs(context, input);
  },
};

/** `scandeck facets`: one record a value. */
export const facetsCommand: Command = {
  name: 'facets',
  summary: 'Count scans by the values of some fields',
  options: [
    ...criteriaOptions,
    many(
      '--field <field>',
      'field to count: registry, cluster, status, ... (all that the server has)',
    ),
    { flags: '--rows <number>', description: 'values a field (20)' },
  ],
  examples: [
    'scandeck facets --since 1w --field cluster --field status',
    'scandeck facets --severity critical -o table',
  ],
  run: async (context, input) => {
    const { runFacets } = await import('./run-facets.ts');
    return runFacets(context, input);
  },
};

/** `scandeck logs history`: one record a scan of one image, with what changed. */
export const historyCommand: Command = {
  name: 'logs history',
  summary: 'List all scans of one image, and what changed from each to the next',
  arguments: [
    {
      name: '<image>',
      description: 'full tag (docker.io/library/alpine:3.16) or digest (sha256:...)',
    },
  ],
  options: [
    { flags: '--since <time>', description: 'from (12M)' },
    { flags: '--until <time>', description: 'up to (now)' },
    { flags: '--limit <number>', description: 'newest scans; 0 for all (200)' },
    raw,
  ],
  examples: [
    'scandeck logs history docker.io/library/alpine:3.16',
    'scandeck logs history sha256:8cba89a89aaa8445c9d385962cd915ae2e237e38f874ff90c5afbcc31a854a99',
  ],
  run: async (context, input) => {
    const { runHistory } = await import('./run-history.ts');
    return runHistory(context, input);
  },
};

/** `scandeck logs metadata`: one record a name. */
export const metadataCommand: Command = {
  name: 'logs metadata',
  summary: 'List the clusters, namespaces and hosts that scans can be narrowed to',
  examples: ['scandeck logs metadata'],
  run: async (context) => {
    const { runMetadata } = await import('./run-metadata.ts');
    return runMetadata(context);
  },
};

/** The feature's headless commands. */
export const commands: readonly Command[] = [
  logsCommand,
  historyCommand,
  metadataCommand,
  facetsCommand,
];

/** Prints the newest scans once, for `scandeck` without a terminal. */
export async function snapshot(context: CommandContext): Promise<void> {
  const { runLogs } = await import('./run-logs.ts');
  await runLogs(context, { arguments: [], options: { limit: '50' } });
}
