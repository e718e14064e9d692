import { safeText } from '../../core/safe-text.ts';
import { formValues } from '../../tui/kit/form.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import { wrapText } from '../../tui/kit/wrap.ts';
import { criteriaOptions, type ExportForm, type FormFacts, offerOf } from './pane-form-fields.ts';
import { formCommand } from './pane-form-request.ts';

/**
 * What stands below the form: what a selection can't say, the command, and the options there are.
 * What the field with the cursor needs comes first, since a small terminal cuts the rest.
 */
export function formNotes(form: ExportForm, facts: FormFacts, width: number): readonly Segments[] {
  const wrapped = (text: string, tone: 'muted' | 'warn' | 'plain', indent = ' ') =>
    wrapText(text, width - indent.length - 1).map((line) => [segment(indent + line, tone)]);
  const command = formCommand(form, facts);
  const note = form.note === null ? [] : wrapped(`! ${form.note}`, 'warn');
  const repeats = formValues(form.fields).every !== '' && form.errors.every === undefined;
  const twin = [
    ...(command === null ? [] : wrapped(safeText(command, 4000), 'plain', '   ')),
    ...(repeats
      ? wrapped('Then, by a timer: scandeck export next JOB makes the next one.', 'muted', '   ')
      : []),
  ];
  const offer = offerOf(form, facts);
  const options = [
    [segment(` Criteria of ${offer?.title ?? 'this kind'}`, 'muted')],
    ...criteriaOptions(form, facts).map(({ flags, description }) => {
      return [segment(`   ${flags.padEnd(24)} ${description}`, 'muted')];
    }),
  ];
  const parts = isAtCriteria(form) ? [note, options, [[]], twin] : [note, twin, [[]], options];
  return [[], ...parts.flat()];
}

/** The notes as far as there is room for them; the last line says how many are missing. */
export function notesThatFit(
  form: ExportForm,
  notes: readonly Segments[],
  room: number,
): readonly Segments[] {
  if (notes.length <= room) return notes;
  if (room < 1) return [];
  const missing = notes.slice(room - 1).filter((line) => line.length > 0).length;
  const where = isAtCriteria(form) ? '' : '; the criteria field shows its options first';
  return [...notes.slice(0, room - 1), [segment(`   … ${missing} more${where}`, 'muted')]];
}

function isAtCriteria({ fields }: ExportForm): boolean {
  return fields.fields[fields.focus]?.name === 'criteria';
}

/** What enter and the other keys do, or what is asked. */
export function formHint({ isSending, replaces }: ExportForm): string {
  if (isSending) return 'starting …';
  if (replaces !== null) return `? y replaces it, any other key goes back: ${replaces}`;
  return 'enter starts it, tab next field, left/right choose, esc leaves';
}
