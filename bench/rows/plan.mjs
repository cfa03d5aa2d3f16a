import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../../tools/workerd/workers.mjs";
import { median } from "../stats.mjs";

const DECISIONS = 100_000;
const BUDGET_MS = 5_000;

/**
 * How long `beeline plan` takes over 100,000 recorded decisions of the shipped files, from the
 * command's start to its end. Nothing changes by the same files, and that is checked.
 */
export async function* replay({ rounds }) {
  const { BEELINE_BENCH_CLI: command, BEELINE_BENCH_DECISIONS: generator } = process.env;
  if (!command || !generator) throw new Error("run this row by `cargo xtask bench`, which builds what it measures");
  const folder = await mkdtemp(join(tmpdir(), "beeline-bench-"));
  try {
    const recorded = join(folder, "decisions.jsonl");
    await write(generator, recorded);
    const took = [];
    for (let i = 0; i < rounds; i += 1) {
      const started = performance.now();
      const arguments_ = ["plan", "--decisions", recorded, "--max-changed", "0", "--json"];
      const { stdout } = await promisify(execFile)(command, arguments_, { cwd: ROOT, maxBuffer: 1 << 28 });
      took.push(performance.now() - started);
      const { leads, changed } = JSON.parse(stdout).summary;
      if (changed !== 0 || !(leads > 0)) throw new Error(`${changed} of ${leads} leads change by the same files`);
    }
    const ms = Math.round(median(took));
    yield { row: "plan", decisions: DECISIONS, ms, worst_ms: Math.round(Math.max(...took)), budget_ms: BUDGET_MS, within: ms <= BUDGET_MS };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function write(generator, path) {
  const file = await open(path, "w");
  try {
    const made = spawn(generator, [String(DECISIONS), "routing-config"], { cwd: ROOT, stdio: ["ignore", file.fd, "inherit"] });
    const [code] = await once(made, "exit");
    if (code !== 0) throw new Error(`the decisions could not be made: ${code}`);
  } finally {
    await file.close();
  }
}
