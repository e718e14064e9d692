import { safeText } from '../../core/safe-text.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import { wrapText } from '../../tui/kit/wrap.ts';
import {
  criteriaOptions,
  type ExportForm,
  type FormFacts,
  formCommand,
  offerOf,
} from './pane-form-fields.ts';

/** What stands below the form: what a selection can't say, the command, and the options there are. */
export function formNotes(form: ExportForm, facts: FormFacts, width: number): readonly Segments[] {
  const wrapped = (text: string, tone: 'muted' | 'warn' | 'plain', indent = ' ') =>
    wrapText(text, width - indent.length - 1).map((line) => [segment(indent + line, tone)]);
  const command = formCommand(form, facts);
  const offer = offerOf(form, facts);
  const options = criteriaOptions(form, facts).map(
    (option) => `${option.flags.padEnd(24)} ${option.description}`,
  );
  return [
    [],
    ...(form.note === null ? [] : wrapped(`! ${form.note}`, 'warn')),
    ...(command === null ? [] : wrapped(safeText(command, 4000), 'plain', '   ')),
    [],
    [segment(` Criteria of ${offer?.title ?? 'this kind'}`, 'muted')],
    ...options.map((text) => [segment(`   ${text}`, 'muted')]),
  ];
}
