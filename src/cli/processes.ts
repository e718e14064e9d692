import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Processes, ProcessMark } from '../core/program.ts';

/** The processes of this machine; on Linux read from /proc, elsewhere asked of `ps`. */
export function machineProcesses(): Processes {
  let own: ProcessMark | null = null;
  const self = () => {
    own ??= {
      pid: process.pid,
      started: startOf(process.pid) ?? '',
      machine: textOf('/etc/machine-id') || hostname(),
      boot: textOf('/proc/sys/kernel/random/boot_id'),
      space: linkOf('/proc/self/ns/pid'),
    };
    return own;
  };
  return { self, lives: ({ pid, started }) => startOf(pid) === started };
}

/** When a living process began, in any terms; null when there is none. A zombie is none. */
function startOf(pid: number): string | null {
  return process.platform === 'linux' ? startInProc(pid) : startByPs(pid);
}

/** Field 22 of proc(5)'s stat; the name in field 2 may hold anything, so it is read from behind. */
function startInProc(pid: number): string | null {
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat === '') return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  return state === 'Z' || state === 'X' ? null : (fields[19] ?? null);
}

function startByPs(pid: number): string | null {
  try {
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return text.trim() || null;
  } catch {
    return null;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
