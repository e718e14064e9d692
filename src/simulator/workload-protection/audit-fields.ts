import type { AuditEntry } from './audit-entry.ts';
import type { FieldValues } from './filter.ts';

/** The fields of `filter` (Secure API, activity audit): lower case, not as in the entries. */
const entryFields: ReadonlySet<string> = new Set([
  ...['id', 'agentid', 'clientipv4', 'clientport', 'cmdline', 'comm', 'command', 'container'],
  ...['containerid', 'container.id', 'count', 'cwd', 'direction', 'directory', 'errorcode'],
  ...['filename', 'groups', 'l4protocol', 'loginshelldistance', 'loginshellid', 'name'],
  ...['namespace', 'permissions', 'pid', 'ppid', 'processname', 'resource', 'rxtimestamp'],
  ...['serveripv4', 'serverport', 'sourceaddresses', 'stages', 'subresource', 'timestamp', 'tty'],
  ...['uid', 'user', 'useragent', 'anomaly'],
]);

/** The fields of the scope's filter: labels, some by the start of their names. */
const scopeField =
  /^(agent\.tag\..+|container\.(image\.(id|repo|tag|digest)|label\..+|name)|host\.(hostName|mac)|kubernetes\.(workload\.(name|type)|(cluster|cronJob|daemonSet|deployment|job|namespace|node|pod|replicaSet|service|statefulSet)\.name|namespace\.label\..+)|aws\..+|gcp\..+)$/;

export const isEntryField = (field: string) => entryFields.has(field);
export const isScopeField = (field: string) => scopeField.test(field);

/** The first version of the list has one filter for all: types, labels, and fields as entries spell them. */
export const isFirstVersionField = (field: string) =>
  field === 'type' || isScopeField(field) || isEntryField(field.toLowerCase());

/** Where an entry holds what a filter names otherwise. */
const places: Readonly<Record<string, (entry: AuditEntry) => unknown>> = {
  agentid: ({ agentId }) => agentId,
  clientipv4: ({ clientIpv4Dot }) => clientIpv4Dot,
  clientport: ({ clientPort }) => clientPort,
  command: ({ args }) => partOf(args, 'command'),
  container: ({ args }) => partOf(args, 'container'),
  containerid: ({ containerId }) => containerId,
  'container.id': ({ containerId }) => containerId,
  errorcode: ({ errorCode }) => errorCode,
  groups: ({ user }) => partOf(user, 'groups'),
  loginshelldistance: ({ loginShellDistance }) => loginShellDistance,
  loginshellid: ({ loginShellId }) => loginShellId,
  processname: ({ processName }) => processName,
  rxtimestamp: ({ rxTimestamp }) => rxTimestamp,
  serveripv4: ({ serverIpv4Dot }) => serverIpv4Dot,
  serverport: ({ serverPort }) => serverPort,
  sourceaddresses: ({ sourceAddresses }) => sourceAddresses,
  subresource: ({ subResource }) => subResource,
  user: ({ user, username }) => partOf(user, 'username') ?? username,
  useragent: ({ userAgent }) => userAgent,
};

function partOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The values of an entry's fields, by the names that a filter gives them. */
export const valuesOfEntry =
  (entry: AuditEntry): FieldValues =>
  (field) => {
    const value = places[field]?.(entry) ?? entry[field];
    if (value === undefined || value === '') return [];
    return (Array.isArray(value) ? value : [value]).map(String);
  };

/** The values of what the first version's filter names. */
export const valuesOfFirstVersion =
  (entry: AuditEntry): FieldValues =>
  (field) => {
    if (isScopeField(field)) return valuesOfLabels(entry)(field);
    return valuesOfEntry(entry)(field.toLowerCase());
  };

/** The values of an entry's labels. */
export const valuesOfLabels =
  ({ labels }: AuditEntry): FieldValues =>
  (field) => {
    const value = labels[field];
    return value === undefined ? [] : [value];
  };
