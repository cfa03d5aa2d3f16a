// A contender's Workers bundled with the meter around them.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { OUT, ROOT, WORKERS, settingsOf } from "../contenders.mjs";
import { bundle } from "../../tools/workerd/workers.mjs";

const METER = join(ROOT, "bench", "meter", "worker.mjs");

/** The same contender, which also answers what its Workers have done. */
export async function metered(side) {
  const settings = await settingsOf(side.name);
  const workers = await Promise.all(
    side.workers.map(async (worker, i) => {
      const { main, define, config } = settings[i];
      const root = join(OUT, `${side.name}-metered`, WORKERS[i]);
      return { ...worker, ...(await bundle(await entry(root, main, config), define, root)) };
    }),
  );
  return { ...side, workers, metered: true };
}

/** A module that exports what `main` does, each with the meter around it. */
async function entry(root, main, config) {
  const own = config.durable_objects.bindings.filter(({ script_name }) => script_name === undefined);
  const classes = own.map(({ class_name }) => class_name);
  const lines = [
    `import * as worker from ${JSON.stringify(main)};`,
    `import { meteredEntrypoint, meteredObject } from ${JSON.stringify(METER)};`,
    `export default meteredEntrypoint(worker.default);`,
    ...classes.map((name) => `export const ${name} = meteredObject(worker.${name});`),
  ];
  await mkdir(root, { recursive: true });
  const path = join(root, "entry.mjs");
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
}
