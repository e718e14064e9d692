import type { Clock } from '../core/clock.ts';
import { safeText } from '../core/safe-text.ts';
import { createStore, type Readable } from '../core/store.ts';

/** A short message at the foot. */
export interface Toast {
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'warn' | 'bad';
}

/** Whether the user waits for a message, having pressed a key, or it comes by itself. */
export type ToastKind = 'answer' | 'notice';

/**
 * Messages that go away by themselves: the first is shown, the others wait. An answer comes at once
 * and takes the place of an earlier one; notices come one after the other behind it.
 */
export interface Toasts extends Readable<readonly Toast[]> {
  /** @param kind @default `answer` while a key is dealt with, else `notice` */
  show(text: string, tone?: Toast['tone'], kind?: ToastKind): void;
  /** Does what a key asks for: what it shows answers that key. Passes on what it throws. */
  answering(task: () => void): void;
  /** Takes all of them away, and their timer. */
  clear(): void;
}

const shownForMs = 4_000;
const mostNotices = 10;

/** What is to be shown. */
interface Waiting {
  readonly answer: Toast | null;
  readonly notices: readonly Toast[];
  /** Notices that came when too many waited. */
  readonly missed: number;
}

const nothing: Waiting = { answer: null, notices: [], missed: 0 };

/** Creates the toasts of a deck: each is shown for four seconds. */
export function createToasts(clock: Clock): Toasts {
  const store = createStore<readonly Toast[]>([]);
  let waiting = nothing;
  let isAnswering = false;
  let disarm = () => {};
  const put = (next: Waiting) => {
    waiting = next;
    const [before] = store.get();
    const toasts = next.answer === null ? next.notices : [next.answer, ...next.notices];
    store.set(toasts);
    if (toasts[0] === before) return;
    disarm();
    disarm = toasts.length === 0 ? () => {} : clock.after(shownForMs, () => put(behind(waiting)));
  };
  return {
    get: store.get,
    subscribe: store.subscribe,
    show: (text, tone = 'plain', kind = isAnswering ? 'answer' : 'notice') => {
      const toast: Toast = { text: safeText(text, 512), tone };
      put(kind === 'answer' ? { ...waiting, answer: toast } : withNotice(waiting, toast));
    },
    answering: (task) => {
      isAnswering = true;
      try {
        task();
      } finally {
        isAnswering = false;
      }
    },
    clear: () => put(nothing),
  };
}

/** The first of the notices may be on the screen: the one behind it gives way. */
function withNotice(waiting: Waiting, toast: Toast): Waiting {
  const notices = [...waiting.notices, toast];
  if (notices.length <= mostNotices) return { ...waiting, notices };
  return { ...waiting, notices: notices.toSpliced(1, 1), missed: waiting.missed + 1 };
}

/** What comes after the one that was shown; in the end, how many were not. */
function behind({ answer, notices, missed }: Waiting): Waiting {
  const left = answer === null ? notices.slice(1) : notices;
  if (left.length > 0 || missed === 0) return { answer: null, notices: left, missed };
  const text = `${missed} more message${missed === 1 ? '' : 's'} came in between`;
  return { ...nothing, notices: [{ text, tone: 'plain' }] };
}
