import { isApiError } from '../../api/errors.ts';
import type { CallOptions, PrismaApi } from '../../api/prisma/endpoints.ts';
import { getSettings, getStatus } from '../../api/prisma/results.ts';
import type { WireSpec } from '../../api/prisma/schema.ts';
import { parseWireTime } from '../../core/time.ts';

/** A registry that the console is to scan. Texts are hostile, times epoch milliseconds. */
export interface Spec {
  readonly registry: string | null;
  readonly repository: string | null;
  readonly tag: string | null;
  readonly status: string | null;
  readonly queued: boolean;
  readonly lastScannedAt: number | null;
  readonly error: string | null;
}

/** What the progress answer cannot tell; a part is null where it is not permitted or not known. */
export interface Companions {
  /** The newest errors of the regular scan, in the vendor's words. */
  readonly errors: readonly string[] | null;
  /** Whether the vendor calls the regular scan going. */
  readonly scanning: boolean | null;
  readonly specs: readonly Spec[] | null;
}

/** Loads the companions; what was refused once is not asked for again. */
export type CompanionLoader = (api: PrismaApi, options: CallOptions) => Promise<Companions>;

/**
 * Creates a loader. Its calls reject with ApiError, but not where the credentials may not ask or the
 * console has no such page: that part is null from then on.
 */
export function createCompanionLoader(): CompanionLoader {
  const askStatus = untilRefused(getStatus);
  const askSettings = untilRefused(getSettings);
  return async (api, options) => {
    const [status, settings] = await Promise.all([
      askStatus(api, options),
      askSettings(api, options),
    ]);
    return {
      errors: status === null ? null : (status.errors ?? []),
      scanning: status === null ? null : (status.scanning ?? false),
      specs: settings?.rows.map(specOf) ?? null,
    };
  };
}

function untilRefused<T>(
  ask: (api: PrismaApi, options: CallOptions) => Promise<T>,
): (api: PrismaApi, options: CallOptions) => Promise<T | null> {
  let refused = false;
  return async (api, options) => {
    if (refused) return null;
    try {
      return await ask(api, options);
    } catch (error) {
      refused = isApiError(error) && [401, 403, 404].includes(error.status ?? 0);
      if (refused) return null;
      throw error;
    }
  };
}

function specOf(row: WireSpec): Spec {
  return {
    registry: row.registry || null,
    repository: row.repository || null,
    tag: row.tag || null,
    status: row.scanStatus || null,
    // The vendor does not list the values, so only plain words for waiting count.
    queued: /queue|pending|wait/i.test(row.scanStatus ?? ''),
    lastScannedAt: parseWireTime(row.scanTime) ?? parseWireTime(row.lastScanTime),
    error: row.scanError || null,
  };
}
