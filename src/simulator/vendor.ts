import type { Clock } from '../core/clock.ts';
import type { CallLimitSetting } from './carbon-black/call-limit.ts';
import type { Catalogue } from './catalogue.ts';
import type { Route } from './router.ts';
import type { StoryTime } from './story-time.ts';
import type { WorkloadProtectionSetting } from './workload-protection/setting.ts';

/** The shapes of older Prisma Cloud consoles that can be asked for. */
export const legacyShapes = ['30.03', '32.06', 'pre-30'] as const;
export type LegacyShape = (typeof legacyShapes)[number];

/** What every vendor's part is made from. */
export interface VendorSetting {
  readonly seed: number;
  /** For what belongs to the wire, such as limits of requests. */
  readonly clock: Clock;
  /** For everything that is told. */
  readonly story: StoryTime;
  readonly catalogue: Catalogue;
  readonly legacy: LegacyShape | undefined;
  /** Carbon Black Cloud's; the documented one without it. */
  readonly callLimit: CallLimitSetting | undefined;
  /** Workload Protection's; as usual without it. */
  readonly workloadProtection?: WorkloadProtectionSetting | undefined;
}

/** One vendor's part of the server. */
export interface Vendor {
  readonly routes: readonly Route[];
  /** The source's entry of a profile, as the config file holds it. */
  profileEntry(url: string): Readonly<Record<string, unknown>>;
}
