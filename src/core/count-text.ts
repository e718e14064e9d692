/** A count for people: `48,211`. Its first use would cost milliseconds with `toLocaleString`. */
export function countText(count: number): string {
  if (!Number.isSafeInteger(count)) return count.toLocaleString('en');
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 event`, `2 events`. */
export function counted(count: number, word: string): string {
  return `${countText(count)} ${word}${count === 1 ? '' : 's'}`;
}

/** `12 rows`, or `3 of 12 rows` where some are hidden. */
export function countedOf(shown: number, all: number, word: string): string {
  return `${shown === all ? '' : `${countText(shown)} of `}${counted(all, word)}`;
}

const sizeUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes for people, in powers of a thousand: `812 B`, `48.2 MB`. */
export function sizeText(bytes: number): string {
  const power = Math.min(sizeUnits.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${sizeUnits[power]}`;
}
