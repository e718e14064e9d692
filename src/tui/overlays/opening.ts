import { emptyList } from '../../core/list.ts';
import { safeLines, safeText } from '../../core/safe-text.ts';
import { type DeckParts, patch } from '../deck-parts.ts';
import { filterInForce } from '../filtering.ts';
import { keepInLog, logIds, logRoom } from './log.ts';

/** Opens the log of API calls on the newest. */
export function openLog(parts: DeckParts): void {
  const { exchanges } = parts.state.get();
  const ids = logIds(exchanges);
  const list = keepInLog({ list: emptyList, ids, height: logRoom(parts.state.get()) });
  patch(parts, { overlay: { kind: 'log', list, opened: null, top: 0 } });
}

/** Opens the commands that reproduce the screen. */
export function openTwin(parts: DeckParts): void {
  const twin = parts.pane()?.twin();
  if (twin === undefined) return;
  const safe = (text: string) => safeLines(text).join('\n');
  const notes = [twin.note, filterNote(parts)].filter((note) => note !== undefined);
  patch(parts, {
    overlay: {
      kind: 'twin',
      ...{ command: safe(twin.command), curl: safe(twin.curl), top: 0 },
      ...(notes.length === 0 ? {} : { note: safe(notes.join(' ')) }),
    },
  });
}

/** No command has the deck's filter. */
function filterNote(parts: DeckParts): string | undefined {
  const filter = filterInForce(parts);
  if (filter === '') return undefined;
  return `The filter /${safeText(filter, 80)}/ is left out: only the deck applies it.`;
}
