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

const settled = (leads) =>
  eventually("nothing is in flight", async () => {
    const law = await session.conservation();
    return law.accepted === leads && law.in_flight === 0 && law;
  }, 60);

test("more leads at once than a CRM takes calls are all there, each once", async () => {
  // The first of a session takes its time: alone, so that no other waits for what it compiles.
  const first = await accepted(aLead());
  await settled(1);
  const [callsBefore, namedBefore] = [crm.calls.length, leadsPerCall().length];
  const leadIds = await Promise.all(Array.from({ length: LEADS }, () => accepted(aLead())));
  const law = await settled(LEADS + 1);
  const known = crm.records().map((record) => CRMS.hubspot.leadId(record));
  assert.deepEqual(known.toSorted(), [first, ...leadIds].toSorted());
  const named = leadsPerCall().slice(namedBefore);
  assert.ok(named.length < LEADS / 2, `calls named ${named} leads`);
  const calls = crm.calls.length - callsBefore;
  assert.ok(calls < LEADS, `${calls} calls`);
  assert.deepEqual([law.delivered, law.quarantined, law.balanced], [LEADS + 1, 0, true]);
});
