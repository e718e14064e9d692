import { join } from 'node:path';
import { ScandeckError } from '../../core/errors.ts';
import type { Job } from '../../export-engine/job-state.ts';
import type { ExportRequest } from '../../export-engine/kind.ts';
import { formValues } from '../../tui/kit/form.ts';
import {
  checkForm,
  type ExportForm,
  type FormErrors,
  type FormFacts,
  formRequest,
  nameTaken,
  offerOf,
} from './pane-form-fields.ts';

/** What came of sending a form. */
export type Sent = { readonly job: Job } | { readonly errors: FormErrors };

/**
 * Makes the job that a form describes.
 *
 * @param begin makes it and starts its worker
 * @throws what is not the user's fault
 */
export async function sendForm(
  form: ExportForm,
  facts: FormFacts,
  begin: (request: ExportRequest) => Promise<Job>,
): Promise<Sent> {
  const errors = checkForm(form, facts);
  const offer = offerOf(form, facts);
  if (Object.keys(errors).length > 0 || offer === undefined) return { errors };
  const request = formRequest(form, facts);
  const kind = await offer.load();
  if (request.columns === 'vendor' && kind.vendorColumns === undefined) {
    return { errors: { columns: 'this kind has none of the vendor' } };
  }
  const refused = await usageOf(async () => kind.check?.(request));
  if ('error' in refused) return { errors: { criteria: refused.error } };
  const begun = await usageOf(() => begin(request));
  return 'error' in begun ? { errors: { out: begun.error } } : { job: begun.value };
}

async function usageOf<T>(
  task: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly error: string }> {
  try {
    return { value: await task() };
  } catch (error) {
    if (!(error instanceof ScandeckError && error.code === 'usage')) throw error;
    return { error: error.message };
  }
}

/** Looks for a default name that no file has. @returns the same form when it is free */
export async function freeName(
  form: ExportForm,
  facts: FormFacts,
  exists: (path: string) => Promise<boolean>,
): Promise<ExportForm> {
  let free = form;
  while (!free.typed.has('out') && free.taken < mostNames) {
    const { out = '' } = formValues(free.fields);
    if (!(await exists(join(facts.request.folder, out)))) break;
    free = nameTaken(free, facts);
  }
  return free;
}

const mostNames = 100;
