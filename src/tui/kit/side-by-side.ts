/** When a column stands beside the main one, and how wide it is then. */
export interface SideOptions {
  /** From this width on there is room for both. */
  readonly besideFrom: number;
  /** In cells, while there is room for both. */
  readonly sideWidth: number;
  /** Whether the keys go to it: on a narrow screen it takes the place of the main one then. */
  readonly isInFront: boolean;
}

/** Shares a width among a column at the side and the main one, a blank between them; 0 is not shown. */
export function sideBySide(
  width: number,
  { besideFrom, sideWidth, isInFront }: SideOptions,
): { readonly side: number; readonly main: number } {
  if (width >= besideFrom) return { side: sideWidth, main: width - sideWidth - 1 };
  return isInFront ? { side: width, main: 0 } : { side: 0, main: width };
}
