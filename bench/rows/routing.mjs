import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { median, round } from "../stats.mjs";

const SIZES = [10, 1_000, 10_000, 100_000];
/** A decision among 10,000 rules in wasm. */
const BUDGET_MICROSECONDS = 20;
const BUDGET_CHECK_MS = 2_000;
const SPOT_CHECKS = 1_024;

/**
 * What a decision takes, natively and in V8, by how many rules there are, and how long 1,000
 * rules take to check. Every size is arranged anew in each round; the median of the rounds counts.
 */
export async function* routing({ rounds }) {
  const { native, wasm } = paths();
  const module = await WebAssembly.compile(await readFile(wasm));
  const found = [];
  for (let i = 0; i < rounds; i += 1) {
    const { stdout } = await promisify(execFile)(native, SIZES.map(String));
    found.push({ native: JSON.parse(stdout), wasm: await inWasm(module) });
  }
  const of = (pick) => median(found.map(pick));
  for (const [place, rules] of SIZES.entries()) {
    const table = of(({ wasm }) => wasm[place].table) * 1e3;
    yield {
      row: "routing",
      rules,
      wasm_us: round(table),
      wasm_one_by_one_us: round(of(({ wasm }) => wasm[place].oneByOne) * 1e3),
      native_us: round(of(({ native }) => native.sizes[place].table_ns) / 1e3),
      native_one_by_one_us: round(of(({ native }) => native.sizes[place].one_by_one_ns) / 1e3),
      ratio_to_one_by_one: round(of(({ wasm }) => wasm[place].table / wasm[place].oneByOne), 5),
      ratio_to_ten_rules: round(of(({ wasm }) => wasm[place].table / wasm[0].table)),
      ...(rules === 10_000 && { budget_us: BUDGET_MICROSECONDS, within: table <= BUDGET_MICROSECONDS }),
    };
  }
  const checked = of(({ native }) => native.check_ms);
  yield { row: "routing", checked_rules: 1_000, check_ms: checked, budget_ms: BUDGET_CHECK_MS, within: checked <= BUDGET_CHECK_MS };
}

/** Where `cargo xtask bench` has put the two builds. */
function paths() {
  const { BEELINE_BENCH_ROUTING: native, BEELINE_BENCH_ROUTING_WASM: wasm } = process.env;
  if (!native || !wasm) throw new Error("run this row by `cargo xtask bench`, which builds what it measures");
  return { native, wasm };
}

/** Milliseconds of a decision, by the table and by reading the rules one by one. */
async function inWasm(module) {
  const figures = [];
  for (const rules of SIZES) {
    const { exports } = await WebAssembly.instantiate(module);
    exports.arrange(rules);
    if (exports.decide(SPOT_CHECKS) !== exports.read_one_by_one(SPOT_CHECKS)) throw new Error("the two ways differ");
    figures.push({ table: each(exports.decide), oneByOne: each(exports.read_one_by_one) });
  }
  return figures;
}

/** What one takes, of as many as last long enough. */
function each(decide) {
  for (let times = 256; ; times *= 2) {
    const started = performance.now();
    decide(times);
    const took = performance.now() - started;
    if (took >= 300) return took / times;
  }
}
