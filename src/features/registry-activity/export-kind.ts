import { maxQueryRows } from '../../api/activity-tracking/endpoints.ts';
import { unwrap } from '../../api/activity-tracking/unwrap.ts';
import type {
  ExportKind,
  ExportPage,
  ExportRequest,
  ExportWindow,
  Json,
  JsonRow,
  PagesRequest,
} from '../../export-engine/kind.ts';
import { createMentionMask } from '../../export-engine/mask-mentions.ts';
import { recordColumns } from '../../export-engine/record-columns.ts';
import { shareAt } from '../../export-engine/time-slices.ts';
import { columns } from './columns.ts';
import { criteriaOption } from './command-input.ts';
import type { ActivityCriteria, Tier } from './criteria.ts';
import { decodeEvent, isRegistryEvent } from './event.ts';
import { askRecords, type RecordAnswer, type RecordQuery } from './export-records.ts';
import { compileMatch } from './match.ts';
import { type ActivityRecord, recordOf } from './model.ts';
import { queryText } from './query-text.ts';
import type { Stretch } from './stretch.ts';
import { createWalk } from './walk.ts';

/**
 * `scandeck export registry-activity`: the events as the registry sent them, by the time of their log
 * records and then by their ids.
 *
 * The archive is asked unless the options say otherwise: the index has the events of the last days
 * alone, none that a policy of the account sends to the archive, and gives a quarter of the rows at
 * once (IBM Cloud docs, Cloud Logs, query data and limits).
 */
export const registryActivityKind: ExportKind = {
  name: 'registry-activity',
  title: 'IBM Cloud registry activity',
  source: 'activityTracking',
  // Ten queries a minute are allowed, and one may take minutes.
  concurrency: 2,
  check: (request) => {
    queryText(criteriaOf(request));
  },
  pageSizes: (request) => ({
    ...{ least: fewestRows, most: maxQueryRows[tierOf(criteriaOf(request))] },
    source:
      'IBM Cloud docs, Cloud Logs, limits: 50,000 rows a query in the archive, 12,000 in frequent_search',
  }),
  plan: ({ sinceMs, untilMs }) => weekWindows(sinceMs, untilMs),
  pages,
  columns: recordColumns(
    [
      ...columns.filter(({ name }) => name !== 'id' && name !== 'late'),
      {
        name: 'correlationId',
        header: 'Correlation',
        value: ({ correlationId }: ActivityRecord) => correlationId,
      },
    ],
    recordIn,
  ),
  userPaths: [],
  maskRow: createMentionMask({
    isName: (path) => userPath.test(path),
    isText: (path) => textPath.test(path),
  }),
};

/** Who did it, and who is behind a service that did it (Activity Tracker Event Routing, fields). */
const userPath = /(?:^|\.)initiator\.(?:name|authnName)$/;

/** What the service says of a request in its own words may name users. */
const textPath =
  /(?:^|\.)(?:message|reason\.reasonForFailure|(?:requestData|responseData)(?:\..+)?)$/;

/** With fewer, a busy millisecond could not be had whole. */
const fewestRows = 100;

const weekMs = 7 * 86_400_000;

/** A query may span eight days; one asks a little more than its window. */
function weekWindows(sinceMs: number, untilMs: number): readonly ExportWindow[] {
  const windows: ExportWindow[] = [];
  for (let fromMs = sinceMs; fromMs < untilMs; fromMs += weekMs) {
    const id = `w${String(windows.length).padStart(4, '0')}`;
    windows.push({ id, fromMs, toMs: Math.min(fromMs + weekMs, untilMs) });
  }
  return windows;
}

/** Asks for as much at once as the vendor gives: a whole window, and less where that is too much. */
async function* pages(asked: PagesRequest): AsyncGenerator<ExportPage> {
  const { window, checkpoint } = asked;
  const query = queryOf(asked);
  const { text, tier, limit } = query;
  const walk = createWalk({
    fromMs: startIn(checkpoint) ?? window.fromMs,
    toMs: window.toMs,
    order: 'oldest-first',
    cap: limit,
    maxSpanMs: weekMs,
    ask: (stretch) => askRecords(query, stretch),
  });
  for (let step = await walk.step(); step !== null; step = await walk.step()) {
    if (step.kind === 'split') continue;
    const { answer } = step;
    yield {
      rows: answer.found,
      checkpoint: { atMs: step.window.toMs },
      share: shareAt(window, step.window.toMs),
      undecodable: answer.undecodable,
      duplicates: answer.duplicates,
      query: { query: text, tier, limit },
      warnings: warningsOf(answer, step.window),
    };
  }
}

const tierOf = ({ tier }: ActivityCriteria): Tier => tier ?? 'archive';

function queryOf({ session, request, signal }: PagesRequest): RecordQuery {
  const { applicationName } = session.settings('activityTracking');
  const criteria = criteriaOf(request);
  const tier = tierOf(criteria);
  const most = maxQueryRows[tier];
  return {
    client: session.client('activityTracking'),
    text: queryText(criteria, typeof applicationName === 'string' ? applicationName : null),
    tier,
    limit: Math.max(fewestRows, Math.min(request.pageSize ?? most, most)),
    matches: compileMatch(criteria),
    signal,
  };
}

function warningsOf({ cut, rows, warnings }: RecordAnswer, { fromMs, toMs }: Stretch) {
  if (cut === null) return warnings;
  const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toISOString());
  const why =
    cut === 'rows'
      ? `a query gives ${rows} records at most, and there are more: rows are missing`
      : 'the log service could not look through all of it: rows may be missing';
  return [...warnings, `${from} to ${to}: ${why}`];
}

function recordIn(row: JsonRow): ActivityRecord | null {
  const found = unwrap(row).events.find(isRegistryEvent);
  return found === undefined ? null : recordOf(decodeEvent(found));
}

/** @throws ScandeckError `usage` */
function criteriaOf({ criteria }: ExportRequest): ActivityCriteria {
  return criteriaOption({ arguments: [], options: criteria });
}

function startIn(checkpoint: Json): number | null {
  if (typeof checkpoint !== 'object' || checkpoint === null || !('atMs' in checkpoint)) return null;
  const { atMs } = checkpoint;
  return typeof atMs === 'number' ? atMs : null;
}
