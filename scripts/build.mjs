// Bundles src/main.ts into dist/, one chunk for each dynamic import.
import { readFile, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
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
// What goes through proxies is evaluated where there is one.
const undiciClient = {
  name: 'undici-client',
  setup(build) {
    build.onResolve({ filter: /^undici$/ }, ({ path }) => ({ path, namespace: 'undici' }));
    build.onLoad({ filter: /.*/, namespace: 'undici' }, () => ({
      contents: `
        import Agent from 'undici/lib/dispatcher/agent.js';
        import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
        import request from 'undici/lib/api/api-request.js';
        Dispatcher.prototype.request = request;
        function EnvHttpProxyAgent(options) {
          const Proxied = require('undici/lib/dispatcher/env-http-proxy-agent.js');
          return new Proxied(options);
        }
        export { Agent, EnvHttpProxyAgent };`,
      resolveDir: process.cwd(),
    }));
  },
};

// No connection is ever an HTTP/2 one (src/api/transport.ts), and its client loads node:http2.
const noHttp2 = {
  name: 'undici-http1',
  setup(build) {
    build.onLoad({ filter: /undici[\\/]lib[\\/]dispatcher[\\/]client-h2\.js$/ }, () => ({
      contents: `module.exports = () => { throw new Error('HTTP/2 is not built in'); };`,
    }));
  },
};

// An ESM import of a module of Node's reads all its exports, and getters among them load more of
// Node: fetch, the REPL, workers.
const lazyBuiltins = {
  name: 'node-builtins',
  setup(build) {
    const names = builtinModules.map((name) => name.replace(/^node:/, ''));
    const filter = new RegExp(`^(?:node:)?(?:${names.join('|')})$`);
    build.onResolve({ filter }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'builtin' } : null,
    );
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: builtinModule(path),
    }));
  },
};

// Ink and what it imports make four of them when they are loaded; see src/core/lazy-segmenter.ts.
const lazySegmenter = {
  name: 'lazy-segmenter',
  setup(build) {
    const from = JSON.stringify(resolve('src/core/lazy-segmenter.ts'));
    build.onLoad({ filter: /node_modules.*\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes('new Intl.Segmenter(')) return null;
      const changed = source.replaceAll('new Intl.Segmenter(', 'new LazySegmenter(');
      return { contents: `import { LazySegmenter } from ${from};\n${changed}` };
    });
  },
};

/** Pure, so that only what is used is left in. */
function builtinModule(path) {
  const names = Object.keys(process.getBuiltinModule(path)).filter((name) => name !== 'default');
  const lines = names.map((name) => `const $${name} = /* @__PURE__ */ (() => all.${name})();`);
  const list = names.map((name) => `$${name} as ${name}`);
  return `const all = process.getBuiltinModule('${path}');
    ${lines.join('\n')}
    export { all as default, ${list.join(', ')} };`;
}

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
    // Leaves out undici's second, experimental parser.
    esbuildDetection: 'true',
  },
  banner: {
    js: 'const require = process.getBuiltinModule;',
  },
  plugins: [
    devtoolsStub,
    cursorGuardStub,
    widthShim,
    undiciClient,
    noHttp2,
    lazyBuiltins,
    lazySegmenter,
    inkTableForEsbuild,
  ],
});
