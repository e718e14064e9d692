import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type Clock, systemClock } from '../core/clock.ts';
import { ScandeckError } from '../core/errors.ts';
import { createActivityTrackingVendor } from './activity-tracking/activity-tracking-vendor.ts';
import type { ActivityTrackingSetting } from './activity-tracking/setting.ts';
import type { CallLimitSetting } from './carbon-black/call-limit.ts';
import { createCarbonBlackVendor } from './carbon-black/carbon-black-vendor.ts';
import { createCatalogue } from './catalogue.ts';
import { type SimAnswer, type SimRequest, textAnswer } from './exchange.ts';
import { faultAnswer } from './fault-answers.ts';
import { type FaultName, parseFaults, planFaults } from './faults.ts';
import { createIam } from './iam/iam.ts';
import { createIamService } from './iam/iam-service.ts';
import { createPrismaVendor } from './prisma/prisma-vendor.ts';
import { demoConfig } from './profile.ts';
import { createPathTest, createRouter } from './router.ts';
import { createStoryTime } from './story-time.ts';
import { reset, transmit } from './transmit.ts';
import type { LegacyShape, Vendor } from './vendor.ts';
import type { WorkloadProtectionSetting } from './workload-protection/setting.ts';
import { createWorkloadProtectionVendor } from './workload-protection/workload-protection-vendor.ts';
import type { XraySetting } from './xray/setting.ts';
import { createXrayTruth, type XrayTruth } from './xray/truth.ts';
import { createXrayVendor } from './xray/xray-vendor.ts';

/** What the simulated vendors are to be like. */
export interface SimulatorOptions {
  /** @default 0, a free one */
  readonly port?: number;
  /** @default 127.0.0.1 */
  readonly host?: string;
  /** Equal seeds give equal data at equal times. @default 1 */
  readonly seed?: number;
  /** How many times as fast the simulated time runs. @default 1 */
  readonly speed?: number;
  /** As `--faults` takes them: `429:5%,cut`. @default '' */
  readonly faults?: string;
  readonly clock?: Clock;
  /** Serves HTTPS; both are PEM. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Answers in the shape of an older Prisma Cloud console. */
  readonly legacy?: LegacyShape;
  /** How many calls Carbon Black Cloud lets pass. @default 1000 in five minutes */
  readonly callLimit?: CallLimitSetting;
  /** What Workload Protection is to be like. */
  readonly workloadProtection?: WorkloadProtectionSetting;
  /** What JFrog Xray is to be like. */
  readonly xray?: XraySetting;
  /** What IBM Cloud Logs, and the registry whose events it keeps, are to be like. */
  readonly activityTracking?: ActivityTrackingSetting;
}

/** A running simulator. */
export interface Simulator {
  /** Without a trailing slash. */
  readonly url: string;
  /** The content of a config file that is ready to be used. */
  readonly profile: Readonly<Record<string, unknown>>;
  /** What the vendors know, told without their APIs, to check exports against. */
  readonly truth: XrayTruth;
  /** Ends every connection. */
  close(): Promise<void>;
}

/**
 * Starts one server that speaks all the simulated vendors' APIs.
 *
 * @throws ScandeckError `usage` for malformed faults, `listen` when the port can't be had
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { clock = systemClock, seed = 1, speed = 1, legacy, callLimit, tls } = options;
  const { workloadProtection, xray, activityTracking } = options;
  const faultOf = planFaults(parseFaults(options.faults ?? ''), seed);
  const catalogue = createCatalogue(seed);
  const story = createStoryTime(clock, speed);
  const iam = createIam(seed, workloadProtection?.tokenLifeSeconds ?? 3600, () => clock.now());
  const world = { seed, clock, story, catalogue, iam };
  const settings = { callLimit, workloadProtection, xray, activityTracking };
  const setting = { ...world, legacy, ...settings };
  const vendors = {
    prisma: createPrismaVendor(setting),
    carbonBlack: createCarbonBlackVendor(setting),
    xray: createXrayVendor(setting),
    workloadProtection: createWorkloadProtectionVendor(setting),
    activityTracking: createActivityTrackingVendor(setting),
  };
  const services = [...Object.values<Vendor>(vendors), createIamService(iam)];
  const answer = createRouter(services.flatMap(({ routes }) => routes));
  const owners = services.map((service) => ({ service, has: createPathTest(service.routes) }));
  const closing = new AbortController();

  let counter = 0;
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const number = counter++;
    const fault = faultOf(number);
    if (fault === 'reset') return reset(request);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([closing.signal, gone.signal]);
    const received = await receive(request, fault, signal);
    const owner = owners.find(({ has }) => has(pathOf(request)))?.service ?? null;
    const faulty = faultAnswer(fault, number, owner);
    const sent = faulty ?? (received === null ? tooLarge : answer(received));
    await transmit(response, sent, { clock, fault, signal });
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch((error: unknown) => confess(response, error));
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  const url = await listen(server, { ...options, scheme: tls === undefined ? 'http' : 'https' });
  return {
    url,
    profile: demoConfig(url, speed, vendors),
    truth: createXrayTruth(seed, xray, catalogue),
    close: async () => {
      closing.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An error of the simulator itself must not look like one of its faults. */
function confess(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(500, { 'content-type': 'text/plain' });
  response.end(`the simulator failed: ${String(error)}\n`);
}

const urlOf = ({ url = '/' }: IncomingMessage) => new URL(url, 'http://simulator');
const pathOf = (request: IncomingMessage) => urlOf(request).pathname;

const maxBodyBytes = 1024 * 1024;
const tooLarge: SimAnswer = textAnswer(413, 'http: request body too large\n');

/** The whole request; null when its body is too large. */
async function receive(
  request: IncomingMessage,
  fault: FaultName | null,
  signal: AbortSignal,
): Promise<SimRequest | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= maxBodyBytes) chunks.push(bytes);
  }
  if (length > maxBodyBytes) return null;
  const { pathname, searchParams } = urlOf(request);
  return {
    method: request.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString(),
    ...{ fault, tokenExpired: fault === 'expired' },
    signal,
  };
}

interface ListenOptions {
  readonly host?: string;
  readonly port?: number;
  readonly scheme: string;
}

async function listen(
  server: ReturnType<typeof createServer>,
  { host = '127.0.0.1', port = 0, scheme }: ListenOptions,
): Promise<string> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw new ScandeckError(`the simulator can't listen on ${host}:${port}`, {
      code: 'listen',
      who: 'environment',
      hint: 'Choose another --port, or none for a free one.',
      exitCode: 2,
      cause,
    });
  }
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}
