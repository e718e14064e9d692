import { messagesOf } from '../api/activity-tracking/endpoints.ts';
import type { AuthStrategy } from '../api/auth/strategy.ts';
import { createClient } from '../api/client.ts';
import type { Session } from '../api/session.ts';
import type { ApiClient, ApiRequest, ApiResponse, SourceId } from '../api/types.ts';
import { formatDuration } from '../core/duration.ts';
import { ScandeckError } from '../core/errors.ts';
import type { CommandContext } from '../features/feature.ts';
import type { Check, Finding } from './doctor-check.ts';
import type { Probe, Probes } from './doctor-probes.ts';
import { type LoadedProfile, tlsOf } from './profile-source.ts';
import type { Secrets } from './secrets.ts';

/** Milliseconds for one probe. */
const probeLimitMs = 10_000;

/** The clocks may differ by this much before tokens and times suffer. */
const maxSkewMs = 60_000;

/** What the doctor looks at. */
export interface Patient {
  readonly context: CommandContext;
  readonly loaded: LoadedProfile;
  /** Opened read-only. */
  readonly session: Session;
  /** The session's own. */
  readonly secrets: Secrets;
}

/** Whether the vendor answers, by which clock, and to whom. */
export function callChecks(source: SourceId, probes: Probes, patient: Patient): readonly Check[] {
  const { context, session } = patient;
  let skewMs: number | null = null;
  const alive = async () => {
    const client = anonymousClient(source, patient);
    try {
      const { headers } = await ask(client, probes.alive, context.signal);
      skewMs = headers.date === undefined ? null : Date.parse(headers.date) - context.clock.now();
      return passed(probes.alive);
    } finally {
      await client.close();
    }
  };
  const signedIn = (probe: Probe): Check => ({
    name: probe.check,
    optional: probe.optional === true,
    run: async () => {
      try {
        // A page of HTML is no proof.
        await readAnswer(probe, await ask(session.client(source), probe, context.signal));
      } catch (error) {
        if (probe.check !== 'authenticate' || !isForbidden(error)) throw error;
      }
      return passed(probe);
    },
  });
  return [
    { name: probes.alive.check, run: alive },
    { name: 'clock', run: async () => compareClocks(skewMs) },
    ...probes.signedIn.map(signedIn),
  ];
}

function ask(
  client: ApiClient,
  { path, query, ask: json, refusalProves = false }: Probe,
  signal: AbortSignal,
) {
  const limits = { tries: 1, tryTimeoutMs: probeLimitMs };
  const request: ApiRequest = {
    ...{ method: 'GET', path, ...limits, signal },
    ...(query && { query }),
    ...(json !== undefined && { method: 'POST', effect: 'read', json }),
  };
  return refusalProves ? askAnybody(client, request) : client.request(request);
}

/** @throws for an answer that is not what the probe asked for */
async function readAnswer({ ask }: Probe, answer: ApiResponse): Promise<void> {
  if (ask === undefined) return void answer.json();
  for await (const _message of messagesOf([answer.body]));
}

/** Asks without credentials where they are wanted: a refusal is an answer, a failure is none. */
async function askAnybody(client: ApiClient, request: ApiRequest): Promise<ApiResponse> {
  const answer = await client.exchange(request);
  const isAnswer = answer.status < 300 || answer.status === 401 || answer.status === 403;
  return isAnswer ? answer : client.request(request);
}

/** Only who is known can be refused permission. */
const isForbidden = (error: unknown) =>
  error instanceof ScandeckError && error.code === 'forbidden';

const passed = ({ path, proves, ask }: Probe): Finding => ({
  state: 'ok',
  detail: `${ask === undefined ? 'GET' : 'POST'} ${path}: ${proves}`,
});

function compareClocks(skewMs: number | null): Finding {
  if (skewMs === null || Number.isNaN(skewMs)) {
    return { state: 'skipped', detail: 'the answer carries no date' };
  }
  if (Math.abs(skewMs) <= maxSkewMs) return { state: 'ok', detail: 'the clocks agree' };
  return {
    state: 'warn',
    detail: `the server's clock is ${formatDuration(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'} this machine's`,
    hint: "Set this machine's clock, or the server's; times and estimates are wrong until then.",
  };
}

/** A client that proves no identity, so that a refusal cannot be about credentials. */
function anonymousClient(source: SourceId, { context, loaded, session }: Patient): ApiClient {
  const nobody: AuthStrategy = {
    headers: async () => ({}),
    rejected: () => false,
    secrets: () => [],
  };
  const config = loaded.profile[source];
  return createClient({
    source,
    baseUrl: session.baseUrl(source),
    auth: nobody,
    clock: context.clock,
    activity: session.activity,
    readOnly: true,
    tls: config === undefined ? {} : tlsOf(config, loaded.folder),
    env: context.globals.env,
    onExchange: () => undefined,
  });
}
