/** A cloud resource name, taken apart. Empty parts are null. */
export interface Crn {
  readonly service: string | null;
  readonly region: string | null;
  /** The account's id, without `a/`. */
  readonly account: string | null;
  readonly instance: string | null;
  readonly resourceType: string | null;
  readonly resource: string | null;
}

/**
 * Takes a CRN apart: `crn:v1:CNAME:CTYPE:SERVICE:LOCATION:SCOPE:INSTANCE:TYPE:RESOURCE` (IBM Cloud
 * docs, Cloud resource names). Some services leave `crn:` out.
 *
 * @returns null for what is no CRN
 */
export function parseCrn(text: string | null): Crn | null {
  const parts = text?.split(':') ?? [];
  if (parts[0] === 'crn') parts.shift();
  if (!/^v\d+$/.test(parts[0] ?? '') || parts.length < 6) return null;
  const [, , , service, region, scope, instance, resourceType, ...resource] = parts;
  return {
    service: service || null,
    region: region || null,
    account: scope?.startsWith('a/') ? scope.slice(2) || null : null,
    instance: instance || null,
    resourceType: resourceType || null,
    resource: resource.join(':') || null,
  };
}
