/** What an action of the registry is about; the headings of the vendor's tables of actions. */
export type ActionGroup = 'account' | 'images' | 'namespaces' | 'vulnerabilities';

/** The groups in the order of the vendor's document. */
export const actionGroups: readonly ActionGroup[] = [
  'account',
  'images',
  'namespaces',
  'vulnerabilities',
];

/** Who did it. Texts are hostile; what the event does not tell is null. */
export interface Initiator {
  readonly id: string | null;
  readonly name: string | null;
  /** `user`, `serviceid`, `certificateid`, `clientid`, or what the vendor says instead. */
  readonly kind: string | null;
  /** The kind of credential: `token`, `user`, `apikey`, ... */
  readonly credential: string | null;
  /** Where the request came from; several addresses as the vendor lists them. */
  readonly address: string | null;
  /** The user agent. */
  readonly agent: string | null;
}

/** What it was done to. Texts are hostile; what the event does not tell is null. */
export interface Target {
  /** As the vendor writes it: an image's name by digest, where the digest is known. */
  readonly id: string | null;
  readonly name: string | null;
  /** `us.icr.io/namespace/repository`, without tag and digest; null when it is no image. */
  readonly image: string | null;
  /** `sha256:...`; null when the event does not tell it. */
  readonly digest: string | null;
  readonly namespace: string | null;
  /** The resource group's id, taken out of its CRN. */
  readonly resourceGroup: string | null;
}

/** The answer's status and why. */
export interface Reason {
  /** An HTTP status. */
  readonly code: number | null;
  /** `OK`, `Forbidden`, ... */
  readonly type: string | null;
  /** The vendor's words, for a failure. */
  readonly failure: string | null;
}

/** An activity tracking event of the container registry, decoded. Texts are hostile. */
export interface ActivityEvent {
  readonly source: 'registry-activity';
  /** The log record's id; for an event out of a file the event's own, or one made of its content. */
  readonly id: string;
  /** RFC 3339 in UTC, as exact as the vendor tells it; null when it tells none. */
  readonly at: string | null;
  /** Epoch milliseconds of `at`. */
  readonly atMs: number | null;
  /** `container-registry.image.push` */
  readonly action: string;
  /** Null for an action that the catalogue does not have. */
  readonly group: ActionGroup | null;
  /** Data or management event: as the event says, else as the catalogue says. */
  readonly dataEvent: boolean | null;
  /** `success`, `pending`, `failure`, or what the vendor says instead. */
  readonly outcome: string | null;
  /** `normal`, `warning`, `critical`, or what the vendor says instead. */
  readonly severity: string | null;
  readonly reason: Reason;
  readonly initiator: Initiator;
  readonly target: Target;
  /** `us-south`; the global registry is `global`. */
  readonly region: string | null;
  /** The account's id, without `a/`. */
  readonly account: string | null;
  readonly correlationId: string | null;
  /** `requestData` as plain JSON; null when there is none. */
  readonly request: unknown;
  /** `responseData` as plain JSON; null when there is none. */
  readonly response: unknown;
  readonly message: string | null;
  /** Came after events that are younger. Only a tail tells. */
  readonly late: boolean;
  /** The event as it was sent, parsed. */
  readonly raw: unknown;
}

/** An event as the headless commands print it. */
export type ActivityRecord = Omit<ActivityEvent, 'atMs' | 'raw'>;

/** Makes the record of an event. */
export function recordOf(event: ActivityEvent): ActivityRecord {
  const { atMs: _atMs, raw: _raw, ...record } = event;
  return record;
}

/** What all events of one image have in common: its name by digest, else its name. */
export function imageKey(event: Pick<ActivityEvent, 'target'>): string | null {
  return event.target.id ?? event.target.name;
}

/** Whether an event tells of something that was refused for want of permission. */
export function isRefused(event: Pick<ActivityEvent, 'reason'>): boolean {
  return event.reason.code === 401 || event.reason.code === 403;
}

const prefix = 'container-registry.';

/** An action without the service's name: `image.push`. */
export function shortAction(action: string): string {
  return action.startsWith(prefix) ? action.slice(prefix.length) : action;
}

/** An action with the service's name, which may be left out. */
export function fullAction(action: string): string {
  return action.startsWith(prefix) ? action : `${prefix}${action}`;
}
