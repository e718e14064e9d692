// Writes README.md's key table from the built program's own list of keys. With --check it writes
// nothing, and fails when the table is stale.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const begin = '<!-- keys -->';
const end = '<!-- /keys -->';
const root = new URL('../', import.meta.url);
const readme = fileURLToPath(new URL('README.md', root));

function keyRecords() {
  const program = fileURLToPath(new URL('bin/scandeck.js', root));
  const options = { encoding: 'utf8', maxBuffer: 1 << 24 };
  return JSON.parse(execFileSync(process.execPath, [program, 'keys', '-o', 'json'], options)).rows;
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}

function tableOf(records) {
  const rows = records.map(({ keys, title, group, dangerous }, index) => {
    const where = group === records[index - 1]?.group ? '' : group;
    const does = dangerous ? `${title} (asks first; refused when read-only)` : title;
    return `| ${cell(where)} | ${keys.map((key) => `\`${cell(key)}\``).join(' ')} | ${cell(does)} |`;
  });
  return ['| for | keys | does |', '| --- | --- | --- |', ...rows].join('\n');
}

function replaced(text, table) {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no ${begin} and ${end}`);
  return `${text.slice(0, from)}${begin}\n${table}\n${text.slice(to)}`;
}

const text = readFileSync(readme, 'utf8');
const wanted = replaced(text, tableOf(keyRecords()));
if (wanted === text) console.log('The key table in README.md is fresh.');
else if (process.argv.includes('--check')) {
  console.error('The key table in README.md is stale: run `npm run docs`.');
  process.exitCode = 1;
} else {
  writeFileSync(readme, wanted);
  console.log('Wrote the key table in README.md.');
}
