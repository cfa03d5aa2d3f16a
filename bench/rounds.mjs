import { median, round } from "./stats.mjs";

/** Progress is for people; rows are for programs. */
export const say = (text) => process.stderr.write(`bench: ${text}\n`);

/**
 * Measures every side once per round, side by side in time, so that what the machine does
 * meanwhile hits them alike; who goes first alternates.
 */
export async function interleave(sides, count, measure) {
  const rounds = [];
  for (let i = 0; i < count; i++) {
    const order = i % 2 === 0 ? sides : [...sides].reverse();
    const measured = {};
    for (const side of order) {
      measured[side.name] = await measure(side);
      say(`round ${i + 1}/${count} ${side.name} ${JSON.stringify(measured[side.name])}`);
    }
    rounds.push(Object.fromEntries(sides.map(({ name }) => [name, measured[name]])));
  }
  return rounds;
}

/** Median and worst of one figure on each side, and of beeline's share of the peer's, round by round. */
export function compare(rounds, figure, { worst }) {
  const summary = {};
  for (const name of Object.keys(rounds[0])) {
    const values = rounds.map((sides) => figure(sides[name]));
    summary[name] = { median: round(median(values)), worst: round(worst(...values)) };
  }
  if (summary.beeline === undefined || summary.peer === undefined) return summary;
  return { ...summary, ratio: ratio(rounds, figure, "beeline", "peer", { worst }) };
}

/** One side's share of another's, round by round. */
export function ratio(rounds, figure, over, under, { worst }) {
  const ratios = rounds.map((sides) => round(figure(sides[over]) / figure(sides[under])));
  return { median: round(median(ratios)), worst: worst(...ratios), rounds: ratios };
}

/** The same rounds with these sides only. */
export const only = (rounds, names) =>
  rounds.map((sides) => Object.fromEntries(names.map((name) => [name, sides[name]])));
