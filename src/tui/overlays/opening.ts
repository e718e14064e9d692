import { emptyList } from '../../core/list.ts';
import { safeLines } from '../../core/safe-text.ts';
import { type DeckParts, patch } from '../deck-parts.ts';
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
  patch(parts, {
    overlay: {
      kind: 'twin',
      ...{ command: safe(twin.command), curl: safe(twin.curl), top: 0 },
      ...(twin.note === undefined ? {} : { note: safe(twin.note) }),
    },
  });
}
