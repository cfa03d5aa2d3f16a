import { compare, interleave, say } from "../rounds.mjs";
import { round } from "../stats.mjs";
import { sustain } from "./sustained.mjs";

const BUDGET_P99_MS = 50;
const ROUNDS = 3;

/**
 * How long a visitor waits at half the load that Beeline takes: paced, the same rate on both sides.
 * That may be all that the peer takes, so it is also measured at half of its own.
 */
export async function* halfLoad({ sides, seconds, quick, rate, found }) {
  const length = Math.max(Math.round(seconds / 2), 3);
  const most = rate ?? found[sides[0].name] ?? (await calibrate(sides[0], length));
  const perSecond = round(most / 2, 0);
  const rounds = await interleave(sides, quick ? 1 : ROUNDS, (side) => sustain(side, length, perSecond));
  const of = (p) => compare(rounds, (run) => run.latency[p], { worst: Math.max });
  const p99 = of("p99_ms");
  const row = { row: "ack_latency_at_half_load", unit: "ms", leads_per_second: perSecond, seconds: length };
  Object.assign(row, { p50: of("p50_ms"), p95: of("p95_ms"), p99, budget_p99_ms: BUDGET_P99_MS });
  if (p99.beeline !== undefined) row.within = p99.beeline.median < BUDGET_P99_MS;
  const peer = sides.find(({ name }) => name === "peer");
  if (p99.beeline !== undefined && found.peer !== undefined) {
    const own = round(found.peer / 2, 0);
    row.peer_at_its_own_half = { leads_per_second: own, ...(await sustain(peer, length, own)).latency };
  }
  yield { ...row, rounds };
}

async function calibrate(side, seconds) {
  say(`measuring what ${side.name} takes`);
  return (await sustain(side, seconds)).accepted_per_second;
}
