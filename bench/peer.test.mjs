// The peer does the work that it is measured at. Run with: node --test bench/peer.test.mjs

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { prepare, queueSettings } from "./contenders.mjs";
import { lead, newRun } from "./leads.mjs";
import { serve } from "./serve.mjs";

const DEADLINE_MS = 10_000;
const run = newRun();
let server;

before(async () => {
  server = await serve(await prepare("peer"));
});
after(() => server.stop());

const url = (path) => `http://127.0.0.1:${server.port}${path}`;

async function send(body, type = "application/json", form = "demo") {
  const response = await fetch(url(`/v1/leads/${form}`), {
    method: "POST",
    headers: { "content-type": type },
    body,
    ...(body instanceof ReadableStream && { duplex: "half" }),
  });
  return { status: response.status, type: response.headers.get("content-type"), body: await response.json() };
}

const sendLead = (fields) => send(JSON.stringify(fields));

const inboxRows = async (id) => {
  const query = server.database.prepare("SELECT * FROM inbox WHERE lead_id = ?");
  return (await query.bind(id).all()).results;
};

async function eventually(look, wanted) {
  const deadline = Date.now() + DEADLINE_MS;
  let seen = await look();
  while (!wanted(seen) && Date.now() < deadline) {
    await sleep(20);
    seen = await look();
  }
  assert.ok(wanted(seen), `still ${JSON.stringify(seen)}`);
  return seen;
}

const stateOf = async (id) => (await (await fetch(url(`/v1/leads/${id}`))).json()).state;

test("a posted lead reaches the inbox exactly once, and is settled", async () => {
  const { status, body } = await sendLead(lead(run, 1));
  assert.equal(status, 202);
  assert.match(body.lead_id, /^ld_[0-7][a-z2-7]{20}$/);
  assert.deepEqual(
    { ...body, lead_id: undefined, correlation_id: undefined },
    {
      lead_id: undefined,
      status: "accepted",
      duplicate: false,
      correlation_id: undefined,
      route: { team: "uk-ie", rep: null, sla_seconds: 300 },
      next: { booking_url: null, status_url: `/v1/leads/${body.lead_id}` },
    },
  );

  await eventually(() => stateOf(body.lead_id), (state) => state === "delivered");
  const rows = await inboxRows(body.lead_id);
  assert.equal(rows.length, 1);
  assert.equal(rows[0].email, `lead.${run}.1@company-1.example.com`);
  assert.equal(rows[0].phone, "+447400000001");
  assert.equal(rows[0].team, "uk-ie");
  assert.equal(rows[0].correlation_id, body.correlation_id);
  assert.equal(JSON.parse(rows[0].lead).utm.campaign, "autumn-launch");
});

test("a repeat is answered with the same lead, and delivered no second time", async () => {
  const first = await sendLead(lead(run, 2));
  const again = await sendLead({ ...lead(run, 2), email: lead(run, 2).email.toUpperCase() });
  assert.equal(again.status, 200);
  assert.deepEqual(again.body, { ...first.body, duplicate: true });
  await eventually(() => stateOf(first.body.lead_id), (state) => state === "delivered");
  assert.equal((await inboxRows(first.body.lead_id)).length, 1);
});

test("repeats that race each other are one lead", async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => sendLead(lead(run, 3))));
  assert.equal(new Set(answers.map(({ body }) => body.lead_id)).size, 1);
  assert.equal(answers.filter(({ body }) => !body.duplicate).length, 1);
});

test("a form without JavaScript is as good as JSON", async () => {
  const person = { name: "Eve Ek", email: "", phone: "0151 23456789", country: "de" };
  const fields = { ...person, employees: "1500", "consent.privacy": "on" };
  const { status, body } = await send(new URLSearchParams(fields).toString(), "application/x-www-form-urlencoded");
  assert.equal(status, 202);
  assert.equal(body.route.team, "enterprise");
  const [row] = await eventually(() => inboxRows(body.lead_id), (rows) => rows.length === 1);
  assert.equal(row.phone, "+4915123456789");
});

test("every lead of a burst is in the inbox once", async () => {
  const answers = await Promise.all(Array.from({ length: 150 }, (_, i) => sendLead(lead(run, 1000 + i))));
  const ids = answers.map(({ body }) => body.lead_id);
  const arrived = async () => (await server.arrivals()).filter((id) => ids.includes(id));
  const found = await eventually(arrived, (found) => found.length >= ids.length);
  assert.deepEqual([...found].sort(), [...ids].sort());
});

test("a 422 names every wrong field", async () => {
  const bad = { ...lead(run, 4), name: "x".repeat(201), employees: -1, consent: { privacy: false } };
  const { status, type, body } = await sendLead(bad);
  assert.equal(status, 422);
  assert.equal(type, "application/problem+json");
  assert.deepEqual(body.errors.map(({ field }) => field).sort(), ["consent.privacy", "employees", "name"]);
  assert.equal((await sendLead({ name: "Nobody", consent: { privacy: true } })).body.errors[0].field, "email");
});

test("what is not a lead is refused", async () => {
  const big = JSON.stringify({ ...lead(run, 5), notes: "x".repeat(65_536) });
  const chunked = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(big));
      controller.close();
    },
  });
  assert.equal((await send("{", "application/json")).status, 400);
  assert.equal((await send("{}", "application/json", "nope")).status, 404);
  assert.equal((await send(big)).status, 413);
  assert.equal((await send(chunked)).status, 413);
  assert.equal((await send("hello", "text/plain")).status, 415);
});

test("a message that the ledger did not sign touches no lead", async () => {
  const before = await server.count();
  const queue = await server.mf.getQueueProducer("CRM", "peer-ledger");
  const payload = Buffer.from(JSON.stringify({ lead_id: "ld_forged", lead: {} })).toString("base64url");
  await queue.send(`v1.k1.${"A".repeat(43)}.${payload}`, { contentType: "text" });
  await eventually(() => server.database.prepare("SELECT count(*) AS n FROM refused").first("n"), (n) => n === 1);
  assert.equal(await server.count(), before);
});

test("the generator's phones can be dialled and its people are distinct", () => {
  const leads = Array.from({ length: 10_000 }, (_, n) => lead(run, n));
  for (const { phone, country } of leads) assert.ok(parsePhoneNumberFromString(phone, country)?.isValid(), phone);
  assert.equal(new Set(leads.map(({ email }) => email)).size, leads.length);
});

test("both sides drain their queue alike", async () => {
  const inbox = (settings, queue) => {
    const { dead_letter_queue, ...same } = settings.find((settings) => settings.queue === queue);
    return { ...same, queue: undefined };
  };
  const beeline = inbox(await queueSettings("beeline"), "crm-inbox");
  assert.deepEqual(inbox(await queueSettings("peer"), "peer-crm-inbox"), beeline);
});
