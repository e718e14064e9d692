import { createContext } from 'react';
import type { Tone } from '../../core/table.ts';

/** The attributes of a run of text, as Ink's Text takes them. */
export interface TextStyle {
  readonly color?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

/** How the tones look. The terminal's own 16 colours, so that its owner's choice holds. */
export interface Theme {
  readonly tones: Readonly<Record<Tone, TextStyle>>;
  /** The one run of a selected row. */
  readonly selected: TextStyle;
  /** The badge of the profile, by the colour that the profile names. */
  readonly badge: (colour: string | undefined) => TextStyle;
}

const plainTones: Theme['tones'] = {
  plain: {},
  muted: { dimColor: true },
  strong: { bold: true },
  accent: { bold: true },
  good: {},
  warn: { bold: true },
  bad: { bold: true },
};

const badgeColours: ReadonlySet<string> = new Set([
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
]);

/** Colour for those who want it. */
export const colourTheme: Theme = {
  tones: {
    ...plainTones,
    accent: { color: 'cyan' },
    good: { color: 'green' },
    warn: { color: 'yellow' },
    bad: { color: 'red' },
  },
  selected: { inverse: true },
  badge: (colour) =>
    colour !== undefined && badgeColours.has(colour)
      ? { color: colour, inverse: true }
      : { inverse: true },
};

/** Weight and inversion alone, for NO_COLOR. */
export const plainTheme: Theme = {
  tones: plainTones,
  selected: { inverse: true },
  badge: () => ({ inverse: true }),
};

/** The theme in force; it stays the same for the life of the process. */
export const ThemeContext = createContext<Theme>(colourTheme);
