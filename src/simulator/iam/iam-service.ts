import type { Service } from '../vendor.ts';
import type { Iam } from './iam.ts';

/** IBM Cloud IAM as a part of the server. No document names the codes of its faults. */
export function createIamService({ exchange }: Iam): Service {
  return {
    routes: [{ method: 'POST', path: '/identity/token', answer: exchange }],
    faultBody: (status) => ({
      errorCode: status === 429 ? 'TOO_MANY_REQUESTS' : 'INTERNAL_ERROR',
      errorMessage: status === 429 ? 'Too many requests.' : 'Internal server error.',
      context: { requestType: 'incoming.Identity_Token' },
    }),
  };
}
