import { describe, expect, test } from 'vitest';
import {
  openPrompt,
  promptHeight,
  promptLines,
} from '../../../../src/features/secure-events/pane-prompt.ts';
import { plainText } from '../../../../src/tui/kit/segments.ts';

const field = (name: string) => ({ name, type: null, operators: null });
const names = {
  fields: {
    fields: [field('kubernetes.namespace.name'), field('severity')],
    from: 'server' as const,
  },
  seen: () => [],
};
const label = ' › server filter: '.length;

describe('what is wrong with an expression', () => {
  test.each([
    ['kubernetes.namespace.nam = "shop"', 0],
    ['severity = "3" and kubernetes.namespace.nam = "shop"', 19],
    ['severity = "high"', 11],
  ])('%s is pointed at where it is, and told whole', (text, at) => {
    const prompt = openPrompt('query', text, names);
    expect(prompt.problem?.at).toBe(at);
    const lines = promptLines(prompt, 80).map(plainText);
    expect(lines).toHaveLength(promptHeight(prompt) - 1);
    expect(lines[0]?.indexOf('^')).toBe(label + at);
    expect(lines.join('\n')).toContain(prompt.problem?.message);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });
});
