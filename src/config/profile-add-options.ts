import type { CommandOption } from '../features/feature.ts';

const option = (flags: string, description: string, repeatable = false) => ({
  flags,
  description,
  ...(repeatable ? { repeatable } : {}),
});

/** The options of `scandeck profile add`. */
export const profileAddOptions: readonly CommandOption[] = [
  option('--source <source>', 'prisma, carbonBlack, xray, workloadProtection, activityTracking'),
  option('--url <url>', "the source's address, without the API's path"),
  option('--auth <type>', 'how to sign in; found from the credentials that are given'),
  option('--username <name>', 'for basic and prisma-token'),
  option('--password <ref>', 'env:NAME, file:PATH or "command:CMD LINE"; for basic, prisma-token'),
  option('--token <ref>', 'for bearer and sysdig-token'),
  option('--api-id <id>', 'for cbc-key'),
  option('--api-secret <ref>', 'for cbc-key'),
  option('--api-key <ref>', 'for jfrog-api-key and ibm-iam'),
  option('--iam-url <url>', 'for ibm-iam'),
  option('--api-version <version>', 'Prisma: the version in the path, such as v32.07'),
  option('--project <name>', 'Prisma: the tenant project'),
  option('--collection <name>', 'Prisma: a collection to look at', true),
  option('--org-key <key>', 'Carbon Black: the organisation'),
  option('--instance <name>', 'Carbon Black: the instance in the path'),
  option('--instance-id <guid>', 'Workload Protection: the instance'),
  option('--team-id <number>', 'Workload Protection: the team'),
  option('--tier <tier>', 'Cloud Logs: frequent_search or archive'),
  option('--application-name <name>', 'Cloud Logs: the application of the audit events'),
  option('--ca-file <file>', 'PEM file of a private certificate authority'),
  option('--insecure', 'do not check the certificate'),
  option('--production', 'mark the profile as production: read-only unless the file says else'),
  option('--colour <colour>', "the profile's badge: one of the terminal's eight colours"),
  option('--replace', 'replace the source if the profile has it'),
];

/** Examples of `scandeck profile add`. */
export const profileAddExamples: readonly string[] = [
  'scandeck profile add prod --source prisma --url https://console.example:8083 --username ops --password env:PRISMA_PASSWORD --production',
  'scandeck profile add prod --source xray --url https://acme.example --token "command:pass show jfrog"',
];
