import { usageError } from '../../core/errors.ts';
import type { Command, CommandContext, CommandInput, CommandOption } from '../feature.ts';

const imageOptions: readonly CommandOption[] = [
  {
    flags: '--registry <host>',
    description: 'registry of the image, where repositories share names',
  },
  { flags: '--repo <name>', description: 'repository of the image: library/alpine' },
  { flags: '--tag <tag>', description: 'tag of the image' },
  { flags: '--digest <digest>', description: 'digest of the image, instead of its tag' },
];

const intervalOption: CommandOption = {
  flags: '--interval <duration>',
  description: "time between two questions (the profile's, else 2s)",
};

const timeoutOption: CommandOption = {
  flags: '--timeout <duration>',
  description: 'give up after this time, with exit code 3',
};

/** `scandeck progress`: one record a scan. */
export const progressCommand: Command = {
  name: 'progress',
  summary: 'Show how far registry scans are; with --repo, the on-demand scan of one image',
  options: [
    ...imageOptions,
    { flags: '--watch', description: 'go on, and print a record when something changed' },
    {
      flags: '--until-done',
      description: 'wait for the end: exit code 0 all finished, 1 one failed, 3 no answer for 60 s',
    },
    intervalOption,
    timeoutOption,
  ],
  examples: [
    'scandeck progress -o table',
    'scandeck progress --watch',
    'scandeck progress --repo library/alpine --tag 3.16 --until-done --timeout 30m',
  ],
  run: async (context, input) => {
    checkProgressOptions(input);
    const { runProgress } = await import('./run-progress.ts');
    return runProgress(context, input);
  },
};

/** `scandeck scan start`: writes at the vendor. */
export const scanStartCommand: Command = {
  name: 'scan start',
  summary: 'Start the on-demand scan of one image',
  options: [
    ...imageOptions,
    { flags: '--follow', description: 'print records until the scan has ended' },
    intervalOption,
    // The vendor takes an image that no configured registry holds, and never scans it.
    { ...timeoutOption, defaultValue: '30m' },
  ],
  examples: ['scandeck scan start --repo library/alpine --tag 3.16 --follow'],
  run: async (context, input) => {
    checkImageOptions(input);
    const { runScanStart } = await import('./run-scan.ts');
    return runScanStart(context, input);
  },
};

/** `scandeck scan stop`: writes at the vendor. */
export const scanStopCommand: Command = {
  name: 'scan stop',
  summary: 'Stop the regular registry scan',
  examples: ['scandeck scan stop'],
  run: async (context) => {
    const { runScanStop } = await import('./run-scan.ts');
    return runScanStop(context);
  },
};

/** The feature's headless commands. */
export const commands: readonly Command[] = [progressCommand, scanStartCommand, scanStopCommand];

/** Prints the regular view once, for `scandeck` without a terminal. */
export async function snapshot(context: CommandContext): Promise<void> {
  const { runProgress } = await import('./run-progress.ts');
  await runProgress(context, { arguments: [], options: {} });
}

/**
 * Says the vendor's rules in words before anything is loaded, opened or asked.
 *
 * @throws ScandeckError `usage`
 */
function checkProgressOptions(input: CommandInput): void {
  const { repo } = input.options;
  if (repo !== undefined) {
    checkImageOptions(input);
    return;
  }
  const extra = ['registry', 'tag', 'digest'].filter((name) => input.options[name] !== undefined);
  if (extra.length === 0) return;
  throw usageError(
    `--${extra.join(', --')} without --repo: only an on-demand scan is asked for by its image`,
    'Add --repo, or leave the options out to see the regular scan.',
  );
}

/** @throws ScandeckError `usage` */
function checkImageOptions({ options }: CommandInput): void {
  if (!options.repo) {
    throw usageError(
      'no --repo: an on-demand scan needs the repository',
      'Name it, for example --repo library/alpine.',
    );
  }
  if (!options.tag && !options.digest) {
    throw usageError(
      '--repo without --tag and --digest: an on-demand scan needs one of them',
      'Add --tag, for example --tag 3.16, or --digest sha256:...',
    );
  }
}
