import { demoApiKey } from '../iam/iam.ts';
import type { Vendor, VendorSetting } from '../vendor.ts';
import { instanceId, teams } from './access.ts';
import { accountCalls } from './account-calls.ts';
import { eventCalls } from './event-calls.ts';
import { createEventsService } from './events-service.ts';
import { createGate } from './gate.ts';
import { publicFault } from './refusals.ts';
import { vulnerabilityCalls } from './vulnerability-calls.ts';
import { createVulnerabilityService } from './vulnerability-service.ts';

/** IBM Cloud Workload Protection; its tokens are IBM Cloud IAM's. */
export function createWorkloadProtectionVendor(vendorSetting: VendorSetting): Vendor {
  const service = createEventsService(vendorSetting);
  const { setting, now } = service;
  const calls = [
    ...eventCalls(service),
    ...vulnerabilityCalls(createVulnerabilityService(vendorSetting), setting),
    ...accountCalls,
  ];
  return {
    routes: calls.map(createGate(vendorSetting.iam, setting, now)),
    faultBody: publicFault,
    profileEntry: (url) => ({
      url,
      instanceId,
      teamId: teams[0]?.id,
      auth: { type: 'ibm-iam', apiKey: `command:echo ${demoApiKey}`, iamUrl: url },
    }),
  };
}
