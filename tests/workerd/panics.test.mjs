// Deliberate panics and hangs, in builds that have the switch for them: the caller gets an
// error or the message its retry, and the next request, alarm and batch work.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { aLead, eventually, startSession } from "./support/session.mjs";

let session;
before(async () => {
  session = await startSession({ chaos: true, variables: { LEDGER_DEADLINE_MS: "300" } });
});
after(() => session?.stop());

/** A mark that a fault point obeys the first `times` times. */
const fault = (point, how, times = 1) => `beeline-chaos:${point}:${how}:${times}:${randomUUID()};`;

/** What a call said. It must have said it soon: usually well within a second. */
async function soon(t, call) {
  const start = performance.now();
  const response = await call();
  const ms = performance.now() - start;
  t.diagnostic(`answered after ${Math.round(ms)} ms`);
  assert.ok(ms < 5_000, `answered after ${ms} ms`);
  return { response, body: await response.json() };
}

async function isDeliveredOnce(leadId, email, seconds = 60) {
  await eventually("the lead is in the inbox", async () => (await session.records(`lead_id = '${leadId}'`)).length === 1, seconds);
  assert.equal((await session.records(`email = '${email}'`)).length, 1, "one record");
}

const balances = (seconds = 60) =>
  eventually("everything balances with nothing in flight", async () => {
    const law = await session.conservation();
    return law.balanced && law.in_flight === 0 && law;
  }, seconds);

test("a panic in the edge's fetch is an error at once, and the next request works", async (t) => {
  const start = performance.now();
  const response = await fetch(`${session.url}/healthz?${fault("edge-fetch", "panic")}`);
  const ms = performance.now() - start;
  t.diagnostic(`answered after ${Math.round(ms)} ms`);
  assert.equal(response.status, 500);
  assert.ok(ms < 5_000);
  assert.equal((await fetch(`${session.url}/healthz`)).status, 200);
});

test("a panic in a ledger command spills the lead, and the home shard gets it once", async (t) => {
  const lead = aLead({ notes: fault("ledger-command", "panic", 2) });
  const { response, body } = await soon(t, () => session.post(lead));
  assert.equal(response.status, 202, JSON.stringify(body));
  const again = await session.post(lead);
  assert.equal((await again.json()).lead_id, body.lead_id, "the same lead, wherever it is");
  await isDeliveredOnce(body.lead_id, lead.email);
  assert.equal((await session.post(aLead())).status, 202);
});

test("a ledger command that never answers spills the lead, and the home shard gets it once", async (t) => {
  const lead = aLead({ notes: fault("ledger-command", "hang", 2) });
  const { response, body } = await soon(t, () => session.post(lead));
  assert.equal(response.status, 202, JSON.stringify(body));
  await isDeliveredOnce(body.lead_id, lead.email);
});

test("with home and stand-in both gone the client keeps the lead", async (t) => {
  const notes = fault("ledger-command", "panic") + fault("spill-command", "hang");
  const lead = aLead({ notes });
  const { response, body } = await soon(t, () => session.post(lead));
  assert.equal(response.status, 503, JSON.stringify(body));
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  assert.ok(Number(response.headers.get("retry-after")) > 0);
  const retry = await session.post(lead);
  const receipt = await retry.json();
  assert.equal(retry.status, 202);
  await isDeliveredOnce(receipt.lead_id, lead.email);
});

test("a panic in the ledger's alarm is retried by the platform, and the lead arrives", async (t) => {
  const lead = aLead({ notes: fault("ledger-alarm", "panic", 2) });
  const { response, body } = await soon(t, () => session.post(lead));
  assert.equal(response.status, 202);
  const other = aLead();
  const next = await (await session.post(other)).json();
  await isDeliveredOnce(body.lead_id, lead.email);
  await isDeliveredOnce(next.lead_id, other.email);
});

test("a panic in a queue handler brings the batch back, and the next batch works", async (t) => {
  const lead = aLead({ notes: fault("queue", "panic", 2) });
  const { response, body } = await soon(t, () => session.post(lead));
  assert.equal(response.status, 202);
  await isDeliveredOnce(body.lead_id, lead.email);
  const other = aLead();
  const next = await (await session.post(other)).json();
  await isDeliveredOnce(next.lead_id, other.email);
});

test("after all of it every lead is accounted for, and no log line has personal data", async () => {
  const law = await balances();
  assert.equal(law.accepted, law.delivered);
  assert.equal(law.quarantined, 0);
  assert.deepEqual(session.logs.filter(({ message }) => /Lovelace|ada-|2025550123/.test(message)), []);
});
