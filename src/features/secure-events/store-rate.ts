/** Events a second over the last polls. */
export interface Rate {
  /** @param at epoch milliseconds of the poll's answer */
  add(count: number, at: number): void;
  /** Null before there are two answers: what came first was waiting already. */
  perSecond(): number | null;
}

/** The stretch that is looked at. */
const windowMs = 10_000;

/** Creates a rate that knows nothing. */
export function createRate(): Rate {
  let answers: readonly { readonly count: number; readonly at: number }[] = [];
  return {
    add: (count, at) => {
      // The first answer within the window tells when counting began, and nothing else.
      const first = answers.findLastIndex((answer) => answer.at <= at - windowMs);
      answers = [...answers.slice(Math.max(0, first)), { count, at }];
    },
    perSecond: () => {
      const [first, ...rest] = answers;
      const last = rest.at(-1);
      if (first === undefined || last === undefined || last.at <= first.at) return null;
      const events = rest.reduce((sum, { count }) => sum + count, 0);
      return (events * 1000) / (last.at - first.at);
    },
  };
}
