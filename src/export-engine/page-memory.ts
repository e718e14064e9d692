import type { BodyMemory } from '../api/types.ts';

/** Memory of pages that goes round: from a page that was kept to one that is coming. */
export interface PageMemory extends BodyMemory {
  /** Gives back what was taken, whole or a view of it; anything else, or again, is ignored. */
  give(body: Uint8Array): void;
}

/** Pages that wait for their next use; more are left to the collector. */
const mostWaiting = 4;

/**
 * Creates the memory of an export's pages. Fresh memory for each page costs the machine as much as
 * reading the page, and is given back late: an export would need the more of it the longer it runs.
 */
export function createPageMemory(): PageMemory {
  const waiting: Buffer[] = [];
  const taken = new WeakSet<ArrayBufferLike>();
  return {
    take: (bytes) => {
      const fitting = waiting.findIndex(({ length }) => length >= bytes);
      // Pages grow now and then: what is too small for this one will be for the next, too.
      const [found] = fitting < 0 ? [] : waiting.splice(fitting, 1);
      if (found === undefined) waiting.pop();
      const buffer = found ?? Buffer.allocUnsafeSlow(bytes + (bytes >> 3));
      taken.add(buffer.buffer);
      return buffer;
    },
    give: ({ buffer }) => {
      if (taken.delete(buffer) && waiting.length < mostWaiting) waiting.push(Buffer.from(buffer));
    },
  };
}
