import type { ExportSelection } from '../feature.ts';
import type { Scan } from './model.ts';
import type { ProgressSnapshot } from './snapshot.ts';

/** What the pane shows, as an export asks for it: results of the open scan's images, or of all. */
export function selectionOf(
  { view }: ProgressSnapshot,
  selected: Scan | null,
): ExportSelection | null {
  const criteria = view.kind === 'list' || selected === null ? {} : imagesOf(selected);
  return { kind: 'scan-results', criteria, since: '120M', until: null };
}

function imagesOf({ registry, repo, tag }: Scan): ExportSelection['criteria'] {
  if (registry !== null && repo !== null && tag !== null) {
    return { image: `${registry}/${repo}:${tag}` };
  }
  return {
    ...(registry === null ? {} : { registry }),
    ...(repo === null ? {} : { repository: repo }),
  };
}
