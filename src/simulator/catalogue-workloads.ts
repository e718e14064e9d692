import type { CatalogueImage } from './catalogue.ts';
import { between, fraction, pick, shuffled } from './random.ts';

/** Where an image runs: one namespace of one cluster. */
export interface Placement {
  /** As `group:name`. */
  readonly cluster: string;
  readonly namespace: string;
  /** The cluster's nodes on which it runs. */
  readonly hostnames: readonly string[];
  readonly workloads: number;
}

/** The clusters that all vendors know, as `group:name`. */
export const clusterNames = [
  'prod:eu-central',
  'prod:us-west',
  'staging:eu-central',
  'dev:playground',
  'edge:factory-one',
  'platform:shared-services',
] as const;

const nodesOfCluster = 4;
/** The share of images that run anywhere. */
const deployedShare = 0.55;

/** The names of a cluster's nodes. */
export function nodesOf(cluster: string): readonly string[] {
  const [group = '', name = ''] = cluster.split(':');
  const word = name.split('-').at(-1) ?? name;
  return Array.from({ length: nodesOfCluster }, (_, node) => `${group}-${word}-node-${node + 1}`);
}

/** Where the image runs, one entry a cluster; none for most old images. A function of the seed. */
export function placementsOf(seed: number, image: CatalogueImage): readonly Placement[] {
  const key = [seed, image.registry, image.repo, image.tag, 'placement'] as const;
  if (fraction(...key) >= deployedShare) return [];
  const namespace = namespaceOf(seed, image.repo);
  const count = between(1, 3, ...key, 'clusters');
  return shuffled(clusterNames.length, ...key)
    .slice(0, count)
    .flatMap((index) => clusterNames[index] ?? [])
    .sort()
    .map((cluster) => ({
      cluster,
      namespace,
      hostnames: someNodes(cluster, ...key),
      workloads: between(1, 6, ...key, cluster),
    }));
}

function someNodes(cluster: string, ...key: readonly (string | number)[]): readonly string[] {
  const nodes = nodesOf(cluster);
  const count = between(1, 3, ...key, cluster, 'nodes');
  const chosen = shuffled(nodes.length, ...key, cluster)
    .slice(0, count)
    .sort();
  return chosen.flatMap((index) => nodes[index] ?? []);
}

/** The namespaces whose images are known by a word of their names. */
const namespaceWords: readonly (readonly [namespace: string, words: RegExp])[] = [
  ['kube-system', /cilium|coreos/],
  ['monitoring', /prometheus/],
  ['argocd', /argoproj/],
  ['cert-manager', /jetstack/],
  ['kafka', /strimzi/],
  ['payments', /billing|invoice|ledger|payments|pricing|tax/],
  ['shop', /cart|catalog|checkout|orders|ratings|search|stock/],
  ['identity', /customer|fraud|identity|keycloak|oauth2|session/],
  ['logistics', /delivery|inventory|shipping/],
  ['messaging', /mail|notify|rabbitmq/],
  ['edge', /gateway|nginx|haproxy|traefik|caddy|httpd/],
  ['reporting', /report/],
];

function namespaceOf(seed: number, repo: string): string {
  const known = namespaceWords.find(([, words]) => words.test(repo));
  return known?.[0] ?? pick(['data', 'default'], seed, repo, 'namespace');
}
