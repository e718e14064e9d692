import type { Vendor, VendorSetting } from '../vendor.ts';
import { instanceId, teams } from './access.ts';
import { accountCalls } from './account-calls.ts';
import { eventCalls } from './event-calls.ts';
import { createEventsService } from './events-service.ts';
import { createGate } from './gate.ts';
import { createIam, demoApiKey } from './iam.ts';
import { vulnerabilityCalls } from './vulnerability-calls.ts';
import { createVulnerabilityService } from './vulnerability-service.ts';

/** IBM Cloud Workload Protection, with IBM Cloud IAM beside it. */
export function createWorkloadProtectionVendor(vendorSetting: VendorSetting): Vendor {
  const service = createEventsService(vendorSetting);
  const { setting, now, seed } = service;
  const iam = createIam(seed, setting.tokenLifeSeconds, now);
  const calls = [
    ...eventCalls(service),
    ...vulnerabilityCalls(createVulnerabilityService(vendorSetting), setting),
    ...accountCalls,
  ];
  return {
    routes: [
      { method: 'POST', path: '/identity/token', answer: iam.exchange },
      ...calls.map(createGate(iam, setting, now)),
    ],
    profileEntry: (url) => ({
      url,
      instanceId,
      teamId: teams[0]?.id,
      auth: { type: 'ibm-iam', apiKey: `command:echo ${demoApiKey}`, iamUrl: url },
    }),
  };
}
