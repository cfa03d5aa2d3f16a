// What a queue brings late, or again, is held against the ledger before a CRM hears of it.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { CRMS } from "./support/crms.mjs";
import { SECRETS, aLead, eventually, startSession } from "./support/session.mjs";

let crm;
let session;
before(async () => {
  crm = await CRMS.pipedrive.start({});
  session = await startSession({ variables: variables() });
});
after(async () => {
  await session?.stop();
  await crm?.stop();
});

const variables = () => ({ DESTINATIONS: "pipedrive", ...CRMS.pipedrive.variables(crm) });

const settled = () =>
  eventually("nothing is in flight", async () => (await session.conservation()).in_flight === 0, 60);

function sealed(message) {
  const payload = Buffer.from(JSON.stringify(message)).toString("base64url");
  const signature = createHmac("sha256", SECRETS.ENVELOPE_KEY).update(`v1.k1.${payload}`).digest("base64url");
  return `v1.k1.${signature}.${payload}`;
}

/** What the ledger sealed of a lead's first revision, when nothing was known of it at the CRM. */
async function firstMessage(leadId, where) {
  const { shard, lead } = await where.stored(leadId);
  const storage = await where.mf.unsafeGetDurableObjectStorage("beeline-ledger", "Ledger", { name: shard });
  const [row] = await storage.exec(
    "SELECT lead_key, correlation_id, lead.accepted_at_ms AS accepted_at_ms, traceparent, route, bundle " +
      "FROM lead JOIN submission ON submission.lead = lead.position WHERE lead_id = ? AND submission.revision = 1",
    leadId,
  );
  return sealed({
    lead_id: leadId,
    key: row.lead_key,
    obligation: "crm:pipedrive",
    revision: 1,
    generation: 1,
    form: "demo",
    shard,
    kind: "real",
    correlation_id: row.correlation_id,
    traceparent: row.traceparent,
    accepted_at_ms: row.accepted_at_ms,
    route: JSON.parse(row.route),
    bundle: row.bundle,
    records: "accepted",
    attempts: 1,
    body: { lead },
  });
}

/** What the ledger's row says of a lead's record: a list, the state and the last reason among it. */
async function stored(leadId, where) {
  const { shard } = await where.stored(leadId);
  const storage = await where.mf.unsafeGetDurableObjectStorage("beeline-ledger", "Ledger", { name: shard });
  const [{ owed }] = await storage.exec("SELECT owed FROM lead WHERE lead_id = ?", leadId);
  return JSON.parse(owed).find(([name]) => name === "crm:pipedrive");
}

/** In one batch the queue gives a message out for as many times as `attempts` says, each a copy. */
async function deliver(body, attempts, where) {
  const messages = attempts.map((count, copy) => ({ id: `copy-${copy}`, timestamp: new Date(), attempts: count, body }));
  const consumer = await where.mf.getWorker("beeline-consumer");
  const { outcome, explicitAcks } = await consumer.queue("crm-pipedrive", messages);
  assert.deepEqual([outcome, explicitAcks.toSorted()], ["ok", messages.map(({ id }) => id)]);
  const { forged } = await where.inbox.prepare("SELECT COUNT(*) AS forged FROM forged_message").first();
  assert.equal(forged, 0, "the message was read");
}

/** A session whose queue gives nothing out by itself. */
const unattended = () => {
  const adjust = (options) => {
    if (options.name !== "beeline-consumer") return options;
    const { "crm-pipedrive": attended, ...queueConsumers } = options.queueConsumers;
    assert.ok(attended, "there is a queue");
    return { ...options, queueConsumers };
  };
  return startSession({ variables: variables(), adjust });
};

test("a message of a lead that is settled makes no second record, however often it comes", async () => {
  const { lead_id: leadId } = await (await session.post(aLead())).json();
  await settled();
  const [records, calls] = [crm.records().length, crm.calls.length];
  const message = await firstMessage(leadId, session);
  for (const attempts of [1, 2]) await deliver(message, [attempts], session);
  assert.deepEqual([crm.records().length, crm.calls.length], [records, calls]);
});

test("a message of an older revision brings nothing old back", async () => {
  const lead = aLead();
  const { lead_id: leadId } = await (await session.post(lead)).json();
  await settled();
  await session.post({ ...lead, notes: "Please call after five." });
  await settled();
  const calls = crm.calls.length;
  await deliver(await firstMessage(leadId, session), [1], session);
  assert.equal(crm.calls.length, calls);
});

test("of two copies in one batch the one counts that somebody may have worked on", async () => {
  const idle = await unattended();
  try {
    const { lead_id: leadId } = await (await idle.post(aLead())).json();
    await eventually("it is on its way", async () => (await stored(leadId, idle)).includes("sent"));
    const calls = crm.calls.length;
    await deliver(await firstMessage(leadId, idle), [1, 2], idle);
    assert.equal(crm.calls.length, calls, "nothing is written that may be there");
    const waits = await stored(leadId, idle);
    assert.ok(waits.includes("due") && waits.includes("delivered again by its queue"), JSON.stringify(waits));
  } finally {
    await idle.stop();
  }
});
