import { expect, test } from 'vitest';
import { unwrap } from '../../../../src/api/activity-tracking/unwrap.ts';
import { decodeEvent } from '../../../../src/features/registry-activity/event.ts';
import { recordOf } from '../../../../src/features/registry-activity/model.ts';
import { logRow, plain, samples } from '../../../fixtures/activity-tracking/samples.ts';

function record(value: unknown) {
  const { events, problems } = unwrap(value);
  expect(problems).toEqual([]);
  expect(events).toHaveLength(1);
  return recordOf(decodeEvent(events[0] as never));
}

test.each(samples)('$name: decodes like its plain form', ({ value, like }) => {
  expect(record(value)).toEqual(record(like));
  expect(record(JSON.stringify(value))).toEqual(record(like));
  const row = logRow(value, 'log-1', 1_772_366_400_700_000);
  expect(record(row)).toEqual({ ...record(like), id: 'log-1' });
  expect(record({ result: { results: [row] } })).toEqual({ ...record(like), id: 'log-1' });
});

test('a plain event becomes the record that the commands print', () => {
  expect(record(plain)).toEqual({
    source: 'registry-activity',
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    at: '2026-03-01T12:00:00.700Z',
    action: 'container-registry.image-vulnerability-report.read',
    group: 'vulnerabilities',
    dataEvent: false,
    outcome: 'success',
    severity: 'normal',
    reason: { code: 200, type: 'OK', failure: null },
    initiator: {
      id: 'iam-ServiceId-00000000-0000-0000-0000-000000000000',
      name: 'ci-scanner',
      kind: 'serviceid',
      credential: 'apikey',
      address: '192.0.2.10',
      agent: 'ibmcloud-cli/2.30',
    },
    target: {
      id: plain.target.id,
      name: 'us.icr.io/ns/app:1.2',
      image: 'us.icr.io/ns/app',
      digest: `sha256:${'ab'.repeat(32)}`,
      namespace: 'ns',
      resourceGroup: 'group-1',
    },
    region: 'us-south',
    account: '0123456789abcdef0123456789abcdef',
    correlationId: '3f0c6a0e-7a0b-4f35-9b0a-6a1a3f2c9d11',
    request: plain.requestData,
    response: plain.responseData,
    message: plain.message,
    late: false,
  });
});

test.each([
  ['2026-03-01T12:00:00+0000', '2026-03-01T12:00:00.000Z'],
  ['2026-03-01T12:00:00.1234560+0000', '2026-03-01T12:00:00.123456Z'],
  ['2026-03-01T14:00:00.5+02:00', '2026-03-01T12:00:00.500Z'],
  ['2026-03-01T12:00:00.12', '2026-03-01T12:00:00.120Z'],
  ['yesterday', null],
])('the time %s is %s', (eventTime, at) => {
  expect(record({ ...plain, eventTime }).at).toBe(at);
});

test.each([
  [
    {
      id: 'crn:v1:bluemix:public:container-registry:us-south:a/1::image:us.icr.io/a/b/c@sha256:00',
      name: '',
    },
    { image: 'us.icr.io/a/b/c', digest: 'sha256:00', namespace: 'a' },
  ],
  [
    { id: 'icr.io/a/b:v1', name: 'icr.io/a/b:v1' },
    { image: 'icr.io/a/b', digest: null, namespace: 'a' },
  ],
  [
    { name: 'us.icr.io/a/b@sha256:00' },
    { image: 'us.icr.io/a/b', digest: 'sha256:00', namespace: 'a' },
  ],
  [
    { id: 'crn:v1:bluemix:public:container-registry:ca-tor:a/1::namespace:team', name: 'team' },
    { image: null, digest: null, namespace: 'team' },
  ],
  [
    { id: 'team', name: 'team', typeURI: 'container-registry/namespace' },
    { image: null, digest: null, namespace: 'team' },
  ],
  [undefined, { image: null, digest: null, namespace: null }],
])('the target %j is taken apart', (target, expected) => {
  expect(record({ ...plain, target }).target).toMatchObject(expected);
});

test('an unknown action of the registry has no group, and is shown as it is', () => {
  const { action, group, dataEvent } = record({
    ...{ ...plain, action: 'container-registry.namespace.update', dataEvent: undefined },
  });
  expect({ action, group, dataEvent }).toEqual({
    ...{ action: 'container-registry.namespace.update', group: null, dataEvent: null },
  });
});

test('integers past 2^53 stay exact in stringified data', () => {
  const requestData = '{"size":12345678901234567890}';
  expect(record({ ...plain, requestData }).request).toEqual({ size: 12345678901234567890n });
});
