import { expect, test } from 'vitest';
import { importsOf } from './imports.ts';
import { sourcesBelow } from './project-files.ts';

/** What each file needs to be understood: a type counts as much as what runs. */
const needs = new Map(
  sourcesBelow('src').map((path) => [
    path,
    importsOf(path).flatMap(({ target, isOurs, isDynamic }) =>
      isOurs && !isDynamic ? [target] : [],
    ),
  ]),
);

/** The shortest way along imports from a file back to itself; null where there is none. */
function circleOf(start: string, edges: ReadonlyMap<string, readonly string[]>) {
  const ways = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const target of edges.get(way.at(-1) ?? '') ?? []) {
      if (target === start) return [...way, start];
      if (seen.has(target)) continue;
      seen.add(target);
      ways.push([...way, target]);
    }
  }
  return null;
}

test.each(['core', 'config', 'export-engine', 'features', 'tui', 'cli'])(
  'no file of %s imports what imports it',
  (folder) => {
    const files = [...needs.keys()].filter((path) => path.startsWith(`src/${folder}/`));
    expect(files.length).toBeGreaterThan(0);
    const circles = files.map((path) => circleOf(path, needs)).filter((way) => way !== null);
    expect(circles.map((way) => way.join(' -> '))).toEqual([]);
  },
);

test('a circle is found, however long it is', () => {
  const edges = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', []],
  ]);
  expect(circleOf('a', edges)).toEqual(['a', 'b', 'c', 'a']);
  expect(circleOf('d', edges)).toBeNull();
});
