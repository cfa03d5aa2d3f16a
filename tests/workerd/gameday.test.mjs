// Every outage drill, with few leads and for seconds: what each shows in full, it shows in short.

import assert from "node:assert/strict";
import { test } from "node:test";
import "../../gameday/report.test.mjs";
import "../../gameday/verdict.test.mjs";
import { OUTAGE_DRILLS } from "../../gameday/drills/all.mjs";

/** So few and so slow that a busy machine takes them all. */
const SHORT = { leads: 60, rate: 60, scale: 0.02, gate: false };

for (const drill of OUTAGE_DRILLS) {
  test(`${drill.name}: ${drill.says}, and every lead is accounted for`, { timeout: 300_000 }, async (t) => {
    const { checks, figures } = await drill.run(SHORT);
    t.diagnostic(JSON.stringify(figures));
    assert.deepEqual(checks.filter(({ met }) => !met), []);
  });
}
