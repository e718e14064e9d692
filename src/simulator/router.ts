import { Refusal, type SimAnswer, type SimRequest, textAnswer } from './exchange.ts';

/** Values of the `:name` parts of a route's path. */
export type PathValues = Readonly<Record<string, string>>;

/** One call of a vendor's API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` for a part that varies: `/api/:version/registry`. */
  readonly path: string;
  /** @throws Refusal */
  readonly answer: (request: SimRequest, values: PathValues) => SimAnswer;
}

/** Whether one of the routes has this path, whatever the method. */
export function createPathTest(routes: readonly Route[]): (path: string) => boolean {
  const patterns = routes.map((route) => patternOf(route.path));
  return (path) => patterns.some((pattern) => pattern.test(path));
}

/** Finds the route of a request: 404 without one, 405 when only the method is wrong. */
export function createRouter(routes: readonly Route[]): (request: SimRequest) => SimAnswer {
  const table = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  return (request) => {
    const matches = table.flatMap(({ route, pattern }) => {
      const match = pattern.exec(request.path);
      return match === null ? [] : [{ route, values: match.groups ?? {} }];
    });
    const found = matches.find(({ route }) => route.method === request.method);
    if (found !== undefined) return answerOf(found.route, request, found.values);
    if (matches.length === 0) return notFound;
    const allow = matches.map(({ route }) => route.method).join(', ');
    return { ...textAnswer(405, 'Method Not Allowed\n'), headers: { allow } };
  };
}

/** What Go's router says of a path that it does not know. */
export const notFound: SimAnswer = textAnswer(404, '404 page not found\n');

function answerOf(route: Route, request: SimRequest, values: PathValues): SimAnswer {
  try {
    return route.answer(request, values);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function patternOf(path: string): RegExp {
  const parts = path
    .split('/')
    .map((part) =>
      part.startsWith(':')
        ? `(?<${part.slice(1)}>[^/]+)`
        : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
  return new RegExp(`^${parts.join('/')}$`);
}
