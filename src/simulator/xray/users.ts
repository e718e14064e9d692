/** Who fetched a package. */
export interface Fetcher {
  readonly name: string;
  readonly mail: string;
}

const pipelines = [
  ...['ci-billing', 'ci-checkout', 'ci-frontend', 'ci-platform', 'ci-data', 'renovate'],
].map((name) => ({ name, mail: `${name}@robots.acme.example` }));

const people = [
  ...['a.lindqvist', 'b.okafor', 'c.moreno', 'd.tanaka', 'e.kowalska', 'f.haddad', 'g.silva'],
  ...['h.novak', 'i.petrov', 'j.dubois', 'k.osei', 'l.weber', 'm.rossi', 'n.sharma', 'o.jensen'],
  ...['p.nguyen', 'q.ferreira', 'r.mueller', 's.andersson', 't.yilmaz', 'u.garcia', 'v.chen'],
].map((name) => ({ name, mail: `${name}@acme.example` }));

/** Nobody in particular, as a repository without sign-in knows its users. */
const anonymous: Fetcher = { name: 'anonymous', mail: '' };
const admin: Fetcher = { name: 'admin', mail: '' };

/** Drawn from with equal chances: most builds are a pipeline's. */
export const fetchers: readonly Fetcher[] = [
  ...pipelines,
  ...pipelines,
  ...pipelines,
  ...people,
  ...[anonymous, anonymous, anonymous, admin],
];
