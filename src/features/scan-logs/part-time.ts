import type { Stretch } from '../../core/time-parts.ts';
import type { LogTime } from './model.ts';

/**
 * The time to ask for a part. Whether the vendor's bounds are closed or open is not documented. So a
 * part that ends at a cut asks for a millisecond more: should both be open, no row falls between two
 * parts, and what comes twice is known by its identity.
 */
export function timeOfPart(part: Stretch, window: Stretch): LogTime {
  const { since, until } = part;
  return { kind: 'bounds', since, until: until === window.until ? until : until + 1 };
}
