import { type LogRow, labelsOf, metadataOf, severityNames } from '../rows.ts';
import { QueryError } from './query-error.ts';
import type { Expression, Value } from './values.ts';

/** A path as it is written in a query. */
export interface FieldPath {
  readonly root: '$d' | '$m' | '$l';
  readonly names: readonly string[];
  readonly at: number;
  /** As written. */
  readonly text: string;
}

const metadataFields = ['timestamp', 'severity', 'priorityclass', 'logid'];
const labelFields = [
  ...['applicationname', 'subsystemname', 'computername', 'threadid', 'ipaddress'],
  ...['category', 'classname', 'methodname'],
];

/**
 * The paths of `$d` that occur in what was ingested. The fields of the rule "Parsing CRN", such as
 * `$d.serviceName`, are not there: the rule is not deployed.
 */
const dataPaths: readonly string[] = [
  ...['action', 'correlationId', 'dataEvent', 'eventTime', 'id', 'logSourceCRN', 'message'],
  ...['outcome', 'saveServiceCopy', 'severity', 'level', 'observer', 'observer.name'],
  ...['initiator', 'initiator.id', 'initiator.name', 'initiator.typeURI', 'initiator.authnId'],
  ...['initiator.authnName', 'initiator.credential', 'initiator.credential.type'],
  ...['initiator.host', 'initiator.host.address', 'initiator.host.addressType'],
  ...['initiator.host.agent', 'target', 'target.id', 'target.name', 'target.typeURI'],
  ...['target.resourceGroupId', 'reason', 'reason.reasonCode', 'reason.reasonType'],
  ...['reason.reasonForFailure', 'requestData', 'requestData.RequestParameters'],
  ...['repository', 'includeIBM', 'includePrivate', 'name', 'signatureMethod'].map(
    (name) => `requestData.RequestParameters.${name}`,
  ),
  ...['requestData.RequestParameters.signatureObject', 'responseData', 'responseData.id'],
  'responseData.status',
];
const knownPaths = new Set(dataPaths);

/** Whether anything ingested has this path. */
export const isKnownPath = ({ names }: FieldPath) =>
  names.length === 0 || knownPaths.has(names.join('.'));

/** The value of a field, for each row. @throws QueryError for metadata and labels that don't exist */
export function fieldOf(path: FieldPath): Expression {
  const { root, names, at } = path;
  if (root === '$d') return { type: 'any', at, read: ({ data }) => valueAt(data, names) };
  const [name = ''] = names;
  const fields = root === '$m' ? metadataFields : labelFields;
  if (names.length !== 1 || !fields.includes(name)) {
    throw new QueryError(`keypath does not exist '${path.text}'`, at);
  }
  if (root === '$l') return { type: 'string', at, read: (row) => labelsOf(row)[name] ?? '' };
  if (name === 'timestamp') return { type: 'timestamp', at, read: ({ at: ms }) => new Date(ms) };
  if (name === 'severity') return severityField(at);
  return { type: 'string', at, read: (row) => metadataOf(row)[name] ?? '' };
}

const severityField = (at: number): Expression => ({
  ...{ type: 'string', at, isSeverity: true },
  read: ({ severity }: LogRow) => severity,
});

/** A severity by its name or its number in quotes; null for any other word. */
export function severityNamed(text: Value): string | null {
  if (typeof text !== 'string') return null;
  const word = text.toLowerCase() === 'warn' ? 'warning' : text.toLowerCase();
  return (
    severityNames.find(
      (name, index) => name.toLowerCase() === word || text === String(index + 1),
    ) ?? null
  );
}

function valueAt(data: object, names: readonly string[]): Value {
  let value: unknown = data;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    value = Reflect.get(value, name);
  }
  const isValue =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (isValue) return value as string | number | boolean;
  return typeof value === 'object' && value !== null ? value : null;
}
