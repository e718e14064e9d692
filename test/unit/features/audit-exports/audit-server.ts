import { type Answer, type Handler, json } from '../../../support/http-server.ts';
import { startMs } from './xray-session.ts';

/** An audit event as the vendor sends it. */
export interface WireEvent {
  readonly id: number;
  readonly created_at: string;
  readonly [field: string]: unknown;
}

/** What the documents leave open, and what goes wrong. */
export interface AuditTraits {
  /** Whether rows at the bounds belong to the time. @default start yes, end no */
  readonly bounds?: { readonly start: boolean; readonly end: boolean };
  /** How the last page says that it is the last. @default 0 */
  readonly end?: 0 | null | 'absent' | 'always-more';
  /** The most rows of a page that the server gives. @default 2000 */
  readonly clamp?: number;
  /** Whether `meta.num_of_rows` tells of the clamp. @default true */
  readonly tellsClamp?: boolean;
  /** Whether totals are counted. @default true */
  readonly counts?: boolean;
  /** Changes an answer's meta before it is sent. */
  readonly meta?: (meta: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** A real event of second `second` after `epochMs`; the shape is that of the document's sample. */
export function wireEvent(id: number, atMs: number, changes: object = {}): WireEvent {
  return {
    id,
    created_at: `${new Date(atMs).toISOString().slice(0, 19)}Z`,
    action: 'blocked',
    package_type: 'Docker',
    package_name: 'acme/drupal',
    package_version: 'latest',
    package_url: 'https://registry.example/v2/acme/drupal/manifests/latest',
    reason: 'Policy violations',
    curated_repository_server_name: '',
    curated_repository_name: 'docker-remote',
    curated_project: 'default',
    username: 'user-one',
    user_mail: '',
    origin_repository_server_name: 'server-one',
    origin_repository_name: 'docker-remote',
    origin_project: 'default',
    public_repo_url: 'https://registry.example',
    public_repo_name: 'Docker Hub',
    policies: [
      {
        policy_name: 'onlyOfficial',
        policy_id: 3,
        dry_run: false,
        condition_name: 'Image is not Docker Hub official',
        condition_category: 'operational',
      },
    ],
    ...changes,
  };
}

/** Serves events as the document says; `events` is read anew for each call. */
export function serveAudit(events: () => readonly WireEvent[], traits: AuditTraits = {}): Handler {
  return ({ query }) => {
    const number = (name: string, otherwise: number) => Number(query.get(name) ?? otherwise);
    const start = boundOf(query.get('created_at_start'));
    const end = boundOf(query.get('created_at_end'));
    if (start === null || end === null) return json({ error: 'both bounds' }, { status: 400 });
    if (end - start > 168 * 3_600_000) {
      return json({ error: 'Maximum allowed duration is 168 hours' }, { status: 400 });
    }
    const asked = number('num_of_rows', 100);
    const rows = Math.min(asked, traits.clamp ?? 2000);
    const found = select(events(), { start, end }, traits);
    const sorted = query.get('direction') === 'asc' ? found : found.toReversed();
    const offset = number('offset', 0);
    const data = sorted.slice(offset, offset + rows);
    const meta = {
      ...(traits.counts !== false && query.get('include_total') === 'true'
        ? { total_count: found.length }
        : {}),
      result_count: data.length,
      ...nextOffset(offset + data.length, found.length, traits),
      order_by: query.get('order_by'),
      direction: query.get('direction'),
      ...(traits.tellsClamp === false ? {} : { num_of_rows: rows }),
      offset,
      include_total: query.get('include_total') === 'true',
      include_explanation_and_recommendation: false,
      created_at_start: query.get('created_at_start')?.replace('.000', ''),
      created_at_end: query.get('created_at_end')?.replace('.000', ''),
    };
    const told = traits.meta?.(meta) ?? meta;
    const date = new Date(startMs).toUTCString();
    return json({ data: data.length === 0 ? null : data, meta: told }, { headers: { date } });
  };
}

function select(
  events: readonly WireEvent[],
  { start, end }: { readonly start: number; readonly end: number },
  { bounds = { start: true, end: false } }: AuditTraits,
): readonly WireEvent[] {
  return events.filter(({ created_at }) => {
    const at = Date.parse(created_at);
    const isAfter = bounds.start ? at >= start : at > start;
    return isAfter && (bounds.end ? at <= end : at < end);
  });
}

function nextOffset(next: number, total: number, { end = 0 }: AuditTraits): object {
  if (next < total || end === 'always-more') return { next_offset: next };
  return end === 'absent' ? {} : { next_offset: end };
}

/** RFC 3339 with a `Z`, as the document has it. */
function boundOf(text: string | null): number | null {
  return text !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text)
    ? Date.parse(text)
    : null;
}

/** A page with these rows alone. */
export function page(rows: readonly object[] | null, meta: object = {}): Answer {
  return json({ data: rows, meta: { result_count: rows?.length ?? 0, ...meta } });
}
