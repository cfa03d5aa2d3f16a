// Compares Beeline with the TypeScript peer. JSON lines go to stdout, progress to stderr.
// See README.md for the rows, and for how to read them.

import { readFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT, prepare, queueSettings } from "./contenders.mjs";
import { say } from "./rounds.mjs";
import { cost } from "./rows/cost.mjs";
import { firstLead } from "./rows/first_lead.mjs";
import { halfLoad } from "./rows/half_load.mjs";
import { millionKeys } from "./rows/million_keys.mjs";
import { replay } from "./rows/plan.mjs";
import { routing } from "./rows/routing.mjs";
import { sizes } from "./rows/sizes.mjs";
import { stages } from "./rows/stages.mjs";
import { sweepHoldUp } from "./rows/sweep.mjs";
import { sustained } from "./rows/sustained.mjs";

/** What each row is measured by; two rows can come from one measurement. */
const ROWS = {
  wasm_size_gzip: sizes,
  first_lead_with_phone: firstLead,
  accepted_per_second: sustained,
  drained_per_second: sustained,
  floor_per_second: sustained,
  ack_latency_at_half_load: halfLoad,
  cpu_per_lead_by_stage: stages,
  cost_of_a_million_leads: cost,
  claim_at_a_million_keys: millionKeys,
  sweep_holds_no_claim_up: sweepHoldUp,
  routing,
  plan: replay,
};
const TOOLS = ["workerd", "miniflare", "hono", "zod", "libphonenumber-js", "esbuild"];

const { values: options } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    rounds: { type: "string", default: "5" },
    rate: { type: "string" },
    quick: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    side: { type: "string", multiple: true, default: ["beeline", "peer"] },
    "through-entry": { type: "boolean", default: false },
    gate: { type: "boolean", default: false },
  },
});

const unknown = options.only.filter((row) => !(row in ROWS));
if (unknown.length > 0) throw new Error(`no row ${unknown.join(", ")}; there are ${Object.keys(ROWS).join(", ")}`);

const throughEntry = options["through-entry"];
const sides = await Promise.all(options.side.map(async (name) => ({ ...(await prepare(name)), throughEntry })));
const { quick } = options;
const wanted = options.only.length === 0 ? Object.keys(ROWS) : options.only;
const plan = {
  sides,
  wanted,
  quick,
  seconds: quick ? 3 : Number(options.seconds),
  rounds: quick ? 1 : Number(options.rounds),
  coldRounds: quick ? 1 : Math.max(Number(options.rounds), 7),
  rate: options.rate === undefined ? undefined : Number(options.rate),
  found: {},
};

let failed = false;
const emit = (row) => {
  if (options.gate && row.within === false) failed = true;
  process.stdout.write(`${JSON.stringify(row)}\n`);
};

for (const measure of new Set(wanted.map((row) => ROWS[row]))) {
  const names = wanted.filter((row) => ROWS[row] === measure);
  say(names.join(", "));
  try {
    for await (const row of measure(plan)) if (wanted.includes(row.row)) emit(row);
  } catch (error) {
    failed = true;
    say(error.stack);
    for (const row of names) emit({ row, error: error.message });
  }
}
emit({ row: "environment", ...(await environment()) });
process.exitCode = failed ? 1 : 0;

async function environment() {
  const version = async (tool) => {
    const manifest = await readFile(join(ROOT, "node_modules", tool, "package.json"), "utf8");
    return JSON.parse(manifest).version;
  };
  const tools = await Promise.all(TOOLS.map(async (tool) => [tool, await version(tool)]));
  const queues = await Promise.all(options.side.map(async (name) => [name, await queueSettings(name)]));
  return {
    date: new Date().toISOString(),
    cores: cpus().length,
    cpu: cpus()[0].model,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    load_average: loadavg()[0],
    versions: { node: process.versions.node, ...Object.fromEntries(tools) },
    queues: Object.fromEntries(queues),
  };
}
