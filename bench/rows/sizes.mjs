import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT, WORKERS } from "../contenders.mjs";
import { sum } from "../stats.mjs";

const BUDGETS = { edge: 400_000, ledger: 150_000, consumer: 350_000 };

/** What each Worker's wasm weighs, and for information what is deployed on either side. */
export async function* sizes({ sides }) {
  for (const [i, worker] of WORKERS.entries()) {
    const row = { row: "wasm_size_gzip", worker };
    if (sides.some(({ name }) => name === "beeline")) {
      const bytes = await gzipped(join(ROOT, "workers", worker, "build", "index_bg.wasm"));
      Object.assign(row, { bytes, budget_bytes: BUDGETS[worker], within: bytes <= BUDGETS[worker] });
    }
    for (const side of sides) row[`${side.name}_bundle_bytes`] = await bundleSize(side.workers[i]);
    yield row;
  }
}

const bundleSize = async ({ modules }) => sum(await Promise.all(modules.map(({ path }) => gzipped(path))));

const gzipped = async (path) => gzipSync(await readFile(path), { level: 9 }).length;
