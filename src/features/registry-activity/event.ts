import type { LogRow } from '../../api/activity-tracking/rows.ts';
import type { FoundEvent } from '../../api/activity-tracking/unwrap.ts';
import { numberIn, objectIn, textIn, type WireObject } from '../../api/activity-tracking/wire.ts';
import { parseJson } from '../../core/json.ts';
import { parseWireTime } from '../../core/time.ts';
import { actionOf } from './actions.ts';
import { parseCrn } from './crn.ts';
import { contentId } from './event-id.ts';
import { decodeTarget } from './event-target.ts';
import type { ActivityEvent, Initiator, Reason } from './model.ts';
import { isOwnRecord, wireOfRecord } from './own-record.ts';

/** Whether an event is the container registry's. */
export function isRegistryEvent({ event }: FoundEvent): boolean {
  return typeof event.action === 'string' && event.action.startsWith('container-registry.');
}

/**
 * Decodes an event whatever shape its parts have (IBM Cloud docs, Activity Tracker Event Routing,
 * event fields; samples of other services: fields may be null, absent or JSON in a string).
 */
export function decodeEvent(found: FoundEvent): ActivityEvent {
  if (!isOwnRecord(found.event)) return decodeWire(found);
  const { event } = found;
  return { ...decodeWire(wireOfRecord(found)), late: event.late === true, raw: event };
}

function decodeWire({ event, row, logSourceCRN }: FoundEvent): ActivityEvent {
  const action = String(event.action);
  const known = actionOf(action);
  const time = timeOf(event, row);
  const crn = parseCrn(textIn(event.logSourceCRN) ?? logSourceCRN ?? null);
  const target = decodeTarget(objectIn(event.target));
  const aside = parseCrn(target.id);
  const group = parseCrn(textIn(objectIn(event.target).resourceGroupId));
  const decoded = {
    source: 'registry-activity' as const,
    // Behind `source` in what is printed.
    id: row?.logId ?? textIn(event.id) ?? '',
    ...{ at: time?.text ?? null, atMs: time?.ms ?? null, action },
    group: known?.group ?? null,
    dataEvent: flagIn(event.dataEvent) ?? known?.dataEvent ?? null,
    outcome: textIn(event.outcome),
    severity: textIn(event.severity),
    reason: decodeReason(objectIn(event.reason)),
    initiator: decodeInitiator(objectIn(event.initiator)),
    target,
    region: crn?.region ?? aside?.region ?? null,
    account: crn?.account ?? aside?.account ?? group?.account ?? null,
    correlationId: textIn(event.correlationId),
    request: dataIn(event.requestData),
    response: dataIn(event.responseData),
    message: textIn(event.message),
    late: false,
    raw: event,
  };
  return decoded.id === '' ? { ...decoded, id: contentId(decoded) } : decoded;
}

/** `2026-03-01T12:00:00.12+0000`; a record without it has its own time. */
function timeOf(
  event: WireObject,
  row: LogRow | null,
): { readonly ms: number; readonly text: string } | null {
  const text = textIn(event.eventTime);
  const ms = parseWireTime(text) ?? parseWireTime(`${text}Z`) ?? row?.atMs ?? null;
  if (ms === null) return null;
  const iso = new Date(ms).toISOString();
  // Milliseconds always, so that .1 and .100 read alike; more where the vendor tells more.
  const beyond = /\.\d{3}(\d*[1-9])/.exec(parseWireTime(text) === null ? '' : (text ?? ''))?.[1];
  return { ms, text: beyond === undefined ? iso : `${iso.slice(0, -1)}${beyond}Z` };
}

function decodeReason(reason: WireObject): Reason {
  return {
    code: numberIn(reason.reasonCode),
    type: textIn(reason.reasonType),
    failure: textIn(reason.reasonForFailure),
  };
}

function decodeInitiator(initiator: WireObject): Initiator {
  const host = objectIn(initiator.host);
  const id = textIn(initiator.id);
  return {
    id,
    name: textIn(initiator.name),
    kind: textIn(initiator.typeURI)?.split('/').at(-1) || kindOfId(id),
    credential: textIn(objectIn(initiator.credential).type),
    address: addressIn(host.address),
    agent: textIn(host.agent),
  };
}

const kindsOfIds: readonly (readonly [prefix: string, kind: string])[] = [
  ['IBMid-', 'user'],
  ['iam-ServiceId-', 'serviceid'],
  ['iam-Profile-', 'profile'],
  ['CertificateId', 'certificateid'],
  ['crn:', 'service'],
];

function kindOfId(id: string | null): string | null {
  return kindsOfIds.find(([prefix]) => id?.startsWith(prefix))?.[1] ?? null;
}

/** A list with commas, and addresses with ports, do occur. */
function addressIn(value: unknown): string | null {
  const text = Array.isArray(value) ? value.join(',') : textIn(value);
  const addresses = (text ?? '')
    .split(',')
    .map((address) => address.trim().replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1'))
    .filter(Boolean);
  return addresses.length === 0 ? null : addresses.join(', ');
}

function flagIn(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : null;
}

/** Request and response data: an object, JSON in a string, null, or nothing. */
function dataIn(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') return value;
  if (!/^\s*(?:[[{]|null\s*$)/.test(value)) return value;
  try {
    return parseJson(value);
  } catch {
    return value;
  }
}
