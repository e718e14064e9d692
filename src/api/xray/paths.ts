/** Audit events of packages (JFrog REST APIs, Get Approved/Blocked Audit Logs; Xray 3.82). */
export const auditPath = '/xray/api/v1/curation/audit/packages';
