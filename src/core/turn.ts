/**
 * Resolves in the next turn of the event loop: keys, answers and timers that wait are dealt with
 * before. Long work that stops for it between its slices keeps nobody waiting.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
