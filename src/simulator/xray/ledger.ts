import { hash32 } from '../random.ts';
import type { AuditKind, AuditKinds, DryRunKinds } from './audit-kinds.ts';
import { mixed } from './mixing.ts';
import { burstLength, createPace, type Pace } from './pace.ts';
import { fetchers } from './users.ts';

/**
 * A sequence of audit events without a beginning in memory: all about an event is a function of
 * its index, and costs the same for each.
 */
export interface Ledger extends Pace {
  /** The id of the event with the index 0; the others follow without gaps. */
  readonly firstId: number;
  readonly kinds: readonly AuditKind[];
  /** The number of an event's kind. */
  kindOf(index: number): number;
  /** The number of an event's user. */
  userOf(index: number): number;
}

/** A burst is mostly one user's. */
const userKeeps = 0.9 * 2 ** 32;

/** The events of policies that are no dry runs. */
export function createLedger(
  seed: number,
  { kinds, draws }: AuditKinds,
  per30Days: number,
): Ledger {
  const kindKey = hash32(seed, 'audit kinds');
  return {
    ...createPace(per30Days, hash32(seed, 'audit times')),
    firstId: 1,
    kinds,
    kindOf: (index) => draws[mixed(kindKey, index) % draws.length] ?? 0,
    userOf: createUsers(hash32(seed, 'audit users')),
  };
}

/** Beyond all ids of other events, and beyond 32 bits. */
const firstDryRunId = 5_000_000_000;
const dryRunShare = 1 / 8;

/** Into how many evaluations four events in a row fall: where each begins. */
const divisions = [
  [0, 0, 0, 3],
  [0, 1, 1, 1],
  [0, 0, 2, 2],
  [0, 1, 2, 2],
  [0, 0, 2, 3],
  [0, 1, 2, 3],
] as const;
const divisionLength = 4;

/** The events of dry-run policies: those of an evaluation follow each other, at the same time. */
export function createDryRunLedger(
  seed: number,
  { kinds, firstKinds }: DryRunKinds,
  per30Days: number,
): Ledger {
  const divisionKey = hash32(seed, 'dry run divisions');
  const kindKey = hash32(seed, 'dry run kinds');
  const count = Math.round(per30Days * dryRunShare);
  const pace = createPace(count, hash32(seed, 'dry run times'));
  const userOf = createUsers(hash32(seed, 'dry run users'));
  const divisionOf = (index: number) => {
    const number = mixed(divisionKey, Math.floor(index / divisionLength)) % divisions.length;
    return divisions[number] ?? divisions[0];
  };
  const headOf = (index: number) =>
    index - (index % divisionLength) + (divisionOf(index)[index % divisionLength] ?? 0);
  const kindOf = (index: number) => {
    const head = headOf(index);
    const division = divisionOf(index);
    const start = head % divisionLength;
    const size = division.filter((each) => each === start).length;
    const firsts = firstKinds[size] ?? [];
    return (firsts[mixed(kindKey, head) % firsts.length] ?? 0) + (index - head);
  };
  return {
    firstId: firstDryRunId,
    kinds,
    timeOf: (index) => pace.timeOf(headOf(index)),
    firstFrom: (ms) => {
      let first = pace.firstFrom(ms);
      // The rest of an evaluation that began before.
      while (count > 0 && pace.timeOf(headOf(first)) < ms) first += 1;
      return first;
    },
    kindOf,
    userOf: (index) => userOf(headOf(index)),
  };
}

function createUsers(key: number): Ledger['userOf'] {
  return (index) => {
    const own = mixed(key, index);
    const drawn = own < userKeeps ? mixed(~key, Math.floor(index / burstLength)) : own;
    return drawn % fetchers.length;
  };
}
