// ink-table is CommonJS and calls require('ink'), but Ink has a top-level await, which require()
// refuses. Rewriting its three requires into imports is all it needs.
import { readFile } from 'node:fs/promises';

const filter = /ink-table[\\/]dist[\\/]index\.js$/;

function toModule(source) {
  const imports = [
    "import * as inkModule from 'ink';",
    "import * as reactModule from 'react';",
    "import objectHashModule from 'object-hash';",
    'const exports = {};',
  ];
  const body = source
    .replace('require("ink")', 'inkModule')
    .replace('require("react")', 'reactModule')
    .replace('require("object-hash")', '{ sha1: objectHashModule.sha1 }');
  return `${imports.join('\n')}\n${body}\nexport default exports.default;\n`;
}

/** For esbuild. */
export const inkTableForEsbuild = {
  name: 'ink-table',
  setup(build) {
    build.onLoad({ filter }, async ({ path }) => ({
      contents: toModule(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

/** For vitest (vite). */
export const inkTableForVite = {
  name: 'ink-table',
  enforce: 'pre',
  transform(code, id) {
    return filter.test(id.split('?')[0]) ? { code: toModule(code), map: null } : undefined;
  },
};
