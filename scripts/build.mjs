// Bundles src/main.ts into dist/, one chunk for each dynamic import.
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { inkTableForEsbuild } from './ink-table-module.mjs';

const devtoolsStub = {
  name: 'react-devtools-stub',
  setup(build) {
    build.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({
      path,
      namespace: 'stub',
    }));
    build.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'export default {}' }));
  },
};

// Ink's cursor guard writes to stderr at every exit; the deck restores the cursor by itself.
const cursorGuardStub = {
  name: 'restore-cursor-stub',
  setup(build) {
    build.onResolve({ filter: /^restore-cursor$/ }, ({ path }) => ({ path, namespace: 'guard' }));
    build.onLoad({ filter: /.*/, namespace: 'guard' }, () => ({
      contents: 'export default () => {}',
    }));
  },
};

// Ink measures every text; see src/core/cell-width.ts for what this saves.
const widthShim = {
  name: 'string-width-shim',
  setup(build) {
    build.onResolve({ filter: /^string-width$/ }, ({ path }) => ({ path, namespace: 'width' }));
    build.onLoad({ filter: /.*/, namespace: 'width' }, () => ({
      contents: "export { cellWidth as default } from './src/core/cell-width.ts';",
      resolveDir: process.cwd(),
    }));
  },
};

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: { main: 'src/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  sourcemap: false,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  jsx: 'automatic',
  legalComments: 'none',
  // Its main file is UMD, whose inner requires no bundler follows.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  plugins: [devtoolsStub, cursorGuardStub, widthShim, inkTableForEsbuild],
});
