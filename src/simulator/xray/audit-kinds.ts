import type { Catalogue } from '../catalogue.ts';
import { fraction, pick, shuffled } from '../random.ts';
import {
  harmlessPackages,
  hostilePackage,
  maliciousPackages,
  unofficialImages,
} from './packages.ts';
import {
  blockingPolicies,
  dryRunPolicies,
  maliciousPolicy,
  officialPolicy,
  type Policy,
} from './policies.ts';
import { type CuratedRepository, ecosystems, type PackageVersion } from './repositories.ts';

/** A policy and what it did. */
export interface AppliedPolicy extends Policy {
  /** `Blocked`, or `Bypassed` where somebody was let through all the same. */
  readonly result: string;
}

/** All that an audit event tells, but for when it happened and who was there. */
export interface AuditKind extends Verdict {
  readonly package: PackageVersion;
  readonly repository: CuratedRepository;
}

interface Verdict {
  readonly action: 'approved' | 'blocked' | 'passed';
  readonly reason: string;
  /** None for what was approved, for what no policy inspected and for what is not catalogued yet. */
  readonly policies: readonly AppliedPolicy[];
}

/** How many chances are shared out among kinds. */
const chances = 2 ** 14;
/** Chances of the package with the hostile name. */
const hostileChances = 8;

const violated = 'Policy violations';
const blocked = (policies: readonly Policy[]): Verdict => ({
  action: 'blocked',
  reason: violated,
  policies: policies.map((policy) => ({ ...policy, result: 'Blocked' })),
});

/** Kinds, and how often each is to occur. */
export interface AuditKinds {
  readonly kinds: readonly AuditKind[];
  /** The numbers of kinds, to be drawn from with equal chances. */
  readonly draws: Uint16Array;
}

/** The kinds of events of policies that are no dry runs: a pure function of the seed. */
export function createAuditKinds(seed: number, catalogue: Catalogue): AuditKinds {
  const harmless = harmlessPackages(seed, catalogue).flatMap((found) =>
    kindsOf(found, (repository) => verdictOf(seed, found, repository)),
  );
  const malicious = maliciousPackages.flatMap((found) => kindsOf(found, () => maliciousVerdict));
  const unofficial = unofficialImages.flatMap((found) => kindsOf(found, () => unofficialVerdict));
  const kinds = [...harmless, ...malicious, ...unofficial];
  const hostile = kindsOf(hostilePackage, () => maliciousVerdict).slice(0, 1);
  const draws = shareOut(seed, kinds);
  draws.fill(kinds.length, chances - hostileChances);
  return { kinds: [...kinds, ...hostile], draws };
}

const maliciousVerdict = blocked([maliciousPolicy, ...blockingPolicies.slice(1, 2)]);
const unofficialVerdict = blocked([officialPolicy]);

function kindsOf(
  found: PackageVersion,
  verdict: (repository: CuratedRepository) => Verdict,
): readonly AuditKind[] {
  return ecosystems[found.ecosystem].repositories.map((repository) => ({
    package: found,
    repository,
    ...verdict(repository),
  }));
}

/** The words for what waits for the catalogue and for what passes are not documented. */
function verdictOf(seed: number, found: PackageVersion, repository: CuratedRepository): Verdict {
  const key = [seed, found.ecosystem, found.name, found.version, repository.name] as const;
  const chance = fraction(...key, 'verdict');
  if (chance < 0.03) return { action: 'passed', reason: 'No applicable policies', policies: [] };
  if (chance < 0.04)
    return { action: 'blocked', reason: 'Package pending catalog analysis', policies: [] };
  if (chance < 0.05) {
    const policies = [{ ...pick(blockingPolicies, ...key), result: 'Bypassed' }];
    return { action: 'approved', reason: violated, policies };
  }
  if (chance < 0.12) return blocked(someOf(blockingPolicies, ...key));
  return { action: 'approved', reason: 'No policy violations', policies: [] };
}

/** One to three of the policies, in their order. */
function someOf(
  policies: readonly Policy[],
  ...key: readonly (string | number)[]
): readonly Policy[] {
  const count = pick([1, 1, 1, 2, 2, 3], ...key, 'policies');
  const chosen = new Set(shuffled(policies.length, ...key).slice(0, count));
  return policies.filter((_, index) => chosen.has(index));
}

/** Shares the chances out: a few kinds occur often, most of them seldom, each at least once. */
function shareOut(seed: number, kinds: readonly AuditKind[]): Uint16Array {
  const ranks = shuffled(kinds.length, seed, 'popularity');
  const weights = ranks.map((rank) => 1 / (rank + 8));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const draws = new Uint16Array(chances);
  let filled = 0;
  weights.forEach((weight, kind) => {
    const share = Math.max(1, Math.floor((weight / sum) * chances));
    draws.fill(kind, filled, filled + share);
    filled += share;
  });
  for (; filled < chances; filled += 1) draws[filled] = filled % kinds.length;
  return draws;
}

/** How many events an evaluation by dry-run policies has at most. */
export const mostDryRunEvents = 3;

/** The kinds of dry-run events: one event for each policy that was violated. */
export interface DryRunKinds {
  readonly kinds: readonly AuditKind[];
  /** By how many events an evaluation has: the first kinds of those, the others follow them. */
  readonly firstKinds: readonly (readonly number[])[];
}

/** @param real the kinds of events of policies that are no dry runs */
export function createDryRunKinds(seed: number, { kinds: real }: AuditKinds): DryRunKinds {
  const kinds: AuditKind[] = [];
  const firstKinds: number[][] = Array.from({ length: mostDryRunEvents + 1 }, () => []);
  const approved = real.filter(({ action, policies }) => action === 'approved' && !policies.length);
  approved.forEach((kind, index) => {
    const count = 1 + (index % mostDryRunEvents);
    firstKinds[count]?.push(kinds.length);
    const start = Math.floor(fraction(seed, index, 'dry run') * dryRunPolicies.length);
    for (let each = 0; each < count; each += 1) {
      const policy = dryRunPolicies[(start + each) % dryRunPolicies.length];
      if (policy !== undefined) kinds.push({ ...kind, ...blocked([policy]) });
    }
  });
  return { kinds, firstKinds };
}
