// Comparisons of destinations with the ledger, as a test asks for them.

import assert from "node:assert/strict";
import { eventually } from "./session.mjs";

/** How a destination stands: its comparisons, and when the next comes. */
export const outlook = async (session, name) =>
  (await (await session.ops("/v1/ops/reconciliation")).json()).destinations[name];

/** One whole comparison that begins now: its report. One that is under way has not seen all, and does not count. */
export async function compared(session, name) {
  const asked = Date.now();
  return eventually(`${name} is compared`, async () => {
    const { last } = await outlook(session, name);
    if (last !== null && last.began_at_ms >= asked) return last;
    const answer = await session.ops(`/v1/ops/reconciliation/${name}`, { method: "POST" });
    assert.equal(answer.status, 200);
    return false;
  }, 60);
}
