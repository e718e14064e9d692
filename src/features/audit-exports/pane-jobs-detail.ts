import { counted, countText, sizeText } from '../../core/count-text.ts';
import { safeText } from '../../core/safe-text.ts';
import { shellCommand } from '../../core/shell-words.ts';
import type { Tone } from '../../core/table.ts';
import { exactTime } from '../../core/time-span.ts';
import { padEnd, padStart } from '../../core/width.ts';
import { folderOf } from '../../export-engine/disk.ts';
import type { Job } from '../../export-engine/job-state.ts';
import type { JobWindow } from '../../export-engine/jobs.ts';
import type { ExportOffer } from '../../export-engine/kind.ts';
import { type Manifest, manifestPath } from '../../export-engine/manifest.ts';
import { bar } from '../../tui/kit/bar.ts';
import { type DetailItem, detailLines } from '../../tui/kit/detail.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import { troubleText } from './pane-jobs.ts';
import {
  bytesText,
  doneRatio,
  formatText,
  paceText,
  rangeText,
  resumeCommand,
  retriesText,
  stateLook,
  waitText,
} from './pane-words.ts';
import { criteriaWords } from './store-criteria-text.ts';
import type { JobsSnapshot } from './store-jobs-state.ts';

const labelWidth = 12;
/** Lines of the log that are shown, and windows that are done. */
const most = { log: 15, done: 60 };

/** All that is known of a job: how it goes, its windows, its log, and its manifest once it is done. */
export function jobDetail(
  { detail, pending }: JobsSnapshot,
  job: Job,
  { width, offers }: { readonly width: number; readonly offers: readonly ExportOffer[] },
): readonly Segments[] {
  const known = detail?.id === job.id ? detail : null;
  const look = stateLook(job, pending[job.id]);
  const items: readonly DetailItem[] = [
    { heading: safeText(job.id, 200) },
    { label: 'state', value: `${look.glyph} ${look.word}`, tone: look.tone },
    ...troubleItems(job),
    ...progressItems(job, width),
    ...requestItems(job, offers),
    ...manifestItems(job, known?.manifest ?? null),
    ...(known === null ? [] : windowItems(known.windows, width)),
    ...(known === null ? [] : logItems(known.log)),
  ];
  return detailLines(items, { width, labelWidth });
}

function troubleItems(job: Job): readonly DetailItem[] {
  const { state, status } = job;
  const trouble = troubleText(job);
  const items: DetailItem[] = [];
  if (trouble !== null) {
    items.push({ label: 'why', value: trouble, tone: state === 'failed' ? 'bad' : 'warn' });
  }
  if (status.error?.hint) items.push({ label: 'to do', value: status.error.hint });
  const canResume = state !== 'running' && state !== 'done';
  return canResume ? [...items, { label: 'resume', value: resumeCommand(job) }] : items;
}

function progressItems(job: Job, width: number): readonly DetailItem[] {
  const { status } = job;
  const { windowsDone, windowsTotal, rows, duplicates, undecodable } = status;
  const cells = Math.min(40, Math.max(10, width - labelWidth - 40));
  const total = windowsTotal === null ? '?' : countText(windowsTotal);
  const pace = paceText(job);
  const read = [`${countText(rows)} rows`, bytesText(job)].filter(Boolean).join(', ');
  return [
    {
      label: 'windows',
      value: `${bar(doneRatio(job), cells)} ${countText(windowsDone)} of ${total} done`,
    },
    { label: 'read', value: pace === '' ? read : `${read}  ${pace}` },
    ...(duplicates === 0
      ? []
      : [{ label: 'doubles', value: `${counted(duplicates, 'row')} came twice, left out` }]),
    ...(undecodable === 0
      ? []
      : [
          {
            label: 'unreadable',
            value: `${counted(undecodable, 'row')}, kept in a file beside the target`,
            tone: 'warn' as const,
          },
        ]),
  ];
}

function requestItems(job: Job, offers: readonly ExportOffer[]): readonly DetailItem[] {
  const { request, schedule } = job.record;
  const offer = offers.find(({ kind }) => kind === request.kind);
  const criteria = shellCommand(criteriaWords(request.criteria, offer?.options ?? []));
  const columns = request.format === 'csv' ? `, columns of ${request.columns}` : '';
  const masked = request.maskUsers ? ', users masked' : '';
  return [
    { heading: 'What is exported' },
    {
      label: 'kind',
      value: offer === undefined ? request.kind : `${request.kind}: ${offer.title}`,
    },
    { label: 'criteria', value: criteria === '' ? 'all' : criteria },
    { label: 'since', value: exactTime(request.sinceMs) },
    { label: 'until', value: `${exactTime(request.untilMs)}, not included` },
    { label: 'format', value: `${formatText(job)}${columns}${masked}` },
    { label: 'target', value: request.out },
    { label: 'folder', value: folderOf(request.out) },
    { label: "job's folder", value: job.paths.folder },
    ...(schedule === undefined
      ? []
      : [
          { label: 'schedule', value: `increment ${schedule.sequence} of ${schedule.family}` },
          { label: 'next', value: shellCommand(['scandeck', 'export', 'next', schedule.family]) },
        ]),
  ];
}

function manifestItems(job: Job, manifest: Manifest | null): readonly DetailItem[] {
  if (manifest === null) return [];
  const { rows, bytes, sha256, firstId, lastId, retries, runs, warnings } = manifest;
  const kept = manifest.undecodable;
  return [
    { heading: 'Manifest' },
    { label: 'file', value: manifestPath(job.record.request.out) },
    { label: 'rows', value: `${countText(rows)}, ${sizeText(bytes)}` },
    { label: 'sha256', value: sha256 },
    { label: 'ids', value: firstId === null ? 'none' : `${firstId} to ${lastId}` },
    { label: 'doubles', value: `${countText(manifest.duplicatesDropped)} left out` },
    {
      label: 'unreadable',
      value: kept.rows === 0 ? 'none' : `${countText(kept.rows)}, in ${kept.file}`,
      ...(kept.rows === 0 ? {} : { tone: 'warn' as const }),
    },
    { label: 'tries', value: `${retriesText(retries)}, ${counted(runs, 'worker')}` },
    { label: 'written', value: `${manifest.startedAt} to ${manifest.endedAt}` },
    { label: 'version', value: manifest.scandeckVersion },
    ...warnings.map((text): DetailItem => ({ label: 'warning', value: text, tone: 'warn' })),
  ];
}

const stages: Readonly<Record<JobWindow['stage'], readonly [string, Tone]>> = {
  done: ['✓ done', 'plain'],
  running: ['● running', 'accent'],
  waiting: ['· waiting', 'muted'],
};

/** Windows that are under way or had trouble are never left out for those that are plainly done. */
function windowItems(windows: readonly JobWindow[], width: number): readonly DetailItem[] {
  const isPlain = ({ stage, state }: JobWindow) => stage !== 'running' && state.retries === 0;
  const plain = windows.filter(isPlain);
  const left = new Set(plain.slice(most.done));
  const shown = windows.filter((window) => !left.has(window));
  if (windows.length === 0) return [];
  return [
    { heading: 'Windows' },
    ...shown.map((window): DetailItem => ({ line: windowLine(window, width) })),
    ...(left.size === 0
      ? []
      : [{ text: `and ${countText(left.size)} more, done or waiting without retries` }]),
  ];
}

function windowLine({ window, state, stage, wait }: JobWindow, width: number): Segments {
  const [word, tone] = stages[stage];
  const notes = [
    state.retries === 0 ? '' : retriesText(state.retries),
    state.undecodable === 0 ? '' : `${countText(state.undecodable)} unreadable`,
    wait === null ? '' : waitText(wait),
  ].filter(Boolean);
  const { fromMs, toMs } = window;
  const isNarrow = width < 110;
  const span = isNarrow ? rangeText(fromMs, toMs) : `${exactTime(fromMs)} to ${exactTime(toMs)}`;
  const rows = padStart(`${countText(state.rows)} rows`, 14);
  return [
    segment(padEnd(` ${word}`, 12), tone),
    segment(`${span} ${rows}`),
    segment(notes.length === 0 ? '' : `  ${notes.join(', ')}`, 'warn'),
  ];
}

function logItems(log: readonly string[]): readonly DetailItem[] {
  if (log.length === 0) return [];
  const hidden = log.length - most.log;
  const heading = hidden > 0 ? `The end of the worker's log` : "The worker's log";
  return [
    { heading },
    ...log.slice(-most.log).map((line): DetailItem => ({ text: safeText(line, 2000) })),
  ];
}
