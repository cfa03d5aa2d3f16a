// Several rounds of one drill as one result.

import { median } from "../bench/stats.mjs";

/**
 * Figures are medians over the rounds; a line is met if every round met it, and otherwise it is the
 * first that did not.
 */
export function merged(rounds) {
  const [first] = rounds;
  const checks = first.checks.map((line, at) => {
    const lines = rounds.map(({ checks }) => checks[at]);
    return lines.find(({ met }) => !met) ?? line;
  });
  const figures = Object.fromEntries(
    Object.keys(first.figures).map((name) => [name, middle(rounds.map(({ figures }) => figures[name]))]),
  );
  return { checks, figures };
}

/** No figure where one round has none. */
const middle = (values) => (values.every(Number.isFinite) ? median(values) : Number.NaN);
