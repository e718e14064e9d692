import { sha256 } from '../catalogue.ts';
import { jsonAnswer, type SimAnswer, type SimRequest } from '../exchange.ts';
import { goTime, goZeroTime } from '../go-time.ts';
import { between } from '../random.ts';
import type { PrismaConsole } from './prisma-console.ts';
import { type RegistrySpec, registrySpecs } from './registries.ts';

/** The status keeps no more errors (Prisma Cloud API reference, GET statuses/registry). */
const keptErrors = 10;
const noDefender = 'No available Defender was found';

/** `GET statuses/registry`: how the regular scan fares (`defender.ScanStatus`). @throws Refusal */
export function answerStatus(prisma: PrismaConsole, request: SimRequest): SimAnswer {
  prisma.credentials.check(request, 'manageImages');
  const { regular, story } = prisma;
  const now = story.now();
  const scanning = regular.isScanning(now);
  const errors = newestErrors(prisma);
  return jsonAnswer({
    scanTime: goTime(story.clockTime(now - (now % 300_000)), 36_311),
    ...(scanning ? { scanning: true } : { completed: true }),
    ...(regular.isSelective(now) ? { selective: true } : {}),
    ...(errors.length === 0 ? {} : { errors }),
  });
}

/**
 * `GET statuses/intelligence`: whether the feed of vulnerabilities is connected, and its last update.
 * The vendor's own scripts ask it to see whether the console answers. @throws Refusal
 */
export function answerIntelligence(prisma: PrismaConsole, request: SimRequest): SimAnswer {
  prisma.credentials.check(request, 'monitorImages');
  const { story } = prisma;
  const now = story.now();
  return jsonAnswer({
    connected: true,
    lastUpdate: goTime(story.clockTime(now - (now % 3_600_000))),
  });
}

/** `GET settings/registry`: the specifications, queued and idle ones with them. @throws Refusal */
export function answerSettings(prisma: PrismaConsole, request: SimRequest): SimAnswer {
  prisma.credentials.check(request, 'manageImages');
  return jsonAnswer({
    specifications: registrySpecs.map((spec, index) => specRow(prisma, spec, index)),
    harborScannerUrlSuffix: '',
    webhookUrlSuffix: `${sha256(prisma.seed, 'webhook').slice(0, 12)}`,
  });
}

function newestErrors({ regular, story }: PrismaConsole): readonly string[] {
  const now = story.now();
  const failed = registrySpecs.flatMap(({ registry, scanners }) => {
    if (scanners === 0) return [{ at: now - 3_600_000, text: `${noDefender} to scan ${registry}` }];
    return regular
      .lastScans(registry, now)
      .flatMap(({ endedAt, error }) => (error === null ? [] : [{ at: endedAt, text: error }]));
  });
  const slow = regular
    .lastScans('harbor.corp.example', now)
    .slice(0, 2)
    .map(({ endedAt }) => ({
      at: endedAt,
      text: 'Failed to retrieve repositories info from harbor.corp.example: context deadline exceeded',
    }));
  const texts = [...failed, ...slow].sort((a, b) => b.at - a.at).map(({ text }) => text);
  return [...new Set(texts)].slice(0, keptErrors);
}

/** The console's words for `scanStatus` are not documented; these are plain ones. */
function specRow(prisma: PrismaConsole, spec: RegistrySpec, index: number) {
  const { registry, repository, version, scanners } = spec;
  return {
    version,
    registry,
    namespace: '',
    repository,
    tag: '',
    credentialID: `${registry} puller`,
    credential: {
      _id: `${registry} puller`,
      type: 'basic',
      accountID: 'puller',
      secret: { encrypted: sha256(prisma.seed, registry, 'credential').slice(0, 44), plain: '' },
    },
    os: 'linux',
    cap: 5,
    scanners,
    versionPattern: '',
    collections: ['All'],
    id: sha256(registry).slice(0, 24),
    ...scanState(prisma, spec),
    order: index,
  };
}

function scanState({ regular, story, catalogue, seed }: PrismaConsole, spec: RegistrySpec) {
  const { registry, scanners } = spec;
  const now = story.now();
  const time = (ms: number) => goTime(story.clockTime(ms), between(0, 999_999, seed, registry, ms));
  const going = regular.scansAt(now).find((scan) => scan.registry === registry && scan.ongoing);
  const last = regular.lastScans(registry, now)[0];
  const status = going ? 'scanning' : regular.queuedAt(now).has(registry) ? 'queued' : 'idle';
  if (scanners === 0) {
    return { scanStatus: 'failed', scanTime: goZeroTime, scanError: noDefender };
  }
  return {
    scanStatus: status,
    scanTime: going ? time(going.startedAt) : last ? time(last.endedAt) : goZeroTime,
    ...(last === undefined
      ? {}
      : {
          lastScanStatus: last.error === null ? 'completed' : 'failed',
          lastScanTime: time(last.endedAt),
          scannedImagesSuccessTotal:
            last.error === null ? catalogue.inRegistry(registry).length : 0,
        }),
    ...(last?.error ? { scanError: last.error } : {}),
  };
}
