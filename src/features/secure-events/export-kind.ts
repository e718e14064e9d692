import { workloadProtectionApi } from '../../api/workload-protection/call.ts';
import { listEvents, maxPageRows } from '../../api/workload-protection/endpoints.ts';
import { eventsPath } from '../../api/workload-protection/paths.ts';
import { decodeRow } from '../../api/workload-protection/schema.ts';
import type { ExportKind, ExportRequest } from '../../export-engine/kind.ts';
import { createMentionMask } from '../../export-engine/mask-mentions.ts';
import { recordColumns } from '../../export-engine/record-columns.ts';
import { dayWindows } from '../../export-engine/time-slices.ts';
import { columns } from './columns.ts';
import { filterOption } from './command-input.ts';
import { eventOf } from './event.ts';
import { feedPages } from './export-feed.ts';
import { recordOf } from './model.ts';

/** `scandeck export events`: the vendor's rows, by time and then by id. */
export const eventsKind: ExportKind = {
  name: 'events',
  title: 'Workload Protection secure events',
  source: 'workloadProtection',
  concurrency: 3,
  check: (request) => void filterOf(request),
  pageSizes: () => ({ least: 1, most: maxPageRows, source: pageSizeSource }),
  plan: ({ sinceMs, untilMs }) => dayWindows(sinceMs, untilMs),
  pages: (asked) => {
    const { session, request, signal } = asked;
    const api = workloadProtectionApi(session);
    const filter = filterOf(request);
    return feedPages(asked, {
      ask: (place, limit) =>
        listEvents(api, { place, filter, limit, keepsBytes: true }, { signal }),
      pageRows: Math.min(request.pageSize ?? maxPageRows, maxPageRows),
      query: { filter },
      path: eventsPath,
    });
  },
  columns: recordColumns(columns, (row) => {
    const decoded = decodeRow(row, 'id');
    return decoded === null ? null : recordOf(eventOf(decoded));
  }),
  userPaths: [],
  maskRow: createMentionMask({
    isName: (path) => userPath.test(path),
    isText: (path) => textPath.test(path),
  }),
};

const pageSizeSource =
  'IBM Cloud Workload Protection, Secure events API, events feed: limit is 1 to 999';

/**
 * Labels and fields are flat maps; which of their keys name users is up to the event's engine (Falco
 * for system calls, Kubernetes audit, CloudTrail, IBM Cloud activity, Okta, GitHub).
 */
const userPath =
  /^content\.(?:userId|username)$|^(?:labels|content\.fields)\.(?:(?:ka\.)?user\.(?:name|loginname|email)|ct\.user(?:\.(?:arn|principalid))?|ibm\.initiator\.name|okta\.(?:actor|target\.user)\.(?:name|alternateID)|(?:gcp|github|azure)\.(?:user|actor)(?:\.name)?)$/i;

/** Rules print users into their output; a command line or a path may name them. */
const textPath =
  /^(?:description|content\.output|(?:labels|content\.fields)\.(?:process\.name|(?:.*\.)?(?:p?cmdline|args|cwd|exepath|output)|fd\.name|.*\[\d+\]))$/;

/** @throws ScandeckError `usage` */
function filterOf({ criteria }: ExportRequest): string | null {
  return filterOption({ arguments: [], options: criteria });
}
