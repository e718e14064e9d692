import { between, pick, shuffled } from './random.ts';

/** What the catalogue holds in one registry. */
export interface RegistryOutline {
  /** The registry's name as image names have it, with its port if there is one. */
  readonly host: string;
  /** Its repositories, without the registry. */
  readonly repositories: (seed: number) => readonly string[];
  /** Tags per repository, newest first; one of these lists for each. */
  readonly tags: (seed: number, repository: string) => readonly string[];
}

const domains = [
  ...['billing', 'cart', 'catalog', 'checkout', 'customer', 'delivery', 'fraud', 'gateway'],
  ...['identity', 'inventory', 'invoice', 'ledger', 'mail', 'notify', 'orders', 'payments'],
  ...['pricing', 'ratings', 'report', 'search', 'session', 'shipping', 'stock', 'tax'],
];
const parts = ['api', 'worker', 'web', 'cron', 'proxy', 'migrate'];

/** `count` different service names below a folder: `services/orders-api`. */
function services(folder: string, count: number): RegistryOutline['repositories'] {
  const names = domains.flatMap((domain) => parts.map((part) => `${folder}${domain}-${part}`));
  return (seed) =>
    shuffled(names.length, seed, folder)
      .slice(0, count)
      .map((index) => names[index] ?? '')
      .sort();
}

const listed =
  (...names: readonly string[]) =>
  () =>
    names;

/** Three to five releases, counting down from one that depends on the repository. */
function releases(seed: number, repository: string): readonly string[] {
  const major = between(0, 6, seed, repository, 'major');
  const minor = between(5, 24, seed, repository, 'minor');
  const count = between(3, 5, seed, repository, 'count');
  return Array.from({ length: count }, (_, age) => {
    const patch = between(0, 7, seed, repository, 'patch', age);
    return `${major}.${minor - age}.${patch}`;
  });
}

/** Builds by commit, as continuous delivery tags them. */
function builds(seed: number, repository: string): readonly string[] {
  return releases(seed, repository).map((release, age) =>
    age === 0
      ? 'latest'
      : `main-${release.replaceAll('.', '')}${pick(hexadecimal, repository, age)}`,
  );
}

const hexadecimal = ['a7c1', '0fe9', '5b2d', 'c483', '91de', '2ab6', 'e07f', '6d35'];

const wellKnownTags: Readonly<Record<string, readonly string[]>> = {
  'library/alpine': ['3.22', '3.21', '3.20', '3.18', '3.16'],
  'library/nginx': ['1.29', '1.28', '1.27-alpine', 'latest'],
  'library/postgres': ['17.6', '16.10', '15.14', '13.22'],
  'library/python': ['3.13-slim', '3.12', '3.11-bookworm', '3.9'],
  'library/node': ['24', '22-slim', '20-bookworm', '18'],
  'library/redis': ['8.2', '7.4', '7.2-alpine'],
  'legacy/billing': ['2019.4', '2018.11'],
};

const officialImages = [
  ...['alpine', 'busybox', 'caddy', 'debian', 'golang', 'haproxy', 'httpd', 'mariadb', 'memcached'],
  ...['mongo', 'mysql', 'nginx', 'node', 'postgres', 'python', 'rabbitmq', 'redis', 'ruby'],
  ...['tomcat', 'traefik', 'ubuntu', 'wordpress'],
];

const wellKnown = (seed: number, repository: string) =>
  wellKnownTags[repository] ?? releases(seed, repository);

/** The registries that all vendors know. */
export const registryOutlines: readonly RegistryOutline[] = [
  {
    host: 'us-west2-docker.pkg.dev',
    repositories: services('acme-prod/services/', 84),
    tags: releases,
  },
  { host: 'acme.azurecr.io', repositories: services('platform/', 40), tags: releases },
  {
    host: 'registry.corp.example:5000',
    repositories: (seed) => ['legacy/billing', ...services('core/', 22)(seed)],
    tags: wellKnown,
  },
  { host: 'harbor.corp.example', repositories: services('edge/', 18), tags: builds },
  {
    host: 'quay.io',
    repositories: listed(
      ...['argoproj/argocd', 'ceph/ceph', 'cilium/cilium', 'coreos/etcd', 'jetstack/cert-manager'],
      ...[
        'keycloak/keycloak',
        'minio/minio',
        'oauth2-proxy/oauth2-proxy',
        'prometheus/alertmanager',
      ],
      ...['prometheus/node-exporter', 'prometheus/prometheus', 'strimzi/kafka', 'strimzi/operator'],
    ),
    tags: releases,
  },
  {
    host: '123456789012.dkr.ecr.eu-central-1.amazonaws.com',
    repositories: services('', 30),
    tags: builds,
  },
  { host: 'us.icr.io', repositories: services('acme/', 14), tags: releases },
  {
    host: 'docker.io',
    repositories: () => officialImages.map((name) => `library/${name}`),
    tags: wellKnown,
  },
  { host: 'ghcr.io', repositories: services('acme/', 20), tags: builds },
  { host: 'acme.jfrog.io', repositories: services('docker-local/', 16), tags: releases },
];
