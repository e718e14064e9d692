import { listActivity, maxAuditRows } from '../../api/workload-protection/audit-endpoints.ts';
import { workloadProtectionApi } from '../../api/workload-protection/call.ts';
import { auditPath } from '../../api/workload-protection/paths.ts';
import { decodeRow } from '../../api/workload-protection/schema.ts';
import type { ExportKind, ExportRequest } from '../../export-engine/kind.ts';
import { createMentionMask } from '../../export-engine/mask-mentions.ts';
import { recordColumns } from '../../export-engine/record-columns.ts';
import { dayWindows } from '../../export-engine/time-slices.ts';
import { auditColumns, auditRecordOf } from './audit-columns.ts';
import { auditEntryOf } from './audit-entry.ts';
import { auditOption } from './command-input.ts';
import { feedPages } from './export-feed.ts';

/** The vendor gives up to 9,999 at once; a part of several such pages would fill the memory. */
const pageRows = 2500;

const pageSizeSource =
  'IBM Cloud Workload Protection, Activity audit API, events: limit is 1 to 9,999';

/** `scandeck export activity-audit`: the vendor's rows, by time and then by id. */
export const activityAuditKind: ExportKind = {
  name: 'activity-audit',
  title: 'Workload Protection activity audit',
  source: 'workloadProtection',
  concurrency: 3,
  check: (request) => void selectionOf(request),
  pageSizes: () => ({ least: 1, most: maxAuditRows, source: pageSizeSource }),
  plan: ({ sinceMs, untilMs }) => dayWindows(sinceMs, untilMs),
  pages: (asked) => {
    const { session, request, signal } = asked;
    const api = workloadProtectionApi(session);
    const { types, filter, scope } = selectionOf(request);
    const selection = { types, filter, scope };
    return feedPages(asked, {
      ask: (place, limit) =>
        listActivity(api, { ...selection, place, limit, keepsBytes: true }, { signal }),
      pageRows: Math.min(request.pageSize ?? pageRows, maxAuditRows),
      query: selection,
      path: `${auditPath}/events`,
    });
  },
  columns: recordColumns(auditColumns, (row) => {
    const decoded = decodeRow(row, 'timestamp');
    return decoded === null ? null : auditRecordOf(auditEntryOf(decoded));
  }),
  userPaths: [],
  maskRow: createMentionMask({
    isName: (path) => userPath.test(path),
    isText: (path) => textPath.test(path),
  }),
};

/** Commands have `username`, calls to Kubernetes have a `user`. */
const userPath = /^(?:username|loginname|user\.(?:username|name))$|^labels\.user\.name$/i;

/** A command line or a path may name users. */
const textPath = /^(?:cmdline|cwd|directory|filename|args(?:\..+)?|labels\.process\.name)$/;

/** @throws ScandeckError `usage` */
function selectionOf({ criteria }: ExportRequest) {
  return auditOption({ arguments: [], options: criteria });
}
