import * as z from 'zod';
import type { SourceId } from '../api/types.ts';
import { readBaseUrl } from './base-url.ts';
import { referencePattern } from './secret-reference.ts';

/* Messages read "what is wrong; write what instead", and never repeat the value: it may be a secret. */

const text = z.string().min(1, 'is empty; write a value, or leave the key out');

/** What is wrong with a literal secret. */
export const secretMessage =
  'must say where the secret is, not what it is; write "env:NAME", "file:PATH" or "command:CMD LINE"';

const secret = z.string().regex(referencePattern, secretMessage);

const url = (source: SourceId) =>
  z.string().transform((value, context) => {
    const read = readBaseUrl(value, source);
    if ('url' in read) return read.url;
    context.addIssue({ code: 'custom', message: read.problem });
    return z.NEVER;
  });

const basic = z.strictObject({ type: z.literal('basic'), username: text, password: secret });
const bearer = z.strictObject({ type: z.literal('bearer'), token: secret });
const prismaToken = basic.extend({ type: z.literal('prisma-token') });
const cbcKey = z.strictObject({ type: z.literal('cbc-key'), apiId: text, apiSecret: secret });
const jfrogApiKey = z.strictObject({ type: z.literal('jfrog-api-key'), apiKey: secret });
const sysdigToken = z.strictObject({ type: z.literal('sysdig-token'), token: secret });
const ibmIam = z.strictObject({
  type: z.literal('ibm-iam'),
  apiKey: secret,
  iamUrl: z
    .url({ protocol: /^https?$/, error: 'is not a web address; write "https://iam.cloud.ibm.com"' })
    .default('https://iam.cloud.ibm.com'),
});

const reach = {
  tls: z.strictObject({ caFile: text.optional() }).optional(),
  insecure: z.boolean().optional(),
};

const prisma = z.strictObject({
  url: url('prisma'),
  apiVersion: z
    .string()
    .regex(/^v\d+(\.\d+)?$/, 'is not a version; write it as in "v32.07" or "v1"')
    .default('v32.07'),
  auth: z.discriminatedUnion('type', [basic, prismaToken, bearer]),
  ...reach,
  project: text.optional(),
  collections: z.array(text).optional(),
});

const carbonBlack = z.strictObject({
  url: url('carbonBlack'),
  orgKey: text,
  instance: text.default('containers'),
  auth: z.discriminatedUnion('type', [cbcKey]),
  ...reach,
});

const xray = z.strictObject({
  url: url('xray'),
  auth: z.discriminatedUnion('type', [bearer, jfrogApiKey, basic]),
  ...reach,
});

const workloadProtection = z
  .strictObject({
    url: url('workloadProtection'),
    instanceId: text.optional(),
    teamId: z.int().positive('is not a team; write its number').optional(),
    auth: z.discriminatedUnion('type', [ibmIam, sysdigToken]),
    ...reach,
  })
  .superRefine(({ instanceId, auth }, context) => {
    // A Sysdig token belongs to an instance and a team; a token of IBM Cloud does not.
    if (instanceId !== undefined || auth.type !== 'ibm-iam') return;
    const message = "is missing; write the instance's GUID";
    context.addIssue({ code: 'custom', path: ['instanceId'], message });
  });

const activityTracking = z.strictObject({
  url: url('activityTracking'),
  auth: z.discriminatedUnion('type', [ibmIam, bearer]),
  tier: z.enum(['frequent_search', 'archive']).optional(),
  applicationName: text.optional(),
  ...reach,
});

/** What a profile says about each vendor system. */
export const sourceSchemas = { prisma, carbonBlack, xray, workloadProtection, activityTracking };

/** One source of a profile, defaults filled in. */
export type SourceConfig = z.infer<(typeof sourceSchemas)[SourceId]>;

/** A Prisma Cloud Compute Console. */
export type PrismaConfig = z.infer<typeof prisma>;

/** An organisation of Carbon Black Cloud. */
export type CarbonBlackConfig = z.infer<typeof carbonBlack>;

/** How a source is signed in to: references, never secrets. */
export type AuthConfig = SourceConfig['auth'];
