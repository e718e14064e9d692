import type { Catalogue } from '../catalogue.ts';
import { createFindingCounts } from '../catalogue-findings.ts';
import { hash32 } from '../random.ts';
import { mix } from './draws.ts';

/** The severities of a scan log, worst first. */
export const severityNames = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'] as const;
export const severityCount = severityNames.length;

/** The vulnerability feed is released this often a day. */
export const feedsPerDay = 2;
/** What is found in an image changes with every so many releases: once a week. */
const feedsPerChange = 14;

/** How many vulnerabilities an image has, which goes up and down with the feed. */
export interface SeverityDrift {
  /** Whether this release changed what is known of the image. */
  changesWith(image: number, feed: number): boolean;
  /** Writes the amounts, worst first. @returns the severities that are there, a bit each */
  write(image: number, feed: number, amounts: Uint8Array): number;
  hasMalware(image: number, feed: number): boolean;
}

/** By how much an amount differs from the catalogue's, by a draw of 0 to 15. */
const changes = [-3, -2, -1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 4];
/** The same where the catalogue has none of a severity. */
const arrivals = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2];
const malwareAmongThousand = 14;
const unknownAmongThousand = 120;

/** The drift of a seed. The counts are the catalogue's, so that all vendors tell the same. */
export function createSeverityDrift(seed: number, { images }: Catalogue): SeverityDrift {
  const countOf = createFindingCounts(seed);
  const hashes = Uint32Array.from(images, ({ digest }) => hash32(seed, digest, 'drift'));
  const usual = new Uint8Array(images.length * severityCount);
  images.forEach((image, index) => {
    const { critical, high, medium, low } = countOf(image);
    const hash = hashes[index] ?? 0;
    const unknown = hash % 1000 < unknownAmongThousand ? 1 + (hash % 3) : 0;
    usual.set([critical, high, medium, low, unknown], index * severityCount);
  });
  const hashOf = (image: number) => hashes[image] ?? 0;
  const epochOf = (image: number, feed: number) =>
    Math.floor((feed + (hashOf(image) % feedsPerChange)) / feedsPerChange);
  return {
    changesWith: (image, feed) => (feed + (hashOf(image) % feedsPerChange)) % feedsPerChange === 0,
    write: (image, feed, amounts) => {
      const draws = mix(hashOf(image), epochOf(image, feed));
      let present = 0;
      for (let severity = 0; severity < severityCount; severity += 1) {
        const base = usual[image * severityCount + severity] ?? 0;
        const change = (base === 0 ? arrivals : changes)[(draws >>> (4 * severity)) & 15] ?? 0;
        const amount = Math.max(0, base + (severity === 4 && base === 0 ? 0 : change));
        amounts[severity] = amount;
        if (amount > 0) present |= 1 << severity;
      }
      return present;
    },
    hasMalware: (image, feed) =>
      hashOf(image) % 1000 >= 1000 - malwareAmongThousand &&
      mix(hashOf(image), epochOf(image, feed) + 0x5bd1) % 4 !== 0,
  };
}
