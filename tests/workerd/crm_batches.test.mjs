// Leads that come together share calls, because a CRM takes only so many.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CRMS } from "./support/crms.mjs";
import { aLead, eventually, startSession } from "./support/session.mjs";

const LEAD_ID = /ld_[0-9a-v]{20,}/g;
/** Fewer than there are leads, and more than batches need. */
const CALLS_IN_TEN_SECONDS = 30;
const LEADS = 60;

let crm;
let session;
before(async () => {
  crm = await CRMS.hubspot.start({ burst: CALLS_IN_TEN_SECONDS });
  session = await startSession({ variables: { DESTINATIONS: "hubspot", ...CRMS.hubspot.variables(crm) } });
});
after(async () => {
  await session?.stop();
  await crm?.stop();
});

/** How many leads each of the CRM's calls named, without those that named none. */
const leadsPerCall = () => crm.calls.map(({ text }) => new Set(text?.match(LEAD_ID)).size).filter((leads) => leads > 0);

async function accepted(lead) {
  const answer = await session.post(lead);
  assert.equal(answer.status, 202);
  return (await answer.json()).lead_id;
}

test("more leads at once than a CRM takes calls are all there, each once", async () => {
  const leadIds = await Promise.all(Array.from({ length: LEADS }, () => accepted(aLead())));
  const law = await eventually("nothing is in flight", async () => {
    const law = await session.conservation();
    return law.in_flight === 0 && law.delivered === LEADS && law;
  }, 60);
  const known = crm.records().map((record) => CRMS.hubspot.leadId(record));
  assert.deepEqual(known.toSorted(), leadIds.toSorted());
  assert.ok(leadsPerCall().some((leads) => leads > 1), `calls named ${leadsPerCall()} leads`);
  assert.ok(crm.calls.length < LEADS, `${crm.calls.length} calls`);
  assert.deepEqual([law.quarantined, law.balanced], [0, true]);
});
