import * as z from 'zod';
import { parseDuration } from '../core/duration.ts';
import { sourceSchemas } from './source-schema.ts';

const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** A profile's name: it is typed in a shell and shown in the header. */
export const profileNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][\w.-]{0,63}$/,
    'is not a profile name; write letters, digits, ".", "_" and "-", 64 at most',
  );

const duration = (atLeastMs: number, example: string) =>
  z.string().refine((value) => {
    try {
      return parseDuration(value) >= atLeastMs;
    } catch {
      return false;
    }
  }, `is not a duration of ${atLeastMs} ms or more; write it as in "${example}"`);

const preferences = z.strictObject({
  title: z.boolean().default(true),
  bell: z.boolean().default(true),
  progress: z
    .strictObject({
      interval: duration(250, '2s').default('2s'),
      stallAfter: duration(1000, '5m').default('5m'),
    })
    .prefault({}),
  activity: z
    .strictObject({
      burstWithin: duration(1000, '5m').default('5m'),
      burstDeletions: z.int().min(2, 'is no burst; write 2 or more').default(5),
      burstRefusals: z.int().min(2, 'is no burst; write 2 or more').default(5),
    })
    .prefault({}),
  keys: z.record(z.string(), z.array(z.string().min(1, 'is empty; write a key'))).default({}),
});

/** What one profile says. */
export const profileSchema = z.strictObject({
  readOnly: z.boolean().optional(),
  production: z.boolean().optional(),
  colour: z.enum(colours).optional(),
  prisma: sourceSchemas.prisma.optional(),
  carbonBlack: sourceSchemas.carbonBlack.optional(),
  xray: sourceSchemas.xray.optional(),
  workloadProtection: sourceSchemas.workloadProtection.optional(),
  activityTracking: sourceSchemas.activityTracking.optional(),
});

/** The config file. What it holds is strict: an unknown key is a mistake, not an extension. */
export const configSchema = z
  .strictObject({
    /** For editors; `scandeck config schema` prints what it may point to. */
    $schema: z.string().optional(),
    currentProfile: z.string().optional(),
    profiles: z.record(profileNameSchema, profileSchema).default({}),
    preferences: preferences.prefault({}),
  })
  .superRefine(({ currentProfile, profiles }, context) => {
    if (currentProfile === undefined || Object.hasOwn(profiles, currentProfile)) return;
    const names = Object.keys(profiles).map((name) => `"${name}"`);
    context.addIssue({
      code: 'custom',
      path: ['currentProfile'],
      message: `names no profile; write ${names.length === 0 ? 'a profile first' : `one of ${names.join(', ')}`}`,
    });
  });

/** The config file's content, checked, defaults filled in. */
export type Config = z.infer<typeof configSchema>;

/** A good config as a person wrote it. */
export interface WrittenConfig {
  readonly currentProfile?: string;
  readonly profiles?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [key: string]: unknown;
}

/** A named set of sources. */
export type Profile = z.infer<typeof profileSchema>;

/** The config file's JSON Schema (draft 2020-12), as a person writes the file. */
export function configJsonSchema(): unknown {
  return z.toJSONSchema(configSchema, { io: 'input' });
}

/** Whether a profile refuses writes: as it says, else if it is marked production. */
export function isReadOnly(profile: Profile): boolean {
  return profile.readOnly ?? profile.production ?? false;
}
