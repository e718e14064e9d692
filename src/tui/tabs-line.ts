import { safeText } from '../core/safe-text.ts';
import { cells, truncate } from '../core/width.ts';
import { type Segments, segment, segmentsWidth } from './kit/segments.ts';

/** A tab: its key and its title. */
export interface Tab {
  readonly key: string;
  readonly title: string;
  readonly active: boolean;
}

/** The tabs' line and the rule below it, which is heavy under the tab in front. */
export interface TabLines {
  readonly tabs: Segments;
  readonly rule: Segments;
}

/** Lays the tabs out, with the filter in force at the right end. */
export function tabLines(tabs: readonly Tab[], filter: string, width: number): TabLines {
  const texts = fittingTexts(tabs, width);
  const segments = tabs.map(({ active }, index) =>
    segment(`${texts[index]} `, active ? 'strong' : 'muted'),
  );
  const room = width - segmentsWidth(segments) - 1;
  const shown = filter === '' ? '' : truncate(`/${safeText(filter)}`, Math.min(room, 40));
  const space = ' '.repeat(Math.max(0, room - cells(shown)));
  return {
    tabs: shown === '' ? segments : [...segments, segment(space), segment(shown, 'accent')],
    rule: ruleUnder(tabs, texts, width),
  };
}

function fittingTexts(tabs: readonly Tab[], width: number): readonly string[] {
  const whole = tabs.map(({ key, title }) => ` ${key} ${title} `);
  if (cells(whole.join(' ')) < width) return whole;
  return tabs.map(({ key, title, active }) => (active ? ` ${key} ${title} ` : ` ${key} `));
}

function ruleUnder(tabs: readonly Tab[], texts: readonly string[], width: number): Segments {
  const index = tabs.findIndex(({ active }) => active);
  const before = texts.slice(0, Math.max(0, index)).reduce((sum, text) => sum + cells(text) + 1, 0);
  const under = index < 0 ? 0 : cells(texts[index] ?? '');
  return [
    segment('─'.repeat(before), 'muted'),
    segment('━'.repeat(under), 'accent'),
    segment('─'.repeat(Math.max(0, width - before - under)), 'muted'),
  ];
}
