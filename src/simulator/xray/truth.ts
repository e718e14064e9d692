import { createHash } from 'node:crypto';
import { type Catalogue, createCatalogue } from '../catalogue.ts';
import { type AuditService, createAuditService, spanOf } from './audit-service.ts';
import { separatorLength } from './json-rows.ts';
import { createRowWriter, writeRows } from './row-writer.ts';
import { completeSetting, type XraySetting } from './setting.ts';

/** Which events are asked for. */
export interface AuditWindow {
  /** Epoch milliseconds, included. */
  readonly sinceMs: number;
  /** Epoch milliseconds, not included; later than now it tells what will happen. */
  readonly untilMs: number;
  /** Those of dry-run policies instead of the others. @default false */
  readonly dryRun?: boolean;
}

/**
 * What an export of a window has to hold, told without the API: each event once, by ascending id,
 * whatever is still kept.
 */
export interface AuditTruth {
  readonly count: number;
  /** Ids have no gaps; null in an empty window. */
  readonly firstId: number | null;
  readonly lastId: number | null;
  ids(): Generator<number>;
  /** Each event's JSON, byte for byte as the API sends it. */
  rows(): Generator<Uint8Array>;
  /** Of the rows, each with a line feed behind it: the digest of an NDJSON file. */
  sha256(): string;
}

/** The truth about the simulated audit events. */
export interface XrayTruth {
  auditEvents(window: AuditWindow): AuditTruth;
}

/**
 * The truth of a simulator that may run elsewhere: equal seeds and settings give equal events.
 *
 * @param catalogue the seed's
 */
export function createXrayTruth(
  seed: number,
  setting: XraySetting = {},
  catalogue: Catalogue = createCatalogue(seed),
): XrayTruth {
  const { auditEvents } = completeSetting(setting);
  const service = createAuditService({ seed, catalogue, auditEvents });
  return { auditEvents: (window) => truthOf(service, window) };
}

const newline = Buffer.from('\n');

function truthOf(service: AuditService, { sinceMs, untilMs, dryRun }: AuditWindow): AuditTruth {
  const { ledger, json } = dryRun === true ? service.dryRun() : service.real();
  const window = { startMs: sinceMs, endMs: untilMs };
  const { first, end } = spanOf(ledger, window, 'exclusive');
  const count = end - first;
  const rows = function* () {
    for (let index = first; index < end; index += 1) {
      const writer = createRowWriter(1);
      writeRows(writer, ledger, json(), { first: index, count: 1, step: 1 });
      writer.drop(separatorLength);
      yield writer.bytes();
    }
  };
  return {
    count,
    firstId: count === 0 ? null : ledger.firstId + first,
    lastId: count === 0 ? null : ledger.firstId + end - 1,
    ids: function* () {
      for (let index = first; index < end; index += 1) yield ledger.firstId + index;
    },
    rows,
    sha256: () => {
      const hash = createHash('sha256');
      for (const row of rows()) hash.update(row).update(newline);
      return hash.digest('hex');
    },
  };
}
