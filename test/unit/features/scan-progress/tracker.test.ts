import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isDone,
  type ScanReport,
  type Target,
} from '../../../../src/features/scan-progress/model.ts';
import {
  createTracker,
  endByResult,
  expectScan,
  observe,
} from '../../../../src/features/scan-progress/tracker.ts';
import { play, type ReportParts, report } from './scans.ts';

const image: Target = { kind: 'on-demand', repo: 'library/alpine', tag: '3.16' };

/** A report of the image's scan. */
const imageReport = (parts: ReportParts): ScanReport => ({
  ...report({ ...parts, registry: null }),
  kind: 'on-demand',
  repo: 'library/alpine',
  tag: '3.16',
});

const summary = (scan: { state: string; outcome: string | null; registry: string | null }) =>
  `${scan.registry} ${scan.state} ${scan.outcome}`;

describe('a scan that vanishes', () => {
  it.each([
    ['at once when its counts were complete', [5, 5] as const, 1, 'a finished vanished'],
    ['not by one missing answer otherwise', [3, 5] as const, 1, 'a scanning null'],
    ['by a second missing answer', [3, 5] as const, 2, 'a finished vanished'],
  ])('is over %s', (_, images, empties, expected) => {
    const { scans } = play([[report({ images })], ...Array(empties).fill([])]);
    expect(scans.map(summary)).toEqual([expected]);
    expect(scans[0]?.imageScan).toEqual({ scanned: images[0], total: images[1] });
  });

  it('has failed when an error stood in its last state', () => {
    const { scans } = play([[report({ images: [3, 5], error: 'no defender' })], [], []]);
    expect(scans).toMatchObject([{ state: 'failed', error: 'no defender', finishedAt: 4000 }]);
  });

  it('goes on when it comes back with counts that are not lower', () => {
    const { scans } = play([[report({ images: [3, 5] })], [], [], [report({ images: [4, 5] })]]);
    expect(scans).toMatchObject([{ state: 'scanning', outcome: null, finishedAt: null }]);
  });

  it('keeps its first end when it reports it afterwards', () => {
    const end = report({ images: [5, 5], over: true });
    const { scans } = play([[report({ images: [5, 5] })], [], [end], [end]]);
    expect(scans).toMatchObject([{ state: 'finished', outcome: 'vanished', finishedAt: 2000 }]);
  });

  it('does not vanish from an answer of which a row could not be decoded', () => {
    const tracker = play([[report({ images: [5, 5] })]]);
    const { scans, emptyAnswers } = observe(tracker, { reports: [], undecoded: 1 }, 9000);
    expect(scans.map(summary)).toEqual(['a scanning null']);
    expect(emptyAnswers).toBe(0);
  });
});

describe('another scan of the same registry', () => {
  it.each([
    ['lower counts', report({ images: [2, 9] }), report({ images: [1, 9] })],
    ['another start', report({ startedAt: 1 }), report({ startedAt: 2, discovery: [1, 2] })],
  ])('is told by %s', (_, before, after) => {
    const { scans } = play([[before], [after]]);
    expect(scans.map(summary)).toEqual(['a finished vanished', `a ${after.state} null`]);
    expect(new Set(scans.map(({ id }) => id)).size).toBe(2);
  });

  it('is not taken for one that ended long ago, unless their start is the same', () => {
    const emptyHours = Array(50).fill([]);
    const again = (startedAt: number | null) =>
      play([
        [report({ images: [3, 5], startedAt })],
        ...emptyHours,
        [report({ images: [4, 5], startedAt })],
      ]).scans.length;
    expect(again(null)).toBe(2);
    expect(again(7)).toBe(1);
  });

  it('is known beside the first by its counts, whichever of them ends', () => {
    const small = (done: number) => report({ images: [done, 20] });
    const large = (done: number) => report({ images: [done, 900] });
    const { scans } = play([
      [small(1), large(100)],
      [small(2), large(130)],
      [large(160)],
      [large(170)],
    ]);
    expect(scans).toMatchObject([
      { state: 'finished', imageScan: { scanned: 2, total: 20 } },
      { state: 'scanning', imageScan: { scanned: 170, total: 900 } },
    ]);
  });
});

describe('a report without a title', () => {
  it('belongs to the scan at its position', () => {
    const { scans } = play([
      [report({ registry: 'a', images: [1, 5] }), report({ registry: 'b', images: [1, 5] })],
      [
        report({ registry: null, images: [2, 5] }),
        report({ registry: null, images: [5, 5], over: true }),
      ],
    ]);
    expect(scans.map(summary)).toEqual(['a scanning null', 'b finished reported']);
    expect(scans.map(({ defenders }) => defenders)).toEqual([1, 1]);
    expect(scans[0]?.titles).toEqual({ discovery: 'a', imageScan: 'a' });
  });

  it('belongs to the only scan that is left', () => {
    const { scans } = play([
      [report({ registry: 'a' }), report({ registry: 'b', images: [4, 5] })],
      [report({ registry: null, images: [5, 5], over: true }), report({ registry: 'a' })],
    ]);
    expect(scans.map(summary)).toEqual(['a discovering null', 'b finished reported']);
  });

  it.each([
    ['start', { startedAt: 7 }, { startedAt: 7, images: [6, 6] }],
    ['totals', { images: [3, 9] }, { images: [9, 9] }],
  ] as const)('belongs to the scan of the same %s, wherever that stood', (_, before, after) => {
    const { scans } = play([
      [report({ registry: 'a', images: [1, 7] }), report({ registry: 'b', ...before })],
      [report({ registry: null, ...after, over: true }), report({ registry: 'c' })],
    ]);
    expect(scans.map(summary)).toEqual([
      'a scanning null',
      'b finished reported',
      'c discovering null',
    ]);
  });

  it('gets its name when a later title tells it', () => {
    const { scans } = play([[report({ registry: null })], [report({ registry: 'a' })]]);
    expect(scans.map(summary)).toEqual(['a discovering null']);
  });

  it('stays one scan while no title ever comes', () => {
    const end = report({ registry: null, images: [5, 5], over: true });
    const { scans } = play([[end], [end], [end]]);
    expect(scans).toMatchObject([{ observations: 3, outcome: 'reported', finishedAt: null }]);
  });
});

describe('an image', () => {
  const asked = createTracker(image, 0);

  it('is idle while no scan of it was seen', () => {
    const { scans, emptyAnswers } = play([[], []], asked);
    expect(scans).toMatchObject([{ state: 'idle', repo: 'library/alpine', observedAt: 2000 }]);
    expect(emptyAnswers).toBe(2);
  });

  it('keeps the end that is told only once', () => {
    const end = imageReport({ images: [1, 1], over: true });
    const { scans } = play([[imageReport({})], [end], [], []], asked);
    expect(scans).toMatchObject([{ state: 'finished', outcome: 'reported', finishedAt: 2000 }]);
    expect(scans[0]?.id).toBe(asked.scans[0]?.id);
  });

  it('is scanned anew when an answer comes after the end was read', () => {
    const end = imageReport({ images: [1, 1], over: true });
    const { scans } = play([[end], [], [end]], asked);
    expect(scans).toHaveLength(2);
  });

  it('does not take an end from before for that of a scan just started', () => {
    const end = imageReport({ images: [1, 1], over: true });
    const started = expectScan(play([[end]], asked), 3000);
    expect(started.scans.map(({ state }) => state)).toEqual(['finished', 'idle']);
    const { scans, expectedSince } = observe(started, { reports: [end], undecoded: 0 }, 4000);
    expect(scans.map(({ state }) => state)).toEqual(['finished', 'finished']);
    expect(expectedSince).toBe(null);
  });

  it('is over when its result is there', () => {
    const { scans } = endByResult(expectScan(play([[]], asked), 3000), 5000);
    expect(scans).toMatchObject([{ state: 'finished', outcome: 'result', finishedAt: 5000 }]);
  });
});

describe('what is remembered', () => {
  it('is bounded', () => {
    const answers = Array.from({ length: 300 }, (_, index) => [
      report({ images: [1, 1], over: true, startedAt: index + 1 }),
    ]);
    const { scans } = play(answers);
    expect(scans).toHaveLength(200);
    expect(scans.at(-1)?.startedAt).toBe(300);
    const long = Array.from({ length: 2000 }, (_, index) => [report({ images: [index, 9999] })]);
    expect(play(long).scans[0]?.samples.length).toBeLessThanOrEqual(451);
  });

  it('never loses a scan, whatever comes', () => {
    const count = fc.nat({ max: 5 });
    const anyReport = fc
      .record({
        registry: fc.constantFrom('a', 'b', null),
        done: count,
        more: count,
        over: fc.boolean(),
        startedAt: fc.constantFrom(null, 1, 2),
      })
      .map(({ done, more, ...parts }) => report({ ...parts, images: [done, done + more] }));
    const answers = fc.array(fc.array(anyReport, { maxLength: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(answers, (all) => {
        all.reduce(
          (tracker, reports, index) => {
            const next = observe(tracker, { reports, undecoded: 0 }, index);
            const ids = next.scans.map(({ id }) => id);
            expect(new Set(ids).size).toBe(ids.length);
            expect(ids).toEqual(expect.arrayContaining(tracker.scans.map(({ id }) => id)));
            expect(next.scans.filter((scan) => scan.observedAt === index)).toHaveLength(
              reports.length,
            );
            for (const scan of next.scans) expect(scan.outcome !== null).toBe(isDone(scan));
            return next;
          },
          createTracker({ kind: 'regular' }, 0),
        );
      }),
    );
  });
});
