/** A registry that the console is to scan (`shared.RegistrySpecification`). */
export interface RegistrySpec {
  readonly registry: string;
  /** The repositories in its scope; `*` stands for any text, empty for all of them. */
  readonly repository: string;
  /** The kind of the registry, in the console's words. */
  readonly version: string;
  /** How many Defenders may scan it; none for one that can't be reached. */
  readonly scanners: number;
}

/** The specifications of the simulated console. */
export const registrySpecs: readonly RegistrySpec[] = [
  { registry: 'us-west2-docker.pkg.dev', repository: 'acme-prod/*', version: 'gcr', scanners: 4 },
  { registry: 'acme.azurecr.io', repository: '', version: 'azure', scanners: 2 },
  { registry: 'registry.corp.example:5000', repository: '', version: '2', scanners: 1 },
  { registry: 'harbor.corp.example', repository: '', version: 'harbor', scanners: 1 },
  { registry: 'quay.io', repository: '', version: 'coreos', scanners: 2 },
  {
    registry: '123456789012.dkr.ecr.eu-central-1.amazonaws.com',
    repository: '',
    version: 'aws',
    scanners: 3,
  },
  { registry: 'us.icr.io', repository: 'acme/*', version: 'bluemix', scanners: 1 },
  { registry: 'docker.io', repository: 'library/*', version: '2', scanners: 2 },
  { registry: 'ghcr.io', repository: 'acme/*', version: '2', scanners: 1 },
  { registry: 'acme.jfrog.io', repository: 'docker-local/*', version: 'jfrog', scanners: 1 },
  { registry: 'registry.lab.example', repository: '', version: '2', scanners: 0 },
];

/** The specification whose scope holds the repository; without a registry the first that does. */
export function specFor(repo: string, registry = ''): RegistrySpec | undefined {
  return registrySpecs.find((spec) => {
    if (registry !== '' && spec.registry !== registry) return false;
    // Without a registry, a scope of everything says nothing about this repository.
    if (spec.repository === '') return registry !== '';
    return repo.startsWith(spec.repository.replace(/\*$/, ''));
  });
}
