/** What a rule watches, and so what its events tell. */
export type RuleScope = 'container' | 'host' | 'kubernetes' | 'cloud' | 'platform' | 'image';

/** A process that makes a rule raise its alarm. */
export interface RuleProgram {
  readonly exe: string;
  readonly cmdline: string;
  readonly parent: string;
  readonly user: string;
}

/** A connection, as the agent prints it. */
export interface RuleConnection {
  readonly domain: string | null;
  readonly address: string;
  readonly port: number;
}

/** A rule of a policy, with what its events have in common. */
export interface Rule {
  readonly name: string;
  readonly policy: string;
  readonly policyId: number;
  /** 0 to 3 High, 4 and 5 Medium, 6 Low, 7 Info. */
  readonly severity: number;
  readonly scope: RuleScope;
  readonly originator: string;
  readonly category: string;
  readonly source: string;
  /** 1 process to 14, 6 is Falco; null where there is no rule. */
  readonly ruleType: number | null;
  readonly tags: readonly string[];
  /** How often it raises its alarm, against the others. */
  readonly weight: number;
  readonly program?: RuleProgram;
  readonly connection?: RuleConnection;
  /** A file that is written or read, with the audit's letter for that. */
  readonly file?: { readonly path: string; readonly permissions: 'r' | 'w' };
  readonly action?: string;
  /** More of `content.fields`. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** Policies as IBM's instances have them from the start. */
export const policies = {
  threat: { policy: 'Sysdig Runtime Threat Detection', policyId: 10_011_702 },
  notable: { policy: 'Sysdig Runtime Notable Events', policyId: 10_011_703 },
  activity: { policy: 'Sysdig Runtime Activity Logs', policyId: 10_011_704 },
  drift: { policy: 'Container Drift', policyId: 10_011_720 },
  malware: { policy: 'Malware Detection', policyId: 10_011_721 },
  kubernetes: { policy: 'Sysdig K8s Notable Events', policyId: 10_011_710 },
  admission: { policy: 'Admission Controller', policyId: 10_011_730 },
  ibm: { policy: 'Sysdig IBM Cloud Notable Events', policyId: 10_011_715 },
  aws: { policy: 'Sysdig AWS Activity Logs', policyId: 10_011_716 },
} as const;
