/** What is known of an action of the registry. */
export interface ActionFacts {
  readonly dataEvent: boolean;
  readonly severity: 'normal' | 'warning' | 'critical';
  /** What success answers. */
  readonly code: number;
  /** The custom fields that events of the action carry. */
  readonly fields: 'account' | 'report' | 'status' | 'signature' | 'none';
}

const usual: ActionFacts = { dataEvent: false, severity: 'normal', code: 200, fields: 'none' };
const change: ActionFacts = { ...usual, severity: 'warning' };
const data: ActionFacts = { ...usual, dataEvent: true };
const removal: ActionFacts = { ...data, severity: 'critical' };
const signature: ActionFacts = { ...data, fields: 'signature' };

/**
 * The actions of the registry (IBM Cloud Container Registry, "Activity tracking events"), and
 * `namespace.update` and `retention.get`, which only its page on IAM actions names. The severities
 * follow the rules of IBM Cloud Activity Tracker Event Routing, "Event fields": reading is normal,
 * a change a warning, a deletion and a change of security critical.
 */
export const actionFacts = {
  'auth.get': usual,
  'auth.set': { ...change, severity: 'critical' },
  'plan.get': usual,
  'plan.set': change,
  'quota.get': usual,
  'quota.set': change,
  'settings.get': usual,
  'settings.set': change,
  'image.inspect': usual,
  'image.list': usual,
  'image.tag': { ...change, code: 201 },
  'image.untag': change,
  'manifest.inspect': usual,
  'retention.analyze': usual,
  'retention.get': usual,
  'retention.list': usual,
  'retention.set': change,
  'trash.list': usual,
  'trash.restore': change,
  'image.bulkdelete': removal,
  'image.delete': removal,
  'image.pull': data,
  'image.push': { ...data, code: 201 },
  'signature.delete': { ...removal, fields: 'signature' },
  'signature.read': signature,
  'signature.write': { ...signature, severity: 'warning', code: 201 },
  'namespace.create': { ...change, code: 201 },
  'namespace.delete': { ...usual, severity: 'critical', code: 204 },
  'namespace.list': usual,
  'namespace.update': change,
  'account-vulnerability-report.list': { ...usual, fields: 'account' },
  'account-vulnerability-status.list': { ...usual, fields: 'account' },
  'image-vulnerability-report.read': { ...usual, fields: 'report' },
  'image-vulnerability-status.read': { ...usual, fields: 'status' },
  'exemption.create': { ...change, code: 201 },
  'exemption.delete': { ...usual, severity: 'critical', code: 204 },
} as const satisfies Readonly<Record<string, ActionFacts>>;

/** An action without the service's name. */
export type ActionName = keyof typeof actionFacts;

/** What is known of it. */
export const factsOf = (action: ActionName): ActionFacts => actionFacts[action];

/** What Vulnerability Advisor says of an image. */
export const advisorStatuses = [
  'OK',
  'WARN',
  'FAIL',
  'UNSUPPORTED',
  'INCOMPLETE',
  'UNSCANNED',
] as const;
export type AdvisorStatus = (typeof advisorStatuses)[number];
