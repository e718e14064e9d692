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

/** The values of an entry's fields, by the names that a filter gives them. */
export function valuesOfEntry(entry: AuditEntry): FieldValues {
  const byName = new Map(Object.entries(entry).map(([name, value]) => [name.toLowerCase(), value]));
  const args = new Map(Object.entries(entry.args ?? {}));
  const user = new Map(Object.entries(entry.user ?? { username: entry.username }));
  const special: Readonly<Record<string, unknown>> = {
    ...{ clientipv4: entry.clientIpv4Dot, serveripv4: entry.serverIpv4Dot },
    ...{ 'container.id': entry.containerId, command: args.get('command') },
    ...{ container: args.get('container'), groups: user.get('groups') },
    user: user.get('username'),
  };
  return (field) => {
    const value = field in special ? special[field] : byName.get(field);
    if (value === undefined || value === '') return [];
    return (Array.isArray(value) ? value : [value]).map(String);
  };
}

/** The values of an entry's labels. */
export const valuesOfLabels =
  ({ labels }: AuditEntry): FieldValues =>
  (field) => {
    const value = labels[field];
    return value === undefined ? [] : [value];
  };
