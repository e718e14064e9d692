import { sha256 } from '../catalogue.ts';

/** A package of a certain version. */
export interface PackageVersion {
  readonly ecosystem: EcosystemName;
  readonly name: string;
  readonly version: string;
}

/** A remote repository that Curation watches. */
export interface CuratedRepository {
  readonly name: string;
  readonly project: string;
}

/** Where packages of a kind come from. */
export interface Ecosystem {
  /** `package_type`, in the case that it is written in. */
  readonly packageType: string;
  /** `ecosystem`. */
  readonly label: string;
  readonly publicName: string;
  readonly publicUrl: string;
  readonly repositories: readonly CuratedRepository[];
  urlOf(name: string, version: string): string;
}

const repository = (name: string, project = 'default'): CuratedRepository => ({ name, project });

const imageUrl = (host: string) => (name: string, version: string) =>
  `${host}/v2/${name}/manifests/${version}`;

function images(host: string, publicName: string, repositoryName: string): Ecosystem {
  return {
    packageType: 'Docker',
    label: 'docker',
    publicName,
    publicUrl: host,
    repositories: [repository(repositoryName)],
    urlOf: imageUrl(host),
  };
}

/** By the names that this simulator gives them. */
export const ecosystems = {
  npm: {
    packageType: 'npm',
    label: 'npm',
    publicName: 'npm registry',
    publicUrl: 'https://registry.npmjs.org',
    repositories: [repository('npm-remote'), repository('npm-shop-remote', 'shop')],
    urlOf: (name, version) =>
      `https://registry.npmjs.org/${name}/-/${name.split('/').at(-1)}-${version}.tgz`,
  },
  pypi: {
    packageType: 'PyPI',
    label: 'pypi',
    publicName: 'PyPI',
    publicUrl: 'https://files.pythonhosted.org',
    repositories: [repository('pypi-remote'), repository('pypi-data-remote', 'data')],
    urlOf: (name, version) => {
      const digest = sha256(name, version);
      const folder = `${digest.slice(0, 2)}/${digest.slice(2, 4)}/${digest.slice(4)}`;
      return `https://files.pythonhosted.org/packages/${folder}/${name}-${version}.tar.gz`;
    },
  },
  maven: {
    packageType: 'Maven',
    label: 'maven',
    publicName: 'Maven Central',
    publicUrl: 'https://repo1.maven.org/maven2',
    repositories: [repository('maven-central-remote')],
    urlOf: (name, version) => {
      const [group = '', artifact = ''] = name.split(':');
      const folder = `${group.replaceAll('.', '/')}/${artifact}/${version}`;
      return `https://repo1.maven.org/maven2/${folder}/${artifact}-${version}.jar`;
    },
  },
  go: {
    packageType: 'Go',
    label: 'go',
    publicName: 'Go module proxy',
    publicUrl: 'https://proxy.golang.org',
    repositories: [repository('go-remote', 'platform')],
    urlOf: (name, version) => `https://proxy.golang.org/${name}/@v/v${version}.zip`,
  },
  nuget: {
    packageType: 'NuGet',
    label: 'nuget',
    publicName: 'NuGet Gallery',
    publicUrl: 'https://api.nuget.org/v3/index.json',
    repositories: [repository('nuget-remote')],
    urlOf: (name, version) => {
      const id = name.toLowerCase();
      return `https://api.nuget.org/v3-flatcontainer/${id}/${version}/${id}.${version}.nupkg`;
    },
  },
  dockerHub: images('https://registry-1.docker.io', 'Docker Hub', 'docker-hub-remote'),
  quay: images('https://quay.io', 'Quay', 'quay-remote'),
  ghcr: images('https://ghcr.io', 'GitHub Container Registry', 'ghcr-remote'),
} as const satisfies Readonly<Record<string, Ecosystem>>;

export type EcosystemName = keyof typeof ecosystems;
