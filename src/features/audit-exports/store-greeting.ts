import { counted } from '../../core/count-text.ts';
import { createJobs } from '../../export-engine/jobs.ts';
import type { GreetingHost } from '../feature.ts';

/** Tells of exports whose worker died; null when there are none. */
export async function tellInterrupted(host: GreetingHost): Promise<string | null> {
  const jobs = await createJobs(host).list();
  const count = jobs.filter(({ state }) => state === 'interrupted').length;
  if (count === 0) return null;
  const were = count === 1 ? 'was' : 'were';
  return `${counted(count, 'export')} ${were} interrupted: 3 shows ${count === 1 ? 'it' : 'them'}, I there resumes`;
}
