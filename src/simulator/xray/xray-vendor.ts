import type { Vendor, VendorSetting } from '../vendor.ts';
import { checkAccess, demoUser } from './access.ts';
import { answerAudit } from './audit-call.ts';
import { createAuditService } from './audit-service.ts';
import { errorBody, refusal } from './refusals.ts';
import { completeSetting } from './setting.ts';

/**
 * The JFrog Platform, with the audit events of Curation that Xray tells. They tell the clock's
 * time, at any speed of the simulated time, so that windows mean what they say.
 */
export function createXrayVendor({ seed, clock, catalogue, ...rest }: VendorSetting): Vendor {
  const setting = completeSetting(rest.xray);
  const service = createAuditService({ seed, catalogue, auditEvents: setting.auditEvents });
  const call = { service, setting, now: () => clock.now() };
  return {
    routes: [
      {
        method: 'GET',
        path: '/xray/api/v1/curation/audit/packages',
        answer: (request) => {
          checkAccess(request);
          if (!setting.licensed) throw refusal(404, 'Curation is not enabled');
          return answerAudit(call, request);
        },
      },
    ],
    faultBody: (status) =>
      errorBody(status === 429 ? 'too many requests' : 'internal server error'),
    profileEntry: (url) => ({
      url,
      auth: { type: 'bearer', token: `command:echo ${demoUser.token}` },
    }),
  };
}
