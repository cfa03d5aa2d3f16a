// Hot leads past their queue, and through it where their CRM has no room for each of them.

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
  session = await startSession({ variables: variables() });
});
after(async () => {
  await session?.stop();
  await crm?.stop();
});

const variables = () => ({ DESTINATIONS: "hubspot", FAST_LANE: "on", ...CRMS.hubspot.variables(crm) });

/** How many leads each of the CRM's calls named, without those that named none. */
const leadsPerCall = () => crm.calls.map(({ text }) => new Set(text?.match(LEAD_ID)).size).filter((leads) => leads > 0);

async function accepted(lead) {
  const answer = await session.post(lead);
  assert.equal(answer.status, 202);
  return (await answer.json()).lead_id;
}

const delivered = (leadIds) =>
  eventually("every lead is in the CRM, and nothing in flight", async () => {
    const known = crm.records().map((record) => CRMS.hubspot.leadId(record));
    const law = await session.conservation();
    return leadIds.every((id) => known.includes(id)) && law.in_flight === 0 && law;
  }, 60);

test("a hot lead that its CRM has room for has a call of its own", async () => {
  // The first of a session may be slower than anybody waits, and is looked for then.
  await delivered([await accepted(aLead())]);
  const before = leadsPerCall().length;
  const law = await delivered([await accepted(aLead())]);
  assert.deepEqual(leadsPerCall().slice(before), [1]);
  assert.ok(law.balanced);
});

test("a hot lead reaches its CRM though nobody works on the queue", async () => {
  const adjust = (options) => {
    if (options.name !== "beeline-consumer") return options;
    const { "crm-hubspot": unattended, ...queueConsumers } = options.queueConsumers;
    assert.ok(unattended, "there is a queue");
    return { ...options, queueConsumers };
  };
  const fast = await startSession({ variables: variables(), adjust });
  try {
    // The first of a session may be too late for its way past the queue, which is left for a while then.
    const leadIds = [];
    let postedAt = 0;
    await eventually("one of a few is in the CRM", async () => {
      if (Date.now() - postedAt > 1_500) {
        postedAt = Date.now();
        leadIds.push((await (await fast.post(aLead())).json()).lead_id);
      }
      return crm.records().some((record) => leadIds.includes(CRMS.hubspot.leadId(record)));
    }, 60);
  } finally {
    await fast.stop();
  }
});

test("hot leads that there is no room for one by one share calls in their queue, each once", async () => {
  const [callsBefore, namedBefore] = [crm.calls.length, leadsPerCall().length];
  const leadIds = await Promise.all(Array.from({ length: LEADS }, () => accepted(aLead())));
  const law = await delivered(leadIds);
  const known = crm.records().map((record) => CRMS.hubspot.leadId(record));
  assert.deepEqual(leadIds.map((id) => known.filter((other) => other === id).length), leadIds.map(() => 1));
  const named = leadsPerCall().slice(namedBefore);
  assert.ok(named.some((leads) => leads > 1), `calls named ${named} leads`);
  const calls = crm.calls.length - callsBefore;
  assert.ok(calls < LEADS, `${calls} calls`);
  assert.deepEqual([law.quarantined, law.balanced], [0, true]);
});
