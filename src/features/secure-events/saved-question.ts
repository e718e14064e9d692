import type { SavedView } from '../../api/session.ts';
import { readDuration } from '../../core/duration.ts';
import { configError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import type { Chosen, EventsQuestion } from './store-question.ts';

/**
 * The question that a view was saved with. The file may have been edited by hand, and a part that
 * is not understood would silently show other events than the view's.
 *
 * @throws ScandeckError `config`
 */
export function questionOfView(view: Pick<SavedView, 'name' | 'criteria'>): EventsQuestion {
  const { filter = '', range, chosen = [] } = recordIn(view.criteria) ?? {};
  if (typeof filter !== 'string') throw broken(view, 'filter');
  if (typeof range !== 'string' || readDuration(range) === null) throw broken(view, 'range');
  if (!Array.isArray(chosen) || !chosen.every(isChosen)) throw broken(view, 'chosen');
  return { filter, range, chosen };
}

function isChosen(value: unknown): value is Chosen {
  const { group, field, key } = recordIn(value) ?? {};
  return [group, field, key].every((text) => typeof text === 'string');
}

function recordIn(value: unknown): Readonly<Record<string, unknown>> | null {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? { ...value } : null;
}

function broken({ name }: Pick<SavedView, 'name'>, part: string) {
  return configError(
    `The saved view ${safeText(name, 64)} can't be used: its criteria.${part} is not what scandeck writes`,
    'Mend it in views.json beside the config file, or save the view anew.',
  );
}
