// A real CRM behind the webhook: BottleCRM, through its public intake.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBottleCrm } from "../vendors/bottlecrm/bottlecrm.mjs";
import { aLead, eventually, startSession } from "./support/session.mjs";

let crm;
let session;
before(async () => {
  crm = await startBottleCrm();
  const variables = { DESTINATIONS: "inbox,webhook", WEBHOOK_URL: crm.intakeUrl, WEBHOOK_SECRET: crm.key };
  session = await startSession({ variables });
});
after(async () => {
  await session?.stop();
  await crm?.stop();
});

let serial = 0;
/** Somebody else each time: BottleCRM takes two leads with one number for one person. */
function somebody(changes = {}) {
  serial += 1;
  return aLead({ phone: `+1 202-555-${String(1000 + serial)}`, ...changes });
}

async function accepted(lead, headers) {
  const answer = await session.post(lead, headers);
  assert.ok([200, 202].includes(answer.status), `${answer.status}`);
  return (await answer.json()).lead_id;
}

const settled = () =>
  eventually("nothing is in flight", async () => {
    const law = await session.conservation();
    assert.ok(law.balanced, JSON.stringify(law));
    return law.in_flight === 0 && law;
  }, 60);

const found = async (lead) => {
  const leads = await crm.leads(lead.email);
  return Promise.all(leads.map(({ id }) => crm.lead(id)));
};

test("a lead is one record there and one in the inbox, with what the mapping names and its stamps", async () => {
  const lead = somebody({ country: "Germany", company: "Analytical Engines", utm: { source: "newsletter" } });
  const leadId = await accepted(lead);
  const law = await settled();
  assert.deepEqual([law.accepted, law.delivered, law.quarantined], [1, 1, 0], JSON.stringify(law));
  const [record, ...others] = await found(lead);
  assert.deepEqual([record.first_name, record.last_name, record.company_name, others.length], [
    "Ada",
    "Lovelace",
    "Analytical Engines",
    0,
  ]);
  assert.equal(record.country, "DE");
  assert.match(record.description, new RegExp(`lead_id: ${leadId}`));
  assert.match(record.description, /utm_source: newsletter/);
  assert.match(record.external_id, /^bl_/);
  assert.equal((await session.records()).length, 1);
});

test("the same lead sent twice, and again with more to say, stays one record", async () => {
  const lead = somebody();
  const leadId = await accepted(lead);
  assert.equal(await accepted(lead), leadId);
  assert.equal(await accepted({ ...lead, notes: "Call me after five" }), leadId);
  await settled();
  assert.equal((await found(lead)).length, 1);
});

test("while it is gone leads are accepted and wait, and then each is there once", async () => {
  await crm.goAway();
  const leads = Array.from({ length: 10 }, () => somebody());
  await Promise.all(leads.map((lead) => accepted(lead)));
  await eventually("the inbox has them meanwhile", async () => (await session.records()).length >= 12);
  await crm.comeBack();
  const law = await settled();
  assert.equal(law.quarantined, 0, JSON.stringify(law));
  for (const lead of leads) assert.equal((await found(lead)).length, 1, lead.email);
});
