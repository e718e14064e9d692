import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runProgram } from './cli-program.ts';

/** Has Node name every file that it loads, on stderr. */
const naming = `import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => {
  if (url.startsWith('file:')) process.stderr.write('loaded ' + url + '\\n');
  return next(url, context);
} });`;
const node = ['--import', `data:text/javascript,${encodeURIComponent(naming)}`];

async function loadedBytes(...args: string[]): Promise<number> {
  const { code, err } = await runProgram(args, { node });
  expect(code).toBe(0);
  const urls = Array.from(err.matchAll(/^loaded (.*)$/gm), ([, url = '']) => url);
  expect(urls.some((url) => url.endsWith('/dist/main.js'))).toBe(true);
  return urls.reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0);
}

// All commands as data, and the parser. Ink or undici alone would more than double it.
test.each([
  [['--version'], 9_000],
  [['--help'], 170_000],
  [['keys'], 170_000],
  [['completion', 'bash'], 170_000],
])('%j loads at most %i bytes of ours', async (args, most) => {
  expect(await loadedBytes(...args)).toBeLessThanOrEqual(most);
});

test('the measure sees what a session loads', async () => {
  expect(await loadedBytes('demo')).toBeGreaterThan(500_000);
});
