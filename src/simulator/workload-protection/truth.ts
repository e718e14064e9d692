import { createCatalogue } from '../catalogue.ts';
import { createEventCells, keptSeconds } from './event-cells.ts';
import { idOf, keyOf, splitTime } from './event-id.ts';
import { createKinds } from './kinds.ts';
import { completeSetting, type WorkloadProtectionSetting } from './setting.ts';

/** Whose events a test wants to know. */
export interface TruthRequest {
  readonly seed: number;
  /** When the simulator started, epoch milliseconds. */
  readonly startedAt: number;
  readonly setting?: WorkloadProtectionSetting;
  /** Both included. */
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

/**
 * The ids of all events of a window, oldest first, each once, whenever they arrive: what a tail
 * has to have told once no more can come, 45 seconds after the window's end. Those of the
 * category `simulation`, which the feed leaves out, are left out.
 */
export function allEventIds(request: TruthRequest): readonly string[] {
  const { seed, startedAt, fromNs, toNs } = request;
  const setting = completeSetting(request.setting);
  const kinds = createKinds(seed, createCatalogue(seed), setting);
  const startSecond = Math.floor(startedAt / 1000);
  const cells = createEventCells(seed, kinds, { setting, startSecond });
  const [from, to] = [splitTime(fromNs), splitTime(toNs)];
  if (to.second - from.second > keptSeconds) throw new RangeError('no events are kept that long');
  const ids: string[] = [];
  for (let second = from.second; second <= to.second; second += 1) {
    const low = second === from.second ? keyOf(from.nanos, 0) : 0;
    const high = second === to.second ? keyOf(to.nanos + 1, 0) : Number.POSITIVE_INFINITY;
    const cell = cells.cell(second);
    cell.keys.forEach((key, index) => {
      if (key < low || key >= high) return;
      if (kinds.ruleOf(cell.kinds[index] ?? 0).category === 'simulation') return;
      ids.push(idOf({ second, key }, cell.noise[index] ?? 0));
    });
  }
  return ids;
}
