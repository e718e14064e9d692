import { join } from 'node:path';
import { createGovernor } from '../api/budget.ts';
import type { BudgetLimit } from '../api/budget-bucket.ts';
import { createClient } from '../api/client.ts';
import { type DebugFile, openDebugFile } from '../api/debug-file.ts';
import { createExchangeLog } from '../api/exchange-log.ts';
import { nextHealth } from '../api/health.ts';
import { createRedactor } from '../api/redact.ts';
import type {
  Preferences,
  ProfileNotes,
  SavedViews,
  Session,
  SourceHealth,
} from '../api/session.ts';
import { sourceTitles } from '../api/source-titles.ts';
import { type ApiClient, type Exchange, type SourceId, sourceIds } from '../api/types.ts';
import type { Activity } from '../core/activity.ts';
import type { Clock } from '../core/clock.ts';
import { parseDuration } from '../core/duration.ts';
import { configError } from '../core/errors.ts';
import { createStore, type Store } from '../core/store.ts';
import { configPath } from './paths.ts';
import { countedNotes, fileNotes, memoryNotes } from './profile-notes.ts';
import { type LoadedProfile, loadProfile, type ProfileRequest, tlsOf } from './profile-source.ts';
import { countedViews, fileViews, memoryViews } from './saved-views.ts';
import { isReadOnly } from './schema.ts';
import { createSecrets, type Secrets } from './secrets.ts';
import { authStrategy, secretReferences } from './source-auth.ts';
import type { SourceConfig } from './source-schema.ts';

/** What a session is opened with. */
export interface SessionRequest extends ProfileRequest {
  /** `--read-only`; it can only take rights away. */
  readonly readOnly?: boolean | undefined;
  readonly clock: Clock;
  readonly activity: Activity;
  /** `--debug FILE`: every exchange is written there, redacted. */
  readonly debugFile?: string | undefined;
}

/** The vendors' documented limits. */
const budgets: Readonly<Partial<Record<SourceId, readonly BudgetLimit[]>>> = {
  // Prisma Cloud Compute API reference, View Registry Scan Results; it names no limit for
  // /registry/progress.
  prisma: [{ requests: 30, windowMs: 30_000, paths: /\/api\/[^/]+\/registry\/?$/ }],
  // Carbon Black Cloud, Rate Limiting; it counts all calls of an address.
  carbonBlack: [{ requests: 1000, windowMs: 300_000 }],
  // IBM Cloud docs, Cloud Logs, query limits: 10 queries a minute by the API. It counts when they
  // arrive, so a second is added to the minute.
  activityTracking: [{ requests: 10, windowMs: 61_000, paths: /\/v1\/query$/ }],
  // JFrog publishes no number: what a host allows is learnt from its refusals.
};

/**
 * Opens a profile. Neither a secret is looked up nor a connection made before `prepare` or the first
 * call.
 *
 * @throws ScandeckError `config` when there is no such profile, the config is broken, or the debug
 * file can't be written
 */
export async function openSession(request: SessionRequest): Promise<Session> {
  const loaded = loadProfile(request);
  const { clock, env } = request;
  const secrets = createSecrets({ clock, env, folder: loaded.folder });
  const debug = request.debugFile === undefined ? null : await openDebugFile(request.debugFile);
  return createSession(request, loaded, { secrets, debug });
}

interface Parts {
  readonly secrets: Secrets;
  readonly debug: DebugFile | null;
}

/** Makes the session of a loaded profile; the session closes its parts. */
export function createSession(
  request: SessionRequest,
  loaded: LoadedProfile,
  { secrets, debug }: Parts,
): Session {
  const { clock, activity, env } = request;
  const { profile, folder } = loaded;
  const readOnly = request.readOnly === true || isReadOnly(profile);
  const log = createExchangeLog();
  const health = createStore(initialHealth(loaded));
  const shared = { governor: createGovernor(clock), redactor: createRedactor() };
  const clients = new Map<SourceId, ApiClient>();
  const configOf = (source: SourceId) => profile[source] ?? missing(source, loaded.name);
  const onExchange = (exchange: Exchange) => {
    log.add(exchange);
    learn(health, exchange);
  };
  const open = (source: SourceId) => {
    const config = configOf(source);
    const client = createClient({
      ...{ ...shared, source, clock, activity, env, readOnly, onExchange },
      baseUrl: config.url,
      auth: authStrategy(config, { clock, secrets }),
      tls: tlsOf(config, folder),
      budget: budgets[source] ?? [],
      ...(debug === null ? {} : { debug }),
    });
    clients.set(source, client);
    return client;
  };
  return {
    ...{ readOnly, clock, activity, health },
    profile: loaded.name,
    openedBy: openedBy(request, loaded.name),
    colour: profile.colour,
    preferences: readPreferences(loaded),
    views: viewsOf(request, loaded),
    notes: notesOf(request, loaded),
    exchanges: log.exchanges,
    has: (source) => profile[source] !== undefined,
    insecureSources: sourceIds.filter((source) => profile[source]?.insecure === true),
    baseUrl: (source) => configOf(source).url,
    settings: (source) => settingsOf(configOf(source)),
    client: (source) => clients.get(source) ?? open(source),
    prepare: (source) => {
      const auth = profile[source]?.auth;
      const references = auth === undefined ? [] : secretReferences(auth);
      for (const reference of references) secrets.resolve(reference).catch(() => {});
    },
    close: async () => {
      secrets.close();
      await Promise.all([...clients.values()].map((client) => client.close()));
      await debug?.close();
    },
  };
}

/** A config that was given instead of a file leaves nothing behind: the demo's, a test's. */
function viewsOf({ config, activity }: SessionRequest, loaded: LoadedProfile): SavedViews {
  const { folder, name } = loaded;
  const views = config === undefined ? fileViews(join(folder, 'views.json'), name) : memoryViews();
  return countedViews(views, activity);
}

function notesOf(
  { config, activity }: SessionRequest,
  { folder, name }: LoadedProfile,
): ProfileNotes {
  const notes = config === undefined ? fileNotes(join(folder, 'notes.json'), name) : memoryNotes();
  return countedNotes(notes, activity);
}

type HealthStore = Store<Readonly<Record<SourceId, SourceHealth>>>;

function initialHealth({ profile }: LoadedProfile): Readonly<Record<SourceId, SourceHealth>> {
  const of = (source: SourceId): SourceHealth => ({
    state: profile[source] === undefined ? 'absent' : 'waiting',
  });
  return {
    prisma: of('prisma'),
    carbonBlack: of('carbonBlack'),
    xray: of('xray'),
    workloadProtection: of('workloadProtection'),
    activityTracking: of('activityTracking'),
  };
}

function learn(health: HealthStore, exchange: Exchange): void {
  const { source } = exchange;
  health.update((all) => {
    const next = nextHealth(all[source], exchange);
    return next === all[source] ? all : { ...all, [source]: next };
  });
}

function readPreferences({ preferences }: LoadedProfile): Preferences {
  const { title, bell, keys, progress, activity } = preferences;
  const intervalMs = parseDuration(progress.interval);
  const stallAfterMs = parseDuration(progress.stallAfter);
  const { burstWithin, burstDeletions, burstRefusals } = activity;
  return {
    ...{ title, bell, keys, progress: { intervalMs, stallAfterMs } },
    activity: { burstWithinMs: parseDuration(burstWithin), burstDeletions, burstRefusals },
  };
}

/** What is left when the way to the source is taken out. */
function settingsOf(config: SourceConfig): Readonly<Record<string, unknown>> {
  const { url: _url, auth: _auth, tls: _tls, insecure: _insecure, ...settings } = config;
  return settings;
}

function missing(source: SourceId, profile: string): never {
  throw configError(
    `The profile ${profile} has no source ${source} (${sourceTitles[source]})`,
    `Add it with \`scandeck profile add ${profile} --source ${source} --url URL …\`.`,
  );
}

/** A config that is in no file is the demo's. */
function openedBy(request: SessionRequest, profile: string): readonly string[] {
  if (request.config !== undefined) return ['--demo'];
  // Absolute, and that of SCANDECK_CONFIG too: a job is resumed from anywhere, also by a timer.
  const { path, named } = configPath(request);
  return [...(named ? ['--config', path] : []), '--profile', profile];
}
