import { jsonAnswer, pageAnswer, type SimAnswer, textAnswer } from './exchange.ts';
import type { FaultName } from './faults.ts';
import type { Service } from './vendor.ts';

/** Whose call a fault hits: null when no service knows its path. */
export type FaultyService = Pick<Service, 'faultBody'> | null;

type FailureMaker = (service: FaultyService) => SimAnswer;

/** Gateways in front of the vendor have words of their own. */
const failures: readonly FailureMaker[] = [
  (service) => spoken(service, 500),
  () => pageAnswer(502, '502 Bad Gateway'),
  () => textAnswer(503, 'service unavailable\n'),
  () => pageAnswer(504, '504 Gateway Time-out'),
];

/**
 * The answer that a fault puts in the place of the vendor's, in the vendor's own form; null when
 * the vendor answers.
 */
export function faultAnswer(
  fault: FaultName | null,
  counter: number,
  service: FaultyService,
): SimAnswer | null {
  switch (fault) {
    case '429': {
      const answer = spoken(service, 429);
      return { ...answer, headers: { ...answer.headers, 'retry-after': '2' } };
    }
    case '429-bare':
      return spoken(service, 429);
    case '5xx':
      return failures[counter % failures.length]?.(service) ?? null;
    case 'html':
      return pageAnswer(200, 'Sign in to the corporate proxy');
    default:
      return null;
  }
}

function spoken(service: FaultyService, status: 429 | 500): SimAnswer {
  if (service === null) return textAnswer(status, `${status}\n`);
  return { ...jsonAnswer(service.faultBody(status)), status };
}
