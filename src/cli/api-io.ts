/** The part of `process` that `scandeck api` uses. */
export interface ApiCommandIo {
  readonly stdin: AsyncIterable<string | Uint8Array>;
  /** On a terminal, bytes that would steer it are written as escapes. */
  readonly stdout: { readonly isTTY?: boolean };
}
