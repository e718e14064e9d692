import { defineConfig } from 'vitest/config';
import { inkTableForVite } from './scripts/ink-table-module.mjs';

export default defineConfig({
  plugins: [inkTableForVite],
  server: { watch: null },
  oxc: { jsx: { runtime: 'automatic', development: false } },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    setupFiles: ['test/support/property-seed.ts'],
    env: { FORCE_COLOR: '1', CI: 'false', NODE_ENV: 'production', NO_COLOR: '' },
    server: { deps: { inline: ['ink-table'] } },
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});
