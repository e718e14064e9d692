import { createForm, type FormState, focusNamed, formValues } from '../../tui/kit/form.ts';
import {
  choice,
  type ExportForm,
  type FieldName,
  type FormFacts,
  withDefaults,
} from './pane-form-fields.ts';
import { checkForm } from './pane-form-request.ts';

/** Takes what was typed, lets the defaults follow, and checks what was touched. */
export function changeForm(form: ExportForm, fields: FormState, facts: FormFacts): ExportForm {
  if (fields === form.fields) return form;
  const [before, after] = [formValues(form.fields), formValues(fields)];
  const changed = fieldNames.filter((name) => before[name] !== after[name]);
  if (changed.length === 0) return { ...form, fields };
  const typed = new Set([...form.typed, ...changed]);
  const isNamed = changed.some((name) => naming.has(name));
  const taken = isNamed ? 0 : form.taken;
  const next = withDefaults({ ...form, fields: fitting(fields), typed, taken }, facts);
  const errors = checkForm(next, facts);
  const shown = Object.entries(errors).filter(([name]) => typed.has(name as FieldName));
  return { ...next, errors: Object.fromEntries(shown) };
}

const csvColumns = createForm([choice('columns', 'csv columns', ['scandeck', 'vendor'])]).fields;

const fieldNames: readonly FieldName[] = [
  ...(['kind', 'criteria', 'since', 'until', 'every', 'format', 'gzip', 'columns'] as const),
  ...(['mask', 'atOnce', 'out'] as const),
];

/** The default name of the target is made of these. */
const naming: ReadonlySet<FieldName> = new Set(['kind', 'every', 'format', 'gzip']);

/** A question that only CSV has an answer to is asked of CSV alone. */
function fitting(form: FormState): FormState {
  const others = form.fields.filter(({ name }) => name !== 'columns');
  const isCsv = formValues(form).format === 'csv';
  if (isCsv === others.length < form.fields.length) return form;
  const at = others.findIndex(({ name }) => name === 'gzip') + 1;
  const fields = isCsv ? others.toSpliced(at, 0, ...csvColumns) : others;
  return focusNamed({ ...form, fields }, form.fields[form.focus]?.name ?? '');
}
