import type { ExitCode } from '../../core/errors.ts';
import type { Command, CommandContext, CommandInput, CommandOption } from '../feature.ts';

const option = (flags: string, description: string): CommandOption => ({ flags, description });

const until = option('--until <time>', 'up to (now)');
const raw = option('--raw', "the vendor's objects, numbers intact");
const limit = option('--limit <number>', 'the newest; 0 for all (200)');
const windowOptions = [option('--since <time>', 'from: 3h, 2w, a date or time (24h)'), until];
/** What `events` and its export select by. */
export const eventCriteria: readonly CommandOption[] = [
  option('--filter <expression>', 'the vendor\'s filter language: ruleName = "x" and severity < 4'),
  {
    flags: '--severity <severity>',
    description: 'high, medium, low, info, or 0 to 7; several with commas',
    repeatable: true,
  },
];

type Run = (context: CommandContext, input: CommandInput) => Promise<ExitCode>;

/** What runs a command is loaded when it runs. */
const lazy =
  (load: () => Promise<Run>): Run =>
  async (context, input) =>
    (await load())(context, input);

const counts = () => import('./run-counts.ts');
const audit = () => import('./run-audit.ts');
const events = () => import('./run-events.ts');

/** `scandeck tail`: one record an event, as they come. */
export const tailCommand: Command = {
  name: 'tail',
  summary: 'Follow secure events, oldest first; what may be missing is a record, too',
  options: [
    option('--since <time>', 'begin: 10m, 3h, a date or time (10m)'),
    ...eventCriteria,
    option('--cursor-file <file>', 'keep the position there, and go on from it'),
    option('--interval <duration>', 'between polls (5s)'),
    raw,
  ],
  examples: [
    'scandeck tail --severity high,medium',
    'scandeck tail --since 2d --cursor-file events.cursor -o ndjson >> events.ndjson',
  ],
  run: lazy(async () => (await import('./run-tail.ts')).runTail),
};

/** `scandeck events`: one record an event. */
export const eventsCommand: Command = {
  name: 'events',
  summary: 'List secure events, the newest first',
  options: [...windowOptions, ...eventCriteria, limit, raw],
  examples: [
    'scandeck events --since 3h --severity high',
    'scandeck events --filter \'kubernetes.namespace.name = "prod"\' --limit 0 -o csv',
  ],
  run: lazy(async () => (await events()).runEvents),
};

const showCommand: Command = {
  name: 'events show',
  summary: 'Show one secure event',
  arguments: [{ name: '<id>', description: 'the id that events prints' }],
  options: [raw],
  examples: ['scandeck events show 17dec715376910362c8c3f62a4ceda2e --raw'],
  run: lazy(async () => (await events()).runEvent),
};

const countCommand: Command = {
  name: 'events count',
  summary: 'Count secure events by category and severity',
  options: [...windowOptions, ...eventCriteria],
  examples: ['scandeck events count --since 7d'],
  run: lazy(async () => (await counts()).runCount),
};

const topCommand: Command = {
  name: 'events top',
  summary: 'List the most frequent rules, clusters, namespaces, workloads, nodes and images',
  options: [
    {
      flags: '--by <field>',
      description: 'rule, cluster, namespace, workload, node, image, mitre (all)',
      repeatable: true,
    },
    option('--rows <number>', 'values a field, 5 or 10 (10)'),
    ...windowOptions,
    ...eventCriteria,
  ],
  examples: ['scandeck events top --by rule --by namespace --since 7d'],
  run: lazy(async () => (await counts()).runTop),
};

const seriesCommand: Command = {
  name: 'events series',
  summary: 'Count secure events over time',
  options: [
    option('--by <group>', 'severity or user (severity)'),
    ...windowOptions,
    ...eventCriteria,
  ],
  examples: ['scandeck events series --by severity --since 6h'],
  run: lazy(async () => (await import('./run-series.ts')).runSeries),
};

const fieldsCommand: Command = {
  name: 'events fields',
  summary: 'List the fields that filters can name',
  examples: ['scandeck events fields'],
  run: lazy(async () => (await counts()).runFields),
};

/** What `audit` and its export select by. */
export const auditCriteria: readonly CommandOption[] = [
  {
    flags: '--type <type>',
    description: 'commands, connections, fileaccesses, kubernetes (all)',
    repeatable: true,
  },
  option('--filter <expression>', 'on the entries\' own fields: container.id = "a407fb17332b"'),
  option('--scope <expression>', 'on labels: kubernetes.namespace.name = "prod"'),
];

const auditSelection: readonly CommandOption[] = [
  ...auditCriteria,
  option('--since <time>', 'from: 15m, 3h, a date or time (1h)'),
  until,
];

const auditCommand: Command = {
  name: 'audit',
  summary: 'List what processes did: commands, connections, file accesses, Kubernetes calls',
  options: [...auditSelection, limit, raw],
  examples: [
    'scandeck audit --type commands --filter \'container.id = "a407fb17332b"\' --since 3h',
  ],
  run: lazy(async () => (await audit()).runAudit),
};

const auditSummaryCommand: Command = {
  name: 'audit summary',
  summary: 'Count activity over time',
  options: auditSelection,
  examples: ['scandeck audit summary --since 6h'],
  run: lazy(async () => (await audit()).runAuditSummary),
};

const entryArguments = [
  { name: '<type>', description: 'commands, connections, fileaccesses or kubernetes' },
  { name: '<id>', description: 'the id that audit prints' },
];

const auditShowCommand: Command = {
  name: 'audit show',
  summary: 'Show one activity',
  arguments: entryArguments,
  options: [raw],
  examples: ['scandeck audit show commands 164806c17885b5615ba513135ea13d79'],
  run: lazy(async () => (await audit()).runAuditShow),
};

const auditTraceCommand: Command = {
  name: 'audit trace',
  summary: 'List all that happened during an activity, where the vendor can trace it',
  arguments: entryArguments,
  options: [raw],
  examples: ['scandeck audit trace commands 164806c17885b5615ba513135ea13d79'],
  run: lazy(async () => (await audit()).runAuditTrace),
};

const vulnsCommand: Command = {
  name: 'vulns',
  summary: "List an image's vulnerabilities, the worst first",
  options: [
    option('--image <reference>', 'name, name:tag, name@sha256:… or sha256:…'),
    option('--cluster <name>', 'where it runs: cluster'),
    option('--namespace <name>', 'where it runs: namespace'),
    option('--workload <name>', 'where it runs: workload'),
    raw,
  ],
  examples: [
    'scandeck vulns --image docker.io/library/nginx:1.25',
    'scandeck vulns --cluster prod --namespace shop --workload cart -o table',
  ],
  run: lazy(async () => (await import('./run-vulns.ts')).runVulns),
};

/** The feature's headless commands. */
export const commands: readonly Command[] = [
  tailCommand,
  eventsCommand,
  showCommand,
  countCommand,
  topCommand,
  seriesCommand,
  fieldsCommand,
  auditCommand,
  auditSummaryCommand,
  auditShowCommand,
  auditTraceCommand,
  vulnsCommand,
];

/** Prints the newest events once, for `scandeck` without a terminal. */
export async function snapshot(context: CommandContext): Promise<void> {
  const { runEvents } = await events();
  await runEvents(context, { arguments: [], options: { limit: '50' } });
}
