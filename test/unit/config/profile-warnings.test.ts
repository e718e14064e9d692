import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sourceWarnings } from '../../../src/config/profile-warnings.ts';
import { createTempFolder, type TempFolder } from './temp-folder.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = createTempFolder();
  writeFileSync(folder.file('ca.pem'), 'x');
});
afterEach(() => folder.remove());

const warnings = (look: Parameters<typeof sourceWarnings>[0]) =>
  sourceWarnings(look, folder.file('config.json')).join('; ');

test.each([
  [{ url: 'https://a.example' }, ''],
  [{ url: 'http://127.0.0.1:8080' }, ''],
  [{ url: 'http://localhost' }, ''],
  [{ url: 'http://[::1]:80' }, ''],
  [{ url: 'http://a.example' }, 'write https://'],
  [{ url: 'https://a.example', tls: { caFile: 'ca.pem' } }, ''],
  [{ url: 'https://a.example', tls: { caFile: 'no.pem' } }, "/no.pem can't be read yet"],
])('%j', (look, expected) => {
  if (expected === '') expect(warnings(look)).toBe('');
  else expect(warnings(look)).toContain(expected);
});
