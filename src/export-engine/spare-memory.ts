/**
 * Collects what pages have left behind, once so many bytes of rows were written. By itself V8 waits
 * until the heap is some way larger than what lives in it: an export of a million rows would need
 * half as much again as one of ten thousand.
 *
 * @param collect Node's collector; absent where the process was not started with `--expose-gc`
 * @returns told the bytes of each page that was written
 */
export function createSparing(
  collect: (() => void) | undefined = exposedCollector(),
  everyBytes = 64 * 1024 * 1024,
): (bytes: number) => void {
  let written = 0;
  return (bytes) => {
    written += bytes;
    if (written < everyBytes) return;
    written = 0;
    collect?.();
  };
}

function exposedCollector(): (() => void) | undefined {
  return (globalThis as { readonly gc?: () => void }).gc;
}
