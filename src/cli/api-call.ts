import { statusError } from '../api/answer-errors.ts';
import { callSite } from '../api/call-site.ts';
import { createRedactor } from '../api/redact.ts';
import type { Session } from '../api/session.ts';
import type { ApiRequest, ApiResponse, SourceId } from '../api/types.ts';
import { type ExitCode, exitCodes } from '../core/errors.ts';
import type { CommandContext, CommandInput } from '../features/feature.ts';
import { answerHead, inertBody } from './api-answer.ts';
import { readApiBody } from './api-body.ts';
import type { ApiCommandIo } from './api-io.ts';
import { apiTarget } from './api-target.ts';

/**
 * Makes the call and prints the answer, whatever its status.
 *
 * @throws ScandeckError `usage` before anything is sent; ApiError, for a status above 299 too
 */
export async function runApiCall(
  context: CommandContext,
  input: CommandInput,
  io: ApiCommandIo,
): Promise<ExitCode> {
  const target = apiTarget(input);
  const body = await readApiBody(input, target.method, io.stdin);
  const session = await context.session();
  const request: ApiRequest = {
    ...{ method: target.method, path: target.pathFor(session), query: target.query },
    ...(body === null ? {} : { body, contentType: 'application/json' }),
    signal: context.signal,
  };
  const answer = await session.client(target.source).exchange(request);
  const isTerminal = io.stdout.isTTY === true;
  if (input.options.include === true) await context.write(answerHead(answer));
  if (answer.body.length > 0)
    await context.write(isTerminal ? inertBody(answer.body) : answer.body);
  const error = judge(session, target.source, { request, answer });
  if (error !== null) throw error;
  return exitCodes.done;
}

function judge(
  session: Session,
  source: SourceId,
  { request, answer }: { readonly request: ApiRequest; readonly answer: ApiResponse },
) {
  const url = new URL(session.baseUrl(source).replace(/\/+$/, '') + request.path);
  const site = callSite({ source, method: request.method, url }, createRedactor());
  return statusError(answer, site, undefined);
}
