import { isApiError } from '../../api/errors.ts';

/** Whether an instance lacks the call, rather than refusing or failing it. */
export function isLacking(error: unknown): boolean {
  return isApiError(error) && [404, 405, 410, 501].includes(error.status ?? 0);
}
