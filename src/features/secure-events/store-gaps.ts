import type { Session } from '../../api/session.ts';
import type { EventsSource } from './events-source.ts';
import type { SecureEvent } from './model.ts';
import { entryOf, type GapFill, type StreamEntry } from './store-buffer.ts';
import { type Call, createCall } from './store-calls.ts';
import type { EventsParts } from './store-parts.ts';
import { expressionOf } from './store-question.ts';
import type { Stream } from './store-stream.ts';

/** A row that stands for what is not proven to be complete. */
export type GapEntry = StreamEntry & { readonly kind: 'gap' };

/** Fetches what gaps leave open. */
export interface Gaps {
  /** Unless it is being fetched already. */
  fill(entry: GapEntry): void;
  /** Ends all fetching; the rows have gone with their question. */
  cancel(): void;
  stop(): Promise<void>;
}

/** What the gaps work with. */
export interface GapsOptions {
  readonly session: Session;
  readonly source: EventsSource;
  readonly parts: EventsParts;
  readonly stream: Pick<Stream, 'replace'>;
  readonly onNotice: (text: string, tone: 'good' | 'warn') => void;
}

/** Joins the gaps of a stream to the source that can fill them. */
export function createGaps(options: GapsOptions): Gaps {
  const { session, stream, parts } = options;
  const calls = new Set<Call>();
  const mark = (entry: GapEntry, fill: GapFill) => stream.replace(entry.id, [{ ...entry, fill }]);
  return {
    fill: (entry) => {
      if (entry.fill.kind === 'asking') return;
      const call = createCall(session.clock);
      calls.add(call);
      mark(entry, { kind: 'asking', found: 0 });
      call.ask({
        ask: (signal) => eventsOf(options, entry, signal),
        done: (filled) => {
          calls.delete(call);
          stream.replace(entry.id, filled);
          tell(options, filled);
        },
        failed: ({ error }) => {
          calls.delete(call);
          mark(entry, { kind: 'failed', error });
          options.onNotice(error instanceof Error ? error.message : String(error), 'warn');
        },
      });
      // The row that was replaced keeps its place under the cursor.
      parts.want(entry.id);
    },
    cancel: () => {
      for (const call of calls) call.cancel();
      calls.clear();
    },
    stop: async () => {
      await Promise.all([...calls].map((call) => call.stop()));
    },
  };
}

async function eventsOf(
  { source, parts }: GapsOptions,
  { gap }: GapEntry,
  signal: AbortSignal,
): Promise<readonly StreamEntry[]> {
  const found: StreamEntry[] = [];
  const filter = expressionOf(parts.get().question);
  const pages = source.fillGap(gap, filter, {
    signal,
    onGap: (open) => found.push(entryOf({ kind: 'gap', gap: open })),
  });
  for await (const page of pages) found.push(...page.map(rowOf));
  return found.toSorted(byTime);
}

const rowOf = (event: SecureEvent) => entryOf({ kind: 'event', event });

function byTime(left: StreamEntry, right: StreamEntry): number {
  const [a, b] = [timeOf(left), timeOf(right)];
  return a === b ? 0 : a < b ? -1 : 1;
}

function timeOf(entry: StreamEntry): bigint {
  return entry.kind === 'event' ? entry.event.atNs : entry.gap.fromNs;
}

function tell({ onNotice }: GapsOptions, filled: readonly StreamEntry[]): void {
  const events = filled.filter(({ kind }) => kind === 'event').length;
  const isOpen = events < filled.length;
  const text = events === 0 ? 'No event was found in the gap' : `${events} events fill the gap`;
  onNotice(isOpen ? `${text}; part of it stays open` : text, isOpen ? 'warn' : 'good');
}
