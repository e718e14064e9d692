import type { CatalogueImage } from '../catalogue.ts';
import type { Tier } from '../iam/iam.ts';
import { createDraws } from './draws.ts';
import { eventBody, granuleOf } from './event-body.ts';
import { otherRow } from './other-rows.ts';
import { type LogRow, rowSeverity } from './rows.ts';
import { createScenePlan, type PlayedScene, slotMs } from './scene-plan.ts';
import type { SearchLog } from './search-log.ts';
import type { CompleteSetting } from './setting.ts';

/** From a time on, up to, not including, another, in epoch milliseconds. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** All rows of the instance: nothing of them is kept but what was asked. */
export interface LogStore {
  /**
   * The rows of a span that have arrived, in slices of time, each in the order of time. Nothing is
   * made before it is asked for.
   */
  slices(tier: Tier, span: TimeSpan, order: 'oldest' | 'newest'): Iterable<readonly LogRow[]>;
}

/** Rows are kept in the index for so long; in the archive since the account began. */
const indexedMs = 30 * 86_400_000;
const accountBeganAt = Date.UTC(2024, 0, 8);

interface StoreOptions {
  readonly seed: number;
  readonly images: readonly CatalogueImage[];
  readonly setting: CompleteSetting;
  readonly searches: SearchLog;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The rows are a pure function of the seed and the time, but for those about queries. */
export function createLogStore({ seed, images, setting, searches, now }: StoreOptions): LogStore {
  const plan = createScenePlan(seed, images, setting.busyness);
  const slotRows = remembering((slot: number) => [
    ...plan(slot).flatMap((scene) => sceneRows(scene, setting)),
    ...otherRows(seed, slot, setting.applicationName),
  ]);
  const slice = (slot: number, { fromMs, toMs }: TimeSpan, nowMs: number) =>
    [...slotRows(slot - 1), ...slotRows(slot), ...searches.inSpan(slotSpan(slot))]
      .filter(({ at, arrivesAt }) => at >= fromMs && at < toMs && arrivesAt <= nowMs)
      .filter(({ at }) => Math.floor(at / slotMs) === slot)
      .sort((a, b) => a.at - b.at || (a.logId < b.logId ? -1 : 1));
  return {
    *slices(tier, span, order) {
      if (!setting.tiers.includes(tier)) return;
      const nowMs = now();
      const oldest = tier === 'archive' ? accountBeganAt : nowMs - indexedMs;
      const kept = { fromMs: Math.max(span.fromMs, oldest), toMs: Math.min(span.toMs, nowMs + 1) };
      if (kept.fromMs >= kept.toMs) return;
      const first = Math.floor(kept.fromMs / slotMs);
      const count = Math.floor((kept.toMs - 1) / slotMs) - first + 1;
      for (let step = 0; step < count; step += 1) {
        yield slice(order === 'oldest' ? first + step : first + count - 1 - step, kept, nowMs);
      }
    },
  };
}

const slotSpan = (slot: number) => ({ fromMs: slot * slotMs, toMs: (slot + 1) * slotMs });

function sceneRows(scene: PlayedScene, setting: CompleteSetting): readonly LogRow[] {
  const draws = createDraws('rows', scene.key);
  return scene.drafts.map((draft) => {
    const granule = granuleOf(draws);
    const at = Math.floor((scene.startsAt + draft.after) / granule) * granule;
    const data = eventBody(draft, at, draws);
    const isLate = draws.chance(setting.lateShare);
    const delay = isLate ? draws.between(20_000, 100_000) : draws.between(800, 9000);
    return {
      ...{ at, arrivesAt: at + delay, logId: draws.uuid(), data },
      ...{ severity: rowSeverity(data.severity), subsystemName: 'container-registry:' },
      applicationName: setting.applicationName,
    };
  });
}

const otherRowsOfSlot = 6;

function otherRows(seed: number, slot: number, applicationName: string): readonly LogRow[] {
  const draws = createDraws(seed, 'others', slot);
  return Array.from({ length: otherRowsOfSlot }, () =>
    otherRow(slot * slotMs + draws.between(0, slotMs / 10 - 1) * 10, applicationName, draws),
  );
}

const rememberedSlots = 6;

/** The last few slots are asked for again and again by everybody who follows. */
function remembering<T>(make: (slot: number) => T): (slot: number) => T {
  const known = new Map<number, T>();
  return (slot) => {
    const found = known.get(slot) ?? make(slot);
    known.delete(slot);
    known.set(slot, found);
    for (const oldest of known.keys()) {
      if (known.size <= rememberedSlots) break;
      known.delete(oldest);
    }
    return found;
  };
}
