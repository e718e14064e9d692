import { ScandeckError, usageError } from '../../core/errors.ts';
import { shellCommand } from '../../core/shell-words.ts';
import { parseTime } from '../../core/time.ts';
import type { ExportRequest } from '../../export-engine/kind.ts';
import { formValues } from '../../tui/kit/form.ts';
import { everyOf, requestOf } from './export-request.ts';
import {
  criteriaOptions,
  type ExportForm,
  type FieldName,
  type FormErrors,
  type FormFacts,
  offerOf,
} from './pane-form-fields.ts';
import { criteriaWords, readCriteria } from './store-criteria-text.ts';

/** What is wrong with what was typed, as far as that can be told without asking anybody. */
export function checkForm(form: ExportForm, facts: FormFacts): FormErrors {
  const { since = '', until = '', every = '', atOnce = '', out = '' } = formValues(form.fields);
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
  check('every', () => everyMs(form));
  if (every !== '' && until !== '') errors.every = 'increments end by themselves: empty until';
  if (!/^(?:|[1-9]|[1-5]\d|6[0-4])$/.test(atOnce)) errors.atOnce = 'write a number from 1 to 64';
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

/** How often the export is to be made anew, in milliseconds; undefined for once. @throws ScandeckError `usage` */
export function everyMs({ fields }: ExportForm): number | undefined {
  const { every = '' } = formValues(fields);
  return everyOf({ arguments: [], options: every === '' ? {} : { every } });
}

/** The request that a form without errors makes. @throws ScandeckError `usage` */
export function formRequest(form: ExportForm, facts: FormFacts): ExportRequest {
  const offer = offerOf(form, facts);
  if (offer === undefined) throw usageError('the profile has no source that can be exported');
  const { since, until, format, gzip, columns, mask, atOnce } = formValues(form.fields);
  const out = targetOf(form, facts);
  const options = {
    ...readCriteria(typedCriteria(form), offer.options),
    ...{ since, until: until === '' ? undefined : until, format, out, columns },
    ...{ gzip: gzip === 'yes', maskUsers: mask === 'yes', force: form.replaces !== null },
    concurrency: atOnce === '' ? undefined : atOnce,
  };
  return requestOf({ arguments: [], options }, offer, facts.request);
}

function targetOf({ fields }: ExportForm, { home }: FormFacts): string {
  return (formValues(fields).out ?? '').replace(/^~(?=\/)/, () => home).replace(/^-/, './-');
}

/** The command that does the same; null while there are errors in the criteria. */
export function formCommand(form: ExportForm, facts: FormFacts): string | null {
  const offer = offerOf(form, facts);
  if (offer === undefined || checkForm(form, facts).criteria !== undefined) return null;
  const values = formValues(form.fields);
  const { since = '', until = '', every = '', format, gzip, columns, mask, atOnce = '' } = values;
  const out = targetOf(form, facts);
  const criteria = readCriteria(typedCriteria(form), offer.options);
  return shellCommand([
    ...['scandeck', ...facts.request.openedBy, 'export', offer.kind, '--since', since],
    ...(until === '' ? [] : ['--until', until]),
    ...criteriaWords(criteria, offer.options),
    ...(format === undefined || format === 'ndjson' ? [] : ['--format', format]),
    ...(gzip === 'yes' ? ['--gzip'] : []),
    ...(columns === 'vendor' ? ['--columns', 'vendor'] : []),
    ...(mask === 'yes' ? ['--mask-users'] : []),
    ...(atOnce === '' ? [] : ['--concurrency', atOnce]),
    ...(every === '' ? [] : ['--every', every]),
    ...(form.replaces === null ? [] : ['--force']),
    ...['--out', out],
  ]);
}
