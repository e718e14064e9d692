/** Secure events (Sysdig Secure API, secureEvents). The document's `/api/vi` is a slip for `/api/v1`. */
export const eventsPath = '/api/v1/secureEvents';

/** Activity audit (Sysdig Secure API, activityAudit). */
export const auditPath = '/api/v2/activityAudit';

/** Vulnerability results (IBM Cloud Workload Protection release notes: Vulnerability Management). */
export const vulnerabilityPath = '/secure/vulnerability/v1';
export const runtimeResultsPath = `${vulnerabilityPath}/runtime-results`;

/** The retired scanning engine v1. */
export const legacyScanningPath = '/api/scanning/v1';
