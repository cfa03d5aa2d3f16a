import { OLDEST_DAYS } from "../copies.mjs";
import { filledShard } from "../filled_shard.mjs";
import { runLoad } from "../load.mjs";
import { metered } from "../meter/bundle.mjs";
import { withProbe, withVariables } from "../probe.mjs";
import { interleave } from "../rounds.mjs";
import { start } from "../serve.mjs";
import { latency, median, round, sum } from "../stats.mjs";

const BUDGET_MS = 20;
const KEYS = 1_000_000;
const QUICK_KEYS = 20_000;
const ROUNDS = 5;
const SECONDS_MOST = 30;
const WARM_UP_SECONDS = 2;
const CLAIMS_PER_SECOND = 100;
/** Retentions in days: one that leaves nothing to forget, and one that leaves the oldest fifth. */
const [KEEPS_ALL, KEEPS_FOUR_FIFTHS] = [30, 20];

/**
 * How long claims wait behind the sweep: at a steady rate to one object with a million leads, once
 * while all of them are kept, and once while a fifth is past its retention and being forgotten.
 */
export async function* sweepHoldUp({ sides, quick, seconds, rounds: count }) {
  const side = sides.find(({ name }) => name === "beeline");
  if (side === undefined) throw new Error("only Beeline is asked for this row");
  const shard = await filledShard(side, quick ? QUICK_KEYS : KEYS);
  const length = Math.min(seconds, SECONDS_MOST);
  const beeline = withProbe(await metered(side));
  const variants = [variant(beeline, shard, "quiet", KEEPS_ALL), variant(beeline, shard, "sweeping", KEEPS_FOUR_FIFTHS)];
  const rounds = await interleave(variants, quick ? 1 : Math.min(count, ROUNDS), (each) => claimed(each, shard, length));
  yield summary(shard, length, rounds);
}

function variant(side, shard, name, retentionDays) {
  return { ...withVariables(side, { RETENTION_DAYS: String(retentionDays) }), name, state: shard.state };
}

/** Claims at a steady rate, in a workerd started for them; what was forgotten meanwhile. */
async function claimed(variant, shard, seconds) {
  const server = await start(variant);
  try {
    const claims = { port: server.probePort, kind: "claim", template: shard, object: shard.object, rate: CLAIMS_PER_SECOND };
    const warm = await runLoad({ ...claims, seconds: WARM_UP_SECONDS });
    const { forgotten: before = 0 } = (await server.counts()).ledger;
    const load = await runLoad({ ...claims, seconds });
    const counts = (await server.counts()).ledger;
    const errors = { ...warm.errors, ...load.errors };
    if (sum(Object.values(errors)) > 0) throw new Error(`claims failed: ${JSON.stringify(errors)}`);
    const perSecond = ((counts.forgotten ?? 0) - before) / ((load.ended - load.started) / 1000);
    return { ...latency(load.latencies), forgotten_per_second: round(perSecond, 1), ...passesOf(counts) };
  } finally {
    await server.stop();
  }
}

/** The sweep's transactions since the start, from inside the object, whose clock ticks in milliseconds. */
function passesOf({ sweeps, sweep_ms, longest_sweep_ms }) {
  if (sweeps === undefined) return {};
  return { passes: sweeps, mean_pass_ms: round(sweep_ms / sweeps, 2), longest_pass_ms: longest_sweep_ms };
}

function summary(shard, seconds, rounds) {
  const differences = (figure) => rounds.map(({ quiet, sweeping }) => round(sweeping[figure] - quiet[figure], 2));
  const held = differences("max_ms");
  const perSecond = median(rounds.map(({ sweeping }) => sweeping.forgotten_per_second));
  const longest = Math.max(...rounds.map(({ sweeping }) => sweeping.longest_pass_ms));
  const past = Math.round(shard.leads * (1 - KEEPS_FOUR_FIFTHS / OLDEST_DAYS));
  return {
    row: "sweep_holds_no_claim_up",
    unit: "ms",
    keys: shard.leads,
    past_retention: past,
    claims_per_second: CLAIMS_PER_SECOND,
    seconds,
    longest_pass_ms: longest,
    held_up: { median: round(median(held), 2), worst: Math.max(...held), rounds: held },
    p99_difference: { median: round(median(differences("p99_ms")), 2), rounds: differences("p99_ms") },
    forgotten_per_second: perSecond,
    seconds_for_all: round(past / perSecond, 0),
    budget_ms: BUDGET_MS,
    within: perSecond > 0 && longest <= BUDGET_MS && median(held) <= BUDGET_MS,
    rounds,
  };
}
