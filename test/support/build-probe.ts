import { build, type Plugin } from 'esbuild';

/** Bundles probe.tsx as the release is bundled, into one file. */
export async function buildProbe(outfile: string): Promise<void> {
  await build({
    entryPoints: ['test/support/probe.tsx'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [devtoolsStub],
  });
}

const devtoolsStub: Plugin = {
  name: 'react-devtools-stub',
  setup: (setup) => {
    setup.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({
      path,
      namespace: 'stub',
    }));
    setup.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'export default {}' }));
  },
};
