import { formatTime } from '../../core/time.ts';
import { type ExportOffer, type ExportOption, exportFormats } from '../../export-engine/kind.ts';
import {
  createForm,
  type FieldSpec,
  type FormState,
  focusNamed,
  formValues,
  setValue,
} from '../../tui/kit/form.ts';
import type { ExportSelection } from '../feature.ts';
import type { RequestFacts } from './export-request.ts';
import { criteriaText } from './store-criteria-text.ts';

/** The fields of the form. */
export type FieldName =
  | 'kind'
  | 'criteria'
  | 'since'
  | 'until'
  | 'every'
  | 'format'
  | 'gzip'
  | 'columns'
  | 'mask'
  | 'atOnce'
  | 'out';

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
  /** What exists, while it is asked whether it is to be replaced; null when nothing is asked. */
  readonly replaces: string | null;
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

/** A field with a few values. */
export const choice = (name: FieldName, label: string, choices: readonly string[]): FieldSpec => {
  return { name, label, value: choices[0] ?? '', choices };
};

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
  const { since = offer?.since ?? '', until = null } = selection ?? {};
  const kinds = offers.map(({ kind }) => kind);
  const fields = createForm([
    { name: 'kind', label: 'kind', value: offer?.kind ?? '', choices: kinds },
    { name: 'criteria', label: 'criteria', value: criteria, placeholder: 'all; or options' },
    { name: 'since', label: 'since', value: since },
    { name: 'until', label: 'until', value: until ?? '', placeholder: 'now' },
    { name: 'every', label: 'every', placeholder: 'once; or 24h, 1w: a row of increments' },
    choice('format', 'format', exportFormats),
    choice('gzip', 'gzip', noYes),
    choice('mask', 'mask users', noYes),
    { name: 'atOnce', label: 'at once', placeholder: 'as many windows as is usual' },
    { name: 'out', label: 'target file' },
  ]);
  const typed = new Set<FieldName>(selection === null ? [] : ['since']);
  const blank = { errors: {}, taken: 0, isSending: false, replaces: null };
  const form = { ...blank, fields, typed, note };
  const named = withDefaults(form, facts);
  // What is filled in by a selection needs a target at most; who begins anew chooses the kind.
  return selection === null ? named : { ...named, fields: focusNamed(named.fields, 'out') };
}

/** The default name was found taken: the form goes on to the next one. */
export function nameTaken(form: ExportForm, facts: FormFacts): ExportForm {
  return withDefaults({ ...form, taken: form.taken + 1 }, facts);
}

/** Fills in what follows from the rest, where nothing was typed. */
export function withDefaults(form: ExportForm, facts: FormFacts): ExportForm {
  let { fields } = form;
  if (!form.typed.has('since'))
    fields = setValue(fields, 'since', offerOf(form, facts)?.since ?? '');
  if (!form.typed.has('out')) fields = setValue(fields, 'out', defaultName(form, facts));
  return { ...form, fields };
}

/**
 * `xray-audit-2026-11-21.ndjson.gz`; with a number behind it when that is taken. Increments have
 * their own time in their names.
 */
function defaultName({ fields, taken }: ExportForm, { request }: FormFacts): string {
  const { kind = '', format = '', gzip, every = '' } = formValues(fields);
  const day = every === '' ? `-${formatTime(request.nowMs).slice(0, 10)}` : '';
  const number = taken === 0 ? '' : `-${taken + 1}`;
  return `${kind}${day}${number}.${format}${gzip === 'yes' ? '.gz' : ''}`;
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

/** Sets errors, and the cursor into the first field that has one. */
export function withErrors(form: ExportForm, errors: FormErrors): ExportForm {
  const [first] = form.fields.fields.filter(({ name }) => name in errors);
  const fields = first === undefined ? form.fields : focusNamed(form.fields, first.name);
  return { ...form, errors, fields, isSending: false, replaces: null };
}

/** Asks whether what exists is to be replaced. @param path what was found, safe to print */
export function asksToReplace(form: ExportForm, path: string): ExportForm {
  const fields = focusNamed(form.fields, 'out');
  return { ...form, fields, errors: { out: 'exists' }, isSending: false, replaces: path };
}
