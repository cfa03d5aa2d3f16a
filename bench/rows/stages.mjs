import { setTimeout as sleep } from "node:timers/promises";
import { newRun } from "../leads.mjs";
import { runLoad } from "../load.mjs";
import { withVariables } from "../probe.mjs";
import { interleave } from "../rounds.mjs";
import { start } from "../serve.mjs";
import { median, round, sum } from "../stats.mjs";
import { drain } from "./sustained.mjs";

const ROUNDS_MOST = 3;
const SECONDS = { warmUp: 2, measured: 4, quick: 1 };
/** So many leads are said again and again: enough that no two connections wait for one of them. */
const REPEATED_MOST = 64;
/** What a request leaves behind to do after its answer is done by then. */
const AFTERWARDS_MS = 500;
/** Whoever is told to come back later is cheap; here nobody is. */
const NO_LIMIT = { LEDGER_CAPACITY_PER_SECOND: "1000000" };

/** Each kind of request goes further than the one that it is compared with; a stage is the difference. */
const STAGES = {
  http_and_worker_entry: ["healthz"],
  routing_and_problem: ["unknown_form", "healthz"],
  body_and_parsing: ["malformed", "unknown_form"],
  validation_and_refusal: ["wrong_fields", "malformed"],
  validation_identity_and_ledger_of_a_repeat: ["repeat", "malformed"],
  writing_and_delivery_of_a_new_lead: ["lead", "repeat"],
};
const KINDS = [...new Set(Object.values(STAGES).flat())];

/** Processor time of workerd for a request, by how far the request gets. */
export async function* stages({ sides, quick, rounds: count }) {
  const seconds = quick ? { warmUp: SECONDS.quick, measured: SECONDS.quick } : SECONDS;
  const unlimited = sides.map((side) => withVariables(side, NO_LIMIT));
  const rounds = await interleave(unlimited, quick ? 1 : Math.min(count, ROUNDS_MOST), (side) => measure(side, seconds));
  const names = sides.map(({ name }) => name);
  const both = names.includes("beeline") && names.includes("peer");
  const table = {};
  for (const [stage, [kind, less]] of Object.entries(STAGES)) {
    const of = (side) => side[kind] - (less === undefined ? 0 : side[less]);
    table[stage] = Object.fromEntries(names.map((name) => [name, round(median(rounds.map((sides) => of(sides[name]))), 0)]));
    if (both) table[stage].difference = round(median(rounds.map(({ beeline, peer }) => of(beeline) - of(peer))), 0);
  }
  yield { row: "cpu_per_lead_by_stage", unit: "us", connections: 16, seconds: seconds.measured, stages: table, rounds };
}

/** Microseconds per request of each kind, on one workerd. */
async function measure(side, seconds) {
  const server = await start(side);
  try {
    const spent = {};
    let accepted = 0;
    const send = async (kind, subject, length) => {
      const load = await cleanLoad({ port: server.port, kind, ...subject, seconds: length });
      accepted += load.ids.length;
      await drain(server, accepted);
      await sleep(AFTERWARDS_MS);
      return load.latencies.length;
    };
    for (const kind of KINDS) {
      const subject = { run: newRun() };
      if (kind === "repeat") subject.known = Math.min(await send("lead", subject, seconds.warmUp), REPEATED_MOST);
      await send(kind, subject, seconds.warmUp);
      if (kind === "lead") subject.run = newRun();
      const before = (await server.usage()).workerd;
      const answered = await send(kind, subject, seconds.measured);
      spent[kind] = round((((await server.usage()).workerd - before) * 1e6) / answered, 1);
    }
    return spent;
  } finally {
    await server.stop();
  }
}

async function cleanLoad(options) {
  const load = await runLoad(options);
  if (sum(Object.values(load.errors)) > 0) throw new Error(`${options.kind}: ${JSON.stringify(load.errors)}`);
  return load;
}
