import { jsonAnswer } from '../exchange.ts';
import { teams } from './access.ts';
import type { CallEntry } from './gate.ts';

const answerUser = () =>
  jsonAnswer({
    user: { id: 454_926, username: 'ops@acme.example', currentTeam: teams[0]?.id, enabled: true },
  });

const answerTeams = () =>
  jsonAnswer({
    ...{ total: teams.length, offset: 0 },
    teams: teams.map((team, index) => ({ ...team, products: ['SDS'], default: index === 0 })),
  });

const answerTeam: CallEntry['answer'] = (_request, { name = '' }) => {
  const team = teams.find((known) => encodeURIComponent(known.name) === name);
  if (team === undefined) return { ...jsonAnswer({ message: 'team not found' }), status: 404 };
  return jsonAnswer({ team });
};

/** The calls about who calls. */
export const accountCalls: readonly CallEntry[] = [
  { path: '/api/user/me', area: 'events', answer: answerUser },
  { path: '/api/users/me', area: 'events', answer: answerUser },
  { path: '/api/v2/teams/light', area: 'events', answer: answerTeams },
  { path: '/api/v2/teams/light/name/:name', area: 'events', answer: answerTeam },
];
