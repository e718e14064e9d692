import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import type { Session } from '../api/session.ts';
import type { Clock } from '../core/clock.ts';
import { createEncoder } from './encode-rows.ts';
import type { ExportKind, ExportRequest, Json } from './kind.ts';
import { runWindow } from './run-window.ts';

/** What an export to a stream needs. */
export interface StreamOptions {
  readonly kind: ExportKind;
  readonly request: ExportRequest;
  readonly session: Session;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Returns when the reader has taken it. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly narrate: (line: string) => void;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
}

/** What was written to the stream. */
export interface StreamEnd {
  readonly rows: number;
  readonly undecodable: number;
  readonly duplicates: number;
  readonly warnings: readonly string[];
}

/**
 * Exports in order to a reader, one window after the other, no faster than it reads. Nothing is
 * kept: a stream that was stopped can't be resumed.
 *
 * @throws an AbortError, or why a window failed
 */
export async function streamExport(options: StreamOptions): Promise<StreamEnd> {
  const { kind, request, session, clock, signal } = options;
  const encoder = createEncoder(kind, request, randomBytes(16).toString('hex'));
  const { frame } = encoder;
  const sink = request.gzip ? gzipSink(options.write) : plainSink(options.write);
  const windows = await kind.plan(request, { session, clock, signal });
  const warnings = new Set<string>();
  let [rows, undecodable, duplicates, skip] = [0, 0, 0, frame.skip];
  await sink.write(Buffer.from(frame.head));
  for (const window of windows) {
    let checkpoint: Json = null;
    await runWindow({
      ...{ kind, session, request, window, clock, signal },
      random: options.random ?? Math.random,
      checkpoint: () => checkpoint,
      take: async (page) => {
        const encoded = encoder.encode(page);
        if (encoded.bytes.length > 0) {
          await sink.write(encoded.bytes.subarray(skip));
          skip = 0;
        }
        checkpoint = page.checkpoint;
        rows += encoded.rows;
        undecodable += encoded.undecodable.length;
        duplicates += page.duplicates ?? 0;
        for (const warning of page.warnings ?? []) warnings.add(warning);
      },
      waitFor: () => {},
      standing: () => 'first',
      onRetry: (error, delayMs) => {
        const reason = error instanceof Error ? error.message : String(error);
        options.narrate(`${reason}; again in ${Math.ceil(delayMs / 1000)} s`);
      },
    });
  }
  await sink.end(Buffer.from(rows === 0 ? frame.foot.trimStart() : frame.foot));
  return { rows, undecodable, duplicates, warnings: [...warnings] };
}

interface Sink {
  write(bytes: Buffer): Promise<void>;
  end(bytes: Buffer): Promise<void>;
}

function plainSink(write: (bytes: Uint8Array) => Promise<void>): Sink {
  const some = async (bytes: Buffer) => {
    if (bytes.length > 0) await write(bytes);
  };
  return { write: some, end: some };
}

function gzipSink(write: (bytes: Uint8Array) => Promise<void>): Sink {
  const gzip = createGzip({ level: 6, chunkSize: 256 * 1024 });
  const pump = async () => {
    for await (const chunk of gzip) await write(chunk);
  };
  const pumping = pump();
  // Told to whoever writes next.
  pumping.catch(() => gzip.destroy());
  return {
    write: async (bytes) => {
      if (gzip.write(bytes)) return;
      await Promise.race([once(gzip, 'drain'), pumping]);
    },
    end: async (bytes) => {
      gzip.end(bytes);
      await pumping;
    },
  };
}
