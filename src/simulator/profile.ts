import type { Vendor } from './vendor.ts';

/** How long the simulated scans have to stand still to be called stalled, at speed 1. */
const stallMs = 15_000;
const pollMs = 2000;

/** The content of a config file for the simulated vendors, with waits that suit their speed. */
export function demoConfig(
  url: string,
  speed: number,
  vendors: Readonly<Record<string, Vendor>>,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(vendors).map(([name, vendor]) => [name, vendor.profileEntry(url)]);
  return {
    currentProfile: 'demo',
    profiles: { demo: Object.fromEntries(entries) },
    preferences: {
      progress: {
        interval: `${clamp(pollMs / speed, 250, pollMs)}ms`,
        stallAfter: `${clamp(stallMs / speed, 1000, 86_400_000)}ms`,
      },
    },
  };
}

const clamp = (value: number, low: number, high: number) =>
  Math.round(Math.min(high, Math.max(low, value)));
