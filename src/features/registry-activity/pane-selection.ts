import type { ExportSelection } from '../feature.ts';
import { questionFlags } from './pane-twin.ts';
import type { ActivitySnapshot } from './store-state.ts';

/** What the pane shows, as an export asks for it: the options of its twin. Null for a file. */
export function selectionOf({
  question,
}: Pick<ActivitySnapshot, 'question'>): ExportSelection | null {
  if (question.base.file !== null) return null;
  const criteria: Record<string, string | readonly string[]> = {};
  const { since = '24h', until = null, ...options } = valuesOf(questionFlags(question));
  for (const [name, values] of Object.entries(options)) {
    criteria[name] = repeated.has(name) ? values : (values[0] ?? '');
  }
  return { kind: 'registry-activity', criteria, since: String(since), until: until?.[0] ?? null };
}

const repeated: ReadonlySet<string> = new Set(['action', 'group', 'outcome', 'severity']);

/** The values of options that each have one, by their names. */
function valuesOf(flags: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const values: Record<string, string[]> = {};
  for (let at = 0; at < flags.length; at += 2) {
    const [flag = '', value = ''] = flags.slice(at, at + 2);
    const name = flag.slice(2);
    values[name] = [...(values[name] ?? []), value];
  }
  return values;
}
