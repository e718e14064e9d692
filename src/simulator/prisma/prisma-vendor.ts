import type { SimAnswer, SimRequest } from '../exchange.ts';
import { notFound, type Route } from '../router.ts';
import type { LegacyShape, Vendor, VendorSetting } from '../vendor.ts';
import { answerIntelligence, answerSettings, answerStatus } from './companion-calls.ts';
import { createConsole, type PrismaConsole } from './prisma-console.ts';
import { answerProgress } from './progress-calls.ts';
import { answerNames, answerResults } from './result-calls.ts';
import { answerScan, answerSelect, answerStop } from './scan-calls.ts';
import { answerAuthenticate, answerPing, answerRenew, answerVersion } from './session-calls.ts';

type Call = (prisma: PrismaConsole, request: SimRequest) => SimAnswer;

/** The calls by method and path below the version. */
const calls: readonly (readonly [Route['method'], string, Call])[] = [
  ['GET', '/_ping', answerPing],
  ['GET', '/version', answerVersion],
  ['POST', '/authenticate', answerAuthenticate],
  ['GET', '/authenticate/renew', answerRenew],
  ['GET', '/registry', answerResults],
  ['GET', '/registry/names', answerNames],
  ['GET', '/registry/progress', answerProgress],
  ['POST', '/registry/scan', answerScan],
  ['POST', '/registry/scan/select', answerSelect],
  ['POST', '/registry/stop', answerStop],
  ['GET', '/statuses/registry', answerStatus],
  ['GET', '/statuses/intelligence', answerIntelligence],
  ['GET', '/settings/registry', answerSettings],
];

/** Prisma Cloud Compute's console: registry scans, their progress and their results. */
export function createPrismaVendor(setting: VendorSetting): Vendor {
  const prisma = createConsole(setting);
  return {
    routes: calls.map(([method, path, answer]) => ({
      method,
      path: `/api/:version${path}`,
      answer: (request, { version = '' }) =>
        isServed(version) ? answer(prisma, request) : notFound,
    })),
    faultBody: (status) => ({
      err: status === 429 ? 'too many requests' : 'internal server error',
    }),
    profileEntry: (url) => ({
      url,
      apiVersion: apiVersions[setting.legacy ?? 'present'],
      auth: { type: 'basic', username: 'demo', password: 'command:echo demo' },
    }),
  };
}

const apiVersions: Readonly<Record<LegacyShape | 'present', string>> = {
  present: 'v32.07',
  '32.06': 'v32.06',
  '30.03': 'v30.03',
  'pre-30': 'v1',
};

/** `v1` is the newest version under another name; others have a release's number. */
function isServed(version: string): boolean {
  const [, number] = /^v(\d{2}\.\d{2})$/.exec(version) ?? [];
  return version === 'v1' || (Number(number) >= 22 && Number(number) <= 34.04);
}
