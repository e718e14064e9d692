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

// undici's index loads fetch, WebSocket, mocks and caches, which nothing here uses: half of its time.
const undiciClient = {
  name: 'undici-client',
  setup(build) {
    build.onResolve({ filter: /^undici$/ }, ({ path }) => ({ path, namespace: 'undici' }));
    build.onLoad({ filter: /.*/, namespace: 'undici' }, () => ({
      contents: `
        import Agent from 'undici/lib/dispatcher/agent.js';
        import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
        import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js';
        import api from 'undici/lib/api/index.js';
        Object.assign(Dispatcher.prototype, api);
        export { Agent, EnvHttpProxyAgent };`,
      resolveDir: process.cwd(),
    }));
  },
};

// An ESM import of node:http reads all its exports, and one of them loads Node's own fetch: 20 ms.
const lazyHttp = {
  name: 'node-http',
  setup(build) {
    build.onResolve({ filter: /^node:http$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'http' } : null,
    );
    build.onLoad({ filter: /.*/, namespace: 'http' }, () => ({
      contents: `export const { createServer, STATUS_CODES } = process.getBuiltinModule('node:http');`,
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
  define: {
    'process.env.NODE_ENV': '"production"',
    // Yoga would fetch its own data: URL, and Node load its whole fetch for that: 15 ms.
    fetch: 'undefined',
  },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  plugins: [devtoolsStub, cursorGuardStub, widthShim, undiciClient, lazyHttp, inkTableForEsbuild],
});
