import type { CatalogueImage } from '../catalogue.ts';
import { createRateLimit, type RateLimit } from '../rate-limit.ts';
import type { VendorSetting } from '../vendor.ts';
import { type Credentials, createCredentials } from './credentials.ts';
import { createOnDemandScans, type OnDemandScans } from './on-demand-scan.ts';
import { createRegularScan, type RegularScan } from './regular-scan.ts';

/** Everything that the calls of one simulated console share. */
export interface PrismaConsole extends VendorSetting {
  readonly credentials: Credentials;
  readonly regular: RegularScan;
  readonly onDemand: OnDemandScans;
  /** 30 calls in 30 seconds (Prisma Cloud API reference, GET registry). */
  readonly listLimit: RateLimit;
}

/** A console that has been running for long. */
export function createConsole(setting: VendorSetting): PrismaConsole {
  return {
    ...setting,
    credentials: createCredentials(setting.seed, setting.story.now),
    regular: createRegularScan(setting.seed, setting.catalogue),
    onDemand: createOnDemandScans(setting.seed),
    listLimit: createRateLimit(30, 30_000, setting.clock.now),
  };
}

/** When the image was last scanned, in simulated ms, whoever wanted it. */
export function lastScannedAt(
  { regular, onDemand, story }: PrismaConsole,
  image: CatalogueImage,
): number {
  const now = story.now();
  const earlier = now - (now % day) - 2 * day;
  return Math.max(regular.scannedAt(image, now) ?? earlier, onDemand.scannedAt(image, now) ?? 0);
}

const day = 86_400_000;
