import { nameOf } from '../catalogue.ts';
import { type ActionFacts, factsOf } from './action-facts.ts';
import { type Actor, accountId } from './actors.ts';
import type { Draft, DraftTarget } from './drafts.ts';
import type { Draws } from './draws.ts';

/** An activity tracking event, as `user_data` holds it. */
export type EventBody = Readonly<Record<string, unknown>>;

const service = 'container-registry';
const groupCrn = `crn:v1:bluemix:public:resource-controller::a/${accountId}::resource-group:f2a9c41d7be04c2d8a5e60b3917d24ac`;

/**
 * Writes an event of the registry out. No recorded one is known in public: the fields are those of
 * IBM Cloud Activity Tracker Event Routing, "Event fields", and of IBM Cloud Container Registry,
 * "Activity tracking events"; what both leave open is this simulator's guess.
 */
export function eventBody(draft: Draft, at: number, draws: Draws): EventBody {
  const { action, actor, target, end, correlationId } = draft;
  const facts = factsOf(action);
  const [object = '', verb = ''] = splitLast(action);
  const isFailure = end?.outcome === 'failure';
  const { id, name } = nameTarget(target);
  const said = `Container Registry: ${verb} ${object}${name === '' ? '' : ` ${name}`}`;
  return {
    action: `${service}.${action}`,
    correlationId,
    dataEvent: facts.dataEvent,
    eventTime: writeTime(at, draws),
    ...(draws.chance(0.4) ? { id: draws.uuid() } : {}),
    initiator: initiatorOf(actor),
    logSourceCRN: `${registryCrn(regionOf(target))}:::`,
    message: isFailure ? `${said} -failure` : said,
    observer: { name: 'ActivityTracker' },
    outcome: end?.outcome ?? 'success',
    reason: reasonOf(draft, facts),
    ...requestOf(draft, facts, draws),
    ...responseOf(draft, facts, draws),
    saveServiceCopy: true,
    severity: severityOf(draft, facts),
    target: {
      ...{ id, name, typeURI: `${service}/${object}` },
      ...(hasGroup(target) ? { resourceGroupId: groupCrn } : {}),
    },
  };
}

/** The time's fraction has one digit up to three: it is cut where that loses nothing. */
export function granuleOf(draws: Draws): number {
  return draws.pick([1, 10, 10, 10, 100]);
}

function writeTime(at: number, draws: Draws): string {
  const digits = at % 100 === 0 && draws.chance(0.8) ? 1 : at % 10 === 0 ? 2 : 3;
  return `${new Date(at).toISOString().slice(0, 20 + digits)}+0000`;
}

const registryCrn = (region: string) => `crn:v1:bluemix:public:${service}:${region}:a/${accountId}`;
const regionOf = (target: DraftTarget) => (target.kind === 'account' ? target.region : 'us-south');

/** Account-wide resources belong to no group, and neither do namespaces from before IAM. */
const hasGroup = (target: DraftTarget) =>
  target.kind === 'image' || (target.kind === 'namespace' && target.hasGroup);

function nameTarget(target: DraftTarget): { readonly id: string; readonly name: string } {
  switch (target.kind) {
    case 'account':
      return { id: `${registryCrn(target.region)}:::`, name: '' };
    case 'namespace':
      return { id: `${registryCrn('us-south')}::namespace:${target.name}`, name: target.name };
    case 'image': {
      const { image, by, resolved } = target;
      const digest = `${image.registry}/${image.repo}@${image.digest}`;
      const tagged = nameOf(image);
      return { id: resolved ? digest : tagged, name: by === 'tag' ? tagged : digest };
    }
  }
}

/** Only the fields that events have, in their order. */
function initiatorOf({ id, name, typeURI, credential, ...from }: Actor): EventBody {
  const { address, addressType, agent } = from;
  return {
    ...{ id, name, typeURI, authnId: id, authnName: name },
    ...{ credential: { type: credential }, host: { address, addressType, agent } },
  };
}

const reasonTypes: Readonly<Record<number, string>> = {
  ...{ 200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content', 401: 'Unauthorized' },
  ...{ 403: 'Forbidden', 404: 'Not Found', 409: 'Conflict', 424: 'Failed Dependency' },
};

function reasonOf({ end }: Draft, { code }: ActionFacts): EventBody {
  const reasonCode = end?.code ?? code;
  const reason = end?.reason === undefined ? {} : { reasonForFailure: end.reason };
  return { reasonCode, reasonType: reasonTypes[reasonCode] ?? 'OK', ...reason };
}

/** A refusal is critical, any other failure a warning. */
function severityOf({ end }: Draft, { severity }: ActionFacts): ActionFacts['severity'] {
  if (end?.outcome !== 'failure') return severity;
  return end.code === 401 || end.code === 403 ? 'critical' : 'warning';
}

function requestOf({ target }: Draft, { fields }: ActionFacts, draws: Draws): EventBody {
  if (fields === 'none') return emptyData('requestData', draws);
  const image = target.kind === 'image' ? target.image : null;
  const repository = image === null ? 'us.icr.io/acme' : `${image.registry}/${image.repo}`;
  const parameters = {
    account: { repository, includeIBM: 'false', includePrivate: 'true' },
    report: { name: nameTarget(target).name },
    status: { name: nameTarget(target).name },
    signature: { repository, signatureMethod: 'Red Hat Signing', signatureObject: 'image' },
  }[fields];
  return { requestData: stringified({ RequestParameters: parameters }, draws) };
}

function responseOf(draft: Draft, { fields }: ActionFacts, draws: Draws): EventBody {
  const { status, end } = draft;
  const isRead = fields === 'report' || fields === 'status';
  if (!isRead || status === undefined || end !== undefined) return emptyData('responseData', draws);
  const id = fields === 'report' ? { id: draws.uuid() } : {};
  return { responseData: stringified({ ...id, status }, draws) };
}

/** Services write nothing in several ways. */
function emptyData(name: string, draws: Draws): EventBody {
  const value = draws.pick(['absent', null, {}, '{}']);
  return value === 'absent' ? {} : { [name]: value };
}

/** Some services write JSON as text. */
const stringified = (value: EventBody, draws: Draws) =>
  draws.chance(0.12) ? JSON.stringify(value) : value;

function splitLast(action: string): readonly string[] {
  const dot = action.lastIndexOf('.');
  return [action.slice(0, dot), action.slice(dot + 1)];
}
