import type { ScanRequest } from '../../api/prisma/endpoints.ts';
import type { Preferences } from '../../api/session.ts';
import { textOption } from '../../core/command-options.ts';
import { parseDuration } from '../../core/duration.ts';
import { usageError } from '../../core/errors.ts';
import type { CommandInput } from '../feature.ts';
import type { Target } from './model.ts';

/** Times in milliseconds. */
export interface PollChoice {
  readonly intervalMs: number;
  readonly timeoutMs: number | null;
}

const shortestIntervalMs = 200;

/** What `--interval` and `--timeout` say. @throws ScandeckError `usage` */
export function pollChoice(input: CommandInput, preferences: Preferences): PollChoice {
  const interval = textOption(input, 'interval');
  const timeout = textOption(input, 'timeout');
  const intervalMs = interval === null ? preferences.progress.intervalMs : parseDuration(interval);
  if (intervalMs < shortestIntervalMs) {
    throw usageError(`--interval ${interval} is too short`, 'The shortest interval is 200ms.');
  }
  return { intervalMs, timeoutMs: timeout === null ? null : parseDuration(timeout) };
}

/** What `--repo` and its companions name: an image, or the regular view. */
export function targetChoice(input: CommandInput): Target {
  const image = imageChoice(input);
  return image.repo === '' ? { kind: 'regular' } : { kind: 'on-demand', ...image };
}

/** The image that the options name; `command.ts` has checked them. */
export function imageChoice(input: CommandInput): ScanRequest {
  const [registry, tag, digest] = (['registry', 'tag', 'digest'] as const).map((name) =>
    textOption(input, name),
  );
  return {
    repo: textOption(input, 'repo') ?? '',
    ...(registry ? { registry } : {}),
    ...(tag ? { tag } : {}),
    ...(digest ? { digest } : {}),
  };
}
