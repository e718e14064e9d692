import { maxWindowNs } from '../../api/workload-protection/endpoints.ts';
import { usageError } from '../../core/errors.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { filterOption, windowOption } from './command-input.ts';
import type { CountOptions } from './event-counts.ts';
import type { EventsSource } from './events-source.ts';
import { createEventsSource } from './source.ts';

/** What a command that counts was asked. */
export interface Question {
  readonly source: EventsSource;
  readonly question: CountOptions;
  /** Epoch milliseconds. */
  readonly asOf: number;
}

/** Reads window and filter, and opens the source. @throws ScandeckError `usage`, `config` */
export async function openQuestion(
  context: CommandContext,
  input: CommandInput,
): Promise<Question> {
  const asOf = context.clock.now();
  const window = windowOption(input, asOf);
  const filter = filterOption(input);
  const source = createEventsSource(await context.session());
  return { source, asOf, question: { ...window, filter, signal: context.signal } };
}

/** What the service ranks or groups it does for two weeks at most. @throws ScandeckError `usage` */
export function checkTwoWeeks({ question }: Question, what: string): void {
  if (question.toNs - question.fromNs <= maxWindowNs) return;
  throw usageError(
    `the service tells ${what} of two weeks at most`,
    'For example --since 2w, or --since 4w --until 2w.',
  );
}
