import type { SavedView, Session } from '../../api/session.ts';
import { textOption } from '../../core/command-options.ts';
import { usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import type { CommandInput } from '../feature.ts';
import type { LogCriteria } from './model.ts';
import { criteriaOfView } from './saved-criteria.ts';

/** A whole number that an option names; null without it. @throws ScandeckError `usage` */
export function numberOption(input: CommandInput, name: string, least: number): number | null {
  const text = textOption(input, name);
  if (text === null) return null;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least) return value;
  throw usageError(
    `--${name} ${safeText(text, 40)} is not a whole number of ${least} or more`,
    `For example --${name} 500.`,
  );
}

/** A saved view, and what it asks for. */
export interface ChosenView {
  readonly view: SavedView;
  readonly criteria: LogCriteria;
}

/**
 * The view that `--view` names; null without it.
 *
 * @throws ScandeckError `usage` when there is none of that name; `config`
 */
export async function chosenView(
  input: CommandInput,
  session: Session,
): Promise<ChosenView | null> {
  const name = textOption(input, 'view');
  if (name === null) return null;
  const views = await session.views.list('scan-logs');
  const view = views.find((candidate) => candidate.name === name);
  if (view !== undefined) return { view, criteria: criteriaOfView(view) };
  const names = views.map((candidate) => safeText(candidate.name, 64));
  throw usageError(
    `the profile ${safeText(session.profile, 64)} has no saved view ${safeText(name, 64)}`,
    names.length === 0
      ? 'Save one with v in the Scan logs pane.'
      : `There are: ${names.join(', ')}.`,
  );
}
