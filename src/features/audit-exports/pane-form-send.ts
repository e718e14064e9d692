import { join } from 'node:path';
import { ScandeckError } from '../../core/errors.ts';
import type { Job } from '../../export-engine/job-state.ts';
import type { StartOptions } from '../../export-engine/jobs.ts';
import type { ExportRequest } from '../../export-engine/kind.ts';
import { isExistsError } from '../../export-engine/publish.ts';
import { formValues } from '../../tui/kit/form.ts';
import {
  type ExportForm,
  type FormErrors,
  type FormFacts,
  nameTaken,
  offerOf,
} from './pane-form-fields.ts';
import { checkForm, everyMs, formRequest } from './pane-form-request.ts';

/** What came of sending a form; `exists`: what would be replaced. */
export type Sent =
  | { readonly job: Job }
  | { readonly errors: FormErrors }
  | { readonly exists: string };

/**
 * Makes the job that a form describes.
 *
 * @param begin makes it and starts its worker
 * @throws what is not the user's fault
 */
export async function sendForm(
  form: ExportForm,
  facts: FormFacts,
  begin: (request: ExportRequest, options: StartOptions) => Promise<Job>,
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
  const repeat = { everyMs: everyMs(form) };
  if (repeat.everyMs !== undefined && !hasIncrement(request, repeat.everyMs)) {
    return { errors: { every: 'none ends between since and now: let since go back further' } };
  }
  const begun = await usageOf(() => begin(request, repeat));
  if ('value' in begun) return { job: begun.value };
  return begun.exists ? { exists: begun.error } : { errors: { out: begun.error } };
}

function hasIncrement({ sinceMs, untilMs }: ExportRequest, every: number): boolean {
  return Math.floor(untilMs / every) * every > sinceMs;
}

async function usageOf<T>(
  task: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly error: string; readonly exists: boolean }> {
  try {
    return { value: await task() };
  } catch (error) {
    const exists = isExistsError(error);
    if (!(error instanceof ScandeckError && (exists || error.code === 'usage'))) throw error;
    return { error: error.message, exists };
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
