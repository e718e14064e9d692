import type { WireRow } from '../../api/workload-protection/schema.ts';
import { type CountedStretch, type EventLedger, halvesOf } from './event-ledger.ts';
import type { KnownIds } from './known-ids.ts';
import type { Gap } from './model.ts';
import { type AskPage, type Stretch, walkBack } from './walk.ts';

/** What the comparison works with. */
export interface LateCheck {
  readonly ask: AskPage;
  readonly pageRows: number;
  readonly ledger: EventLedger;
  readonly seen: KnownIds;
}

/** What was found: rows that were not told, oldest first, and where there may be more of them. */
export interface LateFind {
  readonly rows: readonly WireRow[];
  readonly gaps: readonly Gap[];
  /** Minutes that are explained now, with the server's counts: to be settled once it is told. */
  readonly settled: readonly CountedStretch[];
}

/** Calls of one comparison beside those that read rows. */
const mostCalls = 40;

/** A minute with more pages than this is not read again. */
const mostPages = 8;

/** How one comparison goes on. */
interface Comparing extends LateCheck {
  callsLeft: number;
  readonly rows: WireRow[];
  readonly gaps: Gap[];
  readonly settled: CountedStretch[];
}

/**
 * Compares how many events the server counts with how many were told, over all that was followed:
 * one call where they agree. Where the server has more, minutes are singled out and read again.
 *
 * @throws what `ask` throws
 */
export async function findLate(check: LateCheck, toNs: bigint): Promise<LateFind> {
  const found = { rows: [], gaps: [], settled: [] };
  const comparing: Comparing = { ...check, ...found, callsLeft: mostCalls };
  for (const stretch of check.ledger.comparable(toNs)) await compare(comparing, stretch);
  const { rows, gaps, settled } = comparing;
  return { rows: rows.toSorted((a, b) => (a.atNs < b.atNs ? -1 : 1)), gaps, settled };
}

async function compare(comparing: Comparing, stretch: Stretch): Promise<void> {
  const { ask, ledger, pageRows, gaps, settled } = comparing;
  const { fromNs, toNs } = stretch;
  const told = ledger.toldIn(stretch);
  comparing.callsLeft -= 1;
  // Not widened at its ends: a neighbour that is counted would look like a late event.
  const { total } = await ask({ fromNs, toNs }, 1);
  if (total === null || total <= told) return;
  const halves = halvesOf(stretch);
  if (halves !== null && comparing.callsLeft > 0) {
    for (const half of halves) await compare(comparing, half);
    return;
  }
  if (halves !== null || total > mostPages * pageRows) gaps.push(gapOf(stretch, total, told));
  else await readAgain(comparing, stretch, told);
  if (halves === null) settled.push({ fromNs, toNs, told: total });
}

/** Reads a minute: what is new is late where all its ids are still known, else it is a gap. */
async function readAgain(comparing: Comparing, stretch: Stretch, told: number): Promise<void> {
  const { ask, pageRows, seen } = comparing;
  const walk = walkBack(stretch, pageRows, (place, limit) => ask(place, limit));
  const found = new Map<string, WireRow>();
  for (let page = await walk.next(); page !== null; page = await walk.next()) {
    for (const row of page.rows) found.set(row.id, row);
  }
  const rows = [...found.values()];
  comparing.gaps.push(...walk.gaps);
  const areKnown = seen.reaches(stretch.fromNs) || seen.countIn(stretch) >= told;
  if (areKnown) comparing.rows.push(...rows.filter((row) => !seen.has(row)));
  else if (rows.length > told) comparing.gaps.push(gapOf(stretch, rows.length, told));
}

function gapOf({ fromNs, toNs }: Stretch, counted: number, told: number): Gap {
  return { fromNs, toNs, reason: `late: the server counts ${counted} events, ${told} were told` };
}
