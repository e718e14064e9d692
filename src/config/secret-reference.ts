/** Where a secret is kept; never the secret. */
export interface SecretReference {
  readonly kind: 'env' | 'file' | 'command';
  /** The variable's name, the file's path, or the command line. */
  readonly target: string;
}

/** What a reference to a secret looks like in the config file. */
export const referencePattern = /^(?:env:[A-Za-z_]\w*|file:\S.*|command:\S.*)$/;

/** The reference's parts; null for anything else, such as the secret itself. */
export function parseReference(text: string): SecretReference | null {
  if (!referencePattern.test(text)) return null;
  const colon = text.indexOf(':');
  const kind = text.slice(0, colon);
  const target = text.slice(colon + 1);
  return kind === 'env' || kind === 'file' || kind === 'command' ? { kind, target } : null;
}
