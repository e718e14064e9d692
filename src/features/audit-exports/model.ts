/** Whose package it was. Texts are hostile; what the vendor does not tell is null. */
export interface AuditPackage {
  /** `Docker`, `npm`, `PyPI`: the vendor's spelling varies. */
  readonly type: string | null;
  readonly name: string | null;
  readonly version: string | null;
  readonly url: string | null;
}

/** A repository of the platform. */
export interface AuditRepository {
  readonly server: string | null;
  readonly name: string | null;
  readonly project: string | null;
}

/** Where the request came from. */
export interface AuditOrigin extends AuditRepository {
  /** What was done there: `Download to repository`. Newer servers tell it. */
  readonly event: string | null;
}

/** A policy that judged a package. */
export interface AuditPolicy {
  readonly name: string | null;
  readonly id: string | null;
  readonly dryRun: boolean | null;
  /** What the policy looks for: `Image is not Docker Hub official`. */
  readonly condition: string | null;
  /** `security`, `operational`, `legal`, ...; open. */
  readonly category: string | null;
  /** What came of it: `Blocked`, `Bypassed`; newer servers tell it. */
  readonly result: string | null;
  readonly reason: string | null;
  /** These two come with `--explain`. */
  readonly explanation: string | null;
  readonly recommendation: string | null;
}

/** One package that was let through or not (JFrog REST APIs, Get Approved/Blocked Audit Logs). */
export interface AuditEvent {
  readonly id: string;
  /** Epoch milliseconds, whole seconds. */
  readonly atMs: number;
  /** In the vendor's words: `blocked`, `approved`, or any other. */
  readonly action: string | null;
  /**
   * `blocked`, `approved`, `passed` (no policy looked at it), `dry-run` (a policy on trial would have
   * judged it), or the action in lower case.
   */
  readonly outcome: string | null;
  readonly reason: string | null;
  /** Null where neither the query nor a policy tells. */
  readonly dryRun: boolean | null;
  readonly package: AuditPackage;
  /** The repository that is curated. */
  readonly repository: AuditRepository;
  readonly origin: AuditOrigin;
  readonly user: string | null;
  readonly mail: string | null;
  readonly publicRepo: { readonly name: string | null; readonly url: string | null };
  readonly ecosystem: string | null;
  readonly onDemand: boolean | null;
  readonly policies: readonly AuditPolicy[];
  /** The vendor's row with everything it carries. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Why a package came out as it did, in lines that stand alone. Texts are as they came. */
export function explain({ outcome, reason, policies }: AuditEvent): readonly string[] {
  if (policies.length > 0) return policies.flatMap((policy) => policyLines(policy, outcome));
  if (outcome !== 'blocked') return reason === null ? [] : [reason];
  return [
    `no policy is named${reason === null ? '' : `: ${reason}`}`,
    'a package that is not in the catalogue of JFrog yet is blocked until it is, typically for a few hours',
  ];
}

function policyLines(policy: AuditPolicy, outcome: string | null): readonly string[] {
  const { name, id, condition, category, result, dryRun } = policy;
  const named = name ?? (id === null ? 'a policy without a name' : `policy ${id}`);
  const did = result?.toLowerCase() ?? (dryRun === true ? 'dry run' : (outcome ?? 'judged'));
  const because = condition === null ? '' : `: ${condition}`;
  const kind = category === null ? '' : ` (${category})`;
  const more = [policy.reason, policy.explanation, policy.recommendation];
  return [`${did} by ${named}${because}${kind}`, ...more.filter((text) => text !== null)];
}
