import type { SecureEvent } from './model.ts';
import type { EventsRoom } from './store-derive.ts';
import type { EventsSnapshot } from './store-state.ts';

/** Values of a field that can be seen: hostile, each once. */
export type SeenValues = (field: string) => readonly string[];

/** What a field of the filter language is called in an event of ours. */
const known: Readonly<Record<string, (event: SecureEvent) => string | null>> = {
  severity: ({ severity }) => (severity.level === null ? null : String(severity.level)),
  ruleName: ({ rule }) => rule,
  name: ({ policy }) => policy,
  category: ({ category }) => category,
  originator: ({ originator }) => originator,
  source: ({ engineSource }) => engineSource,
  containerId: ({ container }) => container.id,
  'image.repo': ({ image }) => image.repo,
  'image.tag': ({ image }) => image.tag,
  'image.id': ({ image }) => image.id,
  'image.digest': ({ image }) => image.digest,
};

/** The values on the screen: of the most frequent ones, then of the rows. */
export function seenValues(
  { view, items }: Pick<EventsSnapshot, 'view' | 'items'>,
  room: Pick<EventsRoom, 'rows'>,
): SeenValues {
  const rows = view.rows.slice(view.list.top, view.list.top + room.rows);
  const events = rows.flatMap((row) => (row.kind === 'event' ? [row.event] : []));
  return (field) => {
    const frequent = items.flatMap((item) =>
      // A severity is listed by its word, and asked for by its numbers.
      item.kind === 'value' && item.value.field === field && field !== 'severity'
        ? [item.value.key]
        : [],
    );
    const ofRows = events.map((event) => valueIn(event, field));
    return [...new Set([...frequent, ...ofRows])].filter(
      (value): value is string => value !== null && value !== '',
    );
  };
}

function valueIn(event: SecureEvent, field: string): string | null {
  const { labels, fields } = event;
  if (Object.hasOwn(labels, field)) return labels[field] ?? null;
  if (Object.hasOwn(fields, field)) return fields[field] ?? null;
  return Object.hasOwn(known, field) ? (known[field]?.(event) ?? null) : null;
}
