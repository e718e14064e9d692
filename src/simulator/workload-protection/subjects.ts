import { type Catalogue, type CatalogueImage, nameOf, sha256 } from '../catalogue.ts';
import { placementsOf } from '../catalogue-workloads.ts';
import { hash32, pick, shuffled } from '../random.ts';

/** A container of a workload: what events are about. */
export interface Subject {
  readonly image: CatalogueImage;
  readonly cluster: string;
  readonly namespace: string;
  readonly node: string;
  readonly workload: string;
  readonly workloadType: 'deployment' | 'daemonSet' | 'statefulSet';
  readonly pod: string;
  readonly containerName: string;
  /** 12 hexadecimal digits. */
  readonly containerId: string;
  readonly agentId: number;
  /** The node's MAC address. */
  readonly machineId: string;
}

/** How many containers have events. */
export const subjectCount = 64;

/** The containers that have events, a function of the seed. */
export function subjectsOf(seed: number, { images }: Catalogue): readonly Subject[] {
  const subjects: Subject[] = [];
  for (const index of shuffled(images.length, seed, 'watched')) {
    const image = images[index];
    if (image !== undefined) subjects.push(...containersOf(seed, image).slice(0, 1));
    if (subjects.length === subjectCount) break;
  }
  return subjects;
}

/** The workloads of an image, one a cluster. */
export function containersOf(seed: number, image: CatalogueImage): readonly Subject[] {
  const containerName = image.repo.split('/').at(-1) ?? image.repo;
  return placementsOf(seed, image).map(({ cluster, namespace, hostnames }) => {
    const node = hostnames[0] ?? cluster;
    const key = sha256(seed, nameOf(image), cluster);
    const workloadType = workloadTypeOf(image.repo, seed);
    return {
      ...{ image, cluster, namespace, node, containerName, workloadType },
      workload: containerName,
      pod: podOf(containerName, workloadType, key),
      containerId: key.slice(0, 12),
      agentId: 58_000_000 + (hash32(node) % 100_000),
      machineId: `42:01:${(sha256(node).slice(0, 8).match(/../g) ?? []).join(':')}`,
    };
  });
}

function workloadTypeOf(repo: string, seed: number): Subject['workloadType'] {
  if (/postgres|redis|kafka|etcd|mongo|mysql|minio/.test(repo)) return 'statefulSet';
  if (/node-exporter|cilium|proxy/.test(repo)) return 'daemonSet';
  return pick(['deployment', 'deployment', 'deployment', 'statefulSet'], seed, repo, 'workload');
}

function podOf(workload: string, type: Subject['workloadType'], key: string): string {
  if (type === 'statefulSet') return `${workload}-0`;
  const suffix = key.slice(20, 25);
  return type === 'daemonSet'
    ? `${workload}-${suffix}`
    : `${workload}-${key.slice(12, 20)}-${suffix}`;
}
