import { type Catalogue, type CatalogueImage, nameOf } from '../catalogue.ts';
import { clusterNames, type Placement, placementsOf } from '../catalogue-workloads.ts';
import { hash32 } from '../random.ts';

/** What a scan log can be about: an image under one of its names, and where it runs. */
export interface Subject {
  /** Its place among the catalogue's images. */
  readonly image: number;
  /** With the digest in the tag's place for some; null for an image known by its digest alone. */
  readonly fullTag: string | null;
  readonly digest: string;
  /** Null with the tag, of which it is a part. */
  readonly registry: string | null;
  readonly repository: string | null;
  readonly clusters: readonly string[];
  readonly namespaces: readonly string[];
  readonly hostnames: readonly string[];
  readonly workloads: number;
}

/** All subjects; they are told by their numbers, and those of one image are neighbours. */
export interface Subjects {
  readonly all: readonly Subject[];
  /** For each image, as something that runs nowhere yet. */
  readonly nowhere: readonly number[];
  /** For each image, wherever it runs. */
  readonly everywhere: readonly number[];
  /** For each cluster, the images that run there, as seen from there. */
  readonly inClusters: readonly (readonly number[])[];
}

/** How many in a thousand images are deployed by digest, and how many have lost their tags. */
const byDigest = 45;
const withoutTag = 25;

/** The subjects of a seed. */
export function createSubjects(seed: number, catalogue: Catalogue): Subjects {
  const all: Subject[] = [];
  const nowhere: number[] = [];
  const everywhere: number[] = [];
  const inClusters = clusterNames.map((): number[] => []);
  const add = (subject: Subject) => all.push(subject) - 1;
  catalogue.images.forEach((image, index) => {
    const placements = placementsOf(seed, image);
    const kind = hash32(seed, image.digest, 'name') % 1000;
    nowhere.push(add(subjectOf(image, index, { name: nameOf(image), placements: [] })));
    everywhere.push(add(subjectOf(image, index, { name: feedName(image, kind), placements })));
    for (const placement of placements) {
      const name = clusterName(image, kind);
      const there = add(subjectOf(image, index, { name, placements: [placement] }));
      inClusters.find((_, cluster) => clusterNames[cluster] === placement.cluster)?.push(there);
    }
  });
  return { all, nowhere, everywhere, inClusters };
}

const clusterName = (image: CatalogueImage, kind: number) =>
  kind < byDigest ? `${image.registry}/${image.repo}@${image.digest}` : nameOf(image);

const feedName = (image: CatalogueImage, kind: number) =>
  kind >= 1000 - withoutTag ? null : clusterName(image, kind);

interface Appearance {
  readonly name: string | null;
  readonly placements: readonly Placement[];
}

function subjectOf(
  image: CatalogueImage,
  index: number,
  { name, placements }: Appearance,
): Subject {
  const distinct = (values: readonly string[]) => [...new Set(values)].sort();
  return {
    image: index,
    fullTag: name,
    digest: image.digest,
    registry: name === null ? null : image.registry,
    repository: name === null ? null : image.repo,
    clusters: placements.map(({ cluster }) => cluster),
    namespaces: distinct(placements.map(({ namespace }) => namespace)),
    hostnames: distinct(placements.flatMap(({ hostnames }) => hostnames)),
    workloads: placements.reduce((sum, { workloads }) => sum + workloads, 0),
  };
}
