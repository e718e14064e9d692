import type { Clock } from '../core/clock.ts';
import type { ActivityTrackingSetting } from './activity-tracking/setting.ts';
import type { CallLimitSetting } from './carbon-black/call-limit.ts';
import type { Catalogue } from './catalogue.ts';
import type { Iam } from './iam/iam.ts';
import type { Route } from './router.ts';
import type { StoryTime } from './story-time.ts';
import type { WorkloadProtectionSetting } from './workload-protection/setting.ts';
import type { XraySetting } from './xray/setting.ts';

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
  /** The tokens of IBM Cloud's services. */
  readonly iam: Iam;
  readonly legacy: LegacyShape | undefined;
  /** Carbon Black Cloud's; the documented one without it. */
  readonly callLimit: CallLimitSetting | undefined;
  /** Workload Protection's; as usual without it. */
  readonly workloadProtection?: WorkloadProtectionSetting | undefined;
  /** Xray's; as usual without it. */
  readonly xray?: XraySetting | undefined;
  /** IBM Cloud Logs'; as usual without it. */
  readonly activityTracking?: ActivityTrackingSetting | undefined;
}

/** One part of the server, with its own words for refusals. */
export interface Service {
  readonly routes: readonly Route[];
  /** What the faults `429` and `5xx` make it say, as JSON. */
  faultBody(status: 429 | 500): unknown;
}

/** One vendor's part of the server. */
export interface Vendor extends Service {
  /** The source's entry of a profile, as the config file holds it. */
  profileEntry(url: string): Readonly<Record<string, unknown>>;
}
