import type { Catalogue } from '../catalogue.ts';
import { type CataloguePackage, packagesOf } from '../catalogue-findings.ts';
import { between } from '../random.ts';
import type { EcosystemName, PackageVersion } from './repositories.ts';

/** The registries of the catalogue that are public, and so are watched. */
const publicRegistries = [
  ['docker.io', 'dockerHub'],
  ['quay.io', 'quay'],
  ['ghcr.io', 'ghcr'],
] as const;

/** What the findings of images call these ecosystems. */
const families: Readonly<Partial<Record<CataloguePackage['type'], EcosystemName>>> = {
  nodejs: 'npm',
  python: 'pypi',
  jar: 'maven',
  go: 'go',
};

/** The groups of the catalogue's Java archives. */
const groups: Readonly<Record<string, string>> = {
  'jackson-databind': 'com.fasterxml.jackson.core',
  'log4j-core': 'org.apache.logging.log4j',
  'netty-codec-http': 'io.netty',
  snakeyaml: 'org.yaml',
  'spring-web': 'org.springframework',
  'tomcat-embed': 'org.apache.tomcat.embed',
};

/** What builds fetch beside the packages that are found in images. */
const furtherNames: readonly (readonly [EcosystemName, readonly string[]])[] = [
  [
    'npm',
    [
      ...['@babel/core', '@babel/runtime', '@eslint/js', '@types/node', '@types/react', 'ajv'],
      ...[
        'ansi-styles',
        'argparse',
        'chalk',
        'chokidar',
        'commander',
        'debug',
        'devtools-protocol',
      ],
      ...['esbuild', 'eslint', 'glob', 'globals', 'ini', 'js-yaml', 'postcss', 'prettier', 'react'],
      ...['react-dom', 'rxjs', 'tslib', 'typescript', 'uuid', 'vite', 'webpack', 'yargs', 'zod'],
    ],
  ],
  [
    'pypi',
    [
      ...['attrs', 'boto3', 'botocore', 'certifi', 'charset-normalizer', 'click', 'fastapi'],
      ...['flask', 'idna', 'numpy', 'packaging', 'pandas', 'pydantic', 'pytest', 'scipy', 'six'],
    ],
  ],
  [
    'maven',
    [
      ...['com.google.guava:guava', 'org.slf4j:slf4j-api', 'ch.qos.logback:logback-classic'],
      ...['org.apache.commons:commons-lang3', 'org.junit.jupiter:junit-jupiter-api'],
    ],
  ],
  ['go', ['github.com/spf13/cobra', 'github.com/stretchr/testify', 'go.uber.org/zap']],
  ['nuget', ['Newtonsoft.Json', 'Serilog', 'Dapper', 'xunit', 'Polly', 'AutoMapper']],
];

/** Packages that do harm, by names that are meant to be mistaken for others. */
export const maliciousPackages: readonly PackageVersion[] = [
  { ecosystem: 'npm', name: 'axois', version: '1.0.3' },
  { ecosystem: 'npm', name: '@acme-internal/auth', version: '99.10.9' },
  { ecosystem: 'pypi', name: 'reqeusts', version: '2.28.9' },
  { ecosystem: 'pypi', name: 'colourama-dev', version: '0.4.7' },
  { ecosystem: 'nuget', name: 'Newtonsoft.Jsson', version: '13.0.4' },
];

/**
 * A package whose name is an attack: a formula for spreadsheets, sequences for terminals, and a
 * mark that turns the direction of text round.
 */
export const hostilePackage: PackageVersion = {
  ecosystem: 'npm',
  name: "=cmd|' /C calc'!A0\u001b[2J\u001b]0;owned\u0007\u202egpj.js<&>",
  version: '1.0.0',
};

/** Images that are not official. */
export const unofficialImages: readonly PackageVersion[] = [
  { ecosystem: 'dockerHub', name: 'coolcoins/xmrig-runner', version: 'latest' },
  { ecosystem: 'dockerHub', name: 'mirrors/redis', version: '7.4' },
  { ecosystem: 'dockerHub', name: 'someone/drupal', version: 'latest' },
];

/** The packages and images that do no harm, each once: a pure function of the seed. */
export function harmlessPackages(seed: number, catalogue: Catalogue): readonly PackageVersion[] {
  const images = publicRegistries.flatMap(([host, ecosystem]) =>
    catalogue.inRegistry(host).map(({ repo, tag }) => ({ ecosystem, name: repo, version: tag })),
  );
  const further = furtherNames.flatMap(([ecosystem, names]) =>
    names.flatMap((name) => releasesOf(seed, ecosystem, name)),
  );
  return [...distinct(catalogue.images.flatMap(librariesIn(seed))), ...images, ...further];
}

const librariesIn = (seed: number) => (image: Catalogue['images'][number]) =>
  packagesOf(seed, image).flatMap(({ name, version, type }): readonly PackageVersion[] => {
    const ecosystem = families[type];
    if (ecosystem === undefined || name === 'stdlib') return [];
    const group = ecosystem === 'maven' ? `${groups[name] ?? 'org.example'}:` : '';
    return [{ ecosystem, name: `${group}${name}`, version }];
  });

function distinct(packages: readonly PackageVersion[]): readonly PackageVersion[] {
  const byName = packages.map(
    (each) => [`${each.ecosystem} ${each.name} ${each.version}`, each] as const,
  );
  return [...new Map(byName).values()];
}

/** Three to six releases of a package. */
function releasesOf(
  seed: number,
  ecosystem: EcosystemName,
  name: string,
): readonly PackageVersion[] {
  const key = [seed, ecosystem, name] as const;
  const major = between(0, 9, ...key, 'major');
  const newest = between(6, 29, ...key, 'minor');
  return Array.from({ length: between(3, 6, ...key, 'count') }, (_, age) => {
    const patch = between(0, 12, ...key, 'patch', age);
    return { ecosystem, name, version: `${major}.${newest - age}.${patch}` };
  });
}
