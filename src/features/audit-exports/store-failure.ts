/** A call that failed. Times in epoch milliseconds. */
export interface Failure {
  readonly error: unknown;
  /** Since when it fails. */
  readonly at: number;
  /** When it is asked again by itself; null when it is not. */
  readonly againAt: number | null;
}
