import type { Activity } from '../core/activity.ts';
import type { Clock } from '../core/clock.ts';
import { configError } from '../core/errors.ts';
import type { AuthStrategy } from './auth/strategy.ts';
import { createGovernor, type Governor } from './budget.ts';
import type { BudgetLimit } from './budget-bucket.ts';
import { runCall } from './call-loop.ts';
import type { DebugEntry } from './debug-file.ts';
import { createRecorder } from './exchange-recorder.ts';
import { streamedBody } from './passed-body.ts';
import type { Pipeline } from './pipeline.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { createTransport, proxySecrets, type TlsOptions } from './transport.ts';
import type { ApiClient, Exchange, SourceId } from './types.ts';

/** What a client is made of. */
export interface ClientOptions {
  readonly source: SourceId;
  /** Scheme, host, port and perhaps a path, without credentials or a query. */
  readonly baseUrl: string;
  readonly auth: AuthStrategy;
  readonly clock: Clock;
  readonly activity: Activity;
  /** Refuses every call that changes something. */
  readonly readOnly: boolean;
  readonly tls?: TlsOptions;
  /** The vendor's documented limits. */
  readonly budget?: readonly BudgetLimit[];
  /** Where proxies are looked up. @default no proxy */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Told each exchange at its end; again, with the same id, if its body turns out to be no JSON. */
  readonly onExchange: (exchange: Exchange) => void;
  readonly debug?: { write(entry: DebugEntry): void };
  /** Shared by the clients of a session, so that a vendor's limits are counted once. @default its own */
  readonly governor?: Governor;
  /** Shared by the clients of a session. @default its own */
  readonly redactor?: Redactor;
  /** In [0, 1), for the jitter. @default Math.random */
  readonly random?: () => number;
}

/**
 * Creates one source's client. Nothing is opened before the first call.
 *
 * @throws ScandeckError `config` for an unusable base URL
 */
export function createClient(options: ClientOptions): ApiClient {
  const { source, clock, activity } = options;
  const base = readBaseUrl(options.baseUrl, source);
  const env = options.env ?? {};
  const redactor = options.redactor ?? createRedactor();
  redactor.learn(...proxySecrets(env));
  const governor = options.governor ?? createGovernor(clock);
  const hostBudget = governor.host(source, base.host, options.budget);
  const transport = createTransport(options.tls ?? {}, env);
  const closing = new AbortController();
  const pipeline: Pipeline = {
    source,
    baseUrl: base.href,
    auth: options.auth,
    wire: { clock, activity, transport },
    readOnly: options.readOnly,
    governor,
    redactor,
    record: createRecorder({ redactor, onExchange: options.onExchange, debug: options.debug }),
    closed: closing.signal,
    random: options.random ?? Math.random,
  };
  return {
    source,
    request: (request) => runCall(pipeline, request, 'judged'),
    exchange: (request) => runCall(pipeline, request, 'as-it-came'),
    stream: (request) => streamedBody((read) => runCall(pipeline, request, 'judged', read)),
    budget: () => hostBudget.state(),
    close: async () => {
      closing.abort(new DOMException('The client was closed', 'AbortError'));
      await transport.close();
    },
  };
}

function readBaseUrl(text: string, source: SourceId): URL {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw configError(
    `${source}.url is not a web address`,
    'Write it with its scheme: https://HOST or https://HOST:PORT.',
  );
}
