import { expect, test } from 'vitest';
import type { ExportColumn, ExportKind } from '../../src/export-engine/kind.ts';
import { exportOffers } from '../../src/features/index.ts';

const cell = (text: string) => text.replaceAll('|', '\\|');

const tableOf = (columns: readonly ExportColumn[]): readonly string[] => [
  '| column | holds |',
  '| --- | --- |',
  ...columns.map(({ name, description }) => `| \`${cell(name)}\` | ${cell(description)} |`),
];

function chapterOf({ name, title, columns, vendorColumns }: ExportKind): readonly string[] {
  const vendors = vendorColumns?.columns ?? [];
  const names = vendors.map((column) => `\`${column.name}\``).join(', ');
  return [
    ...[`## ${name}`, '', `${title}.`, '', ...tableOf(columns), ''],
    ...(vendors.length === 0 ? [] : [`With \`--columns vendor\`: ${names}.`, '']),
  ];
}

const introduction = `# The columns of exported CSV

What \`scandeck export KIND --format csv\` writes, in this order, with these names in the first line.
A list is joined with \`; \`, an object is JSON, what is not known is empty, and times are RFC 3339 in UTC.
A cell that a spreadsheet would run gets an apostrophe in front, unless \`--raw-cells\` is given.
The other formats hold the vendor's own rows. Written by \`npx vitest run test/contracts/export-columns.test.ts -u\`.
`;

test('the columns of CSV are documented', async () => {
  const kinds = await Promise.all(exportOffers.map(({ load }) => load()));
  for (const { name, columns } of kinds) {
    expect(columns.length, name).toBeGreaterThan(3);
    for (const column of columns) expect(column.description, column.name).not.toBe('');
  }
  const text = [introduction, ...kinds.flatMap(chapterOf)].join('\n');
  await expect(`${text.trimEnd()}\n`).toMatchFileSnapshot('../../docs/export-columns.md');
});
