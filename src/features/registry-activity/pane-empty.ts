import { safeText } from '../../core/safe-text.ts';
import { type ActivitySnapshot, loadIsCurrent } from './store-state.ts';

/**
 * Why there is no row, and what to do: an empty answer says that nothing was told, and never that
 * nothing was done.
 */
export function emptyText(snapshot: ActivitySnapshot): readonly string[] {
  const { load, view, question } = snapshot;
  if (view.narrowed.length > 0) {
    return [`No row matches /${safeText(view.filter.text, 80)}; esc clears the filter.`];
  }
  if (load.failure !== null && !loadIsCurrent(snapshot)) return ['Nothing is known yet.'];
  if (load.state === 'asking') return ['Asking IBM Cloud Logs …'];
  if (load.state === 'reading') return ['Reading the file …'];
  if (load.events.length > 0 && question.trail.length > 0) {
    return ['No event of this window is left; esc takes the last narrowing back, c all of it.'];
  }
  if (question.base.file !== null) return ['The file holds no event of the registry.'];
  const isIndex = load.tier !== 'archive';
  return [
    'No event was told for this time. That is no proof that nothing happened:',
    isIndex
      ? 'the index may not hold it (A asks the archive), or nothing is routed to this instance;'
      : 'nothing may be routed to this instance, or the archive has no bucket;',
    't looks further back.',
  ];
}
