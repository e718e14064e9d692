import * as z from 'zod';
import { nearest } from '../core/nearest.ts';
import { safeText } from '../core/safe-text.ts';

/** Something wrong with a value of the config. */
export interface Issue {
  /** From the root of what was checked. */
  readonly path: readonly (string | number)[];
  /** Where it stands, if that is within what the path names. */
  readonly place?: readonly (string | number)[];
  /** What is wrong; what to write instead. Repeats no value of the config. */
  readonly message: string;
  /** `key`: the path ends in a key that should not be there. */
  readonly kind: 'missing' | 'key' | 'value';
}

/** A checked value, or all that is wrong with it. */
export type Checked<T> = { readonly value: T } | { readonly issues: readonly Issue[] };

/** Checks a value of the config against its schema. */
export function check<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  // Zod would compile a parser for each object; for one parse that takes longer than it saves.
  const parsed = schema.safeParse(value, { error: explain, jitless: true });
  if (parsed.success) return { value: parsed.data };
  return { issues: parsed.error.issues.flatMap(toIssues) };
}

/** A path as people write it: `profiles.prod.prisma.url`. Safe to print. */
export function pathText(path: Issue['path']): string {
  return path.length === 0 ? 'the config' : safeText(path.join('.'), 200);
}

const missing = 'is missing;';

const examples: Readonly<Record<string, string>> = {
  url: '"url": "https://HOST"',
  auth: '"auth": { "type": … }',
  type: '"type": "basic" or another way to sign in',
  username: '"username": "NAME"',
  password: '"password": "env:NAME"',
  token: '"token": "env:NAME"',
  apiKey: '"apiKey": "env:NAME"',
  apiId: '"apiId": "ID"',
  apiSecret: '"apiSecret": "env:NAME"',
  orgKey: '"orgKey": "KEY"',
  instanceId: '"instanceId": "GUID"',
};

const typeHints: Readonly<Record<string, string>> = {
  string: 'must be text; write it in double quotes',
  boolean: 'must be a switch; write true or false',
  number: 'must be a number; write it without quotes',
  int: 'must be a whole number; write it without quotes',
  object: 'must be an object; write { … }',
  record: 'must be an object; write { … }',
  array: 'must be a list; write [ … ]',
};

/** Zod's words are for programmers; these are for whoever writes the file. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      if (issue.input !== undefined) return typeHints[issue.expected];
      const key = String(issue.path?.at(-1) ?? '');
      return `${missing} write ${examples[key] ?? `"${key}"`}`;
    }
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? oneOf(issue.options) : undefined;
    case 'unrecognized_keys':
      // Taken apart in toIssues, where each key gets a message of its own.
      return issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape).join(' ') : '';
    default:
      return undefined;
  }
}

function oneOf(values: readonly unknown[]): string {
  const words = values.map((value) => JSON.stringify(value)).join(', ');
  return `is not a known value; write ${values.length === 1 ? '' : 'one of '}${words}`;
}

function toIssues(issue: z.core.$ZodIssue): Issue[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(' ');
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: unknownKeyMessage(key, known),
      kind: 'key' as const,
    }));
  }
  if (issue.code === 'invalid_key') {
    const message = issue.issues[0]?.message ?? 'is not a name; write another';
    return [{ path, message, kind: 'key' }];
  }
  const kind = issue.message.startsWith(missing) ? 'missing' : 'value';
  return [{ path, message: issue.message, kind }];
}

function unknownKeyMessage(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  const instead = meant === null ? `one of ${known.join(', ')}` : `"${meant}"`;
  return `is not a known key; write ${instead}`;
}
