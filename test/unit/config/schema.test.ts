import { describe, expect, test } from 'vitest';
import { readBaseUrl } from '../../../src/config/base-url.ts';
import { check } from '../../../src/config/check.ts';
import { configJsonSchema, configSchema, isReadOnly } from '../../../src/config/schema.ts';
import { nearest } from '../../../src/core/nearest.ts';

const allSources = {
  currentProfile: 'prod',
  profiles: {
    prod: {
      readOnly: true,
      colour: 'red',
      prisma: {
        url: 'https://console.example:8083',
        apiVersion: 'v32.07',
        auth: { type: 'basic', username: 'ops', password: 'env:PRISMA_PASSWORD' },
        tls: { caFile: '/etc/ssl/console.pem' },
      },
      carbonBlack: {
        url: 'https://defense.example',
        orgKey: 'ABCD1234',
        auth: { type: 'cbc-key', apiId: 'ABCD123456', apiSecret: 'env:CBC_SECRET' },
      },
      xray: {
        url: 'https://acme.example',
        auth: { type: 'bearer', token: 'command:pass show jfrog' },
      },
      workloadProtection: {
        url: 'https://us-south.security-compliance-secure.cloud.ibm.com',
        instanceId: 'guid',
        teamId: 50006626,
        auth: {
          type: 'ibm-iam',
          apiKey: 'file:/run/secrets/ibm',
          iamUrl: 'https://iam.cloud.ibm.com',
        },
      },
      activityTracking: {
        url: 'https://guid.api.us-south.logs.cloud.ibm.com',
        auth: { type: 'ibm-iam', apiKey: 'env:IBMCLOUD_API_KEY' },
      },
    },
  },
};

describe('the config schema', () => {
  test('takes a profile with all five sources, and fills in what is usual', () => {
    expect(check(configSchema, allSources)).toMatchObject({
      value: {
        profiles: {
          prod: {
            carbonBlack: { instance: 'containers' },
            activityTracking: { auth: { iamUrl: 'https://iam.cloud.ibm.com' } },
          },
        },
      },
    });
  });

  test.each([
    ['prisma', ['basic', 'prisma-token', 'bearer']],
    ['carbonBlack', ['cbc-key']],
    ['xray', ['bearer', 'jfrog-api-key', 'basic']],
    ['workloadProtection', ['ibm-iam', 'sysdig-token']],
    ['activityTracking', ['ibm-iam', 'bearer']],
  ])('%s signs in by %j alone', (source, types) => {
    const config = { profiles: { a: { [source]: { url: 'https://x', auth: { type: 'magic' } } } } };
    const checked = check(configSchema, config);
    const issues = 'issues' in checked ? checked.issues : [];
    const issue = issues.find(({ path }) => path.at(-1) === 'type');
    const words = types.map((type) => `"${type}"`).join(', ');
    expect(issue?.message).toBe(
      `is not a known value; write ${types.length > 1 ? 'one of ' : ''}${words}`,
    );
  });

  test.each([
    [{}, false],
    [{ production: true }, true],
    [{ production: true, readOnly: false }, false],
    [{ production: false, readOnly: true }, true],
  ])('the profile %j is read-only: %j', (profile, expected) => {
    expect(isReadOnly(profile)).toBe(expected);
  });

  test('as JSON Schema it is strict and describes what a person writes', () => {
    expect(configJsonSchema()).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: {
        profiles: {
          additionalProperties: {
            additionalProperties: false,
            properties: {
              prisma: { properties: { url: { type: 'string' } }, required: ['url', 'auth'] },
            },
          },
        },
      },
    });
  });
});

describe('a base URL', () => {
  test.each([
    ['prisma', 'https://console.example:8083', 'https://console.example:8083'],
    ['prisma', ' https://console.example:8083/ ', 'https://console.example:8083'],
    ['prisma', 'https://console.example/api/v1', 'https://console.example'],
    ['prisma', 'https://console.example/api/v32.07/', 'https://console.example'],
    [
      'prisma',
      'https://eu.twistlock.example/eu-1-123456/',
      'https://eu.twistlock.example/eu-1-123456',
    ],
    [
      'prisma',
      'https://eu.twistlock.example/eu-1-123456/api/v1',
      'https://eu.twistlock.example/eu-1-123456',
    ],
    ['xray', 'https://acme.example/xray/api/v1/', 'https://acme.example'],
    ['carbonBlack', 'https://defense.example/containers/v1beta', 'https://defense.example'],
    ['activityTracking', 'https://guid.example/v1/query', 'https://guid.example'],
    ['workloadProtection', 'http://127.0.0.1:4000/api', 'http://127.0.0.1:4000'],
  ] as const)('of %s: %s is %s', (source, text, url) => {
    expect(readBaseUrl(text, source)).toEqual({ url });
  });

  test.each(['console.example', 'ftp://console.example', 'https://', '', 'javascript:alert(1)'])(
    '%j is refused',
    (text) => {
      expect(readBaseUrl(text, 'prisma')).toEqual({
        problem: 'is not a web address; write "https://HOST" or "https://HOST:PORT"',
      });
    },
  );

  test.each(['https://a.example/?x=1', 'https://a.example/#top'])('%j is refused', (text) => {
    expect(readBaseUrl(text, 'xray')).toHaveProperty('problem');
  });
});

test.each([
  ['preference', 'preferences'],
  ['readonly', 'readOnly'],
  ['prsima', 'prisma'],
  ['qqq', null],
  ['', null],
])('%j stands for %j', (word, expected) => {
  expect(nearest(word, ['preferences', 'readOnly', 'prisma', 'profiles'])).toBe(expected);
});
