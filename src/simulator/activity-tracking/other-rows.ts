import { accountId, people } from './actors.ts';
import type { Draws } from './draws.ts';
import { type LogRow, rowSeverity, type SeverityName } from './rows.ts';

/** What other services of the account have to tell. */
const otherServices = [
  { service: 'iam-identity', action: 'user-apikey.login', name: 'user-apikey', severity: 'normal' },
  { service: 'containers-kubernetes', action: 'cluster.config', name: 'prod', severity: 'normal' },
  { service: 'kms', action: 'secrets.rotate', name: 'my-secret-key1', severity: 'warning' },
] as const;

const levels: readonly SeverityName[] = ['Debug', 'Info', 'Info', 'Error'];

/** A row that has nothing to do with the registry: an audit event of another service, or a log. */
export function otherRow(at: number, applicationName: string, draws: Draws): LogRow {
  const common = { at, arrivesAt: at + draws.between(1000, 9000), logId: draws.uuid() };
  if (draws.chance(0.4)) {
    const data = { level: 'info', message: `handled request in ${draws.between(2, 900)} ms` };
    const severity = draws.pick(levels);
    return { ...common, severity, applicationName: 'orders', subsystemName: 'orders-api', data };
  }
  const { service, action, name, severity } = draws.pick(otherServices);
  const crn = `crn:v1:bluemix:public:${service}:us-south:a/${accountId}:${draws.uuid()}::`;
  const { id, name: person, typeURI } = draws.pick(people);
  const data = {
    ...{ logSourceCRN: crn, saveServiceCopy: true, dataEvent: false, outcome: 'success' },
    eventTime: `${new Date(at).toISOString().slice(0, 22)}+0000`,
    ...{ action: `${service}.${action}`, severity, message: `${service}: ${action} ${name}` },
    initiator: { id, name: person, typeURI, credential: { type: 'user' } },
    target: { id: crn, name, typeURI: `${service}/${action.split('.')[0]}` },
    ...{ reason: { reasonCode: 200, reasonType: 'OK' }, observer: { name: 'ActivityTracker' } },
    requestData: null,
  };
  const labels = { applicationName, subsystemName: `${service}:` };
  return { ...common, ...labels, severity: rowSeverity(severity), data };
}
