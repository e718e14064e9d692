import { usageError } from '../core/errors.ts';
import { shuffled } from './random.ts';

/** Rates, in per cent, of the faults that are named without one. */
const usualRates = {
  /** 429 with Retry-After. */
  '429': 5,
  /** 429 without Retry-After. */
  '429-bare': 5,
  /** 500, 502, 503 or 504. */
  '5xx': 2,
  /** The connection is reset before any answer. */
  reset: 2,
  /** The connection breaks in the middle of the body. */
  cut: 2,
  /** The body comes in pieces, over two seconds. */
  slow: 5,
  /** A proxy's web page instead of the answer, with status 200. */
  html: 1,
  /** The token of this request has expired. Requests without a token are not affected. */
  expired: 1,
  /** A streamed answer ends with an error. Answers that are not streamed are not affected. */
  'in-stream': 1,
  /** Rows of a streamed answer come twice. */
  doubled: 1,
  /** A streamed answer lacks its last blank line, as some that were recorded. */
  unended: 1,
} as const;

/** What can go wrong with an exchange. */
export type FaultName = keyof typeof usualRates;

/** The names that `--faults` takes, beside `all`. */
export const faultNames: readonly FaultName[] = Object.keys(usualRates).filter(isFaultName);

/** Rates in per cent. */
export type FaultRates = ReadonlyMap<FaultName, number>;

const rateOfAll = 2;

/** Within a block of this many requests each fault appears exactly as often as its rate says. */
const blockLength = 1000;

/**
 * Reads a list of faults: `429:5%,cut,all:2%`. A later entry wins over an earlier one.
 *
 * @throws ScandeckError `usage` for an unknown name, a malformed rate and rates above 100 % together
 */
export function parseFaults(list: string): FaultRates {
  const rates = new Map<FaultName, number>();
  for (const entry of list.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const [name = '', rate] = entry.split(':', 2);
    if (name === 'all')
      for (const each of faultNames) rates.set(each, percent(entry, rate, rateOfAll));
    else if (isFaultName(name)) rates.set(name, percent(entry, rate, usualRates[name]));
    else throw usageError(`${JSON.stringify(name)} is not a fault`, grammar);
  }
  const sum = [...rates.values()].reduce((total, rate) => total + rate, 0);
  if (sum > 100) throw usageError(`the faults' rates add up to ${sum}%`, 'Write 100% at most.');
  return rates;
}

const grammar = `Write ${faultNames.join(', ')} or all, each with a rate if you like: 429:5%,cut:0.5%.`;

function percent(entry: string, rate: string | undefined, usual: number): number {
  if (rate === undefined) return usual;
  const [, digits] = /^(\d{1,3}(?:\.\d)?)%$/.exec(rate.trim()) ?? [];
  if (digits !== undefined && Number(digits) <= 100) return Number(digits);
  throw usageError(
    `${JSON.stringify(entry)} has no rate from 0% to 100%`,
    'Write one decimal at most: 5% or 0.5%.',
  );
}

/** Tells the fault of a request, by the requests' count. */
export type FaultPlan = (counter: number) => FaultName | null;

/** Spreads the faults over the requests: the same seed and count give the same fault. */
export function planFaults(rates: FaultRates, seed: number): FaultPlan {
  if (rates.size === 0) return () => null;
  const slots = [...rates].flatMap(([name, rate]) =>
    Array.from({ length: Math.round((rate * blockLength) / 100) }, () => name),
  );
  let known = { block: -1, order: [] as readonly number[] };
  return (counter) => {
    const block = Math.floor(counter / blockLength);
    if (known.block !== block)
      known = { block, order: shuffled(blockLength, seed, 'faults', block) };
    return slots[known.order[counter % blockLength] ?? blockLength] ?? null;
  };
}

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(usualRates, name);
}
