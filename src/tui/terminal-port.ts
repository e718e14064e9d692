/** What the deck may do to the terminal beside drawing. */
export interface TerminalPort {
  /** Rings the bell. Whether the user wants it is for the caller to know. */
  bell(): void;
  /** Sets the window's title; writes only when the text is another one. */
  title(text: string): void;
  /**
   * Copies to the user's clipboard, over SSH too (OSC 52).
   *
   * @returns `too-large` when terminals would refuse it; then nothing was sent
   */
  copy(text: string): 'sent' | 'too-large';
  /** Stops the process as ctrl-z would; everything is painted again when it goes on. */
  suspend(): void;
  /** Paints what has changed without waiting for the turn of the next frame. */
  hurry(): void;
  /** Paints the whole screen again. */
  redraw(): void;
}
