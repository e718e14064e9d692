const pattern =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/**
 * Reads a time as RFC 3339 demands it, to the millisecond.
 *
 * @returns epoch milliseconds; null for anything else, such as a day that no month has
 */
export function readTime(text: string): number | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const [, years, months, days, hours, minutes, seconds] = match.map(Number);
  const local = Date.UTC(
    ...[years ?? 0, (months ?? 0) - 1, days ?? 0],
    ...[hours ?? 0, minutes ?? 0, seconds ?? 0],
  );
  // A part that is too large runs over into the next, and the time comes out as another.
  if (new Date(local).toISOString().slice(0, 19) !== text.slice(0, 19)) return null;
  const [sign, offsetHours, offsetMinutes] = match.slice(8);
  if (Number(offsetHours ?? 0) > 23 || Number(offsetMinutes ?? 0) > 59) return null;
  const offset = (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)) * 60_000;
  const millis = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  return local + millis - (sign === '-' ? -offset : offset);
}
