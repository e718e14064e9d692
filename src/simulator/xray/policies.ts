/** A policy of Curation, with its one condition. */
export interface Policy {
  readonly id: number;
  readonly name: string;
  /** Tells what it would do, and lets everything through. */
  readonly dryRun: boolean;
  readonly condition: string;
  /** As written: security, operational, license, malicious. */
  readonly category: string;
  readonly reason: string;
  readonly recommendation: string;
}

const newer = 'Use a newer version of the package.';
const other = 'Use another package.';

/** Against packages that are known to do harm. */
export const maliciousPolicy: Policy = {
  id: 1,
  name: 'block-malicious',
  dryRun: false,
  condition: 'Malicious package',
  category: 'malicious',
  reason: 'The package is known to be malicious.',
  recommendation: 'Remove the package, and look for what it has done.',
};

/** Against images that anybody may have made. */
export const officialPolicy: Policy = {
  id: 3,
  name: 'only-official-images',
  dryRun: false,
  condition: 'Image is not Docker Hub official',
  category: 'operational',
  reason: 'The image is not one of the official ones of Docker Hub.',
  recommendation: 'Use the official image.',
};

/** The policies that block. */
export const blockingPolicies: readonly Policy[] = [
  {
    id: 2,
    name: 'no-critical-cve',
    dryRun: false,
    condition: 'CVE with CVSS score of 9 or above (with a fix version available)',
    category: 'security',
    reason: 'The version has a vulnerability with a CVSS score of 9 or above.',
    recommendation: newer,
  },
  {
    id: 4,
    name: 'two-weeks-of-age',
    dryRun: false,
    condition: 'Package version is immature (less than 14 days old)',
    category: 'operational',
    reason: 'The version was published less than 14 days ago.',
    recommendation: 'Wait, or use an older version.',
  },
  {
    id: 5,
    name: 'Lizenzen geprüft',
    dryRun: false,
    condition: 'Package version contains a banned license',
    category: 'license',
    reason: 'The license "AGPL-3.0" is banned.',
    recommendation: other,
  },
  {
    id: 8,
    name: 'known-exploits',
    dryRun: false,
    condition: 'CVE with a known exploit',
    category: 'security',
    reason: 'The version has a vulnerability that is known to be exploited.',
    recommendation: newer,
  },
];

/** The policies that would block, were they not dry runs. */
export const dryRunPolicies: readonly Policy[] = [
  {
    id: 11,
    name: 'aged-packages',
    dryRun: true,
    condition: 'Package version is aged (more than 3 years old)',
    category: 'operational',
    reason: 'The version was published more than 3 years ago.',
    recommendation: newer,
  },
  {
    id: 12,
    name: 'high-cve',
    dryRun: true,
    condition: 'CVE with CVSS score between 7.0 and 8.9 (with or without a fix version available)',
    category: 'security',
    reason: 'The version has a vulnerability with a CVSS score of 7 or above.',
    recommendation: newer,
  },
  {
    id: 13,
    name: 'scorecard-at-least-four',
    dryRun: true,
    condition: 'Package has an OpenSSF aggregated score of less than 4',
    category: 'operational',
    reason: "The project's score is 2.9.",
    recommendation: other,
  },
];
