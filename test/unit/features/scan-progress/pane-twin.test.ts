import { afterEach, expect, test } from 'vitest';
import { paneTwin } from '../../../../src/features/scan-progress/pane-twin.ts';
import { emptySnapshot } from '../../../../src/features/scan-progress/snapshot.ts';
import { openPrismaSession, type PrismaSettings } from './prisma-session.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test.each<[PrismaSettings, string]>([
  [{}, '/api/v32.07/registry/progress'],
  [{ apiVersion: 'v34.04', project: 'a b' }, '/api/v34.04/registry/progress?project=a+b'],
])('the twin of %j asks as the pane does', (settings, path) => {
  const session = openPrismaSession('https://console.example', settings);
  closing.push(() => session.close());
  const { command, curl } = paneTwin(emptySnapshot, null, session);
  expect(command).toBe('scandeck --profile test progress');
  expect(curl.replaceAll("'", '')).toBe(
    `curl -u "$USER_AND_PASSWORD" https://console.example${path}`,
  );
});
