import { describe, expect, test } from 'vitest';
import { importsIn, importsOf } from './imports.ts';
import { readCode, sourcesBelow } from './project-files.ts';

/** Which of our files a file may import; the first rule that fits counts. */
const rules: readonly { readonly from: RegExp; readonly to: RegExp }[] = [
  { from: /^src\/main\.ts$/, to: /^src\// },
  { from: /^src\/core\//, to: /^src\/core\// },
  { from: /^src\/api\//, to: /^src\/(api|core)\// },
  { from: /^src\/config\//, to: /^src\/(config|api|core)\/|^src\/features\/feature\.ts$/ },
  { from: /^src\/cli\//, to: /^src\/(cli|api|core)\/|^src\/features\/feature\.ts$/ },
  { from: /^src\/simulator\//, to: /^src\/(simulator|core)\/|^src\/features\/feature\.ts$/ },
  { from: /^src\/export-engine\//, to: /^src\/(export-engine|api|core)\// },
  { from: /^src\/features\/feature\.ts$/, to: /^src\/(api|core)\// },
  { from: /^src\/features\/index\.ts$/, to: /^src\/(features|core)\// },
  { from: /^src\/tui\/kit\//, to: /^src\/(tui\/kit|core)\// },
  {
    from: /^src\/tui\//,
    to: /^src\/(tui|core)\/|^src\/features\/(index|feature)\.ts$|^src\/api\/(session|types|source-titles)\.ts$/,
  },
];

/** A feature sees itself, what is below it, and, in its pane's files, the kit. */
function isAllowed(from: string, to: string): boolean {
  const rule = rules.find((candidate) => candidate.from.test(from));
  if (rule !== undefined) return rule.to.test(to);
  const feature = /^src\/features\/[^/]+\//.exec(from)?.[0];
  if (feature === undefined) return false;
  if (to.startsWith(feature) || to === 'src/features/feature.ts') return true;
  return /^src\/(api|core|export-engine)\//.test(to) || (isPaneFile(from) && isKit(to));
}

const isKit = (path: string) => path.startsWith('src/tui/kit/');
const isPaneFile = (path: string) => /(\.tsx|\/pane[^/]*\.ts)$/.test(path);
const isTuiPackage = (target: string) => ['react', 'ink', 'ink-table'].includes(target);

const edges = sourcesBelow('src').flatMap((from) =>
  importsOf(from).map((edge) => ({ from, ...edge })),
);
const show = ({ from, target }: { from: string; target: string }) => `${from} -> ${target}`;

describe('our own imports', () => {
  test('go the right way', () => {
    const wrong = edges.filter(({ from, target, isOurs }) => isOurs && !isAllowed(from, target));
    expect(wrong.map(show)).toEqual([]);
  });

  test('are written with a name that can be read here', () => {
    const isComputed = (path: string) => /\bimport\((?!\s*')/.test(readCode(path));
    expect(sourcesBelow('src').filter(isComputed)).toEqual([]);
  });

  test.each([
    ['src/core/a.ts', 'src/api/types.ts', false],
    ['src/api/prisma/schema.ts', 'src/core/json.ts', true],
    ['src/features/scan-logs/source.ts', 'src/features/scan-progress/model.ts', false],
    ['src/features/scan-logs/source.ts', 'src/tui/kit/table.tsx', false],
    ['src/features/scan-logs/pane.tsx', 'src/tui/kit/table.tsx', true],
    ['src/features/scan-logs/pane.tsx', 'src/tui/deck.ts', false],
    ['src/tui/deck.ts', 'src/features/scan-logs/store.ts', false],
    ['src/tui/deck.ts', 'src/api/client.ts', false],
    ['src/tui/kit/table.tsx', 'src/tui/deck.ts', false],
    ['src/cli/run.ts', 'src/tui/run.tsx', false],
    ['src/simulator/server.ts', 'src/api/types.ts', false],
    ['src/elsewhere/a.ts', 'src/core/json.ts', false],
  ])('%s may import %s: %s', (from, to, expected) => {
    expect(isAllowed(from, to)).toBe(expected);
  });
});

test('React and Ink are imported in *.tsx and src/tui alone', () => {
  const wrong = edges.filter(
    ({ from, target, isTypeOnly }) =>
      isTuiPackage(target) && !isTypeOnly && !/\.tsx$|^src\/tui\//.test(from),
  );
  expect(wrong.map(show)).toEqual([]);
});

test('the reader of imports sees every form of them', () => {
  const code = [
    "import type { A } from './a.ts';",
    "import { b,\n  c } from '../core/b.ts';",
    "import 'react/jsx-runtime';",
    "export { d } from '@scope/name/deep';",
    "const e = () => import('./e.tsx');",
    "type F = typeof import('ink');",
    "const text = 'nothing from here';",
  ].join('\n');
  const ours = { isOurs: true, isTypeOnly: false, isDynamic: false };
  const theirs = { ...ours, isOurs: false };
  expect(importsIn('src/x/file.ts', code)).toEqual([
    { ...ours, target: 'src/x/a.ts', isTypeOnly: true },
    { ...ours, target: 'src/core/b.ts' },
    { ...theirs, target: 'react' },
    { ...theirs, target: '@scope/name' },
    { ...ours, target: 'src/x/e.tsx', isDynamic: true },
    { ...theirs, target: 'ink', isTypeOnly: true },
  ]);
});
