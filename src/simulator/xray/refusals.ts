import { jsonAnswer, Refusal } from '../exchange.ts';

/** What Xray says of an error. */
export const errorBody = (error: string) => ({ error });

/** A refusal of Xray itself: `{"error": "..."}`. */
export function refusal(status: number, error: string): Refusal {
  return new Refusal({ ...jsonAnswer(errorBody(error)), status });
}

/** A refusal of the platform in front of Xray: `{"errors": [{"status": ..., "message": "..."}]}`. */
export function platformRefusal(status: 401 | 403, message: string): Refusal {
  const headers = status === 401 ? { 'www-authenticate': 'Basic realm="Artifactory Realm"' } : {};
  return new Refusal({ ...jsonAnswer({ errors: [{ status, message }] }, headers), status });
}
