import type { CommandContext, RecordWriter } from '../feature.ts';
import { columns, rawColumns } from './columns.ts';
import { type ActivityEvent, recordOf } from './model.ts';

/** Opens stdout for events: as records, or as they were sent. */
export function openEvents(context: CommandContext, raw: boolean): RecordWriter<ActivityEvent> {
  if (raw) {
    const writer = context.records(rawColumns);
    return {
      add: (events) => writer.add(events.map((event) => rawOf(event.raw))),
      end: (summary) => writer.end(summary),
    };
  }
  const writer = context.records(columns);
  return {
    add: (events) => writer.add(events.map(recordOf)),
    end: (summary) => writer.end(summary),
  };
}

function rawOf(raw: unknown): Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null ? { ...raw } : {};
}
