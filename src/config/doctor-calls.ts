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
      const answer = await ask(client, probes.alive, context.signal);
      const { date } = answer.headers;
      skewMs = date === undefined ? null : Date.parse(date) - context.clock.now();
      return isLacking(answer) ? lacking(probes.alive) : passed(probes.alive);
    } finally {
      await client.close();
    }
  };
  const signedIn = (probe: Probe): Check => ({
    name: probe.check,
    optional: probe.optional === true,
    run: async () => {
      try {
        const answer = await ask(session.client(source), probe, context.signal);
        if (isLacking(answer)) return lacking(probe);
        // A page of HTML is no proof.
        await readAnswer(probe, answer);
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
  { path, query, ask: json, refusalProves = false, mayLack = false }: Probe,
  signal: AbortSignal,
) {
  const limits = { tries: 1, tryTimeoutMs: probeLimitMs };
  const request: ApiRequest = {
    ...{ method: 'GET', path, ...limits, signal },
    ...(query && { query }),
    ...(json !== undefined && { method: 'POST', effect: 'read', json }),
  };
  const proofs = [...(refusalProves ? [401, 403] : []), ...(mayLack ? [404] : [])];
  return proofs.length > 0 ? askAnyhow(client, request, proofs) : client.request(request);
}

/** @throws for an answer that is not what the probe asked for */
async function readAnswer({ ask }: Probe, answer: ApiResponse): Promise<void> {
  if (ask === undefined) return void answer.json();
  for await (const _message of messagesOf([answer.body]));
}

/** Takes some refusals for answers, as where credentials are wanted and none are given. */
async function askAnyhow(
  client: ApiClient,
  request: ApiRequest,
  proofs: readonly number[],
): Promise<ApiResponse> {
  const answer = await client.exchange(request);
  const isAnswer = answer.status < 300 || proofs.includes(answer.status);
  return isAnswer ? answer : client.request(request);
}

const isLacking = ({ status }: ApiResponse) => status === 404;

const lacking = ({ path }: Probe): Finding => ({
  state: 'warn',
  detail: `GET ${path}: the server answers, but has no such page (404)`,
  hint: 'A wrong url or apiVersion looks like this, too: the checks below tell.',
});

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
