import type { ExportOffer } from '../../export-engine/kind.ts';
import type { Command, CommandOption } from '../feature.ts';

const detach: CommandOption = {
  flags: '--detach',
  description: 'do not wait: the job goes on without a terminal',
};
const force: CommandOption = { flags: '--force', description: 'replace a file that exists' };

const job = [{ name: '<job>', description: 'the id of a job, or how it begins' }];

/** What every kind takes beside its own criteria. */
function exportOptions(since: string): readonly CommandOption[] {
  return [
    { flags: '--since <time>', description: `from: 3h, 2d, a date or time (${since})` },
    { flags: '--until <time>', description: 'up to, fixed when the job starts (now)' },
    { flags: '--out <file>', description: 'the target; - is stdout' },
    { flags: '--format <format>', description: 'ndjson, json or csv (ndjson)' },
    { flags: '--gzip', description: 'compress the file' },
    { flags: '--concurrency <number>', description: 'windows that are asked for at once' },
    { flags: '--page-size <number>', description: 'rows a page, up to what the vendor allows' },
    { flags: '--columns <set>', description: "CSV's columns: scandeck, or vendor where there are" },
    { flags: '--mask-users', description: 'replace users and mail addresses by pseudonyms' },
    { flags: '--raw-cells', description: 'keep CSV cells that a spreadsheet would run' },
    force,
    detach,
    { flags: '--name <name>', description: 'the id of the job' },
    { flags: '--every <duration>', description: 'the first of a row of increments: 24h, 1w' },
  ];
}

/** The names of those options, as a command's input has them. */
export const engineOptions: readonly string[] = exportOptions('').map(({ flags }) =>
  (/--([a-z-]+)/.exec(flags)?.[1] ?? '').replaceAll(/-([a-z])/g, (_, letter: string) =>
    letter.toUpperCase(),
  ),
);

/** `scandeck export …`, one command a kind and those for the jobs. */
export function exportCommands(offers: readonly ExportOffer[]): readonly Command[] {
  return [
    ...offers.map(exportCommand),
    ...jobCommands,
    {
      name: 'export work',
      summary: 'Work at a job: what scandeck starts in the background',
      isHidden: true,
      arguments: job,
      run: async (context, input) => {
        const { runWork } = await import('./run-work.ts');
        return runWork(context, input, offers);
      },
    },
  ];
}

function exportCommand(offer: ExportOffer): Command {
  const { kind, title, options, since, examples } = offer;
  return {
    name: `export ${kind}`,
    summary: `Export ${title}: all of it, in one file`,
    options: [...exportOptions(since), ...options],
    examples: examples ?? [`scandeck export ${kind} --since ${since} --out ${kind}.ndjson`],
    run: async (context, input) => {
      const { runExport } = await import('./run-export.ts');
      return runExport(context, input, offer);
    },
  };
}

const runJobs = () => import('./run-jobs.ts');

const jobCommands: readonly Command[] = [
  {
    name: 'export list',
    summary: 'List the jobs, the newest first',
    examples: ['scandeck export list', 'scandeck export list -o json'],
    run: async (context) => (await runJobs()).runList(context),
  },
  {
    name: 'export show',
    summary: 'Show a job with its windows',
    arguments: job,
    options: [{ flags: '--log', description: "the worker's log instead of the windows" }],
    run: async (context, input) => (await runJobs()).runShow(context, input),
  },
  {
    name: 'export follow',
    summary: 'Follow a job until it ends',
    arguments: job,
    run: async (context, input) => (await runJobs()).runFollow(context, input),
  },
  {
    name: 'export pause',
    summary: 'Pause a job: nothing that was read is lost',
    arguments: job,
    run: async (context, input) => (await runJobs()).runPause(context, input),
  },
  {
    name: 'export resume',
    summary: 'Go on with a job that was paused, interrupted or failed',
    arguments: job,
    options: [
      force,
      detach,
      { flags: '--break-lock', description: 'its worker ran on a machine that is gone' },
    ],
    run: async (context, input) => (await runJobs()).runResume(context, input),
  },
  {
    name: 'export cancel',
    summary: 'End a job for good',
    arguments: job,
    options: [
      { flags: '--keep-parts', description: 'keep what was read, so that it can be resumed' },
    ],
    run: async (context, input) => (await runJobs()).runCancel(context, input),
  },
  {
    name: 'export remove',
    summary: "Remove a job's folder; its file stays",
    arguments: job,
    run: async (context, input) => (await runJobs()).runRemove(context, input),
  },
  {
    name: 'export next',
    summary: 'Export the next increment of a job that was made with --every, then exit',
    arguments: job,
    options: [detach],
    examples: ['scandeck export next nightly'],
    run: async (context, input) => (await runJobs()).runNext(context, input),
  },
  {
    name: 'export verify',
    summary: 'Check an exported file against its manifest',
    arguments: [{ name: '<file>', description: 'the exported file' }],
    run: async (context, input) => {
      const { runVerify } = await import('./run-verify.ts');
      return runVerify(context, input);
    },
  },
];
