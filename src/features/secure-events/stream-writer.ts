import type { WireObject } from '../../api/workload-protection/wire.ts';
import type { CommandContext, RecordWriter } from '../feature.ts';
import { columns, rawColumns } from './columns.ts';
import { gapRecordOf, recordOf, type TailItem } from './model.ts';

/** Opens stdout for events and gaps: as records, or as the vendor sent them. */
export function openStream(context: CommandContext, raw: boolean): RecordWriter<TailItem> {
  if (raw) {
    const writer = context.records<WireObject>(rawColumns);
    return {
      add: (items) => writer.add(items.map(rawOf)),
      end: (summary) => writer.end(summary),
    };
  }
  const writer = context.records(columns);
  return {
    add: (items) =>
      writer.add(
        items.map((item) => (item.kind === 'event' ? recordOf(item.event) : gapRecordOf(item.gap))),
      ),
    end: (summary) => writer.end(summary),
  };
}

function rawOf(item: TailItem): WireObject {
  return item.kind === 'event' ? item.event.raw : { ...gapRecordOf(item.gap) };
}
