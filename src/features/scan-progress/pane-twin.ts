import type { Session } from '../../api/session.ts';
import { shellCommand } from '../../core/shell-words.ts';
import type { Scan } from './model.ts';
import type { ProgressSnapshot } from './snapshot.ts';

/** The commands that print what the pane shows. */
export function paneTwin(
  { view, list }: ProgressSnapshot,
  selected: Scan | null,
  session: Session,
): { readonly command: string; readonly curl: string } {
  const isOne = view.kind !== 'list' && selected?.kind === 'on-demand' && list.selected !== null;
  const image = isOne && selected !== null ? imageOf(selected) : [];
  const flags = image.flatMap(([name, value]) => [`--${name}`, value]);
  const { apiVersion, project } = session.settings('prisma');
  const version = String(apiVersion ?? 'v32.07');
  const asked = image.length > 0 ? { onDemand: 'true', ...Object.fromEntries(image) } : {};
  const query = new URLSearchParams({ ...asked, ...(project ? { project: String(project) } : {}) });
  const search = query.size > 0 ? `?${query}` : '';
  const url = `${session.baseUrl('prisma')}/api/${version}/registry/progress${search}`;
  return {
    command: shellCommand(['scandeck', ...session.openedBy, 'progress', ...flags]),
    curl: `curl -u "$USER_AND_PASSWORD" ${shellCommand([url])}`,
  };
}

function imageOf(scan: Scan): readonly (readonly [string, string])[] {
  const parts = [
    ['registry', scan.registry],
    ['repo', scan.repo],
    ['tag', scan.tag],
    ['digest', scan.digest],
  ] as const;
  return parts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}
