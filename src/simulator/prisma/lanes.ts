import type { Catalogue, CatalogueImage } from '../catalogue.ts';
import type { ScanPlan } from './scan-plan.ts';
import type { Lane } from './scan-run.ts';

/** How many registries are scanned at once; the others wait. */
const laneCount = 4;

/**
 * The console's periodic scan. Each lane has a character, so that at any moment there is a big scan
 * on its way, one that stalls within a minute, one that fails now and then, and quick ones.
 */
export function periodicLanes(catalogue: Catalogue): readonly Lane[] {
  const plan = (registry: string, seconds: number, more: Partial<ScanPlan> = {}): ScanPlan => ({
    registry,
    images: catalogue.inRegistry(registry),
    activeMs: seconds * 1000,
    ...more,
  });
  return [
    [plan('us-west2-docker.pkg.dev', 260), plan('acme.azurecr.io', 110)],
    [
      plan('registry.corp.example:5000', 26, { stall: { after: 0.5, ms: 36_000 } }),
      plan('harbor.corp.example', 24, { stall: { after: 0.4, ms: 38_000 } }),
    ],
    [
      plan('quay.io', 48, { failure: { after: 0.7, error: quayError } }),
      plan('123456789012.dkr.ecr.eu-central-1.amazonaws.com', 62),
      plan('us.icr.io', 30),
    ],
    [plan('docker.io', 28), plan('ghcr.io', 38), plan('acme.jfrog.io', 24)],
  ];
}

/** A regular scan of chosen images alone: registries side by side, as far as there is room. */
export function selectionLanes(images: readonly CatalogueImage[]): readonly Lane[] {
  const plans = [...Map.groupBy(images, ({ registry }) => registry)].map(([registry, chosen]) => ({
    registry,
    images: chosen,
    activeMs: 6000 + 400 * chosen.length,
  }));
  return Array.from({ length: laneCount }, (_, lane) =>
    plans.filter((_plan, index) => index % laneCount === lane),
  ).filter((lane) => lane.length > 0);
}

const quayError =
  'Failed to query image details of quay.io/keycloak/keycloak: GET https://quay.io/v2/keycloak/keycloak/manifests/latest:\n' +
  'unexpected status 401 Unauthorized: {"errors":[{"code":"UNAUTHORIZED","message":"access to the requested resource is not authorized"}]}';
