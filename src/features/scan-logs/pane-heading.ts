import { counted, countText } from '../../core/count-text.ts';
import { safeText } from '../../core/safe-text.ts';
import { type Notice, noticeLines } from '../../tui/kit/notice.ts';
import { type Segments, segment, spread } from '../../tui/kit/segments.ts';
import { describe } from './criteria.ts';
import { failureNotice, sortWords } from './pane-words.ts';
import { facetsAreCurrent, type LogsSnapshot, rowsAreCurrent } from './store-state.ts';

/** What stands above rows and facets: the criteria in force, how many match, and what is wrong. */
export function headingLines(snapshot: LogsSnapshot, width: number): readonly Segments[] {
  return [
    criteriaLine(snapshot, width),
    ...notices(snapshot).flatMap((notice) => noticeLines(notice, width)),
  ];
}

/** The criteria in words, and the number of scans that match them: never that of other criteria. */
function criteriaLine(snapshot: LogsSnapshot, width: number): Segments {
  const { question } = snapshot;
  const state = [segment(foundText(snapshot), 'strong'), segment(`  ${sortWords(question.sort)} `)];
  return spread([segment(` ${describe(question.criteria)}`, 'accent')], state, width);
}

/** How many scans match. */
export function foundText(snapshot: LogsSnapshot): string {
  const { rows } = snapshot;
  if (rows.loading === 'first') return 'asking …';
  if (!rowsAreCurrent(snapshot)) return rows.failure === null ? '' : 'not known';
  return rows.found === null
    ? `${countText(rows.logs.length)}+ scans`
    : counted(rows.found, 'scan');
}

function notices(snapshot: LogsSnapshot): readonly Notice[] {
  const { rows, facets, histogram } = snapshot;
  const failures = [
    ...(rows.failure === null ? [] : [rowsNotice(snapshot, rows.failure)]),
    ...(facets.failure === null || sameError(facets.failure, rows.failure)
      ? []
      : [failureNotice(facets.failure, 'The facets', facetsKept(snapshot))]),
    ...(histogram.failure === null
      ? []
      : [failureNotice(histogram.failure, 'Scans over time', '')]),
  ];
  const notes = rowsAreCurrent(snapshot) ? rows.notes : [];
  return [
    ...failures,
    ...notes.map(
      (text): Notice => ({
        tone: rows.warnings.includes(text) ? 'warn' : 'plain',
        text,
      }),
    ),
    ...narrowedNotice(snapshot),
  ];
}

type SomeFailure = NonNullable<LogsSnapshot['rows']['failure']>;

/** One wall stops both calls: said once, it is read. */
function sameError(one: SomeFailure, other: LogsSnapshot['rows']['failure']): boolean {
  const code = ({ error }: SomeFailure) =>
    error instanceof Error && 'code' in error ? String(error.code) : '';
  return other !== null && code(one) !== '' && code(one) === code(other);
}

function rowsNotice(snapshot: LogsSnapshot, failure: SomeFailure): Notice {
  const { rows, facets } = snapshot;
  const isBoth = facets.failure !== null && sameError(facets.failure, failure);
  return failureNotice(failure, isBoth ? 'Rows and facets' : 'Rows', rowsKept(snapshot, rows.of));
}

function rowsKept(snapshot: LogsSnapshot, of: LogsSnapshot['rows']['of']): string {
  const { rows } = snapshot;
  if (of === null || rows.logs.length === 0) return '';
  if (rowsAreCurrent(snapshot)) {
    const { field, order } = snapshot.question.sort;
    const isOrdered = of.sort.field === field && of.sort.order === order;
    const still = isOrdered ? '' : `, still ${sortWords(of.sort)}`;
    return `The ${counted(rows.logs.length, 'row')} loaded before stay${still}.`;
  }
  return `[ goes back. The rows below are those of: ${describe(of.criteria)}.`;
}

function facetsKept(snapshot: LogsSnapshot): string {
  return facetsAreCurrent(snapshot) ? 'The counts are the last ones.' : 'Its counts are not known.';
}

function narrowedNotice(snapshot: LogsSnapshot): readonly Notice[] {
  const { view, rows } = snapshot;
  const { filter, only, visible } = view;
  const wrong: readonly Notice[] =
    filter.error === null
      ? []
      : [{ tone: 'warn', text: `${filter.error}; taken as no filter yet` }];
  const loaded = rows.logs.length;
  if (visible.length === loaded && only === null) return wrong;
  const why = only === null ? '' : ` with ${only.column} ${safeText(only.value)} (esc shows all)`;
  const beyond = rows.isComplete ? '' : '; more is at the server';
  const text = `${countText(visible.length)} of ${countText(loaded)} loaded rows${why}${beyond}`;
  return [...wrong, { tone: 'plain', text }];
}
