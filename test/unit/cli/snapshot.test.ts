import { describe, expect, test } from 'vitest';
import type { SourceId } from '../../../src/api/types.ts';
import type { ErrorReport } from '../../../src/cli/error-report.ts';
import type { Format } from '../../../src/cli/format.ts';
import { printSnapshot } from '../../../src/cli/snapshot.ts';
import { ScandeckError } from '../../../src/core/errors.ts';
import type { CommandContext, Feature } from '../../../src/features/feature.ts';
import { fakeSession } from '../../support/fake-session.ts';
import { testContext } from './test-context.ts';

type Snapshot = (context: CommandContext) => Promise<void>;

const feature = (source: SourceId, snapshot?: Snapshot): Feature => ({
  ...{ id: source, slot: 1, title: source, source, vendor: `${source} Inc.`, question: '?' },
  ...{ keymap: [], commands: [] },
  ...(snapshot === undefined ? {} : { snapshot }),
});

const rowsOf =
  (...ids: number[]): Snapshot =>
  async (context) => {
    const records = context.records([
      { name: 'id', header: 'Id', value: (row: { id: number }) => row.id },
    ]);
    await records.add(ids.map((id) => ({ id })));
    await records.end({ asOf: 0 });
  };

const fail: Snapshot = async () => {
  throw new ScandeckError('it is down', { code: 'refused', who: 'environment', exitCode: 3 });
};

async function snapshot(
  features: readonly Feature[],
  format: Format,
  sources: readonly SourceId[],
) {
  const opened = testContext({ format, session: fakeSession({ sources }) });
  const errors: ErrorReport[] = [];
  const tellError = (report: ErrorReport) => {
    errors.push(report);
  };
  const exitCode = await printSnapshot(opened.context, { features, format, tellError });
  return { exitCode, out: opened.out(), err: opened.err, errors };
}

const both: readonly SourceId[] = ['prisma', 'xray'];

describe('a snapshot', () => {
  test('prints every configured source, and names those that are not built', async () => {
    const features = [
      feature('prisma', rowsOf(1, 2)),
      feature('xray'),
      feature('carbonBlack', fail),
    ];
    const { exitCode, out, err } = await snapshot(features, 'ndjson', both);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: '{"id":1}\n{"id":2}\n' });
    expect(err).toEqual(['prisma (prisma Inc.), profile demo', 'xray (xray Inc.): not built yet']);
  });

  test('is one object as json', async () => {
    const features = [feature('prisma', rowsOf(1)), feature('xray', rowsOf(2, 3))];
    const { out } = await snapshot(features, 'json', both);
    expect(JSON.parse(out)).toEqual({
      rows: [{ id: 1 }, { id: 2 }, { id: 3 }],
      total: 3,
      truncated: false,
      asOf: '1970-01-01T00:00:00Z',
      warnings: [],
    });
  });

  test('goes on after a source that failed, and is incomplete', async () => {
    const features = [feature('prisma', fail), feature('xray', rowsOf(2))];
    const { exitCode, out, errors } = await snapshot(features, 'json', both);
    expect(exitCode).toBe(5);
    expect(errors.map(({ lines }) => lines)).toEqual([['error: it is down']]);
    expect(JSON.parse(out)).toMatchObject({
      rows: [{ id: 2 }],
      total: null,
      truncated: true,
      warnings: ['error: it is down'],
    });
  });

  test('fails as its sources did when there is nothing else', async () => {
    const { exitCode, out } = await snapshot([feature('prisma', fail)], 'json', both);
    expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
  });

  test('of a profile without a source that can be shown is an error', async () => {
    const attempt = snapshot([feature('prisma'), feature('xray', fail)], 'table', ['prisma']);
    await expect(attempt).rejects.toMatchObject({ exitCode: 2 });
  });
});
