import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { WAKE, claimCommand, numberOf, sibling } from "../claims.mjs";
import { filledShard } from "../filled_shard.mjs";
import { open } from "../http.mjs";
import { withProbe } from "../probe.mjs";
import { newClaim, postCommand } from "../requests.mjs";
import { say } from "../rounds.mjs";
import { start } from "../serve.mjs";
import { latency, median, round } from "../stats.mjs";

const BUDGET_RATIO = 1.2;
const KEYS = 1_000_000;
const QUICK_KEYS = 20_000;
const SHARDS = 8;
const ROUNDS = { least: 5, most: SHARDS - 1 };
const SECONDS = { quick: 2, most: 15 };
/** One claim after the other at this pace is 100 a second for each object: far below what it takes. */
const PACE_MS = 5;
const WARM_UP_SECONDS = 2;

/**
 * What a claim takes a ledger object that has a million leads, and one that has none. Both are in the
 * same workerd and get a claim in turn, each when the other has answered, so that whatever else goes
 * on hits both; each round takes a fresh empty object.
 */
export async function* millionKeys({ sides, quick, seconds, rounds }) {
  const side = sides.find(({ name }) => name === "beeline");
  if (side === undefined) throw new Error("only Beeline is asked for this row");
  const shard = await filledShard(side, quick ? QUICK_KEYS : KEYS);
  const count = quick ? 1 : Math.min(Math.max(rounds, ROUNDS.least), ROUNDS.most);
  const length = quick ? SECONDS.quick : Math.min(seconds, SECONDS.most);
  const server = await start({ ...withProbe(side), state: shard.state });
  try {
    yield summary(shard, length, await measure(server, shard, count, length));
  } finally {
    await server.stop();
  }
}

async function measure(server, shard, count, seconds) {
  const connection = await open(server.probePort);
  const empty = (i) => sibling(shard.object, (numberOf(shard.object) + i) % SHARDS);
  await inTurns(connection, shard, empty(ROUNDS.most), WARM_UP_SECONDS);
  const rounds = [];
  for (let i = 1; i <= count; i++) {
    rounds.push(await inTurns(connection, shard, empty(i), seconds));
    say(`round ${i}/${count} ${JSON.stringify(rounds.at(-1))}`);
  }
  connection.close();
  return rounds;
}

/** Claims and, for the way there and back alone, commands that do nothing. */
async function inTurns(connection, shard, empty, seconds) {
  const taken = { full: { claim: [], nothing: [] }, empty: { claim: [], nothing: [] } };
  const objects = { full: shard.object, empty };
  const end = performance.now() + seconds * 1000;
  for (let turn = 0; performance.now() < end; turn++) {
    for (const which of turn % 2 === 0 ? ["full", "empty"] : ["empty", "full"]) {
      const claim = postCommand(objects[which], claimCommand(shard, objects[which]));
      taken[which].claim.push(await timed(connection, claim, newClaim));
      await sleep(PACE_MS);
      taken[which].nothing.push(await timed(connection, postCommand(objects[which], WAKE), done));
    }
  }
  return { full: figures(taken.full), empty: figures(taken.empty) };
}

const done = ({ body }) => (body === '"done"' ? {} : { error: body.slice(0, 40) });

async function timed(connection, message, judge) {
  const began = performance.now();
  const { error } = judge(await connection.request(message));
  if (error !== undefined) throw new Error(`a ledger object answered ${error}`);
  return performance.now() - began;
}

function figures({ claim, nothing }) {
  const { p50_ms, p99_ms } = latency(claim);
  const way = median(nothing);
  return { claims: claim.length, p50_ms, p99_ms, way_ms: round(way, 2), claim_alone_ms: round(median(claim) - way) };
}

function summary(shard, seconds, rounds) {
  if (rounds.some(({ full, empty }) => full.claim_alone_ms <= 0 || empty.claim_alone_ms <= 0)) {
    throw new Error("the machine is too busy: a claim took no longer than the way there and back");
  }
  const of = (figure) => {
    const ratios = rounds.map(({ full, empty }) => round(full[figure] / empty[figure]));
    const middle = (which) => round(median(rounds.map((round) => round[which][figure])));
    const ratio = { median: round(median(ratios)), worst: Math.max(...ratios), rounds: ratios };
    return { full: middle("full"), empty: middle("empty"), ratio };
  };
  const [alone, p99] = [of("claim_alone_ms"), of("p99_ms")];
  return {
    row: "claim_at_a_million_keys",
    unit: "ms",
    keys: shard.leads,
    megabytes: Math.round(shard.bytes / 1e6),
    seconds,
    claim_alone: alone,
    p50: of("p50_ms"),
    p99,
    budget_ratio: BUDGET_RATIO,
    within: alone.ratio.median <= BUDGET_RATIO && p99.ratio.median <= BUDGET_RATIO,
    rounds,
  };
}
