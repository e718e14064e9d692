import { describe, expect, test } from 'vitest';
import { openConsole, type ScanRow, type TestConsole } from '../open-console.ts';

interface Spec {
  readonly registry: string;
  readonly scanStatus: string;
  readonly scanTime: string;
  readonly lastScanStatus?: string;
  readonly scanError?: string;
}
interface Status {
  readonly scanTime: string;
  readonly scanning?: boolean;
  readonly completed?: boolean;
  readonly errors?: readonly string[];
}
const specsOf = async ({ get }: TestConsole) =>
  (await get<{ specifications: readonly Spec[] }>('/settings/registry')).json.specifications;

describe('GET statuses/registry', () => {
  test('leaves out what is false or empty, and tells nanoseconds', async () => {
    const { get, post } = await openConsole();
    const going = (await get<Status>('/statuses/registry')).json;
    expect(Object.keys(going)).toEqual(['scanTime', 'scanning', 'errors']);
    expect(going.scanTime).toMatch(/\.\d{9}Z$/);
    await post('/registry/stop');
    const stopped = (await get<Status>('/statuses/registry')).json;
    expect(Object.keys(stopped)).toEqual(['scanTime', 'completed', 'errors']);
  });

  test('has at most ten errors, each once, with the documented beginnings', async () => {
    const { get } = await openConsole();
    const { errors = [] } = (await get<Status>('/statuses/registry')).json;
    const beginnings = [
      'Failed to retrieve repositories info',
      'Failed to query image details',
      'No available Defender was found',
    ];
    expect(errors.length).toBeLessThanOrEqual(10);
    expect(new Set(errors).size).toBe(errors.length);
    for (const beginning of beginnings) {
      expect(errors).toContainEqual(expect.stringMatching(`^${beginning}`));
    }
  });
});

describe('GET settings/registry', () => {
  test('has the scanning ones, the queued ones and the idle ones', async () => {
    const opened = await openConsole();
    const specs = await specsOf(opened);
    const { json } = await opened.get<readonly ScanRow[]>('/registry/progress');
    const going = specs.filter(({ scanStatus }) => scanStatus === 'scanning');
    expect(
      json.map(({ discovery }) => /registry (\S+): /.exec(discovery.title)?.[1]).sort(),
    ).toEqual(going.map(({ registry }) => registry).sort());
    expect(new Set(specs.map(({ scanStatus }) => scanStatus))).toEqual(
      new Set(['scanning', 'queued', 'idle', 'failed']),
    );
  });

  test('a queued registry is scanned within its lane', async () => {
    const opened = await openConsole();
    const queued = (await specsOf(opened)).filter(({ scanStatus }) => scanStatus === 'queued');
    const waiting = new Set(queued.map(({ registry }) => registry));
    for (let step = 0; step < 120 && waiting.size > 0; step += 1) {
      await opened.clock.advance(3000);
      for (const { registry, scanStatus } of await specsOf(opened)) {
        if (scanStatus === 'scanning') waiting.delete(registry);
      }
    }
    expect([...waiting]).toEqual([]);
  });

  test.each([
    ['quay.io', { lastScanStatus: 'failed', scanError: expect.stringContaining('quay.io') }],
    ['docker.io', { lastScanStatus: 'completed' }],
    ['registry.lab.example', { scanStatus: 'failed', scanTime: '0001-01-01T00:00:00Z' }],
  ])('%s tells how its last scan came out', async (registry, expected) => {
    const specs = await specsOf(await openConsole());
    expect(specs.find((spec) => spec.registry === registry)).toMatchObject(expected);
  });
});
