import type { CallOptions, PrismaApi } from '../../api/prisma/endpoints.ts';
import { allResults, type ResultPage, type ResultQuery } from '../../api/prisma/results.ts';
import type { WireResult } from '../../api/prisma/schema.ts';
import { imageName, type ScanReport } from './model.ts';
import { resultOf, type ScanResult } from './scan-result.ts';

/** The vendor allows 30 requests in 30 seconds on this page, and others ask as well. */
const maxPages = 4;

/** What a result is looked up by. */
export type ResultOwner = Pick<ScanReport, 'kind' | 'registry' | 'repo' | 'tag' | 'digest'>;

/**
 * Loads what a scan left behind: the one image of an on-demand scan, or the first 200 images of a
 * regular scan's registry.
 *
 * @throws ApiError
 */
export async function loadResult(
  api: PrismaApi,
  owner: ResultOwner,
  options: CallOptions,
): Promise<ScanResult> {
  if (owner.kind === 'regular') {
    const registry = owner.registry ?? undefined;
    return resultOf(await pagesOf(api, { registry, compact: true }, options));
  }
  return (await namedResult(api, owner, options)) ?? (await searchedResult(api, owner, options));
}

async function namedResult(api: PrismaApi, owner: ResultOwner, options: CallOptions) {
  const { registry, repo, tag } = owner;
  if (!registry || !tag) return null;
  const name = imageName({ registry, repo, tag });
  const result = onlyOwn(await pagesOf(api, { name, compact: true }, options), owner);
  return result.images.length > 0 ? result : null;
}

async function searchedResult(api: PrismaApi, owner: ResultOwner, options: CallOptions) {
  const query = { repository: owner.repo ?? undefined, compact: true };
  return onlyOwn(await pagesOf(api, query, options), owner);
}

async function pagesOf(
  api: PrismaApi,
  query: ResultQuery,
  options: CallOptions,
): Promise<readonly ResultPage[]> {
  const pages: ResultPage[] = [];
  for await (const page of allResults(api, query, options)) {
    pages.push(page);
    if (pages.length >= maxPages) break;
  }
  return pages;
}

/** The vendor's filters may be wider than asked, so its rows are looked at again. */
function onlyOwn(pages: readonly ResultPage[], owner: ResultOwner): ScanResult {
  const rows = pages.flatMap((page) => page.rows.filter((row) => isOwn(row, owner)));
  return resultOf([{ rows, undecoded: 0, total: rows.length }]);
}

function isOwn({ repoTag }: WireResult, owner: ResultOwner): boolean {
  if (repoTag == null || repoTag.repo !== owner.repo) return false;
  if (owner.tag && repoTag.tag !== owner.tag) return false;
  if (owner.digest && repoTag.digest && repoTag.digest !== owner.digest) return false;
  return !owner.registry || !repoTag.registry || host(repoTag.registry) === host(owner.registry);
}

const host = (registry: string) => registry.replace(/^https?:\/\//, '').replace(/\/+$/, '');
