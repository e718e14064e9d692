import type { Command } from '../features/feature.ts';
import type { ApiCommandIo } from './api-io.ts';

/** `scandeck api`: any call through the shared client. */
export function apiCommand(io: ApiCommandIo): Command {
  return {
    name: 'api',
    summary: 'Make any API call through the shared client, and print the body as it came',
    arguments: [
      {
        name: '<source>',
        description: 'prisma, carbon-black, xray, workload-protection, activity-tracking',
      },
      { name: '<method>', description: 'GET, HEAD, POST, PUT, PATCH or DELETE' },
      {
        name: '<path>',
        description:
          "with a leading slash as it is; without, below the source's API (prisma: /api/VERSION/)",
      },
    ],
    options: [
      { flags: '--query <name=value>', description: 'add to the query', repeatable: true },
      { flags: '--data <json>', description: 'the body: JSON, @FILE, or @- for stdin' },
      { flags: '--include', description: "print the answer's status and headers first" },
    ],
    examples: [
      'scandeck api prisma GET registry/progress',
      'scandeck api prisma GET /api/v1/version --include',
      'scandeck api prisma GET registry --query limit=1 --query compact=true',
      'scandeck api prisma POST registry/scan --data @scan.json',
    ],
    run: async (context, input) => {
      const { runApiCall } = await import('./api-call.ts');
      return runApiCall(context, input, io);
    },
  };
}
