// The ledger and its destinations are compared: whatever disagrees is named, and nothing else is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compared, outlook } from "./support/comparison.mjs";
import { CRMS } from "./support/crms.mjs";
import { aLead, eventually, startSession } from "./support/session.mjs";

/** CRMs, and a Beeline that delivers to them alone. */
async function around(t, name, options = {}) {
  const crm = await CRMS[name].start(options);
  t.after(() => crm.stop());
  const variables = { DESTINATIONS: name, ...CRMS[name].variables(crm) };
  const session = await startSession({ variables });
  t.after(() => session.stop());
  return { crm, session };
}

async function accepted(session) {
  const answer = await session.post(aLead());
  assert.equal(answer.status, 202);
  return (await answer.json()).lead_id;
}

const many = (session, count) => Promise.all(Array.from({ length: count }, () => accepted(session)));

const settled = (session) =>
  eventually("nothing is in flight", async () => (await session.conservation()).in_flight === 0, 60);

for (const name of ["hubspot", "salesforce"]) {
  test(`${name}: what is there is found, and a record that somebody deletes is named by the next comparison`, async (t) => {
    const { crm, session } = await around(t, name);
    const leads = await many(session, 6);
    await settled(session);
    const sound = await compared(session, name);
    assert.deepEqual([sound.missing, sound.surplus, sound.named], [0, 0, []], JSON.stringify(sound));
    assert.deepEqual([sound.leads, sound.records], [6, 6], JSON.stringify(sound));
    const gone = crm.records().find((record) => CRMS[name].leadId(record) === leads[2]);
    (name === "hubspot" ? crm.objects.contacts : crm.leads).remove(gone.id);
    const drifted = await compared(session, name);
    const named = drifted.named.map(({ kind, external_id }) => [kind, external_id]);
    assert.deepEqual(named, [["missing", leads[2]]], JSON.stringify(drifted));
    const law = await session.conservation();
    const { missing, surplus, records, reconciled_at_ms } = law.destinations[`crm:${name}`];
    assert.deepEqual([missing, surplus, records, reconciled_at_ms], [1, 0, null, drifted.ended_at_ms]);
    assert.ok(law.balanced, "somebody may delete a record");
    const told = session.logs.filter(({ message }) => message.includes("reconcile.drift"));
    assert.ok(told.length > 0 && !told.some(({ message }) => message.includes(leads[2])), "counts and kinds only");
  });
}

test("the inbox: a record that is deleted is missing, and one that nobody sent is unknown", async (t) => {
  const session = await startSession();
  t.after(() => session.stop());
  const leads = await many(session, 4);
  await settled(session);
  assert.deepEqual((await compared(session, "inbox")).named, []);
  const stranger = `${leads[1].slice(0, -4)}0000`;
  await session.inbox.prepare("UPDATE inbox SET lead_id = ? WHERE lead_id = ?").bind(stranger, leads[1]).run();
  const { named } = await compared(session, "inbox");
  const short = named.map(({ kind, external_id }) => [kind, external_id]);
  assert.deepEqual(short, [["missing", leads[1]], ["unknown", stranger]]);
});

test("what cannot be asked is not compared, and says so", async (t) => {
  const { session } = await around(t, "webhook");
  await many(session, 1);
  await settled(session);
  assert.equal((await session.ops("/v1/ops/reconciliation/webhook", { method: "POST" })).status, 200);
  const { last, cannot } = await eventually("it says why", async () => {
    const shown = await outlook(session, "webhook");
    return shown.reason === "webhook: cannot be asked" && shown;
  });
  assert.equal(last, null);
  assert.ok(cannot.length > 0);
});

test("in a storm nobody is accused while leads move, and what is gone is named all the same", async (t) => {
  const { crm, session } = await around(t, "hubspot");
  const before = await many(session, 8);
  await settled(session);
  const gone = crm.records().find((record) => CRMS.hubspot.leadId(record) === before[0]);
  crm.objects.contacts.remove(gone.id);
  crm.faults.loseEvery(3);
  crm.faults.latencyMs = 40;
  const reports = [];
  const storm = (async () => {
    for (let wave = 0; wave < 6; wave++) {
      if (wave === 2) crm.faults.throttleFor(1_000);
      if (wave === 4) await crm.darkFor(1_500);
      await many(session, 5);
    }
  })();
  for (let round = 0; round < 3; round++) reports.push(await compared(session, "hubspot"));
  await storm;
  await settled(session);
  reports.push(await compared(session, "hubspot"));
  for (const report of reports) {
    const named = report.named.map(({ kind, external_id }) => [kind, external_id]);
    assert.deepEqual(named, [["missing", before[0]]], JSON.stringify(report));
  }
});

test("a program alone may ask for a comparison, of a destination that there is", async (t) => {
  const session = await startSession();
  t.after(() => session.stop());
  const post = { method: "POST" };
  assert.equal((await fetch(`${session.url}/v1/ops/reconciliation/inbox`, post)).status, 401);
  assert.equal((await session.ops("/v1/ops/reconciliation/elsewhere", post)).status, 404);
  assert.equal((await session.ops("/v1/ops/reconciliation/inbox")).status, 405);
  const page = await session.ops("/ops/reconciliation");
  assert.deepEqual([page.status, (await page.text()).includes("<h1>Comparisons</h1>")], [200, true]);
});
