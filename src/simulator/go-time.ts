/** How Go prints a time that was never set. */
export const goZeroTime = '0001-01-01T00:00:00Z';

/**
 * Prints a time as Go does: nanoseconds, without the zeros at their end.
 *
 * @param nanos what to add below the millisecond, 0 to 999999
 */
export function goTime(ms: number, nanos = 0): string {
  const [seconds = '', millis = ''] = new Date(ms).toISOString().replace('Z', '').split('.');
  const digits = `${millis}${String(nanos).padStart(6, '0')}`.replace(/0+$/, '');
  return `${seconds}${digits === '' ? '' : `.${digits}`}Z`;
}
