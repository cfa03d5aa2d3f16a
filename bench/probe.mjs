// The way past the edge: one more Worker beside a contender's own, which hands on commands to its
// ledger objects.

import { join } from "node:path";
import { ROOT } from "./contenders.mjs";

const FOLDER = join(ROOT, "bench", "probe");

/** A contender with its probe. */
export function withProbe(side) {
  const [{ compatibilityDate, compatibilityFlags, durableObjects }] = side.workers;
  const modules = [{ type: "ESModule", path: join(FOLDER, "worker.mjs") }];
  const { LEDGER } = durableObjects;
  const options = { compatibilityDate, compatibilityFlags, durableObjects: { LEDGER } };
  return { ...side, probe: { name: "probe", modules, modulesRoot: FOLDER, ...options } };
}

/** A contender whose Workers have these variables set, whatever their wrangler files say. */
export function withVariables(side, variables) {
  const workers = side.workers.map((worker) => ({ ...worker, bindings: { ...worker.bindings, ...variables } }));
  return { ...side, workers };
}
