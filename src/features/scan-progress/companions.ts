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

/**
 * Asks for the status and the specifications of the regular scan.
 *
 * @returns null parts where the credentials may not ask, or the console has no such page
 * @throws ApiError for every other failure
 */
export async function loadCompanions(api: PrismaApi, options: CallOptions): Promise<Companions> {
  const [status, settings] = await Promise.all([
    unlessRefused(getStatus(api, options)),
    unlessRefused(getSettings(api, options)),
  ]);
  return {
    errors: status === null ? null : (status.errors ?? []),
    scanning: status === null ? null : (status.scanning ?? false),
    specs: settings?.rows.map(specOf) ?? null,
  };
}

async function unlessRefused<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || !('status' in error)) return false;
  return error.status === 401 || error.status === 403 || error.status === 404;
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
