import { colourTheme, plainTheme, type Theme } from './kit/theme.ts';

/**
 * The theme that an environment asks for.
 *
 * @param env NO_COLOR, when set and not empty, means no colour (no-color.org); so does TERM=dumb
 */
export function themeFor(env: Readonly<Record<string, string | undefined>>): Theme {
  const wantsNone = (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  return wantsNone ? plainTheme : colourTheme;
}
