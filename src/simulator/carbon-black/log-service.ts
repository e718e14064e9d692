import type { VendorSetting } from '../vendor.ts';
import { type CallLimit, createCallLimit, usualCallLimit } from './call-limit.ts';
import { createScanLogs, type ScanLogs } from './scan-logs.ts';

/** Everything that the calls of the simulated organisation share. */
export interface LogService extends VendorSetting {
  readonly logs: ScanLogs;
  readonly limit: CallLimit;
}

/** An organisation whose images have been scanned for long. */
export function createLogService(setting: VendorSetting): LogService {
  return {
    ...setting,
    logs: createScanLogs(setting),
    limit: createCallLimit(setting.callLimit ?? usualCallLimit, setting.clock.now),
  };
}
