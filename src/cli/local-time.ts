const utcTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A UTC time in RFC 3339 as the same moment in the machine's zone; any other text as it is. */
export function toLocalTime(text: string): string {
  const ms = utcTime.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) return text;
  const offsetMinutes = -new Date(ms).getTimezoneOffset();
  const shifted = new Date(ms + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const sign = offsetMinutes < 0 ? '-' : '+';
  const size = Math.abs(offsetMinutes);
  return `${shifted}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
