import type { WireRow } from '../../api/workload-protection/schema.ts';
import { eventOf } from './event.ts';
import type { SecureEvent, TailItem } from './model.ts';

/** An event as a tail tells it: decoded when it is looked at first, and then no more. */
export class TailedEvent {
  readonly kind = 'event';
  readonly id: string;
  /** Epoch nanoseconds. */
  readonly atNs: bigint;
  readonly #late: boolean;
  #seen: WireRow | SecureEvent;

  /** @param late whether events that are newer came before it */
  constructor(row: WireRow, late: boolean) {
    this.id = row.id;
    this.atNs = row.atNs;
    this.#late = late;
    this.#seen = row;
  }

  /** All that the row says. */
  get event(): SecureEvent {
    if ('wire' in this.#seen) this.#seen = eventOf(this.#seen, this.#late);
    return this.#seen;
  }
}

/** What a tail tells, before it becomes an item for whoever reads it. */
export type Told = TailedEvent | (TailItem & { readonly kind: 'gap' });
