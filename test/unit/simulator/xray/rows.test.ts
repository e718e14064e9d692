import { describe, expect, test } from 'vitest';
import { createCatalogue } from '../../../../src/simulator/catalogue.ts';
import { createXrayTruth } from '../../../../src/simulator/xray/truth.ts';
import { type AuditEvent, openPlatform } from './open-platform.ts';

const untilMs = Date.UTC(2026, 10, 21, 12);
const sinceMs = untilMs - 30 * 86_400_000;

const truth = createXrayTruth(1);
const textsOf = (dryRun: boolean) =>
  Array.from(truth.auditEvents({ sinceMs, untilMs, dryRun }).rows(), (row) =>
    Buffer.from(row).toString(),
  );
const parsed = (text: string): AuditEvent => JSON.parse(text);

const texts = textsOf(false);
const events = texts.map(parsed);
const dryRuns = textsOf(true).map(parsed);

test('a month holds what the setting says', () => {
  expect(Math.abs(events.length - 40_000)).toBeLessThanOrEqual(2);
  expect(Math.abs(dryRuns.length - 5000)).toBeLessThanOrEqual(32);
});

test('ids have no gaps, and those of dry runs are others', () => {
  for (const rows of [events, dryRuns]) {
    const first = rows[0]?.id ?? 0;
    expect(rows.every(({ id }, index) => id === first + index)).toBe(true);
  }
  expect(dryRuns[0]?.id).toBeGreaterThan(events.at(-1)?.id ?? 0);
});

describe('an event', () => {
  test('has the fields in the documented order', () => {
    for (const row of [events[0], dryRuns[0]]) {
      expect(Object.keys(row ?? {})).toEqual([
        ...['id', 'created_at', 'action', 'package_type', 'package_name', 'package_version'],
        ...['package_url', 'reason', 'event_origin', 'curated_repository_server_name'],
        ...['curated_repository_name', 'curated_project', 'username', 'user_mail'],
        ...['origin_repository_server_name', 'origin_repository_name', 'origin_project'],
        ...['public_repo_url', 'public_repo_name', 'policies', 'ecosystem', 'ondemand'],
      ]);
    }
  });

  test('is mostly approved, without policies', () => {
    const approved = events.filter(({ reason }) => reason === 'No policy violations');
    expect(approved.length / events.length).toBeGreaterThan(0.8);
    const others = approved.filter(
      ({ action, policies }) => action !== 'approved' || policies !== null,
    );
    expect(others).toEqual([]);
  });

  test.each([
    ['blocked by one policy', 'blocked', 'Policy violations', 1],
    ['blocked by several', 'blocked', 'Policy violations', 2],
    ['blocked until it is catalogued', 'blocked', 'Package pending catalog analysis', 0],
    ['passed without an inspection', 'passed', 'No applicable policies', 0],
    ['approved by a bypass', 'approved', 'Policy violations', 1],
  ])('can be %s', (_title, action, reason, count) => {
    const found = events.filter(
      (event) =>
        event.action === action &&
        event.reason === reason &&
        (event.policies?.length ?? 0) === count,
    );
    expect(found.length).toBeGreaterThan(20);
    const result = action === 'blocked' ? 'Blocked' : 'Bypassed';
    for (const policy of found.flatMap(({ policies }) => policies ?? []))
      expect(policy).toMatchObject({ result, dry_run: false });
  });

  test('can be about an image that the other vendors know', () => {
    const known = new Set(createCatalogue(1).images.map(({ repo, tag }) => `${repo}:${tag}`));
    const images = events.filter(({ package_type }) => package_type === 'Docker');
    const shared = images.filter(({ package_name, package_version }) =>
      known.has(`${package_name}:${package_version}`),
    );
    expect(shared.length).toBeGreaterThan(1000);
    expect(shared.length / images.length).toBeGreaterThan(0.8);
    const nginx = shared.find(({ package_name }) => package_name === 'library/nginx');
    expect(nginx?.package_url).toBe(
      `https://registry-1.docker.io/v2/library/nginx/manifests/${nginx?.package_version}`,
    );
  });

  test('is of one of several ecosystems', () => {
    expect(new Set(events.map(({ package_type }) => package_type))).toEqual(
      new Set(['npm', 'PyPI', 'Maven', 'Go', 'NuGet', 'Docker']),
    );
  });

  test('can have a name that is an attack', () => {
    const names = events.map(({ package_name }) => package_name);
    const hostile = names.find((name) => name.startsWith('=cmd|'));
    expect(hostile).toContain('\u001b[2J');
    expect(hostile).toContain('\u202e');
  });

  test('tells who was there, if anybody', () => {
    const anonymous = events.filter(({ username }) => username === 'anonymous');
    expect(anonymous.length / events.length).toBeGreaterThan(0.02);
    expect(anonymous.every(({ user_mail }) => user_mail === '')).toBe(true);
    const mails = new Set(events.map(({ user_mail }) => user_mail));
    expect(mails.size).toBeGreaterThan(20);
    for (const mail of mails) expect(mail).toMatch(/^$|\.example$/);
  });

  test('comes with others: the busiest minute has many times the usual', () => {
    const perMinute = new Map<string, number>();
    for (const { created_at } of events) {
      const minute = created_at.slice(0, 16);
      perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
    }
    expect(Math.max(...perMinute.values())).toBeGreaterThan(5);
  });
});

describe('a dry run', () => {
  test('has one event for each policy', () => {
    const flags = dryRuns.map(({ policies }) => policies?.map(({ dry_run }) => dry_run));
    expect(flags).toEqual(dryRuns.map(() => [true]));
  });

  test('has events that follow each other, about the same package at the same time', () => {
    const evaluations = Map.groupBy(
      dryRuns,
      ({ created_at, package_url, username }) => `${created_at} ${package_url} ${username}`,
    );
    const sizes = [...evaluations.values()].map(({ length }) => length);
    expect(new Set(sizes)).toEqual(new Set([1, 2, 3]));
    for (const evaluation of evaluations.values()) {
      const names = evaluation.map(({ policies }) => policies?.[0]?.policy_name);
      expect(new Set(names).size).toBe(evaluation.length);
      expect((evaluation.at(-1)?.id ?? 0) - (evaluation[0]?.id ?? 0)).toBe(evaluation.length - 1);
    }
  });
});

test('policies are explained when that is asked for', async () => {
  const { page } = await openPlatform();
  const query = { num_of_rows: 500, include_explanation_and_recommendation: true };
  const { data, meta } = await page(query);
  expect(meta).toMatchObject({ include_explanation_and_recommendation: true });
  const policies = (data ?? []).flatMap((event) => event.policies ?? []);
  expect(policies.length).toBeGreaterThan(10);
  for (const { explanation, recommendation } of policies) {
    expect(explanation).toMatch(/./);
    expect(recommendation).toMatch(/./);
  }
});

test('signs that a web page would read are escaped, as Go escapes them', () => {
  const hostile = texts.find((row) => row.includes('=cmd'));
  expect(hostile).toContain('\\u003c\\u0026\\u003e');
});
