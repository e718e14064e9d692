import { resolve } from 'node:path';
import { type SourceId, sourceIds } from '../api/types.ts';
import { usageError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { safeText } from '../core/safe-text.ts';
import { check, type Issue } from './check.ts';
import { type SourceConfig, secretMessage, sourceSchemas } from './source-schema.ts';

/** Options of `profile add`, by camelCase name. */
export type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

const credentialFlags = ['username', 'password', 'token', 'apiId', 'apiSecret', 'apiKey', 'iamUrl'];

const settingFlags = [
  ...['url', 'apiVersion', 'project', 'collections', 'orgKey', 'instance', 'instanceId', 'teamId'],
  ...['tier', 'applicationName', 'insecure'],
];

/** For each source the ways to sign in, with the flags that tell them apart; the first is usual. */
const signIns: Readonly<Record<SourceId, readonly (readonly [string, readonly string[]])[]>> = {
  prisma: [
    ['basic', ['username', 'password']],
    ['bearer', ['token']],
  ],
  carbonBlack: [['cbc-key', ['apiId', 'apiSecret']]],
  xray: [
    ['bearer', ['token']],
    ['jfrog-api-key', ['apiKey']],
    ['basic', ['username', 'password']],
  ],
  workloadProtection: [
    ['ibm-iam', ['apiKey']],
    ['sysdig-token', ['token']],
  ],
  activityTracking: [
    ['ibm-iam', ['apiKey']],
    ['bearer', ['token']],
  ],
};

/**
 * Reads a source's name; `carbon-black` and `carbonblack` are `carbonBlack`.
 *
 * @throws ScandeckError `usage`
 */
export function readSourceId(text: string): SourceId {
  const plain = (name: string) => name.replaceAll('-', '').toLowerCase();
  const found = sourceIds.find((id) => plain(id) === plain(text));
  if (found !== undefined) return found;
  const meant = nearest(text, sourceIds);
  throw usageError(
    `"${safeText(text, 40)}" is not a source`,
    meant === null ? `Write one of ${sourceIds.join(', ')}.` : `Did you mean ${meant}?`,
  );
}

/**
 * The source that the flags describe, as it goes into the file.
 *
 * @throws ScandeckError `usage` that names every flag that is wrong or missing
 */
export function sourceFromFlags(source: SourceId, flags: Flags): Record<string, unknown> {
  const { teamId, caFile } = flags;
  const credentials = Object.entries(pick(flags, credentialFlags)).map(([name, value]) => [
    name,
    typeof value === 'string' && value.startsWith('file:')
      ? `file:${inFull(value.slice(5))}`
      : value,
  ]);
  const written = {
    ...pick(flags, settingFlags),
    ...(typeof teamId === 'string' ? { teamId: Number(teamId) } : {}),
    auth: { type: flags.auth ?? guessAuth(source, flags), ...Object.fromEntries(credentials) },
    ...(typeof caFile === 'string' ? { tls: { caFile: inFull(caFile) } } : {}),
  };
  const checked = check<SourceConfig>(sourceSchemas[source], written);
  if ('value' in checked) return written;
  const type = String(written.auth.type);
  const problems = checked.issues.map((issue) => flagProblem(issue, source, type));
  const isSecret = checked.issues.some(({ message }) => message === secretMessage);
  throw usageError(
    problems.join('. '),
    isSecret
      ? "Clear what you typed from your shell's history, if it was the secret."
      : 'See `scandeck profile add --help`.',
  );
}

/** What is typed is relative to where it is typed, and what the file says to the file. */
function inFull(path: string): string {
  return path === '' || path.startsWith('~') ? path : resolve(path);
}

function guessAuth(source: SourceId, flags: Flags): string {
  const ways = signIns[source];
  const given = ways.find(([, needed]) => needed.every((flag) => flags[flag] !== undefined));
  return (given ?? ways[0])?.[0] ?? 'basic';
}

function pick(flags: Flags, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => flags[name] !== undefined).map((name) => [name, flags[name]]),
  );
}

function flagProblem({ path, message, kind }: Issue, source: SourceId, auth: string): string {
  const [first, second] = path;
  const isAuth = first === 'auth';
  const name = String(isAuth && second !== 'type' ? (second ?? first) : first);
  const flag =
    name === 'tls' ? '--ca-file' : `--${kebab(name === 'collections' ? 'collection' : name)}`;
  if (kind === 'missing') return `${flag} is missing`;
  if (kind === 'value') return `${flag} ${message}`;
  return `${flag} does not go with ${isAuth ? `--auth ${safeText(auth, 40)}` : `--source ${source}`}`;
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
