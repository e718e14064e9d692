/**
 * How text is drawn: for each of `attributes`, the SGR parameters that switch it on, or an empty
 * string (ECMA-48, Select Graphic Rendition).
 */
export type TextStyle = readonly string[];

interface Attribute {
  /** The parameter that switches it off. */
  readonly off: string;
  /** It shows on a blank cell. */
  readonly onBlanks?: boolean;
  readonly isSetBy: (code: number) => boolean;
}

const oneOf =
  (...codes: readonly number[]) =>
  (code: number) =>
    codes.includes(code);
const colourFrom = (first: number) => (code: number) =>
  (code >= first && code <= first + 8) || (code >= first + 60 && code <= first + 67);

const attributes: readonly Attribute[] = [
  { off: '22', isSetBy: oneOf(1) },
  { off: '22', isSetBy: oneOf(2) },
  { off: '23', isSetBy: oneOf(3, 20) },
  { off: '24', onBlanks: true, isSetBy: oneOf(4, 21) },
  { off: '25', isSetBy: oneOf(5, 6) },
  { off: '27', onBlanks: true, isSetBy: oneOf(7) },
  { off: '28', isSetBy: oneOf(8) },
  { off: '29', onBlanks: true, isSetBy: oneOf(9) },
  { off: '39', isSetBy: colourFrom(30) },
  { off: '49', onBlanks: true, isSetBy: colourFrom(40) },
  { off: '55', onBlanks: true, isSetBy: oneOf(53) },
  { off: '59', isSetBy: oneOf(58) },
];

/** Text without any attribute. */
export const plainStyle: TextStyle = attributes.map(() => '');

/** Whether two styles draw alike. */
export function sameStyle(a: TextStyle, b: TextStyle): boolean {
  return a === b || a.every((parameters, index) => parameters === b[index]);
}

/** Whether a blank cell looks otherwise than a cleared one. */
export function showsOnBlanks(style: TextStyle): boolean {
  return attributes.some(({ onBlanks }, index) => onBlanks === true && style[index] !== '');
}

/** The style after an SGR sequence, such as `ESC[1;38;5;208m`. */
export function styleAfter(style: TextStyle, sequence: string): TextStyle {
  let next = style;
  let rest: readonly string[] = sequence.slice(2, -1).split(';');
  while (rest.length > 0) {
    const taken = lengthOfFirst(rest);
    next = switched(next, rest.slice(0, taken).join(';'));
    rest = rest.slice(taken);
  }
  return next;
}

/** Extended colours carry numbers that are no codes of their own. */
function lengthOfFirst([first = '', kind]: readonly string[]): number {
  if (!['38', '48', '58'].includes(first)) return 1;
  return kind === '2' ? 5 : 3;
}

function switched(style: TextStyle, parameters: string): TextStyle {
  const code = Number.parseInt(parameters, 10) || 0;
  if (code === 0) return plainStyle;
  return attributes.map(({ off, isSetBy }, index) => {
    if (off === String(code)) return '';
    return isSetBy(code) ? parameters : (style[index] ?? '');
  });
}

/** The shortest sequence from one style to another; empty when they are the same. */
export function styleSequence(from: TextStyle, to: TextStyle): string {
  if (sameStyle(from, to)) return '';
  const fromPlain = to.filter((parameters) => parameters !== '');
  const anew = fromPlain.length === 0 ? '\x1b[m' : `\x1b[0;${fromPlain.join(';')}m`;
  const changed = `\x1b[${changes(from, to).join(';')}m`;
  return changed.length < anew.length ? changed : anew;
}

function changes(from: TextStyle, to: TextStyle): readonly string[] {
  const lost = attributes.filter((_, index) => from[index] !== '' && to[index] === '');
  const off = new Set(lost.map((attribute) => attribute.off));
  const on = to.filter((parameters, index) => {
    if (parameters === '') return false;
    // Bold and dim have one parameter that switches both off.
    return parameters !== from[index] || off.has(attributes[index]?.off ?? '');
  });
  return [...off, ...on];
}
