import { formatTime } from '../core/time.ts';
import { type Disk, fileNameOf } from './disk.ts';
import type { JobRecord } from './job-record.ts';
import { parseOrNull } from './job-record.ts';
import type { JournalState, Publication, WindowState } from './journal.ts';
import type { ExportCriteria, ExportWindow, Json } from './kind.ts';

/** One window of a manifest. */
export interface ManifestWindow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly rows: number;
  readonly firstId: string | null;
  readonly lastId: string | null;
  readonly duplicatesDropped: number;
  readonly undecodable: number;
  readonly retries: number;
  readonly query: Json;
  readonly warnings: readonly string[];
}

/** What lies beside an exported file. Times in RFC 3339. */
export interface Manifest {
  readonly scandeck: 'export-manifest';
  readonly version: 1;
  readonly job: string;
  readonly kind: string;
  /** The file's name, without its folder. */
  readonly file: string;
  readonly format: string;
  readonly gzip: boolean;
  readonly columns: string;
  readonly maskUsers: boolean;
  readonly rawCells: boolean;
  readonly since: string;
  readonly until: string;
  readonly criteria: ExportCriteria;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Of the text within a gzip; else the same. */
  readonly contentSha256: string;
  readonly firstId: string | null;
  readonly lastId: string | null;
  readonly duplicatesDropped: number;
  readonly undecodable: { readonly rows: number; readonly file: string | null };
  readonly retries: number;
  /** How often a worker began or went on. */
  readonly runs: number;
  readonly warnings: readonly string[];
  readonly windows: readonly ManifestWindow[];
  readonly startedAt: string;
  readonly endedAt: string;
  /** The program's version. */
  readonly scandeckVersion: string;
}

/** The manifest of a target. */
export const manifestPath = (out: string) => `${out}.manifest.json`;

/** The rows of a target's windows that could not be read. */
export const undecodablePath = (out: string) => `${out}.undecodable.ndjson`;

/** A window with where it stands. */
export interface WindowEntry {
  readonly window: ExportWindow;
  readonly state: WindowState;
}

/** What a manifest is made of. */
export interface ManifestFacts {
  readonly record: JobRecord;
  readonly journal: Pick<JournalState, 'startedAtMs' | 'runs'>;
  readonly windows: readonly WindowEntry[];
  readonly publication: Publication;
  readonly endedAtMs: number;
  readonly version: string;
}

/** Makes the manifest of a finished job. */
export function manifestOf(facts: ManifestFacts): Manifest {
  const { record, journal, windows, publication, endedAtMs, version } = facts;
  const { request } = record;
  const total = (count: (state: WindowState) => number) =>
    windows.reduce((sum, { state }) => sum + count(state), 0);
  const undecodable = total((state) => state.undecodable);
  const out = fileNameOf(request.out);
  return {
    ...{ scandeck: 'export-manifest', version: 1, job: record.id, kind: request.kind, file: out },
    ...{ format: request.format, gzip: request.gzip, columns: request.columns },
    ...{ maskUsers: request.maskUsers, rawCells: request.rawCells },
    since: formatTime(request.sinceMs),
    until: formatTime(request.untilMs),
    criteria: request.criteria,
    ...publication,
    firstId: windows.find(({ state }) => state.firstId !== null)?.state.firstId ?? null,
    lastId: windows.findLast(({ state }) => state.lastId !== null)?.state.lastId ?? null,
    duplicatesDropped: total((state) => state.duplicates),
    undecodable: { rows: undecodable, file: undecodable > 0 ? undecodablePath(out) : null },
    retries: total((state) => state.retries),
    runs: journal.runs,
    warnings: [...new Set(windows.flatMap(({ state }) => state.warnings))],
    windows: windows.map(windowOf),
    startedAt: formatTime(journal.startedAtMs ?? record.createdAtMs),
    endedAt: formatTime(endedAtMs),
    scandeckVersion: version,
  };
}

function windowOf({ window, state }: WindowEntry): ManifestWindow {
  const { rows, firstId, lastId, undecodable, retries, query, warnings } = state;
  return {
    ...{ id: window.id, from: formatTime(window.fromMs), to: formatTime(window.toMs) },
    ...{ rows, firstId, lastId, duplicatesDropped: state.duplicates, undecodable, retries },
    ...{ query, warnings },
  };
}

/** The manifest in a file; null when there is none, or it is something else. */
export async function readManifest(disk: Disk, path: string): Promise<Manifest | null> {
  const bytes = await disk.readFile(path);
  const value = bytes === null ? null : parseOrNull(bytes.toString('utf8'));
  return isManifest(value) ? value : null;
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false;
  const { scandeck, version, sha256, bytes }: Partial<Manifest> = value;
  const isOurs = scandeck === 'export-manifest' && version === 1;
  return isOurs && typeof sha256 === 'string' && typeof bytes === 'number';
}
