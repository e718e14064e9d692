import type { TailBatch, TailEvent } from '../../../../src/features/secure-events/tail-batch.ts';
import type { FakeSession } from '../../../support/fake-session.ts';

/** Reads a tail poll by poll. */
export interface TailReader {
  /** The next thing that it tells; the clock moves on while it waits. */
  next(): Promise<TailEvent>;
  /** The next batch; throws what a failed poll threw. */
  batch(): Promise<TailBatch>;
}

/** Creates the reader of a tail on a session. */
export function readerOf(tail: AsyncGenerator<TailEvent>, session: FakeSession): TailReader {
  const next = async (): Promise<TailEvent> => {
    let told: IteratorResult<TailEvent> | null = null;
    const asked = tail.next().then((result) => {
      told = result;
    });
    while (told === null) {
      await session.activity.idle();
      if (told === null) await session.clock.advance(1000);
    }
    await asked;
    const result = told as IteratorResult<TailEvent>;
    if (result.done) throw new Error('the tail has ended');
    return result.value;
  };
  return {
    next,
    batch: async () => {
      const event = await next();
      if (event.kind === 'failure') throw event.error;
      return event;
    },
  };
}
