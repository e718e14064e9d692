import Conf from 'conf';
import { expect, test } from 'vitest';
import { configPath, fromFolder } from '../../../src/config/paths.ts';

const machine = (platform: NodeJS.Platform) => ({ platform, home: '/home/ops' });

test.each([
  ['linux', {}, '/home/ops/.config/scandeck/config.json'],
  ['linux', { XDG_CONFIG_HOME: '/x' }, '/x/scandeck/config.json'],
  ['darwin', { XDG_CONFIG_HOME: '/x' }, '/home/ops/Library/Preferences/scandeck/config.json'],
] as const)('on %s with %j it is %s', (platform, env, expected) => {
  expect(configPath({ env }, machine(platform))).toEqual({ path: expected, named: false });
});

test('--config wins over SCANDECK_CONFIG, and both over the platform', () => {
  const env = { SCANDECK_CONFIG: '/env.json' };
  expect(configPath({ configFile: '/flag.json', env })).toEqual({
    path: '/flag.json',
    named: true,
  });
  expect(configPath({ env })).toEqual({ path: '/env.json', named: true });
  expect(configPath({ env: { SCANDECK_CONFIG: '' } }).named).toBe(false);
});

test('the folder is the one that conf uses', () => {
  const conf = new Conf({ projectName: 'scandeck', projectSuffix: '' });
  expect(configPath({ env: process.env }).path).toBe(conf.path);
});

test.each([
  ['~/x', '/home/ops/x'],
  ['~', '/home/ops'],
  ['~other/x', '/base/~other/x'],
  ['x/y', '/base/x/y'],
  ['/x', '/x'],
])('%s is %s', (path, expected) => {
  expect(fromFolder(path, '/base', { home: '/home/ops' })).toBe(expected);
});
