import type { FoundEvent } from '../../api/activity-tracking/unwrap.ts';
import { objectIn, textIn, type WireObject } from '../../api/activity-tracking/wire.ts';

/** Whether an object is a record that `scandeck activity` or an export wrote. */
export function isOwnRecord(event: WireObject): boolean {
  return event.source === 'registry-activity' && 'at' in event;
}

/**
 * Puts a record of ours into the vendor's shape, so that what was written can be read again. What a
 * record does not keep stays absent.
 */
export function wireOfRecord({ event, row }: FoundEvent): FoundEvent {
  const reason = objectIn(event.reason);
  const initiator = objectIn(event.initiator);
  return {
    row,
    event: {
      ...event,
      eventTime: event.at,
      requestData: event.request,
      responseData: event.response,
      reason: {
        reasonCode: reason.code,
        reasonType: reason.type,
        reasonForFailure: reason.failure,
      },
      initiator: {
        ...{ id: initiator.id, name: initiator.name, typeURI: initiator.kind },
        credential: { type: initiator.credential },
        host: { address: initiator.address, agent: initiator.agent },
      },
      target: targetOf(objectIn(event.target)),
      logSourceCRN: crnOf(event),
    },
  };
}

function targetOf({ id, name, image, namespace, resourceGroup }: WireObject): WireObject {
  const isNamespace = image === null && namespace !== null && namespace === name;
  const typeURI = isNamespace ? 'container-registry/namespace' : null;
  return { id, name, resourceGroupId: resourceGroup, typeURI };
}

function crnOf({ region, account }: WireObject): string {
  const scope = textIn(account) === null ? '' : `a/${textIn(account)}`;
  return `crn:v1:bluemix:public:container-registry:${textIn(region) ?? ''}:${scope}:::`;
}
