import { type ActionGroup, fullAction } from './model.ts';

/** A custom field of an action's request or response data. */
export interface ActionField {
  /** `requestData.RequestParameters.repository` */
  readonly path: string;
  /** What a detail calls it: `repository`. */
  readonly title: string;
  readonly description: string;
}

/** An action of the registry that makes an event. */
export interface RegistryAction {
  /** `container-registry.image.push` */
  readonly name: string;
  readonly group: ActionGroup;
  /** True: a data event; false: a management event. */
  readonly dataEvent: boolean;
  readonly description: string;
  readonly fields: readonly ActionField[];
}

const parameter = (name: string, title: string, description: string): ActionField => ({
  path: `requestData.RequestParameters.${name}`,
  title,
  description,
});

const answer = (name: string, title: string, description: string): ActionField => ({
  path: `responseData.${name}`,
  title,
  description,
});

const listFields: readonly ActionField[] = [
  parameter('repository', 'repository', 'the repository whose images were assessed'),
  parameter('includeIBM', 'with IBM images', '"true": IBM public images are listed too'),
  parameter('includePrivate', 'with private images', '"false": private images are left out'),
];

const imageName = parameter('name', 'image', 'the image that was asked for');

const status = answer(
  'status',
  'status',
  'OK, WARN, FAIL, UNSUPPORTED, INCOMPLETE or UNSCANNED: the image as a whole',
);

const signatureFields: readonly ActionField[] = [
  parameter('repository', 'repository', 'the repository whose signatures are meant'),
  parameter('signatureMethod', 'method', 'the technology that signs'),
  parameter('signatureObject', 'object', 'what is signed, such as image'),
];

type Row = readonly [name: string, description: string, fields?: readonly ActionField[]];

function table(group: ActionGroup, dataEvent: boolean, rows: readonly Row[]): RegistryAction[] {
  return rows.map(([name, description, fields = []]) => ({
    ...{ name: fullAction(name), group, dataEvent, description, fields },
  }));
}

/**
 * The actions that the registry tells of, in the order of the vendor's tables. What is not here is
 * shown as it is. (IBM Cloud Container Registry, "Activity tracking events": account management
 * events, events for images, namespaces and vulnerabilities, and their custom event fields.)
 */
export const actions: readonly RegistryAction[] = [
  ...table('account', false, [
    ['auth.get', 'Look up whether public connections may pull and push'],
    ['auth.set', 'Allow or prevent pulls and pushes over public connections'],
    ['plan.get', 'Look up the pricing plan'],
    ['plan.set', 'Upgrade to the standard plan'],
    ['quota.get', 'Look up the quotas for traffic and storage, and their use'],
    ['quota.set', 'Change the quotas'],
    ['settings.get', "Look up the account's registry settings"],
    ['settings.set', "Change the account's registry settings"],
  ]),
  ...table('images', false, [
    ['image.inspect', 'Show the details of an image'],
    ['image.list', "List the account's images"],
    ['image.tag', 'Add a tag to an image'],
    ['image.untag', 'Remove tags from images'],
    ['manifest.inspect', "Show an image's manifest"],
    ['retention.analyze', 'List what a retention policy would delete'],
    ['retention.list', "List the account's retention policies"],
    ['retention.set', 'Set the retention policy of a namespace'],
    ['trash.list', 'List the images in the trash'],
    ['trash.restore', 'Restore an image from the trash, with its signature'],
  ]),
  ...table('images', true, [
    ['image.bulkdelete', 'Delete several images, with their signatures'],
    ['image.delete', 'Delete an image, with its signature'],
    ['image.pull', 'Pull an image'],
    ['image.push', 'Push an image'],
    ['signature.delete', 'Delete a signature of an image', signatureFields],
    ['signature.read', 'Read a signature of an image', signatureFields],
    ['signature.write', 'Write a signature to an image', signatureFields],
  ]),
  ...table('namespaces', false, [
    ['namespace.create', 'Create a namespace'],
    ['namespace.delete', 'Delete a namespace'],
    ['namespace.list', "List the account's namespaces"],
  ]),
  ...table('vulnerabilities', false, [
    ['account-vulnerability-report.list', "View the reports on the account's images", listFields],
    ['account-vulnerability-status.list', "View the status of the account's images", listFields],
    [
      'image-vulnerability-report.read',
      'View the report on an image',
      [imageName, answer('id', 'report', "the report's id"), status],
    ],
    ['image-vulnerability-status.read', 'View the status of an image', [imageName, status]],
    ['exemption.create', 'Exempt an issue from the assessment'],
    ['exemption.delete', 'End an exemption'],
  ]),
];

const byName = new Map(actions.map((action) => [action.name, action]));

/** Looks an action up, with or without `container-registry.`; null for an unknown one. */
export function actionOf(name: string): RegistryAction | null {
  return byName.get(fullAction(name)) ?? null;
}

/** A custom field of an event, with what the event says. */
export interface DecodedField extends ActionField {
  /** Hostile text. */
  readonly value: string;
}

/**
 * Takes out of an event's request and response data what the vendor documents for its action, in
 * the document's order. Fields that the event lacks are left out.
 */
export function decodedFields(event: {
  readonly action: string;
  readonly request: unknown;
  readonly response: unknown;
}): readonly DecodedField[] {
  const data = { requestData: event.request, responseData: event.response };
  return (actionOf(event.action)?.fields ?? []).flatMap((field) => {
    const value = valueAt(data, field.path);
    return value === undefined || value === null ? [] : [{ ...field, value: textOf(value) }];
  });
}

function valueAt(root: unknown, path: string): unknown {
  let at = root;
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = Reflect.get(at, key);
  }
  return at;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
