// Serves curation audit events whose pages lie ready in memory, for the benchmark of exports:
// node bench-audit-server.mjs ROWS DELAY_MS. Prints its address, and how the time is laid out.
import { createServer } from 'node:http';

const rows = Number(process.argv[2]);
const delayMs = Number(process.argv[3]);
const dayMs = 86_400_000;
// Whole seconds, and long enough ago that the window is closed by every clock.
const untilMs = Math.floor(Date.now() / dayMs) * dayMs;
const sinceMs = untilMs - 28 * dayMs;
const stepMs = (untilMs - sinceMs) / rows;

const types = ['npm', 'PyPI', 'Docker', 'Maven'];

/** A row of the usual size: two policies where it was blocked. */
function rowOf(index) {
  const isBlocked = index % 5 === 0;
  const type = types[index % types.length];
  const name = `package-${index % 997}`;
  const policy = (id) => ({
    policy_name: `policy-${id}`,
    policy_id: id,
    dry_run: false,
    condition_name: 'CVE with CVSS score of 9 or above (with fix version)',
    condition_category: 'security',
  });
  return JSON.stringify({
    id: 1_000_000 + index,
    created_at: `${new Date(sinceMs + index * stepMs).toISOString().slice(0, 19)}Z`,
    action: isBlocked ? 'blocked' : 'approved',
    package_type: type,
    package_name: name,
    package_version: `1.${index % 40}.${index % 7}`,
    package_url: `https://registry.example/${name}/-/${name}-1.${index % 40}.tgz`,
    reason: isBlocked ? 'Policy violations' : 'No policy violations',
    event_origin: 'Download to repository',
    curated_repository_server_name: '',
    curated_repository_name: `${type}-remote`,
    curated_project: 'default',
    username: `user-${index % 50}`,
    user_mail: '',
    origin_repository_server_name: 'server-one',
    origin_repository_name: `${type}-remote`,
    origin_project: 'default',
    public_repo_url: 'https://registry.example',
    public_repo_name: `${type} registry`,
    policies: isBlocked ? [policy(3), policy(4)] : null,
  });
}

/** All rows with a comma behind each, and where each begins: a page is a slice. */
function layOut() {
  const parts = Array.from({ length: rows }, (_, index) => Buffer.from(`${rowOf(index)},`));
  const starts = new Float64Array(rows + 1);
  for (const [index, { length }] of parts.entries()) starts[index + 1] = starts[index] + length;
  return { body: Buffer.concat(parts), starts };
}

const { body, starts } = layOut();

/** The first row at or after a time; times are cut to the second. */
function rowAt(ms) {
  let index = Math.max(0, Math.min(rows, Math.floor((ms - sinceMs) / stepMs)));
  const secondOf = (row) => Math.floor((sinceMs + row * stepMs) / 1000) * 1000;
  while (index > 0 && secondOf(index - 1) >= ms) index -= 1;
  while (index < rows && secondOf(index) < ms) index += 1;
  return index;
}

function answer(query) {
  const number = (name, otherwise) => Number(query.get(name) ?? otherwise);
  const first = rowAt(Date.parse(query.get('created_at_start')));
  const total = rowAt(Date.parse(query.get('created_at_end'))) - first;
  const offset = number('offset', 0);
  const size = number('num_of_rows', 100);
  const count = Math.max(0, Math.min(size, total - offset));
  const meta = {
    ...(query.get('include_total') === 'true' ? { total_count: total } : {}),
    result_count: count,
    next_offset: offset + count < total ? offset + count : 0,
    ...{ order_by: 'id', direction: 'asc', num_of_rows: size, offset },
    created_at_start: query.get('created_at_start'),
    created_at_end: query.get('created_at_end'),
  };
  const from = first + offset;
  const data =
    count === 0 ? Buffer.alloc(0) : body.subarray(starts[from], starts[from + count] - 1);
  return [Buffer.from('{"data":['), data, Buffer.from(`],"meta":${JSON.stringify(meta)}}`)];
}

const server = createServer((request, response) => {
  const parts = answer(new URL(request.url, 'http://localhost').searchParams);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const send = () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': length });
    for (const part of parts) response.write(part);
    response.end();
  };
  if (delayMs === 0) send();
  else setTimeout(send, delayMs);
});
server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  console.log(JSON.stringify({ url, sinceMs, untilMs, rows }));
});
