/**
 * Which styles in force would show on a blank cell, as bits: underline, inverse, strike-through,
 * background, overline.
 */
export type BlankStyle = number;

/** A blank cell looks like a cleared one. */
export const plainBlanks: BlankStyle = 0;

const background = 8;
const switchedOn: Readonly<Record<number, number>> = { 4: 1, 7: 2, 9: 4, 21: 1, 48: 8, 53: 16 };
const switchedOff: Readonly<Record<number, number>> = { 24: 1, 27: 2, 29: 4, 49: 8, 55: 16 };

/** The style after an SGR sequence (ECMA-48, Select Graphic Rendition), such as `ESC[1;7m`. */
export function blankStyleAfter(style: BlankStyle, sequence: string): BlankStyle {
  const parameters = sequence.slice(2, -1).split(';');
  let next = style;
  for (let index = 0; index < parameters.length; index += 1) {
    const parameter = parameters[index] ?? '';
    const code = Number.parseInt(parameter, 10) || 0;
    next = applied(next, code);
    if (hasArguments(code) && !parameter.includes(':')) {
      index += parameters[index + 1] === '2' ? 4 : 2;
    }
  }
  return next;
}

/** Extended colours carry numbers that are not codes of their own. */
function hasArguments(code: number): boolean {
  return code === 38 || code === 48 || code === 58;
}

function applied(style: BlankStyle, code: number): BlankStyle {
  if (code === 0) return plainBlanks;
  const isBackground = (code >= 40 && code <= 47) || (code >= 100 && code <= 107);
  if (isBackground) return style | background;
  return (style | (switchedOn[code] ?? 0)) & ~(switchedOff[code] ?? 0);
}
