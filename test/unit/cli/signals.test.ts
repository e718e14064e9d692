import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { listenForSignals } from '../../../src/cli/signals.ts';
import { createManualClock } from '../../support/manual-clock.ts';

function listen() {
  const source = new EventEmitter();
  const clock = createManualClock();
  const exits: number[] = [];
  const interruption = listenForSignals(source, clock, (code) => exits.push(code));
  return { source, clock, exits, interruption };
}

describe('a signal', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('%s lets the command end, with exit code %i', (name, code) => {
    const { source, exits, interruption } = listen();
    expect(interruption.exitCode()).toBeNull();
    source.emit(name);
    expect(interruption.signal.aborted).toBe(true);
    expect(interruption.exitCode()).toBe(code);
    expect(exits).toEqual([]);
  });

  test('ends the process when it comes again', () => {
    const { source, exits } = listen();
    source.emit('SIGINT');
    source.emit('SIGTERM');
    expect(exits).toEqual([130]);
  });

  test('ends the process when the command takes too long', async () => {
    const { source, clock, exits } = listen();
    source.emit('SIGTERM');
    await clock.advance(1_999);
    expect(exits).toEqual([]);
    await clock.advance(1);
    expect(exits).toEqual([143]);
  });

  test('is none of our business after the end', async () => {
    const { source, clock, exits, interruption } = listen();
    source.emit('SIGINT');
    interruption.stopListening();
    await clock.advance(5_000);
    expect(exits).toEqual([]);
    expect(source.listenerCount('SIGINT')).toBe(0);
  });
});
