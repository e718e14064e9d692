import { expect, test } from 'vitest';
import { sourceSchemas } from '../../../src/config/source-schema.ts';

const url = 'https://us-south.security-compliance-secure.cloud.ibm.com';
const iam = { type: 'ibm-iam', apiKey: 'env:KEY' };
const token = { type: 'sysdig-token', token: 'env:TOKEN' };

test.each([
  ['an IBM Cloud key with its instance', { url, auth: iam, instanceId: 'guid', teamId: 7 }, []],
  ['an IBM Cloud key without an instance', { url, auth: iam }, ['instanceId']],
  ['a Sysdig token alone', { url, auth: token }, []],
  ['a team that is no number', { url, auth: token, teamId: 'x' }, ['teamId']],
])('%s', (_name, config, wrong) => {
  const { error } = sourceSchemas.workloadProtection.safeParse(config);
  expect(error?.issues.map(({ path }) => path.join('.')) ?? []).toEqual(wrong);
});
