// Leads as large as a body may be: too large for a message, and together for a statement.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, eventually, startSession } from "./support/session.mjs";

const LEADS = 60;

let session;
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

test("a batch of the largest leads arrives whole, through references and in several statements", async () => {
  // Four bytes a character, and every quote escaped twice on its way.
  const utm = Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`key${at}`, "🐝".repeat(500)]));
  const leads = Array.from({ length: LEADS }, () => aLead({ notes: '"🐝'.repeat(2_500), utm }));
  const ids = await Promise.all(
    leads.map(async (lead) => {
      const answer = await session.post(lead);
      const body = await answer.json();
      assert.equal(answer.status, 202, JSON.stringify(body));
      return body.lead_id;
    }),
  );
  const records = await eventually("every lead is in the inbox", async () => {
    const records = await session.records();
    return records.length === LEADS && records;
  }, 60);
  assert.deepEqual(records.map(({ lead_id }) => lead_id).sort(), [...ids].sort());
  assert.ok(records.every(({ lead }) => JSON.parse(lead).notes.length === '"🐝'.length * 2_500));
  await eventually("everything balances", async () => {
    const law = await session.conservation();
    return law.balanced && law.in_flight === 0 && law.delivered === LEADS;
  });
});
