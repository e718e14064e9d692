import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { zipOf } from '../../../../src/simulator/xray/zip.ts';
import { hoursFrom, openPlatform } from './open-platform.ts';

interface ZipEntry {
  readonly name: string;
  readonly content: string;
}

/** Reads an archive from its end, as programs do; checks all that is told twice. */
function unzip(bytes: Uint8Array): readonly ZipEntry[] {
  const zip = Buffer.from(bytes);
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x06054b50);
  expect(zip.readUInt32LE(end + 12) + zip.readUInt32LE(end + 16)).toBe(end);
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    expect(zip.readUInt32LE(at)).toBe(0x02014b50);
    const [crc, size, nameLength] = [at + 16, at + 20, at + 28];
    const local = zip.readUInt32LE(at + 42);
    expect(zip.readUInt32LE(local)).toBe(0x04034b50);
    const facts = zip.subarray(at + 6, at + 32);
    expect(facts).toEqual(zip.subarray(local + 4, local + 30));
    expect(zip.readUInt16LE(at + 10)).toBe(0);
    const name = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(nameLength));
    const start = local + 30 + zip.readUInt16LE(nameLength);
    const content = zip.subarray(start, start + zip.readUInt32LE(size));
    expect(crc32(content)).toBe(zip.readUInt32LE(crc));
    entries.push({ name, content: content.toString() });
    at += 46 + zip.readUInt16LE(nameLength);
  }
  return entries;
}

/** Cells of lines without line feeds in them. */
const cellsOf = (line: string) =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^",]*)(?:,|$)/g)].slice(0, 27).map(([, cell = '']) => cell);

describe('an archive', () => {
  test('holds its one file', () => {
    expect(unzip(zipOf('ä.csv', Buffer.from('één\n'), Date.UTC(2026, 10, 21)))).toEqual([
      { name: 'ä.csv', content: 'één\n' },
    ]);
  });

  test('may hold an empty one', () => {
    expect(unzip(zipOf('none', new Uint8Array(), Date.UTC(1980, 0, 1)))).toEqual([
      { name: 'none', content: '' },
    ]);
  });
});

describe('format=csv', () => {
  test('answers an archive of lines, one for each policy of an event', async () => {
    const { clock, get, page } = await openPlatform();
    const window = { created_at_start: hoursFrom(clock, -48), created_at_end: hoursFrom(clock, 0) };
    const answer = await get({ ...window, format: 'csv', num_of_rows: 500_000, direction: 'asc' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/zip');
    const [entry] = unzip(new Uint8Array(await answer.arrayBuffer()));
    expect(entry?.name).toBe('audit_packages.csv');
    const [head = '', ...lines] = (entry?.content ?? '').trimEnd().split('\n');
    expect(head).toBe(
      'id,created_at,action,reason,package_type,package_name,package_version,package_url,' +
        'curated_repo_server_name,curated_repo_name,curated_repo_project_key,user_name,user_mail,' +
        'origin_repo_server_name,origin_repo_name,origin_repo_project_key,public_repo_name,' +
        'public_repo_url,ecosystem,ondemand,policy_id,policy_name,condition_name,' +
        'condition_category,dry_run,result,policy_reason',
    );
    const { data } = await page({ ...window, num_of_rows: 2000, direction: 'asc' });
    const rows = (data ?? []).flatMap((event) =>
      (event.policies ?? [null]).map((policy) => ({ event, policy })),
    );
    expect(rows.length).toBeGreaterThan(data?.length ?? 0);
    const found = lines.slice(0, rows.length).map(cellsOf);
    expect(found.map(({ length }) => length)).toEqual(rows.map(() => 27));
    const picked = found.map((cells) => [0, 1, 2, 3, 4, 11, 12, 20, 24].map((at) => cells[at]));
    expect(picked).toEqual(
      rows.map(({ event, policy }) =>
        [
          ...[event.id, event.created_at, event.action, event.reason, event.package_type],
          ...[event.username, event.user_mail],
          ...[policy?.policy_id ?? '', policy?.dry_run ?? ''],
        ].map(String),
      ),
    );
  });

  test('counts events, not lines, when it pages', async () => {
    const { get } = await openPlatform();
    const ask = async (query: Record<string, string | number>) => {
      const answer = await get({ format: 'csv', ...query });
      const [entry] = unzip(new Uint8Array(await answer.arrayBuffer()));
      return new Set(
        (entry?.content.split('\n').slice(1, -1) ?? []).map((line) => cellsOf(line)[0]),
      );
    };
    const both = await ask({ num_of_rows: 400 });
    expect(both.size).toBe(400);
    const [first, second] = [
      await ask({ num_of_rows: 200 }),
      await ask({ num_of_rows: 200, offset: 200 }),
    ];
    expect([...first, ...second]).toEqual([...both]);
  });

  test('says so when there are more events than an archive can hold', async () => {
    const { get } = await openPlatform({ auditEvents: 10_000_000 });
    const answer = await get({ format: 'csv', num_of_rows: 10 });
    const [entry] = unzip(new Uint8Array(await answer.arrayBuffer()));
    expect(entry?.name).toBe('audit_packages_incomplete.csv');
    expect(entry?.content.trimEnd().split('\n').length).toBeGreaterThan(10);
  });
});
