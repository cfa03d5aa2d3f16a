// Outage drills. The tables go to stdout, progress to stderr; the exit code is 1 if a line is not met,
// 2 if the command is not understood.
// See docs/gameday.md.

import { writeFile } from "node:fs/promises";
import { DRILLS } from "./drills/all.mjs";
import { read, usage } from "./plan.mjs";
import { merged } from "./rounds.mjs";
import { drillTable, summary } from "./table.mjs";
import { passes } from "./verdict.mjs";

const say = (text) => process.stderr.write(`gameday: ${text}\n`);

/** All rounds of a drill. One that ends with an error has failed, and the others go on. */
async function perform(drill, plan) {
  const { name, says } = drill;
  const rounds = [];
  try {
    for (let round = 1; round <= plan.rounds; round += 1) {
      say(`${name}, round ${round} of ${plan.rounds}`);
      rounds.push(await drill.run(plan));
    }
    const { checks, figures } = merged(rounds);
    const timed = (plan.gate && drill.gate?.(figures)) || [];
    if (plan.gate && timed.length === 0) say(`${name}: nothing is asked of the clock in it, as it was run`);
    return { name, says, checks: [...checks, ...timed], figures, rounds };
  } catch (error) {
    return { name, says, checks: [], figures: {}, error: String(error?.stack ?? error) };
  }
}

/** What was asked for. What cannot be understood is answered with how to ask. */
function asked() {
  try {
    return read(process.argv.slice(2), DRILLS);
  } catch (error) {
    say(`${error.message}\n${usage(DRILLS)}`);
    process.exit(2);
  }
}

const plan = asked();
if (plan.help) {
  console.log(usage(DRILLS));
  // Nothing was asked to be run.
  process.exit(0);
}
say(`${plan.drills.map(({ name }) => name).join(", ")}: ${plan.leads} leads at ${plan.rate} a second, ${plan.rounds} rounds`);
const results = [];
for (const drill of plan.drills) {
  const result = await perform(drill, plan);
  console.log(`${result.error === undefined ? drillTable(result) : `${result.name}: FAILED\n  ${result.error}`}\n`);
  results.push(result);
}
console.log(summary(results));
if (plan.json) await writeFile(plan.json, `${JSON.stringify(results, null, 2)}\n`);
// Whatever a session has left open is let go.
process.exit(results.every(({ error, checks }) => error === undefined && passes(checks)) ? 0 : 1);
