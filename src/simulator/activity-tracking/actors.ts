import { uuidOf } from '../catalogue.ts';

/** Who does something in the account: a person, a service id or IBM's own services. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly typeURI: string;
  /** The kind of credential, as `initiator.credential.type` tells it. */
  readonly credential: string;
  /** Empty when a service of IBM acts. */
  readonly address: string;
  readonly addressType: 'IPv4' | 'IPv6' | 'CSE';
  readonly agent: string;
}

/** The account to which everything belongs. */
export const accountId = '0a7c1e5d4b9f4c26a8d3e1f06b72c954';

/** Where IBM Cloud Logs runs. */
export const logsInstanceId = '7c1d5b0e-2a64-4f0b-9d55-3b6a1e9c4d10';

const accountType = 'service/security/account';

function serviceId(name: string, address: string, agent: string): Actor {
  const id = `iam-ServiceId-${uuidOf('activity', name)}`;
  const typeURI = `${accountType}/serviceid`;
  return { id, name, typeURI, credential: 'apikey', address, addressType: 'IPv4', agent };
}

function person(name: string, number: string, rest: Partial<Actor>): Actor {
  return {
    ...{ id: `IBMid-${number}`, name, typeURI: `${accountType}/user`, credential: 'user' },
    ...{ address: '203.0.113.20', addressType: 'IPv4', agent: 'ibmcloud-cli/2.30.0' },
    ...rest,
  };
}

const docker = 'docker/27.3.1 go/go1.22.7 kernel/6.8.0 os/linux arch/amd64';

/** Builds, pushes and signs. */
export const ciService = serviceId('ci-build', '192.0.2.10', 'skopeo/1.16.1');
/** Signs what was pushed. */
export const signer = serviceId('ci-signer', '192.0.2.11', 'cosign/v2.4.1');
/** Deletes what is old. */
export const janitor = serviceId('image-janitor', '192.0.2.44', 'registry-janitor/3.2');
/** Reads what the Vulnerability Advisor found. */
export const advisorReader = serviceId('va-exporter', '192.0.2.61', 'Go-http-client/2.0');

/** Pull for their clusters; one is on the private network. */
export const clusterPullers: readonly Actor[] = [
  serviceId('cluster-prod-eu-central', '198.51.100.31', 'containerd/1.7.23'),
  serviceId('cluster-prod-us-west', '198.51.100.52', 'containerd/1.7.23'),
  {
    ...serviceId('cluster-staging', '166.9.24.13', 'cri-o/1.30.5'),
    addressType: 'CSE',
    credential: 'token',
  },
];

/** People who look and pull. */
export const people: readonly Actor[] = [
  person('mara.lindqvist@acme.example', '550004A1XB', { agent: docker, credential: 'token' }),
  person('tomas.okafor@acme.example', '550006Z77K', { address: '203.0.113.77' }),
  person('yuki.brandt@acme.example', '06000109QP', {
    ...{ address: '2001:db8:4f::19', addressType: 'IPv6', agent: 'podman/5.2.2' },
  }),
];

/** Change settings and access. */
export const administrators: readonly Actor[] = [
  person('ines.moreau@acme.example', '550002C3D4', { address: '203.0.113.5' }),
  person('ops-admin@acme.example', '550001ADM1', { credential: 'apikey', address: '192.0.2.90' }),
];

/** Someone from outside, without permission. */
export const outsider = person('contractor@partner.example', '1100004XT9', {
  ...{ address: '198.51.100.201', agent: docker, credential: 'apikey' },
});

/** IBM's own retention job: it acts from nowhere. */
export const ibmItself: Actor = {
  ...{ id: 'iam-ServiceId-IBM', name: 'IBM', typeURI: 'service/security/clientid' },
  ...{ credential: 's2s-authorization', address: '', addressType: 'IPv4', agent: '' },
};
