import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema.ts';
import type { CommandContext, CommandInput } from '../../../src/features/feature.ts';
import { simulateCommand, simulatorOptions } from '../../../src/simulator/commands.ts';
import { startSimulator } from '../../../src/simulator/server.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { basic } from './open-console.ts';

function run(options: CommandInput['options'], onOutput: (text: string) => void = () => {}) {
  const stop = new AbortController();
  const narration: string[] = [];
  const context: CommandContext = {
    globals: { readOnly: false, env: {} },
    clock: createManualClock(),
    signal: stop.signal,
    session: () => Promise.reject(new Error('no profile is needed')),
    write: async (data) => onOutput(String(data)),
    records: () => {
      throw new Error('no records are written');
    },
    narrate: (line) => narration.push(line),
  };
  const code = simulateCommand.run(context, { arguments: [], options });
  return { code, stop, narration };
}

describe('scandeck simulate', () => {
  test('prints a config file that works, and runs until it is stopped', async () => {
    const printed = Promise.withResolvers<string>();
    const { code, stop, narration } = run({ speed: '10' }, printed.resolve);
    const config = configSchema.parse(JSON.parse(await printed.promise));
    const prisma = config.profiles[config.currentProfile ?? '']?.prisma;
    const ask = () =>
      fetch(`${prisma?.url}/api/${prisma?.apiVersion}/registry/progress`, {
        headers: { authorization: basic('demo') },
      });
    expect((await ask()).status).toBe(200);
    expect(narration.join('\n')).toContain('scandeck --config demo.json progress');
    stop.abort();
    expect(await code).toBe(0);
    await expect(ask()).rejects.toThrow();
  });

  test('hands the rate of events on', () => {
    const told = simulatorOptions(createManualClock(), {
      arguments: [],
      options: { events: '300' },
    });
    expect(told.workloadProtection).toEqual({ eventsPerSecond: 300 });
  });

  test('hands the number of audit events on', () => {
    const told = simulatorOptions(createManualClock(), {
      arguments: [],
      options: { auditEvents: '1000000' },
    });
    expect(told.xray).toEqual({ auditEvents: 1_000_000 });
  });

  test('lets windows of audit events be long', () => {
    const options = { longWindows: true };
    const told = simulatorOptions(createManualClock(), { arguments: [], options });
    expect(told.xray).toMatchObject({ longWindows: true });
  });

  test('hands on what registry events are to be like', () => {
    const told = (options: CommandInput['options']) =>
      simulatorOptions(createManualClock(), { arguments: [], options }).activityTracking;
    expect(told({})).toEqual({ busyness: 1 });
    expect(told({ activity: '30', archiveOnly: true })).toEqual({
      ...{ busyness: 30, tiers: ['archive'] },
    });
  });

  test.each([
    { activity: '201' },
    { activity: '0.5' },
    { port: 'http' },
    { port: '70000' },
    { seed: '1.5' },
    { speed: '0' },
    { speed: '-1' },
    { events: '5001' },
    { auditEvents: '10000001' },
    { auditEvents: '0.5' },
    { faults: 'gremlins' },
    { legacy: '31.00' },
  ])('refuses %j', async (options) => {
    await expect(run(options).code).rejects.toMatchObject({ code: 'usage', exitCode: 2 });
  });
});

describe('the profile', () => {
  test.each([
    [1, { interval: '2000ms', stallAfter: '15000ms' }],
    [0.5, { interval: '2000ms', stallAfter: '30000ms' }],
    [10, { interval: '250ms', stallAfter: '1500ms' }],
    [100, { interval: '250ms', stallAfter: '1000ms' }],
  ])('at speed %d has waits that suit it', async (speed, progress) => {
    const { profile, close } = await startSimulator({ speed });
    await close();
    expect(profile.preferences).toEqual({ progress });
    expect(configSchema.parse(profile).preferences.progress).toEqual(progress);
  });

  test.each([
    [undefined, 'v32.07'],
    ['32.06', 'v32.06'],
    ['30.03', 'v30.03'],
    ['pre-30', 'v1'],
  ] as const)('for the shape %s asks for %s', async (legacy, apiVersion) => {
    const { profile, close } = await startSimulator(legacy === undefined ? {} : { legacy });
    await close();
    expect(configSchema.parse(profile).profiles.demo?.prisma).toMatchObject({ apiVersion });
  });
});
