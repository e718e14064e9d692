import type { SourceId } from '../../src/api/types.ts';
import { jobPaths, writeRecord } from '../../src/export-engine/job-record.ts';
import { createJobs, type Jobs, jobsFolder } from '../../src/export-engine/jobs.ts';
import type { ExportKind, ExportOffer, ExportRequest } from '../../src/export-engine/kind.ts';
import { firstStatus, type JobStatus, writeStatus } from '../../src/export-engine/status.ts';
import { exportOffer } from '../../src/features/audit-exports/export-offer.ts';
import { keymap } from '../../src/features/audit-exports/keymap.ts';
import { openWith } from '../../src/features/audit-exports/pane.tsx';
import type { ExportSelection, Feature } from '../../src/features/feature.ts';
import { type ScriptedAudit, scriptedAudit } from './audit-events.ts';
import { type Driver, openDeck } from './driver.ts';
import { fakeSession } from './fake-session.ts';
import { type LocalProgram, localProgram } from './local-program.ts';
import type { ManualClock } from './manual-clock.ts';
import { createMemoryDisk, type MemoryDisk } from './memory-disk.ts';
import { createSyntheticKind, syntheticRequest } from './synthetic-export.ts';

/** A deck with the Exports pane over jobs in memory, whose workers live in this process. */
export interface ExportsDeck extends Driver {
  readonly clock: ManualClock;
  readonly audit: ScriptedAudit;
  readonly disk: MemoryDisk;
  readonly jobs: Jobs;
  readonly program: LocalProgram;
}

/** A job that is there before the deck opens. */
export interface MadeJob {
  readonly id: string;
  readonly request?: Partial<ExportRequest>;
  readonly status?: Partial<JobStatus>;
}

/** How the deck differs from the usual one. */
export interface ExportsDeckOptions {
  readonly size?: readonly [number, number];
  readonly sources?: readonly SourceId[];
  readonly readOnly?: boolean;
  /** @default five windows with two rows each */
  readonly kind?: ExportKind;
  /** The newest first. */
  readonly made?: readonly MadeJob[];
  readonly pages?: ScriptedAudit['pages'];
  /** What `x` carries over from the pane of another feature. */
  readonly selection?: ExportSelection;
}

const rows = Array.from({ length: 5 }, (_, window) =>
  [1, 2].map((row) => JSON.stringify({ id: `${window}-${row}`, user: { name: 'ann' } })),
);

/** The offer of synthetic rows. */
export function syntheticOffer(kind: ExportKind): ExportOffer {
  return {
    ...{ kind: kind.name, title: kind.title, source: kind.source, since: '30d' },
    options: [
      { flags: '--user <name>', description: 'who did it', repeatable: true },
      { flags: '--compact', description: 'without the rest' },
    ],
    load: async () => kind,
  };
}

/** Opens it; the clock begins at 12:03:41Z, and the jobs have been read. */
export async function openExportsDeck(options: ExportsDeckOptions = {}): Promise<ExportsDeck> {
  const { size = [120, 40], sources = ['xray', 'carbonBlack'], readOnly = false } = options;
  const session = fakeSession({ sources, readOnly });
  const { clock } = session;
  const disk = createMemoryDisk(['/', '/out', '/state', jobsFolder('/state')]);
  const kind = options.kind ?? createSyntheticKind({ rows });
  const program = localProgram({
    ...{ stateFolder: '/state', workFolder: '/out', disk: disk.disk, isAwaited: false },
    ...{ session: () => session, kind: async () => kind },
  });
  await makeJobs(disk, clock.now(), options.made ?? []);
  const jobs = createJobs({ program, clock, disk: disk.disk });
  const audit = scriptedAudit(options.pages);
  const offers = [syntheticOffer(kind), exportOffer];
  const exists = async (path: string) => (await disk.disk.stat(path)) !== null;
  const input = { jobs, source: audit, offers, workFolder: '/out', home: '/out', exists };
  const features = [exportsFeature(input), ...otherFeatures(options.selection)];
  const [columns, height] = size;
  const deck = await openDeck({ columns, rows: height, clock, features, session });
  await deck.advance(200);
  return {
    ...{ ...deck, clock, audit, disk, jobs, program },
    close: async () => {
      await deck.close();
      await program.stop();
    },
  };
}

function exportsFeature(input: Parameters<typeof openWith>[1]): Feature {
  return {
    ...{ id: 'audit-exports', slot: 3, title: 'Exports', source: 'xray', vendor: 'JFrog Xray' },
    otherSources: ['carbonBlack'],
    takesSelections: true,
    question: 'Get me all of it, complete, in a file, whatever happens.',
    ...{ keymap, commands: [] },
    pane: async () => ({ open: (host) => openWith(host, input) }),
  };
}

/** A pane that selects something and shows nothing. */
function otherFeatures(selection: ExportSelection | undefined): readonly Feature[] {
  if (selection === undefined) return [];
  const other: Feature = {
    ...{ id: 'other', slot: 2, title: 'Other', source: 'carbonBlack', vendor: 'Other' },
    ...{ question: 'What?', keymap: [], commands: [] },
    pane: async () => ({ open: () => ({ ...stillPane, selection: () => selection }) }),
  };
  return [other];
}

const stillPane = {
  actions: {},
  start: () => {},
  stop: async () => {},
  subscribe: () => () => {},
  move: () => {},
  open: () => {},
  back: () => false,
  refresh: () => {},
  filter: () => {},
  focused: () => null,
  place: () => '',
  goTo: () => {},
  twin: () => ({ command: '', curl: '' }),
  status: () => ({ rows: '', title: '' }),
  captured: () => null,
  View: () => null,
};

async function makeJobs(
  { disk }: MemoryDisk,
  nowMs: number,
  made: readonly MadeJob[],
): Promise<void> {
  for (const [index, { id, request, status }] of made.entries()) {
    const paths = jobPaths(`${jobsFolder('/state')}/${id}`);
    const createdAtMs = nowMs - (index + 1) * 60_000;
    await disk.makeFolder(paths.folder);
    const wanted = syntheticRequest({ out: `/out/${id}.ndjson`, ...request });
    await writeRecord(disk, paths, { version: 1, id, createdAtMs, request: wanted, salt: '00' });
    await writeStatus(disk, paths, { ...firstStatus(createdAtMs), ...status });
  }
}
