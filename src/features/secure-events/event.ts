import type { WireRow } from '../../api/workload-protection/schema.ts';
import {
  flagIn,
  flatTexts,
  listIn,
  numberIn,
  objectIn,
  textIn,
  type WireObject,
} from '../../api/workload-protection/wire.ts';
import type {
  EventAction,
  EventImage,
  EventSeverity,
  FlatMap,
  SecureEvent,
  SeverityWord,
} from './model.ts';

/** Rows of these sources are no alerts; their severity is 0 and means nothing. */
const notAlerts = ['auditTrail', 'scanning'];

const workloadLabels = [
  'workload',
  'deployment',
  'statefulSet',
  'daemonSet',
  'cronJob',
  'job',
  'replicaSet',
];

/** What a row of the feed says. @param late whether events that are newer came before it */
export function eventOf(row: WireRow, late = false): SecureEvent {
  const { id, atNs, wire } = row;
  const content = objectIn(wire.content);
  // Rows that no rule has made tell in the content itself what others tell in its fields.
  const fields = flatTexts(content.fields ?? content);
  const labels = flatTexts(wire.labels);
  const lookUp = (...keys: readonly string[]) => firstOf(keys, labels, fields);
  return {
    ...{ id, atNs, late },
    severity: severityOf(wire),
    rule: textIn(content.ruleName) ?? textIn(content.internalRuleName) ?? lookUp('falco.rule'),
    policy: textIn(wire.name),
    category: textIn(wire.category),
    originator: textIn(wire.originator),
    engineSource: textIn(wire.source),
    cluster: lookUp('kubernetes.cluster.name', 'k8s.cluster.name'),
    namespace: lookUp('kubernetes.namespace.name', 'k8s.ns.name', 'ka.target.namespace'),
    workload: lookUp(...workloadLabels.map((kind) => `kubernetes.${kind}.name`)),
    pod: lookUp('kubernetes.pod.name', 'k8s.pod.name'),
    container: {
      id: textIn(wire.containerId) ?? lookUp('container.id'),
      name: lookUp('container.name'),
    },
    image: imageOf(content, lookUp),
    host: lookUp('host.hostName') ?? textIn(content.hostname),
    user: userOf(content, lookUp),
    process: lookUp('proc.cmdline', 'process.name', 'proc.name'),
    output: textIn(content.output) ?? textIn(wire.description),
    tags: listIn(content.ruleTags).filter((tag) => typeof tag === 'string'),
    actions: listIn(wire.actions).map(actionOf),
    ...{ labels, fields, raw: wire },
  };
}

/**
 * Lower is worse: 0 to 3 high, 4 and 5 medium, 6 low, 7 info (Sysdig docs, Event Forwarding).
 */
export function severityOf({ severity, source, originator }: WireObject): EventSeverity {
  const level = numberIn(severity);
  const means = !notAlerts.includes(String(source)) && originator !== 'ingestion';
  return { level, word: means ? severityWordOf(level) : 'unknown' };
}

/** The word for a severity's number. */
export function severityWordOf(level: number | null): SeverityWord {
  if (level === null || level < 0 || level > 7) return 'unknown';
  if (level <= 3) return 'high';
  if (level <= 5) return 'medium';
  return level === 6 ? 'low' : 'info';
}

type Lookup = (...keys: readonly string[]) => string | null;

function firstOf(keys: readonly string[], ...maps: readonly FlatMap[]): string | null {
  for (const map of maps) {
    for (const key of keys) {
      // What every object has by itself is no text.
      const value = textIn(map[key]);
      if (value !== null) return value;
    }
  }
  return null;
}

/** A runtime event's image is in its labels; a scanning alert's is an object of its own. */
function imageOf(content: WireObject, lookUp: Lookup): EventImage {
  const { repo, tag, id, digest } = objectIn(content.image);
  return {
    repo: lookUp('container.image.repo', 'container.image.repository') ?? textIn(repo),
    tag: lookUp('container.image.tag') ?? textIn(tag),
    id: lookUp('container.image.id') ?? textIn(id),
    digest: lookUp('container.image.digest') ?? textIn(digest),
  };
}

function userOf(content: WireObject, lookUp: Lookup): string | null {
  const known = lookUp(
    'user.name',
    'ka.user.name',
    'ibm.initiator.name',
    'ct.user',
    'user.loginname',
  );
  return known ?? textIn(content.userId);
}

function actionOf(action: unknown): EventAction {
  const { type, isSuccessful, successful, errMsg, token } = objectIn(action);
  return {
    type: textIn(type) ?? 'unknown',
    successful: flagIn(isSuccessful) ?? flagIn(successful),
    error: textIn(errMsg),
    token: textIn(token),
  };
}
