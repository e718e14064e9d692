import type { WireObject } from '../../api/workload-protection/wire.ts';
import type { CommandContext, RecordWriter } from '../feature.ts';
import { columns, rawColumns, type StreamRecord } from './columns.ts';
import { gapRecordOf, recordOf, type TailItem } from './model.ts';

/** Items that are made into text at once: a batch of thousands would be tens of megabytes. */
const sliceItems = 500;

/** Opens stdout for events and gaps: as records, or as the vendor sent them. */
export function openStream(context: CommandContext, raw: boolean): RecordWriter<TailItem> {
  if (raw) return sliced(context.records<WireObject>(rawColumns), rawOf);
  return sliced(
    context.records(columns),
    (item): StreamRecord => (item.kind === 'event' ? recordOf(item.event) : gapRecordOf(item.gap)),
  );
}

function sliced<Row>(
  writer: RecordWriter<Row>,
  rowOf: (item: TailItem) => Row,
): RecordWriter<TailItem> {
  return {
    add: async (items) => {
      for (let start = 0; start < items.length; start += sliceItems) {
        await writer.add(items.slice(start, start + sliceItems).map(rowOf));
      }
    },
    end: (summary) => writer.end(summary),
  };
}

function rawOf(item: TailItem): WireObject {
  return item.kind === 'event' ? item.event.raw : { ...gapRecordOf(item.gap) };
}
