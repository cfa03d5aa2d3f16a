// One lead, from the POST to its record.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, eventually, startSession } from "./support/session.mjs";

let session;
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

test("a posted lead is in the inbox, and everything balances", async (t) => {
  await (await session.post(aLead())).json();
  const start = performance.now();
  const response = await session.post(aLead());
  const receipt = await response.json();
  assert.equal(response.status, 202, JSON.stringify(receipt));
  assert.match(receipt.lead_id, /^ld_[0-9a-v]{24}$/);
  assert.equal(receipt.status, "accepted");
  assert.equal(receipt.duplicate, false);
  assert.match(receipt.correlation_id, /^co_/);
  assert.deepEqual([receipt.route.team, receipt.route.sla_seconds], ["sales", 300]);
  assert.ok(receipt.next.status_url.startsWith(`/v1/leads/${receipt.lead_id}?t=`));

  const [record] = await eventually("the lead is in the inbox", async () => {
    const rows = await session.records(`lead_id = '${receipt.lead_id}'`);
    return rows.length > 0 && rows;
  });
  const ms = Math.round(performance.now() - start);
  t.diagnostic(`in the inbox after ${ms} ms`);
  assert.ok(ms < 5_000, `in the inbox after ${ms} ms`);
  assert.equal(record.phone, "+12025550123");
  assert.equal(record.kind, "real");

  const state = await eventually("the lead is settled", async () => {
    const status = await (await fetch(session.url + receipt.next.status_url)).json();
    return status.status === "delivered" && status;
  });
  assert.equal(state.revision, 1);
  const law = await eventually("both are settled", async () => {
    const law = await session.conservation();
    return law.balanced && law.in_flight === 0 && law;
  });
  assert.deepEqual([law.accepted, law.delivered, law.in_flight], [2, 2, 0]);
});
