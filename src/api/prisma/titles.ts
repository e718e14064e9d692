/** What a step's title tells. Every part is the vendor's text, and so hostile; null when not told. */
export interface TitleParts {
  readonly registry: string | null;
  readonly repo: string | null;
  readonly tag: string | null;
  readonly digest: string | null;
  readonly defenders: number | null;
}

const nothing: TitleParts = {
  registry: null,
  repo: null,
  tag: null,
  digest: null,
  defenders: null,
};

const step = String.raw`^\s*Step \d+\/\d+ (?:discovering tags|scanning images) in`;

/** The registry may hold a port, so it ends at the last of the fixed words and not at a colon. */
const regular = new RegExp(
  String.raw`${step} registry (.*): (?:Discovered tags in|Scanned) \d+\/\d+ \w+(?: with (\d+) Defenders?)?\s*$`,
  's',
);

const onDemand = new RegExp(
  String.raw`${step} repository: (.*?)(?:, (tag|digest): (.*?))?\s*$`,
  's',
);

/**
 * Reads the title of a step of a registry scan (Prisma Cloud API reference, View Registry Scan
 * Progress), which alone names the registry:
 *
 * - `Step 1/2 discovering tags in registry R: Discovered tags in 2/4 repositories with 1 Defenders`
 * - `Step 2/2 scanning images in registry R: Scanned 0/2 images with 1 Defender`
 * - `Step 1/2 discovering tags in repository: library/alpine, tag: 3.16`
 */
export function parseTitle(title: string): TitleParts {
  const [, registry, defenders] = regular.exec(title) ?? [];
  if (registry !== undefined) {
    return {
      ...nothing,
      registry: orNull(registry),
      defenders: defenders === undefined ? null : Number(defenders),
    };
  }
  const [, repo, by, value] = onDemand.exec(title) ?? [];
  if (repo === undefined) return nothing;
  return {
    ...nothing,
    repo: orNull(repo),
    tag: by === 'tag' ? orNull(value) : null,
    digest: by === 'digest' ? orNull(value) : null,
  };
}

const orNull = (text: string | undefined) => (text === undefined || text === '' ? null : text);
