import type { ScanRequest } from '../../api/prisma/endpoints.ts';

/** The fields of the form for a new on-demand scan, in their order. */
export const formFields = ['registry', 'repo', 'tag', 'digest'] as const;
export type FormField = (typeof formFields)[number];

/** What was typed, and what is wrong with it. */
export interface FormState {
  readonly values: Readonly<Record<FormField, string>>;
  /** For fields that were touched; all of them once it was tried to send the form. */
  readonly errors: Readonly<Partial<Record<FormField, string>>>;
  readonly touched: readonly FormField[];
  readonly sending: boolean;
  /** Why the scan was not started; null once something else is typed, and while nothing was refused. */
  readonly refusal: Refusal | null;
}

/** What the vendor, or the way there, had against the form. Hostile text. */
export interface Refusal {
  readonly text: string;
  /** What to try. */
  readonly hint: string | undefined;
}

/** A form, empty or filled in from a scan to be repeated. */
export function openForm(values: Partial<Record<FormField, string>> = {}): FormState {
  const empty = { registry: '', repo: '', tag: '', digest: '' };
  return {
    values: { ...empty, ...values },
    errors: {},
    touched: [],
    sending: false,
    refusal: null,
  };
}

/** Takes what was typed so far, and checks what was touched. */
export function changeForm(form: FormState, values: Readonly<Record<string, string>>): FormState {
  const next = { ...form.values };
  for (const field of formFields) next[field] = (values[field] ?? next[field]).trim();
  const touched = formFields.filter(
    (field) => form.touched.includes(field) || next[field] !== form.values[field],
  );
  const isSame = formFields.every((field) => next[field] === form.values[field]);
  const refusal = isSame ? form.refusal : null;
  return { ...form, values: next, touched, errors: pick(check(next), touched), refusal };
}

/** The request that the form makes, or the form with everything that is wrong with it. */
export function finishForm(
  form: FormState,
): { readonly request: ScanRequest } | { readonly form: FormState } {
  const errors = check(form.values);
  if (Object.keys(errors).length > 0)
    return { form: { ...form, errors, touched: formFields, refusal: null } };
  const { registry, repo, tag, digest } = form.values;
  return {
    request: {
      repo,
      ...(registry === '' ? {} : { registry }),
      ...(tag === '' ? {} : { tag }),
      ...(digest === '' ? {} : { digest }),
    },
  };
}

type Errors = Partial<Record<FormField, string>>;

function check({ registry, repo, tag, digest }: FormState['values']): Errors {
  const errors: Errors = {};
  if (registry.includes('://')) errors.registry = 'without https://';
  else if (/\s/.test(registry)) errors.registry = 'holds a blank';
  if (repo === '') errors.repo = 'needed, for example library/alpine';
  else if (/\s/.test(repo)) errors.repo = 'holds a blank';
  else if (/[@]|:[^/]*$/.test(repo)) errors.repo = 'without tag and digest; they have fields';
  if (tag === '' && digest === '') errors.tag = 'a tag or a digest is needed';
  else if (tag !== '' && !/^\w[\w.-]{0,127}$/.test(tag)) errors.tag = 'not a tag';
  if (digest !== '' && !/^[a-z0-9+._-]+:[0-9a-f]{32,}$/i.test(digest)) {
    errors.digest = 'like sha256:, then hexadecimal digits';
  }
  return errors;
}

function pick(errors: Errors, fields: readonly FormField[]): Errors {
  return Object.fromEntries(
    Object.entries(errors).filter(([name]) => fields.some((f) => f === name)),
  );
}
