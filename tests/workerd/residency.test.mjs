// Leads that must stay where they are: in their jurisdiction's objects, and in no queue.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, eventually, shardOf, startSession } from "./support/session.mjs";

let session;
const sealed = [];
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

test("a pinned form's lead lives in a pinned object, wherever the visitor is", async () => {
  const lead = aLead({ consent: {} });
  const answer = await session.post(lead, {}, "webinar");
  assert.equal(answer.status, 202, await answer.clone().text());
  const { lead_id } = await answer.json();
  assert.match(shardOf(lead_id), /^eu-0\d@eu$/);
  const { shard, lead: kept } = await session.stored(lead_id);
  assert.match(shard, /@eu$/);
  assert.equal(kept.email.normalized, lead.email);
  await eventually("it is delivered all the same", async () => (await session.records(`lead_id = '${lead_id}'`)).length === 1);
  const law = await eventually("it is counted", async () => {
    const law = await session.conservation();
    return law.delivered > 0 && law;
  });
  assert.ok(law.balanced);
  assert.ok(Object.keys(law.shards).some((name) => name.endsWith("@eu")));
});
