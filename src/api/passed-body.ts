import type { Deadline } from './deadline.ts';

/** Takes a body as it arrives. The call ends when the promise does. */
export type BodyReader = (body: AsyncIterable<Buffer>) => Promise<void>;

/** Where the body of a good answer goes instead of into memory. */
export interface PassOn {
  readonly read: BodyReader;
  /** The deadline of the whole call; it stands still while the reader is busy. */
  readonly outer: Deadline;
}

/**
 * Passes a body on, beginning with its first byte: what breaks before it can be tried again.
 *
 * @returns the bytes that the reader took
 * @throws BodyError
 */
export async function passBodyOn(
  chunks: AsyncGenerator<Buffer>,
  { read, outer }: PassOn,
  { deadline, onFirstByte }: { readonly deadline: Deadline; readonly onFirstByte: () => void },
): Promise<number> {
  const first = await chunks.next();
  let bytes = 0;
  let failure: { readonly error: unknown } | null = null;
  const body = async function* () {
    let next = first;
    try {
      while (!next.done) {
        bytes += next.value.length;
        for (const each of [deadline, outer]) each.pause();
        try {
          yield next.value;
        } finally {
          for (const each of [deadline, outer]) each.resume();
        }
        next = await chunks.next();
      }
    } catch (error) {
      failure = { error };
      throw error;
    } finally {
      await chunks.return(undefined);
    }
  };
  if (!first.done) onFirstByte();
  await read(body()).catch((error: unknown) => {
    throw failure === null ? error : failure.error;
  });
  return bytes;
}

/** Turns a call that hands its body to a reader into the body itself. */
export async function* streamedBody(
  call: (read: BodyReader) => Promise<unknown>,
): AsyncGenerator<Buffer> {
  const handed = Promise.withResolvers<AsyncIterable<Buffer> | null>();
  const done = Promise.withResolvers<void>();
  const ended = call((body) => {
    handed.resolve(body);
    return done.promise;
  });
  ended.then(() => handed.resolve(null), handed.reject);
  const body = await handed.promise;
  if (body === null) return;
  try {
    yield* body;
    done.resolve();
  } catch (error) {
    done.reject(error);
  } finally {
    done.resolve();
  }
  await ended;
}
