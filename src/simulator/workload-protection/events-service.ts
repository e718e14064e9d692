import type { SimRequest } from '../exchange.ts';
import type { VendorSetting } from '../vendor.ts';
import { createEventArchive, type EventArchive, type WantedKinds } from './event-archive.ts';
import { createEventCells, type EventCells } from './event-cells.ts';
import { checkEventField, valuesOfKind } from './event-fields.ts';
import { parseFilter } from './filter.ts';
import { createKinds, type Kinds } from './kinds.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import { type CompleteSetting, completeSetting } from './setting.ts';

/** What the calls about events have in common. */
export interface EventsService {
  readonly seed: number;
  readonly setting: CompleteSetting;
  readonly kinds: Kinds;
  readonly cells: EventCells;
  readonly archive: EventArchive;
  readonly refusals: Refusals;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Events tell the clock's time, at any speed of the simulated time: the tail of a live system has
 * no other.
 */
export function createEventsService({
  seed,
  clock,
  catalogue,
  ...rest
}: VendorSetting): EventsService {
  const setting = completeSetting(rest.workloadProtection);
  const now = () => clock.now();
  const kinds = createKinds(seed, catalogue, setting);
  const startSecond = Math.floor(now() / 1000);
  const cells = createEventCells(seed, kinds, { setting, startSecond });
  const archive = createEventArchive(cells, kinds.count, now);
  return { ...{ seed, setting, kinds, cells, archive, now }, refusals: createRefusals(now) };
}

/** The kinds that a request asks for. @throws Refusal 400 and 422 for its filter */
export function wantedIn(service: EventsService, { query }: SimRequest): WantedKinds {
  const predicate = parseFilter(query.get('filter') ?? '', checkEventField);
  if (predicate === null) throw service.refusals.badRequest();
  const { kinds } = service;
  const isSimulation = simulationIn(service, query);
  return Uint8Array.from({ length: kinds.count }, (_, kind) => {
    const isSimulated = kinds.ruleOf(kind).category === 'simulation';
    return isSimulated === isSimulation && predicate(valuesOfKind(kinds, kind)) ? 1 : 0;
  });
}

/** No document names the switch. */
const simulationNames = ['simulation', 'special', 'include'];

function simulationIn({ refusals }: EventsService, query: URLSearchParams): boolean {
  const word = simulationNames.map((name) => query.get(name)).find((value) => value !== null);
  if (word === undefined || word === 'exclude_simulation') return false;
  if (word === 'only_simulation') return true;
  throw refusals.badRequest();
}
