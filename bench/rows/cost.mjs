import { setTimeout as sleep } from "node:timers/promises";
import { bill, perForgotten, perLead, plus, times } from "../bill.mjs";
import { filledShard } from "../filled_shard.mjs";
import { newRun } from "../leads.mjs";
import { runLoad } from "../load.mjs";
import { metered } from "../meter/bundle.mjs";
import { READ_ON } from "../prices.mjs";
import { withProbe, withVariables } from "../probe.mjs";
import { say } from "../rounds.mjs";
import { start } from "../serve.mjs";
import { drain } from "./sustained.mjs";

const MILLION = 1_000_000;
/** Few enough that nearly every lead travels alone, as they do where a million come in a month. */
const STEADY_PER_SECOND = 50;
/** Under full load many more come in a second. */
const FULL_LOAD_SHARE = 1 / 4;
const WARM_UP_SECONDS = 2;
/** The alarms that follow a settlement have rung by then. */
const AFTERWARDS_MS = 1_000;
const MINUTES_A_MONTH = 30 * 24 * 60;
/** How a sweep is counted: an object of so many leads, of which a fifth are past this retention. */
const SWEEP = { leads: 20_000, days: 20, seconds: 3, claimsPerSecond: 20 };

/** Dollars for a million leads within a month at Cloudflare's prices, of what a run was counted to take. */
export async function* cost({ sides, seconds, quick }) {
  const regimes = {
    steady: { seconds, rate: STEADY_PER_SECOND },
    full_load: { seconds: quick ? seconds : Math.round(seconds * FULL_LOAD_SHARE) },
  };
  const row = { row: "cost_of_a_million_leads", unit: "dollars", prices_read_on: READ_ON };
  const forgetting = Object.fromEntries(await Promise.all(sides.map(async (side) => [side.name, await forget(side)])));
  for (const [regime, load] of Object.entries(regimes)) {
    row[regime] = {};
    for (const side of sides) {
      const counted = await measure(await metered(side), load);
      say(`${regime} ${side.name} ${JSON.stringify(counted)}`);
      const { each, cron, ...sent } = counted;
      row[regime][side.name] = { ...sent, ...bill(times(MILLION, plus(each, forgetting[side.name]))) };
      if (cron !== undefined) row.every_month = { ...row.every_month, [side.name]: bill(cron) };
    }
  }
  yield row;
}

/** What each lead of a load takes, from its request until it is settled, and a month of cron besides. */
async function measure(side, { seconds, rate }) {
  const server = await start(side);
  try {
    const warm = await runLoad({ port: server.port, run: newRun(), seconds: WARM_UP_SECONDS, rate });
    await settled(server, warm.ids.length);
    const before = await meter(server);
    const load = await runLoad({ port: server.port, run: newRun(), seconds, rate });
    await settled(server, warm.ids.length + load.ids.length);
    const after = await meter(server);
    const leads = load.ids.length;
    const counts = difference(after.counts, before.counts);
    const each = perLead(counts, after.workerd - before.workerd, leads);
    return { leads, errors: load.errors, each, cron: await monthOfCron(server, side) };
  } finally {
    await server.stop();
  }
}

/** What it takes to forget a lead, where leads are forgotten at all. */
async function forget(side) {
  if (side.name !== "beeline") return {};
  const shard = await filledShard(side, SWEEP.leads);
  const sweeping = withVariables(withProbe(await metered(side)), { RETENTION_DAYS: String(SWEEP.days) });
  const server = await start({ ...sweeping, state: shard.state });
  try {
    const { object, ...template } = shard;
    const claims = { port: server.probePort, kind: "claim", template, object, rate: SWEEP.claimsPerSecond };
    await runLoad({ ...claims, seconds: SWEEP.seconds });
    return perForgotten((await server.counts()).ledger);
  } finally {
    await server.stop();
  }
}

async function settled(server, expected) {
  await drain(server, expected);
  await sleep(AFTERWARDS_MS);
}

const meter = async (server) => ({ ...(await server.usage()), counts: await server.counts() });

/** By Worker, what was counted in between. */
function difference(after, before) {
  const of = (counts, earlier) =>
    Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, value - (earlier[name] ?? 0)]));
  return Object.fromEntries(Object.entries(after).map(([worker, counts]) => [worker, of(counts, before[worker])]));
}

/** What cron takes in a month, whether a lead comes or not. Its first run makes the objects it wakes. */
async function monthOfCron(server, side) {
  const crons = side.workers.flatMap(({ name, cronTriggers = [] }) => cronTriggers.map((cron) => ({ worker: name, cron })));
  if (crons.length === 0) return undefined;
  let month = {};
  for (const { worker, cron } of crons) {
    await server.runCron({ worker, cron });
    const before = await meter(server);
    await server.runCron({ worker, cron });
    const after = await meter(server);
    const run = perLead(difference(after.counts, before.counts), after.workerd - before.workerd, 1);
    const whole = times(MINUTES_A_MONTH / everyMinutes(cron), run);
    month = plus(month, whole);
  }
  return month;
}

function everyMinutes(cron) {
  const minutes = /^\*\/(\d+) \* \* \* \*$/.exec(cron);
  if (minutes === null) throw new Error(`how often is "${cron}"?`);
  return Number(minutes[1]);
}
