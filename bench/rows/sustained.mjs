import { setTimeout as sleep } from "node:timers/promises";
import { prepare } from "../contenders.mjs";
import { newRun } from "../leads.mjs";
import { runLoad } from "../load.mjs";
import { machineSeconds } from "../machine.mjs";
import { compare, interleave, only, ratio } from "../rounds.mjs";
import { start } from "../serve.mjs";
import { latency, round, sum } from "../stats.mjs";

const BUDGET_RATIO = 2;
const BUDGET_OLDEST_SECONDS = 2;
const WARM_UP_SECONDS = 3;
const DRAIN_DEADLINE_MS = 60_000;

const FLOOR = "floor";

/**
 * As many leads as 16 connections can have accepted, and how fast they are in the inbox. The floor is
 * measured in the same rounds, if its row is wanted.
 */
export async function* sustained({ sides, seconds, rounds: count, found, wanted }) {
  const others = wanted.includes("floor_per_second") ? [await prepare(FLOOR)] : [];
  const rounds = await interleave([...sides, ...others], count, (side) => sustain(side, seconds));
  yield* ofSides(only(rounds, sides.map(({ name }) => name)), seconds, found);
  if (others.length > 0) yield floor(rounds, seconds);
}

function* ofSides(rounds, seconds, found) {
  const worst = Math.min;
  const accepted = compare(rounds, (side) => side.accepted_per_second, { worst });
  const drained = compare(rounds, (side) => side.drained_per_second, { worst });
  const names = Object.keys(rounds[0]);
  const each = (figure) => Object.fromEntries(names.map((name) => [name, figure(rounds.map((sides) => sides[name]))]));
  const errors = each((runs) => sum(runs.map((run) => run.errors)));
  const lost = each((runs) => sum(runs.map((run) => run.not_in_inbox)));
  const oldest = each((runs) => Math.max(...runs.map((run) => run.oldest_in_flight_seconds)));
  for (const name of names) found[name] = accepted[name].median;

  const shape = { seconds, connections: 16, budget_ratio: BUDGET_RATIO };
  const both = accepted.ratio !== undefined;
  yield {
    row: "accepted_per_second",
    ...shape,
    ...accepted,
    errors,
    ...(both && { within: accepted.ratio.median >= BUDGET_RATIO && errors.beeline === 0 }),
    rounds,
  };
  const prompt = oldest.beeline < BUDGET_OLDEST_SECONDS && lost.beeline === 0;
  yield {
    row: "drained_per_second",
    ...shape,
    ...drained,
    oldest_in_flight_seconds: oldest,
    budget_oldest_seconds: BUDGET_OLDEST_SECONDS,
    not_in_inbox: lost,
    ...(both && { within: drained.ratio.median >= BUDGET_RATIO && prompt }),
  };
}

/** What is left of a lead's way when nothing is done to the lead: the most that either side could come to. */
function floor(rounds, seconds) {
  const worst = Math.min;
  const pairs = [[FLOOR, "peer"], ["beeline", FLOOR]].filter((pair) => pair.every((name) => name in rounds[0]));
  const row = { row: "floor_per_second", seconds, connections: 16 };
  for (const measure of ["accepted", "drained"]) {
    const figure = (side) => side[`${measure}_per_second`];
    row[measure] = compare(only(rounds, [FLOOR]), figure, { worst })[FLOOR];
    for (const [over, under] of pairs) row[measure][`${over}_over_${under}`] = ratio(rounds, figure, over, under, { worst });
  }
  return { ...row, rounds: only(rounds, [FLOOR]) };
}

/** One load on a fresh server that has been warmed up; every lead it accepts is looked for in the inbox. */
export async function sustain(side, seconds, rate) {
  const server = await start(side);
  try {
    const warm = await runLoad({ port: server.port, run: newRun(), seconds: Math.min(WARM_UP_SECONDS, seconds) });
    await drain(server, warm.ids.length);
    const before = await meter(server);
    const load = await runLoad({ port: server.port, run: newRun(), seconds, rate });
    const arrived = await server.count();
    const lookedAt = Date.now();
    const drainedAt = await drain(server, warm.ids.length + load.ids.length);
    const after = await meter(server);
    const arrivals = await server.arrivals();
    return { ...figures({ load, arrived, lookedAt, drainedAt, arrivals }), ...usage(before, after, load) };
  } finally {
    await server.stop();
  }
}

/** Waits until the inbox has `expected` leads, or long enough. */
export async function drain(server, expected) {
  const deadline = Date.now() + DRAIN_DEADLINE_MS;
  while ((await server.count()) < expected && Date.now() < deadline) await sleep(10);
  return Date.now();
}

async function meter(server) {
  return { ...(await server.usage()), machine: machineSeconds(), at: Date.now() / 1000 };
}

/** What a lead costs, and how many cores something else was using meanwhile. */
function usage(before, after, load) {
  const used = (who) => after[who] - before[who];
  const ours = used("workerd") + used("miniflare") + load.cpuSeconds;
  return {
    cpu_ms_per_lead: round((used("workerd") * 1000) / load.ids.length),
    cores_used_elsewhere: round(Math.max(0, used("machine") - ours) / used("at"), 2),
  };
}

function figures({ load, arrived, lookedAt, drainedAt, arrivals }) {
  const accepted = load.ids.length;
  const inInbox = new Set(arrivals);
  const early = new Set(arrivals.slice(0, arrived));
  // In the order of their acceptance: the first is the oldest.
  const waiting = load.acceptedAt.filter((_, i) => !early.has(load.ids[i]));
  const missing = load.ids.filter((id) => !inInbox.has(id)).length;
  return {
    accepted,
    accepted_per_second: round((accepted / (load.ended - load.started)) * 1000, 1),
    drained_per_second: round(((accepted - missing) / (drainedAt - load.started)) * 1000, 1),
    oldest_in_flight_seconds: waiting.length === 0 ? 0 : round((lookedAt - waiting[0]) / 1000),
    not_in_inbox: missing,
    repeated_in_inbox: arrivals.length - inInbox.size,
    errors: sum(Object.values(load.errors)),
    ...(Object.keys(load.errors).length > 0 && { errors_by_kind: load.errors }),
    latency: latency(load.latencies),
  };
}
