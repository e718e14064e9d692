import { ScandeckError, usageError } from '../../core/errors.ts';
import { shellCommand } from '../../core/shell-words.ts';
import { formatTime, parseTime } from '../../core/time.ts';
import {
  type ExportOffer,
  type ExportOption,
  type ExportRequest,
  exportFormats,
} from '../../export-engine/kind.ts';
import {
  createForm,
  type FormState,
  focusNamed,
  formValues,
  setValue,
} from '../../tui/kit/form.ts';
import type { ExportSelection } from '../feature.ts';
import { type RequestFacts, requestOf } from './export-request.ts';
import { criteriaText, criteriaWords, readCriteria } from './store-criteria-text.ts';

/** The fields of the form. */
export type FieldName =
  | 'kind'
  | 'criteria'
  | 'since'
  | 'until'
  | 'out'
  | 'format'
  | 'gzip'
  | 'columns'
  | 'mask';

/** What is wrong, by field. */
export type FormErrors = Readonly<Partial<Record<FieldName, string>>>;

/** An export that is being described. */
export interface ExportForm {
  readonly fields: FormState;
  readonly errors: FormErrors;
  /** What the user typed stays; the others follow the kind and the format. */
  readonly typed: ReadonlySet<FieldName>;
  /** How often the default name of the target was found taken. */
  readonly taken: number;
  readonly isSending: boolean;
  /** What of a selection the export can't say; null when it says all. */
  readonly note: string | null;
}

/** What a form knows beside what was typed. */
export interface FormFacts {
  /** The kinds whose source the profile has, at least one. */
  readonly offers: readonly ExportOffer[];
  readonly request: RequestFacts;
  /** What `~` stands for: no shell reads the form. */
  readonly home: string;
}

const noYes = ['no', 'yes'];

/** Opens a form, empty or filled with what a view selects. */
export function openForm(
  facts: FormFacts,
  selection: ExportSelection | null,
  note: string | null = null,
): ExportForm {
  const { offers } = facts;
  const offer = offers.find(({ kind }) => kind === selection?.kind) ?? offers[0];
  const criteria =
    selection === null || offer === undefined
      ? ''
      : criteriaText(selection.criteria, offer.options);
  const choice = (name: FieldName, label: string, choices: readonly string[]) => {
    return { name, label, value: choices[0] ?? '', choices };
  };
  const fields = createForm([
    {
      ...choice(
        'kind',
        'kind',
        offers.map(({ kind }) => kind),
      ),
      value: offer?.kind ?? '',
    },
    { name: 'criteria', label: 'criteria', value: criteria, placeholder: 'all; or options' },
    { name: 'since', label: 'since', value: selection?.since ?? offer?.since ?? '' },
    { name: 'until', label: 'until', value: selection?.until ?? '', placeholder: 'now' },
    choice('format', 'format', exportFormats),
    choice('gzip', 'gzip', noYes),
    choice('columns', 'csv columns', ['scandeck', 'vendor']),
    choice('mask', 'mask users', noYes),
    { name: 'out', label: 'target file' },
  ]);
  const typed = new Set<FieldName>(selection === null ? [] : ['since']);
  const form = { fields, errors: {}, typed, taken: 0, isSending: false, note };
  const named = withDefaults(form, facts);
  // What is filled in by a selection needs a target at most; who begins anew chooses the kind.
  return selection === null ? named : { ...named, fields: focusNamed(named.fields, 'out') };
}

/** Takes what was typed, lets the defaults follow, and checks what was touched. */
export function changeForm(form: ExportForm, fields: FormState, facts: FormFacts): ExportForm {
  if (fields === form.fields) return form;
  const [before, after] = [formValues(form.fields), formValues(fields)];
  const changed = fieldNames.filter((name) => before[name] !== after[name]);
  if (changed.length === 0) return { ...form, fields };
  const typed = new Set([...form.typed, ...changed]);
  const isNamed = changed.some((name) => name === 'kind' || name === 'format' || name === 'gzip');
  const next = withDefaults({ ...form, fields, typed, taken: isNamed ? 0 : form.taken }, facts);
  const errors = checkForm(next, facts);
  const shown = Object.entries(errors).filter(([name]) => typed.has(name as FieldName));
  return { ...next, errors: Object.fromEntries(shown) };
}

/** The default name was found taken: the form goes on to the next one. */
export function nameTaken(form: ExportForm, facts: FormFacts): ExportForm {
  return withDefaults({ ...form, taken: form.taken + 1 }, facts);
}

const fieldNames: readonly FieldName[] = [
  ...(['kind', 'criteria', 'since', 'until', 'out', 'format', 'gzip', 'columns', 'mask'] as const),
];

function withDefaults(form: ExportForm, facts: FormFacts): ExportForm {
  let { fields } = form;
  if (!form.typed.has('since'))
    fields = setValue(fields, 'since', offerOf(form, facts)?.since ?? '');
  if (!form.typed.has('out')) fields = setValue(fields, 'out', defaultName(form, facts));
  return { ...form, fields };
}

/** `xray-audit-2026-11-21.ndjson.gz`; with a number behind it when that is taken. */
function defaultName({ fields, taken }: ExportForm, { request }: FormFacts): string {
  const { kind = '', format = '', gzip } = formValues(fields);
  const day = formatTime(request.nowMs).slice(0, 10);
  const number = taken === 0 ? '' : `-${taken + 1}`;
  return `${kind}-${day}${number}.${format}${gzip === 'yes' ? '.gz' : ''}`;
}

/** The kind that is chosen. */
export function offerOf({ fields }: ExportForm, { offers }: FormFacts): ExportOffer | undefined {
  const { kind } = formValues(fields);
  return offers.find((offer) => offer.kind === kind);
}

/** Options that the criteria can be made of. */
export function criteriaOptions(form: ExportForm, facts: FormFacts): readonly ExportOption[] {
  return offerOf(form, facts)?.options ?? [];
}

/** What is wrong with what was typed, as far as that can be told without asking anybody. */
export function checkForm(form: ExportForm, facts: FormFacts): FormErrors {
  const { since = '', until = '', columns, format, out = '' } = formValues(form.fields);
  const { nowMs } = facts.request;
  const errors: Partial<Record<FieldName, string>> = {};
  const check = (name: FieldName, task: () => void) => {
    const wrong = errorOf(task);
    if (wrong !== null) errors[name] = wrong;
  };
  const untilMs = () => parseTime(until === '' ? 'now' : until, nowMs);
  check('until', untilMs);
  check('since', () => {
    const sinceMs = parseTime(since, nowMs);
    if (errors.until === undefined && sinceMs >= untilMs()) throw usageError('not before the end');
  });
  check('criteria', () => readCriteria(typedCriteria(form), criteriaOptions(form, facts)));
  if (columns === 'vendor' && format !== 'csv') errors.columns = 'with csv alone';
  if (out === '' || out.endsWith('/') || out === '-') errors.out = 'name a file';
  return errors;
}

function typedCriteria({ fields }: ExportForm): string {
  return formValues(fields).criteria ?? '';
}

function errorOf(task: () => void): string | null {
  try {
    task();
    return null;
  } catch (error) {
    if (error instanceof ScandeckError) return error.message;
    throw error;
  }
}

/** The request that a form without errors makes. @throws ScandeckError `usage` */
export function formRequest(form: ExportForm, facts: FormFacts): ExportRequest {
  const offer = offerOf(form, facts);
  if (offer === undefined) throw usageError('the profile has no source that can be exported');
  const { since, until, format, gzip, columns, mask } = formValues(form.fields);
  const out = targetOf(form, facts);
  const options = {
    ...readCriteria(typedCriteria(form), offer.options),
    ...{ since, until: until === '' ? undefined : until, format, out },
    ...{ gzip: gzip === 'yes', maskUsers: mask === 'yes' },
    columns: format === 'csv' ? columns : undefined,
  };
  return requestOf({ arguments: [], options }, offer, facts.request);
}

function targetOf({ fields }: ExportForm, { home }: FormFacts): string {
  return (formValues(fields).out ?? '').replace(/^~(?=\/)/, () => home);
}

/** The command that does the same; null while there are errors in the criteria. */
export function formCommand(form: ExportForm, facts: FormFacts): string | null {
  const offer = offerOf(form, facts);
  if (offer === undefined || checkForm(form, facts).criteria !== undefined) return null;
  const { since = '', until = '', format, gzip, columns, mask } = formValues(form.fields);
  const out = targetOf(form, facts);
  const criteria = readCriteria(typedCriteria(form), offer.options);
  return shellCommand([
    ...['scandeck', ...facts.request.openedBy, 'export', offer.kind, '--since', since],
    ...(until === '' ? [] : ['--until', until]),
    ...criteriaWords(criteria, offer.options),
    ...(format === undefined || format === 'ndjson' ? [] : ['--format', format]),
    ...(gzip === 'yes' ? ['--gzip'] : []),
    ...(format === 'csv' && columns === 'vendor' ? ['--columns', 'vendor'] : []),
    ...(mask === 'yes' ? ['--mask-users'] : []),
    ...['--out', out],
  ]);
}

/** Sets errors, and the cursor into the first field that has one. */
export function withErrors(form: ExportForm, errors: FormErrors): ExportForm {
  const [first] = form.fields.fields.filter(({ name }) => name in errors);
  const fields = first === undefined ? form.fields : focusNamed(form.fields, first.name);
  return { ...form, errors, fields, isSending: false };
}
