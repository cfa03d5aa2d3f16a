// Leads reach every CRM once, whatever becomes of the calls.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CRMS } from "./support/crms.mjs";
import { aLead, eventually, startSession } from "./support/session.mjs";

/** Pipedrive is looked at half a minute after each lost answer: fewer leads find out as much. */
const LEADS = { hubspot: 12, salesforce: 12, pipedrive: 5, webhook: 12 };

/** A CRM and a Beeline that delivers to it alone. */
async function around(t, name, options = {}) {
  const crm = await CRMS[name].start(options);
  t.after(() => crm.stop());
  const variables = { DESTINATIONS: name, ...CRMS[name].variables(crm) };
  const session = await startSession({ variables });
  t.after(() => session.stop());
  return { crm, session };
}

let serial = 0;
/** Somebody else each time: two leads with one number are one person in some CRMs. */
function somebody(changes = {}) {
  serial += 1;
  return aLead({ phone: `+1 202-555-01${String(serial % 100).padStart(2, "0")}`, ...changes });
}

async function accepted(session, lead) {
  const answer = await session.post(lead);
  assert.equal(answer.status, 202);
  return (await answer.json()).lead_id;
}

const many = (session, count) =>
  Promise.all(Array.from({ length: count }, () => accepted(session, somebody())));

/** Nothing is in flight any more; the law holds at every look. */
const settled = (session, seconds = 150) =>
  eventually("nothing is in flight", async () => {
    const law = await session.conservation();
    assert.ok(law.balanced, JSON.stringify(law));
    return law.in_flight === 0 && law;
  }, seconds);

function assertOnce(crm, leads) {
  const records = crm.records();
  assert.equal(records.length, leads.length, JSON.stringify(records.map(({ key }) => key)));
  assert.equal(new Set(records.map(({ key }) => key)).size, leads.length);
}

for (const name of Object.keys(CRMS)) {
  test(`${name}: leads are delivered once each, with their stamps`, async (t) => {
    const { crm, session } = await around(t, name);
    const leads = await many(session, LEADS[name]);
    const law = await settled(session);
    assert.deepEqual([law.delivered, law.quarantined], [LEADS[name], 0], JSON.stringify(law));
    assertOnce(crm, leads);
    assert.equal(law.destinations[`crm:${name}`].settled, LEADS[name]);
  });

  test(`${name}: an answer that is lost after the write makes no second record`, async (t) => {
    const { crm, session } = await around(t, name);
    crm.faults.loseEvery(3);
    const leads = await many(session, LEADS[name]);
    const law = await settled(session);
    assert.deepEqual([law.delivered, law.quarantined], [LEADS[name], 0], JSON.stringify(law));
    assertOnce(crm, leads);
  });

  test(`${name}: "too many" and a dark CRM delay leads and lose none`, async (t) => {
    const { crm, session } = await around(t, name);
    crm.faults.throttleFor(2_000);
    const first = await many(session, 4);
    const dark = crm.darkFor(3_000);
    const second = await many(session, 4);
    await dark;
    const law = await settled(session);
    assert.deepEqual([law.delivered, law.quarantined], [8, 0], JSON.stringify(law));
    assertOnce(crm, [...first, ...second]);
  });
}
