import type { Command } from '../features/feature.ts';

/** `scandeck doctor`: what is wrong with each source of a profile, and what to do. */
export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Check each source: secret, name, connection, certificate, sign-in, permission, clock',
  examples: ['scandeck doctor', 'scandeck doctor --profile prod -o json'],
  run: async (context) => {
    const { runDoctor } = await import('./doctor-run.ts');
    return runDoctor(context);
  },
};
