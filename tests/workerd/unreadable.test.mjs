// A row that cannot be read, in a real object: set apart by its alarm, which goes on with the others.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, eventually, shardOf, startSession } from "./support/session.mjs";

let session;
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

const accepted = async (lead) => (await (await session.post(lead)).json()).lead_id;
const storage = (shard) => session.mf.unsafeGetDurableObjectStorage("beeline-ledger", "Ledger", { name: shard });
const isIn = async (leadId) => (await session.records(`lead_id = '${leadId}'`)).length === 1;

test("the alarm sets a damaged row apart, says so, and delivers what came after it", async () => {
  const damaged = await accepted(aLead());
  await eventually("the first lead is in the inbox", () => isIn(damaged));
  await eventually("and settled", async () => (await session.conservation()).delivered === 1);
  const shard = shardOf(damaged);
  const object = await storage(shard);
  await object.exec("UPDATE lead SET owed = 'half of it', due_at_ms = 1 WHERE lead_id = ?", damaged);
  const others = [];
  // The person decides which of a region's eight objects it is.
  while (!others.some((leadId) => shardOf(leadId) === shard)) others.push(await accepted(aLead()));
  for (const leadId of others) await eventually("those after it are in the inbox", () => isIn(leadId));
  const [line] = await eventually("it is logged", () => {
    const lines = session.logs.filter(({ message }) => message.includes('"ledger.row_unreadable"'));
    return lines.length > 0 && lines;
  });
  const { shard: where, reason } = JSON.parse(line.message);
  assert.deepEqual([where, reason], [shard, "its row cannot be read: not what is owed"]);
  const report = await (await session.ops(`/v1/leads/${damaged}`)).json();
  assert.equal(report.state, "quarantined");
  assert.ok(report.timeline.some(({ event, detail }) => event === "quarantined" && detail === reason));
  const law = await eventually("everything is settled", async () => {
    const law = await session.conservation();
    return law.in_flight === 0 && law;
  });
  assert.deepEqual([law.quarantined, law.delivered, law.balanced], [1, others.length, true]);
});
