import { defaultApiVersion } from '../api/prisma/endpoints.ts';
import type { Session } from '../api/session.ts';
import { type Method, type SourceId, sourceIds } from '../api/types.ts';
import { usageError } from '../core/errors.ts';
import type { CommandInput } from '../features/feature.ts';

/** Where a call of `scandeck api` goes. */
export interface ApiTarget {
  readonly source: SourceId;
  readonly method: Method;
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** The absolute path; a relative one is below the source's API. */
  readonly pathFor: (session: Pick<Session, 'settings'>) => string;
}

const methods: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Reads source, method, path and query from the command line.
 *
 * @throws ScandeckError `usage`
 */
export function apiTarget({ arguments: words, options }: CommandInput): ApiTarget {
  const [sourceWord = '', methodWord = '', pathWord = ''] = words;
  const source = readSource(sourceWord);
  const path = checkPath(pathWord);
  return {
    source,
    method: readMethod(methodWord),
    query: readQuery(options.query),
    pathFor: (session) => (path.startsWith('/') ? path : prefixOf(source, session) + path),
  };
}

function readSource(word: string): SourceId {
  const plain = (name: string) => name.replaceAll('-', '').toLowerCase();
  const source = sourceIds.find((id) => plain(id) === plain(word));
  if (source !== undefined) return source;
  throw usageError(`"${word}" is not a source`, `Write one of ${sourceIds.map(kebab).join(', ')}.`);
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function readMethod(word: string): Method {
  const method = methods.find((known) => known === word.toUpperCase());
  if (method !== undefined) return method;
  throw usageError(`"${word}" is not a method`, `Write one of ${methods.join(', ')}.`);
}

/** The credentials go where the profile says, so a path must not name a host. */
function checkPath(path: string): string {
  if (/^([a-z][a-z0-9+.-]*:)?[/\\]{2}/i.test(path)) {
    throw usageError(
      `"${path}" is an address, not a path`,
      'Leave scheme and host out: they come from the profile.',
    );
  }
  if (path === '') throw usageError('the path is empty', 'Write / for the root.');
  return path;
}

function readQuery(pairs: CommandInput['options'][string]): Record<string, readonly string[]> {
  const query = new Map<string, readonly string[]>();
  for (const pair of Array.isArray(pairs) ? pairs : []) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined) {
      throw usageError(`--query "${pair}" is not NAME=VALUE`, 'For example: --query limit=1');
    }
    query.set(name, [...(query.get(name) ?? []), value]);
  }
  return Object.fromEntries(query);
}

/** Prisma Cloud API reference: every path is below `/api/` and a version. */
function prefixOf(source: SourceId, { settings }: Pick<Session, 'settings'>): string {
  if (source !== 'prisma') return '/';
  const { apiVersion } = settings('prisma');
  return `/api/${typeof apiVersion === 'string' ? apiVersion : defaultApiVersion}/`;
}
