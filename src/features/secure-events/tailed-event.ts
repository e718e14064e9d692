import type { WireRow } from '../../api/workload-protection/schema.ts';
import { eventOf, severityOf } from './event.ts';
import type { SecureEvent, SeverityWord, TailItem } from './model.ts';

/** An event as a tail tells it: decoded when it is looked at first, and then no more. */
export class TailedEvent {
  readonly kind = 'event';
  readonly id: string;
  /** Epoch nanoseconds. */
  readonly atNs: bigint;
  readonly #late: boolean;
  #seen: WireRow | SecureEvent;
  #word: SeverityWord | null = null;

  /** @param late whether events that are newer came before it */
  constructor(row: WireRow, late: boolean) {
    this.id = row.id;
    this.atNs = row.atNs;
    this.#late = late;
    this.#seen = row;
  }

  /** How severe it is; counting many of them decodes none. */
  get severityWord(): SeverityWord {
    this.#word ??= this.#severity().word;
    return this.#word;
  }

  /** All that the row says. */
  get event(): SecureEvent {
    if ('wire' in this.#seen) this.#seen = eventOf(this.#seen, this.#late);
    return this.#seen;
  }

  #severity() {
    if (!('wire' in this.#seen)) return this.#seen.severity;
    const { severityPart } = this.#seen;
    return severityOf(severityPart ?? this.#seen.wire);
  }
}

/** What a tail tells, before it becomes an item for whoever reads it. */
export type Told = TailedEvent | (TailItem & { readonly kind: 'gap' });
