/** A filter as the user typed it, ready to be asked. */
export interface TextFilter {
  readonly matches: (text: string) => boolean;
  /** Why the pattern is no regular expression, in the engine's words; null when it is one. */
  readonly error: string | null;
}

/**
 * Compiles a filter: a regular expression, inverted by a leading `!`, and blind to case unless it
 * holds a capital. Empty text matches everything. What is no regular expression matches as a
 * literal, and `error` says why.
 */
export function compileFilter(text: string): TextFilter {
  const inverted = text.startsWith('!');
  const pattern = inverted ? text.slice(1) : text;
  if (pattern === '') return { matches: () => true, error: null };
  const { regex, error } = compile(pattern);
  return { matches: (line) => regex.test(line) !== inverted, error };
}

function compile(pattern: string): { readonly regex: RegExp; readonly error: string | null } {
  // The capital of an escape such as \S is no wish for exact case.
  const flags = /\p{Lu}/u.test(pattern.replace(/\\./g, '')) ? '' : 'i';
  try {
    return { regex: new RegExp(pattern, flags), error: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const literal = pattern.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    return { regex: new RegExp(literal, flags), error: message.replace(/^.*: /s, '') };
  }
}
