import { jsonAnswer, type SimAnswer, type SimRequest } from '../exchange.ts';
import { goTime } from '../go-time.ts';
import { fraction } from '../random.ts';
import type { ImageTag, OnDemandReport } from './on-demand-scan.ts';
import type { PrismaConsole } from './prisma-console.ts';
import { progressRows, type ScanView } from './progress-shapes.ts';
import { onDemandTitles, regularTitles } from './progress-titles.ts';
import { flagIn, refusal } from './refusals.ts';
import type { RegistryScan } from './regular-scan.ts';

/**
 * `GET registry/progress`. Without a query it tells the regular scan; with `onDemand=true` one
 * image's (Prisma Cloud API reference, View Registry Scan Progress).
 *
 * @throws Refusal
 */
export function answerProgress(prisma: PrismaConsole, request: SimRequest): SimAnswer {
  prisma.credentials.check(request, 'monitorImages');
  const { query } = request;
  const asked = askedImage(query);
  const { legacy, story } = prisma;
  if (flagIn(query, 'onDemand')) {
    checkImage(asked);
    const reports = prisma.onDemand.read(asked, story.now());
    return jsonAnswer(
      progressRows(
        reports.map((report) => onDemandView(prisma, report)),
        legacy,
      ),
    );
  }
  if (Object.values(asked).some((value) => value !== '')) {
    // Consoles before 30.03 answered nothing at all to this.
    if (legacy === 'pre-30') return jsonAnswer([]);
    throw refusal(400, 'bad request: registry, repo, tag and digest require onDemand=true');
  }
  if (isBlank(story.now())) return jsonAnswer([]);
  const scans = prisma.regular.scansAt(story.now());
  return jsonAnswer(
    progressRows(
      scans.map((scan) => regularView(prisma, scan)),
      legacy,
    ),
  );
}

/** @throws Refusal 400 for an image that can't be scanned on demand */
export function checkImage({ repo, tag, digest }: ImageTag): void {
  if (repo === '') throw refusal(400, 'bad request: an on-demand scan requires repo');
  if (tag === '' && digest === '') {
    throw refusal(400, 'bad request: an on-demand scan requires tag or digest');
  }
}

function askedImage(query: URLSearchParams): ImageTag {
  const [registry, repo, tag, digest] = ['registry', 'repo', 'tag', 'digest'].map(
    (name) => query.get(name) ?? '',
  );
  return { registry: registry ?? '', repo: repo ?? '', tag: tag ?? '', digest: digest ?? '' };
}

const blankEveryMs = 131_000;
const blankMs = 1200;

/** Now and then the console has nothing to tell although it scans. */
function isBlank(at: number): boolean {
  return at % blankEveryMs < blankMs;
}

function regularView({ story }: PrismaConsole, scan: RegistryScan): ScanView {
  const titles = scan.untitled ? { discovery: '', imageScan: '' } : regularTitles(scan);
  return {
    discovery: { ...scan.discovery, title: titles.discovery, error: null },
    imageScan: { ...scan.imageScan, title: titles.imageScan, error: scan.error },
    ongoing: scan.ongoing,
    onDemand: false,
    startTime: scan.startUnknown ? null : goTime(story.clockTime(scan.startedAt), 418_902),
  };
}

function onDemandView({ story, seed }: PrismaConsole, report: OnDemandReport): ScanView {
  const titles = onDemandTitles(report.request);
  const found = report.discovered ? 1 : 0;
  const startUnknown = fraction(seed, report.request.repo, report.startedAt, 'start') < 0.5;
  return {
    discovery: { title: titles.discovery, total: 1, scanned: found, error: null },
    imageScan: {
      title: titles.imageScan,
      total: found,
      scanned: report.scanned ? 1 : 0,
      error: report.error,
    },
    ongoing: !report.scanned,
    onDemand: true,
    startTime: startUnknown ? null : goTime(story.clockTime(report.startedAt), 77_310),
  };
}
