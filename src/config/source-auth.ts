import { basicAuth } from '../api/auth/basic.ts';
import { bearerAuth } from '../api/auth/bearer.ts';
import { cbcKeyAuth } from '../api/auth/cbc-key.ts';
import { type IbmIamOptions, ibmIamAuth } from '../api/auth/ibm-iam.ts';
import { jfrogApiKeyAuth } from '../api/auth/jfrog-api-key.ts';
import { prismaTokenAuth } from '../api/auth/prisma-token.ts';
import type { AuthStrategy, Secret } from '../api/auth/strategy.ts';
import { sysdigTokenAuth, targetHeaders } from '../api/auth/sysdig-token.ts';
import type { Clock } from '../core/clock.ts';
import type { Secrets } from './secrets.ts';
import type { AuthConfig, SourceConfig } from './source-schema.ts';

/** How a source is signed in to. Nothing is looked up before the first call. */
export function authStrategy(
  config: SourceConfig,
  { clock, secrets }: { readonly clock: Clock; readonly secrets: Secrets },
): AuthStrategy {
  const { auth } = config;
  switch (auth.type) {
    case 'basic':
      return basicAuth({ username: auth.username, password: secretOf(secrets, auth.password) });
    case 'bearer':
      return bearerAuth({ token: secretOf(secrets, auth.token) });
    case 'prisma-token': {
      const apiVersion = 'apiVersion' in config ? config.apiVersion : 'v1';
      const password = secretOf(secrets, auth.password);
      return prismaTokenAuth({ clock, apiVersion, username: auth.username, password });
    }
    case 'cbc-key':
      return cbcKeyAuth({ apiId: auth.apiId, apiSecret: secretOf(secrets, auth.apiSecret) });
    case 'ibm-iam': {
      const apiKey = secretOf(secrets, auth.apiKey);
      return ibmIamAuth({ clock, apiKey, iamUrl: auth.iamUrl, ...targetOf(config) });
    }
    case 'sysdig-token':
      return sysdigTokenAuth({ token: secretOf(secrets, auth.token) });
    case 'jfrog-api-key':
      return jfrogApiKeyAuth({ apiKey: secretOf(secrets, auth.apiKey) });
  }
}

/** IBM Cloud Logs has a host of its own for each instance, and so needs no headers. */
function targetOf(config: SourceConfig): Pick<IbmIamOptions, 'headers'> {
  if (!('instanceId' in config) || config.instanceId === undefined) return {};
  const { instanceId, teamId } = config;
  return { headers: targetHeaders({ instanceId, teamId }) };
}

/** The references of a way to sign in. */
export function secretReferences(auth: AuthConfig): readonly string[] {
  switch (auth.type) {
    case 'basic':
    case 'prisma-token':
      return [auth.password];
    case 'bearer':
    case 'sysdig-token':
      return [auth.token];
    case 'cbc-key':
      return [auth.apiSecret];
    case 'jfrog-api-key':
    case 'ibm-iam':
      return [auth.apiKey];
  }
}

/** A strategy asks a second time only when the vendor refused what it got the first time. */
function secretOf(secrets: Secrets, reference: string): Secret {
  let wasAsked = false;
  return async () => {
    const value = await secrets.resolve(reference, { fresh: wasAsked });
    wasAsked = true;
    return value;
  };
}
