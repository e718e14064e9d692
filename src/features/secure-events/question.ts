import type { CommandContext, CommandInput } from '../feature.ts';
import { filterOption, windowOption } from './command-input.ts';
import { type CountOptions, createEventsSource, type EventsSource } from './source.ts';

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
