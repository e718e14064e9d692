import { jsonAnswer, pageAnswer, type SimAnswer, textAnswer } from './exchange.ts';
import type { FaultName } from './faults.ts';

const failures: readonly SimAnswer[] = [
  { ...jsonAnswer({ err: 'internal server error' }), status: 500 },
  pageAnswer(502, '502 Bad Gateway'),
  textAnswer(503, 'service unavailable\n'),
  pageAnswer(504, '504 Gateway Time-out'),
];

/** The answer that a fault puts in the place of the vendor's; null when the vendor answers. */
export function faultAnswer(fault: FaultName | null, counter: number): SimAnswer | null {
  switch (fault) {
    case '429':
      return { ...tooMany, headers: { ...tooMany.headers, 'retry-after': '2' } };
    case '429-bare':
      return tooMany;
    case '5xx':
      return failures[counter % failures.length] ?? null;
    case 'html':
      return pageAnswer(200, 'Sign in to the corporate proxy');
    default:
      return null;
  }
}

const tooMany: SimAnswer = { ...jsonAnswer({ err: 'too many requests' }), status: 429 };
