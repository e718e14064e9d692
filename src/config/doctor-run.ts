import { callSite } from '../api/call-site.ts';
import { createRedactor } from '../api/redact.ts';
import { type SourceId, sourceIds } from '../api/types.ts';
import { createActivity } from '../core/activity.ts';
import { configError, type ExitCode, exitCodes } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';
import type { CommandContext } from '../features/feature.ts';
import { readableByOthers } from './config-file.ts';
import { callChecks, type Patient } from './doctor-calls.ts';
import { type Check, checkColumns, type Finding, runChecks } from './doctor-check.ts';
import { probesOf } from './doctor-probes.ts';
import { reachChecks } from './doctor-reach.ts';
import { configPath, fromFolder } from './paths.ts';
import { loadProfile, tlsOf } from './profile-source.ts';
import { parseReference } from './secret-reference.ts';
import { createSecrets } from './secrets.ts';
import { createSession } from './session.ts';
import { secretReferences } from './source-auth.ts';
import type { SourceConfig } from './source-schema.ts';

/** Runs `scandeck doctor`. @returns the exit code of the first failure */
export async function runDoctor(context: CommandContext): Promise<ExitCode> {
  const { clock, globals } = context;
  const loaded = loadProfile(globals);
  const secrets = createSecrets({ clock, env: globals.env, folder: loaded.folder });
  const request = { ...globals, clock, activity: createActivity(), readOnly: true };
  const session = createSession(request, loaded, { secrets, debug: null });
  try {
    warnOfFileMode(context);
    return await examineSources({ context, loaded, session, secrets });
  } finally {
    await session.close();
  }
}

async function examineSources(patient: Patient): Promise<ExitCode> {
  const { context, loaded } = patient;
  const records = context.records(checkColumns);
  const counts = { ok: 0, warn: 0, fail: 0, skipped: 0 };
  let exitCode: ExitCode = exitCodes.done;
  for (const source of sourceIds) {
    const config = loaded.profile[source];
    if (config === undefined) continue;
    for await (const outcome of runChecks(source, checksOf(source, config, patient))) {
      await records.add([outcome.row]);
      counts[outcome.row.state] += 1;
      if (exitCode === exitCodes.done) exitCode = outcome.exitCode;
    }
  }
  const total = counts.ok + counts.warn + counts.fail + counts.skipped;
  if (total === 0) throw noSources(loaded.name);
  await records.end({ total });
  context.narrate(
    `${loaded.name}: ${counts.ok} ok, ${counts.warn} to look at, ${counts.fail} failed, ${counts.skipped} not tried`,
  );
  return exitCode;
}

function checksOf(source: SourceId, config: SourceConfig, patient: Patient): readonly Check[] {
  const { clock, signal, globals } = patient.context;
  const url = new URL(config.url);
  const site = callSite({ source, method: 'GET', url }, createRedactor());
  const tls = tlsOf(config, patient.loaded.folder);
  return [
    { name: 'secret', run: () => findSecrets(config, patient) },
    ...reachChecks({ site, url, tls, env: globals.env, clock, signal }),
    ...callChecks(source, probesOf(source, config), patient),
  ];
}

async function findSecrets(config: SourceConfig, { secrets, loaded }: Patient): Promise<Finding> {
  const references = secretReferences(config.auth);
  for (const reference of references) await secrets.resolve(reference);
  const files = references.map(parseReference).filter((found) => found?.kind === 'file');
  const warning = files
    .map((file) => readableByOthers(fromFolder(file?.target ?? '', loaded.folder)))
    .find((text) => text !== null);
  const detail = `found ${references.map((reference) => safeText(reference, 200)).join(', ')}`;
  return warning === undefined ? { state: 'ok', detail } : { state: 'warn', detail, hint: warning };
}

function warnOfFileMode({ globals, narrate }: CommandContext): void {
  const warning = readableByOthers(configPath(globals).path);
  if (warning !== null) narrate(`warning: ${warning}`);
}

function noSources(profile: string) {
  return configError(
    `The profile ${profile} has no source`,
    `Add one with \`scandeck profile add ${profile} --source prisma --url URL …\`.`,
  );
}
