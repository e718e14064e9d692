import { policies, type Rule } from './rule.ts';

const kubernetes = {
  ...policies.kubernetes,
  scope: 'kubernetes',
  originator: 'policy',
  category: 'runtime',
  source: 'k8s_audit',
  ruleType: 6,
} as const;

const cloud = { scope: 'cloud', originator: 'policy', category: 'remote', ruleType: 6 } as const;

const ibm = { ...cloud, ...policies.ibm, source: 'ibm_activitytracker' } as const;

const none = { policy: '', policyId: 0, ruleType: null, tags: [] } as const;

/** The rules that watch hosts, Kubernetes, clouds and the platform itself. */
export const otherRules: readonly Rule[] = [
  {
    ...{ ...policies.notable, name: 'Suspicious Cron Modification', severity: 5, weight: 4 },
    ...{ scope: 'host', originator: 'policy', category: 'runtime', source: 'syscall' },
    ...{ ruleType: 6, tags: ['host', 'MITRE', 'MITRE_TA0003_persistence'] },
    program: { exe: '/usr/bin/vi', cmdline: 'vi /etc/crontab', parent: 'bash', user: 'root' },
    file: { path: '/etc/crontab', permissions: 'w' },
  },
  {
    ...{ ...kubernetes, name: 'Attach/Exec Pod', severity: 4, weight: 4 },
    tags: [
      'k8s',
      'MITRE',
      'MITRE_TA0002_execution',
      'MITRE_T1609_container_administration_command',
    ],
    fields: {
      'ka.verb': 'create',
      'ka.target.subresource': 'exec',
      'ka.uri.param[command]': 'bash',
    },
  },
  {
    ...{ ...kubernetes, name: 'Create Privileged Pod', severity: 3, weight: 2 },
    tags: ['k8s', 'MITRE', 'MITRE_TA0004_privilege_escalation', 'MITRE_T1610_deploy_container'],
    fields: { 'ka.verb': 'create', 'ka.target.resource': 'pods' },
  },
  {
    ...{ ...policies.admission, scope: 'kubernetes', originator: 'admissionController' },
    ...{ category: 'admissionController', source: 'K8SAdmissionController', ruleType: 6 },
    ...{ name: 'Failed Vulnerability Policy', severity: 5, weight: 2, tags: ['k8s'] },
  },
  {
    ...{ ...ibm, name: 'IBM Cloud IAM Policy Deleted', severity: 5, weight: 2 },
    tags: ['cloud', 'ibm', 'MITRE', 'MITRE_TA0005_defense_evasion'],
    fields: { 'ibm.action': 'iam-am.policy.delete', 'ibm.outcome': 'success' },
  },
  {
    ...{ ...ibm, name: 'IBM Cloud IAM Service ID API Key Created', severity: 6, weight: 3 },
    tags: ['cloud', 'ibm', 'MITRE', 'MITRE_TA0003_persistence'],
    fields: { 'ibm.action': 'iam-identity.serviceid-apikey.create', 'ibm.outcome': 'success' },
  },
  {
    ...{ ...cloud, ...policies.aws, source: 'aws_cloudtrail', name: 'Describe Instances' },
    ...{ severity: 7, weight: 8 },
    tags: ['MITRE_T1082_system_information_discovery', 'Cloud', 'AWS', 'MITRE_TA0007_discovery'],
  },
  {
    ...{ ...none, name: '', severity: 0, weight: 6, scope: 'platform' },
    ...{ originator: 'ingestion', category: '', source: 'auditTrail' },
  },
];

/** The retired engine's events: live tenants have none. */
export const scanningRule: Rule = {
  ...{ ...none, name: 'Critical vulnerabilities', severity: 0, weight: 3, scope: 'image' },
  ...{ originator: 'scanning', category: 'runtime', source: 'scanning' },
};
