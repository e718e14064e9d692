import { expect, test } from 'vitest';
import {
  actionOf,
  actions,
  decodedFields,
} from '../../../../src/features/registry-activity/actions.ts';

test('the catalogue has every action of the vendor’s tables', () => {
  const count = (group: string, dataEvent: boolean) =>
    actions.filter((action) => action.group === group && action.dataEvent === dataEvent).length;
  expect(count('account', false)).toBe(8);
  expect(count('images', false)).toBe(10);
  expect(count('images', true)).toBe(7);
  expect(count('namespaces', false)).toBe(3);
  expect(count('vulnerabilities', false)).toBe(6);
  expect(actions).toHaveLength(34);
  expect(new Set(actions.map(({ name }) => name)).size).toBe(34);
});

test('an action is found with and without the service’s name', () => {
  expect(actionOf('image.push')).toBe(actionOf('container-registry.image.push'));
  expect(actionOf('namespace.update')).toBeNull();
});

test('custom fields are decoded by the action', () => {
  const read = decodedFields({
    action: 'container-registry.image-vulnerability-report.read',
    request: { RequestParameters: { name: 'us.icr.io/ns/app:1' } },
    response: { id: 'r', status: 'FAIL' },
  });
  expect(read.map(({ title, value }) => `${title}: ${value}`)).toEqual([
    ...['image: us.icr.io/ns/app:1', 'report: r', 'status: FAIL'],
  ]);
  const signed = decodedFields({
    action: 'container-registry.signature.write',
    request: { RequestParameters: { signatureMethod: 'Red Hat Signing' } },
    response: null,
  });
  expect(signed.map(({ title, value }) => `${title}: ${value}`)).toEqual([
    'method: Red Hat Signing',
  ]);
  expect(decodedFields({ action: 'x.y.z', request: 1, response: null })).toEqual([]);
});
