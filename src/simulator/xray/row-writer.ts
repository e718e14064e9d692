import { type ByteWriter, createByteWriter } from './byte-writer.ts';
import type { Ledger } from './ledger.ts';
import type { RowForm } from './row-form.ts';

/** Some events of a ledger, in the order in which they are wanted. */
export interface EventRange {
  readonly first: number;
  readonly count: number;
  readonly step: 1 | -1;
}

const usualRowLength = 900;

/** A writer with room for as many rows, and some more. */
export const createRowWriter = (rows: number): ByteWriter =>
  createByteWriter(usualRowLength * (rows + 1));

/** Writes the events one behind the other, each with what separates it from the next. */
export function writeRows(
  writer: ByteWriter,
  ledger: Ledger,
  form: RowForm,
  { first, count, step }: EventRange,
): void {
  for (let number = 0; number < count; number += 1) {
    const index = first + number * step;
    const user = form.users[ledger.userOf(index)] ?? form.open;
    const second = Math.floor(ledger.timeOf(index) / 1000);
    for (const { head, tail } of form.kinds[ledger.kindOf(index)] ?? []) {
      writer.append(form.open);
      writer.appendNumber(ledger.firstId + index);
      writer.append(form.middle);
      writer.appendTime(second);
      writer.append(head);
      writer.append(user);
      writer.append(tail);
    }
  }
}
