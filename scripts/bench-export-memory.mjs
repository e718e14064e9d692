// Reads the peak memory of a job's worker while it works: from the kernel, so on Linux alone.
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

const lookMs = 50;

async function childrenOf(pid) {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.trim().split(/\s+/).filter(Boolean);
}

async function peakOf(pid) {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) / 1024;
}

/** Whether the kernel tells what is needed. */
export async function canWatch() {
  return (await readdir('/proc/self/task').catch(() => [])).length > 0;
}

/** The worker's peak in megabytes, watched as long as its parent lives. */
export async function watchPeak(pid, isOver) {
  let peak = 0;
  while (!isOver()) {
    for (const child of await childrenOf(pid)) peak = Math.max(peak, await peakOf(child));
    await wait(lookMs);
  }
  return peak;
}
