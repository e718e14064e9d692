/** A count for people: `48,211`. */
export function countText(count: number): string {
  return count.toLocaleString('en');
}

/** `1 event`, `2 events`. */
export function counted(count: number, word: string): string {
  return `${countText(count)} ${word}${count === 1 ? '' : 's'}`;
}
