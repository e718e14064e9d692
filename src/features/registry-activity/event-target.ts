import { textIn, type WireObject } from '../../api/activity-tracking/wire.ts';
import { parseCrn } from './crn.ts';
import { parseImage } from './image-reference.ts';
import type { Target } from './model.ts';

/**
 * Decodes a target: `id` is the image's name by digest, unless it was not found yet; `name` has the
 * tag, or the digest, that was asked for (IBM Cloud Container Registry, Analyzing activity tracking
 * events). Whether `id` stands in a CRN is not documented, so it may.
 */
export function decodeTarget(target: WireObject): Target {
  const id = textIn(target.id);
  const name = textIn(target.name);
  const crn = parseCrn(id);
  const byId = parseImage(crn === null ? id : crn.resource);
  const byName = parseImage(name);
  const group = textIn(target.resourceGroupId);
  return {
    id,
    name,
    image: byId?.image ?? byName?.image ?? null,
    digest: byId?.digest ?? byName?.digest ?? null,
    namespace: byId?.namespace ?? byName?.namespace ?? namespaceOf(target, name),
    resourceGroup: parseCrn(group)?.resource ?? group,
  };
}

/** A namespace as the target itself. */
function namespaceOf(target: WireObject, name: string | null): string | null {
  const crn = parseCrn(textIn(target.id));
  if (crn?.resourceType === 'namespace') return crn.resource ?? name;
  return textIn(target.typeURI) === 'container-registry/namespace' ? name : null;
}
