// Repeats, refusals and marks on the hot path, over real HTTP.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { aLead, eventually, startSession, syntheticMark } from "./support/session.mjs";

let session;
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

const inInbox = (leadId) =>
  eventually("the lead is in the inbox", async () => {
    const rows = await session.records(`lead_id = '${leadId}'`);
    return rows.length > 0 && rows;
  });

async function problem(response, status, code) {
  const body = await response.json();
  assert.equal(response.status, status, JSON.stringify(body));
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  assert.ok(body.type === `urn:beeline:problem:${code}`, body.type);
  assert.equal(body.status, status);
  assert.match(body.correlation_id, /^co_/);
  assert.ok(body.title && body.detail);
  return body;
}

test("the same lead twice gives one record and one lead id", async () => {
  const lead = aLead();
  const first = await (await session.post(lead)).json();
  const again = await session.post(lead);
  const second = await again.json();
  assert.equal(again.status, 200);
  assert.equal(second.duplicate, true);
  assert.equal(second.lead_id, first.lead_id);
  assert.equal(second.correlation_id, first.correlation_id);
  assert.ok(!second.next.status_url.includes("?t="), "only the first receipt has the lead's token");
  assert.equal((await inInbox(first.lead_id)).length, 1);
});

test("the same lead twenty times at once gives one record and one lead id", async () => {
  const lead = aLead();
  const answers = await Promise.all(Array.from({ length: 20 }, () => session.post(lead)));
  const receipts = await Promise.all(answers.map((answer) => answer.json()));
  assert.equal(new Set(receipts.map((receipt) => receipt.lead_id)).size, 1);
  assert.equal(answers.filter((answer) => answer.status === 202).length, 1);
  assert.equal(answers.filter((answer) => answer.status === 200).length, 19);
  assert.equal((await inInbox(receipts[0].lead_id)).length, 1);
  assert.equal((await session.records(`email = '${lead.email}'`)).length, 1);
});

test("a changed resubmit gives a second revision of the same lead", async () => {
  const lead = aLead();
  const first = await (await session.post(lead)).json();
  await inInbox(first.lead_id);
  const answer = await session.post({ ...lead, notes: "Please call after five." });
  const second = await answer.json();
  assert.equal(answer.status, 200);
  assert.equal(second.lead_id, first.lead_id);
  await eventually("the second revision is in the inbox", async () => {
    const [row] = await session.records(`lead_id = '${first.lead_id}'`);
    return row.revision === 2 && JSON.parse(row.lead).notes === "Please call after five.";
  });
});

test("another spelling of the same address is the same person", async () => {
  const lead = aLead();
  const first = await (await session.post(lead)).json();
  const second = await (await session.post({ ...lead, email: ` ${lead.email.replace("example.com", "EXAMPLE.com")} ` })).json();
  assert.equal(second.lead_id, first.lead_id);
});

test("a synthetic lead is counted apart", async () => {
  const before = await session.conservation();
  const answer = await session.post(aLead(), { "beeline-synthetic": syntheticMark("monitor-1") });
  assert.equal(answer.status, 202);
  const [record] = await inInbox((await answer.json()).lead_id);
  assert.equal(record.kind, "synthetic");
  const law = await eventually("the synthetic lead is counted", async () => {
    const law = await session.conservation();
    return law.kinds.synthetic?.delivered === 1 && law;
  });
  assert.equal(law.accepted, before.accepted, "real leads are counted without it");
  assert.equal(law.balanced, true);
});

test("a forged synthetic mark is refused", async () => {
  const mark = `v1.monitor-1.${Math.floor(Date.now() / 1000)}.${"0".repeat(64)}`;
  await problem(await session.post(aLead(), { "beeline-synthetic": mark }), 401, "unauthorized");
});

test("a form body says the same as JSON", async () => {
  const lead = aLead();
  const body = new URLSearchParams({ name: lead.name, email: lead.email, "consent.privacy": "on", "utm.source": "spring" });
  const answer = await fetch(`${session.url}/v1/leads/demo`, { method: "POST", body });
  assert.equal(answer.status, 202);
  const [record] = await inInbox((await answer.json()).lead_id);
  assert.equal(JSON.parse(record.lead).utm.source, "spring");
});

test("65 KiB are refused, declared or not", async () => {
  const body = JSON.stringify(aLead({ notes: "x".repeat(65 * 1024) }));
  const headers = { "content-type": "application/json" };
  const url = `${session.url}/v1/leads/demo`;
  await problem(await fetch(url, { method: "POST", headers, body }), 413, "body-too-large");
  const stream = new Blob([body]).stream();
  await problem(await fetch(url, { method: "POST", headers, body: stream, duplex: "half" }), 413, "body-too-large");
});

test("a wrong type, broken JSON and an unknown form each get their problem", async () => {
  const url = `${session.url}/v1/leads/demo`;
  const post = (type, body) => fetch(url, { method: "POST", headers: { "content-type": type }, body });
  await problem(await post("text/plain", "hello"), 415, "unsupported-media-type");
  await problem(await post("application/json", '{"email": "ada@'), 400, "malformed-body");
  await problem(await post("application/json", "[1]"), 400, "malformed-body");
  await problem(await post("application/json", '{"email":"a@b.de","email":"c@d.de"}'), 400, "malformed-body");
  await problem(await session.post(aLead(), {}, "no-such-form"), 404, "unknown-form");
  const wrongMethod = await fetch(url, { method: "DELETE" });
  await problem(wrongMethod, 405, "method-not-allowed");
  assert.equal(wrongMethod.headers.get("allow"), "POST, HEAD, OPTIONS");
});

test("missing consent is named", async () => {
  const body = await problem(await session.post(aLead({ consent: undefined })), 422, "wrong-fields");
  assert.deepEqual(body.errors.map(({ field, code }) => [field, code]), [["consent.privacy", "consent_required"]]);
});

test("two wrong fields are named at once", async () => {
  const lead = aLead({ email: "not an address", employees: "many" });
  const body = await problem(await session.post(lead), 422, "wrong-fields");
  assert.deepEqual(body.errors.map(({ field, code }) => [field, code]), [["email", "email"], ["employees", "type"]]);
  assert.ok(body.errors.every(({ message }) => message.length > 0));
});

test("an Idempotency-Key names one request for good", async () => {
  const key = randomUUID();
  const lead = aLead();
  const first = await (await session.post(lead, { "idempotency-key": key })).json();
  const again = await eventually("the key is bound", async () => {
    const answer = await session.post(lead, { "idempotency-key": key });
    return answer.status === 200 && answer.json();
  });
  assert.equal(again.lead_id, first.lead_id);
  assert.equal(again.next.status_url, first.next.status_url, "the key proves who asks");
  await problem(await session.post(aLead(), { "idempotency-key": key }), 422, "idempotency-key-reused");
});

test("a refused body does not use up its Idempotency-Key", async () => {
  const key = randomUUID();
  await problem(await session.post({ consent: { privacy: true } }, { "idempotency-key": key }), 422, "wrong-fields");
  assert.equal((await session.post(aLead(), { "idempotency-key": key })).status, 202);
});

test("a lead's state is for its own token only", async () => {
  const receipt = await (await session.post(aLead())).json();
  const path = `${session.url}/v1/leads/${receipt.lead_id}`;
  const own = await (await fetch(session.url + receipt.next.status_url)).json();
  assert.deepEqual(Object.keys(own).sort(), ["correlation_id", "lead_id", "revision", "status"]);
  await problem(await fetch(path), 401, "unauthorized");
  await problem(await fetch(`${path}?t=${"0".repeat(32)}`), 404, "unknown-lead");
});

test("HEAD warms a form and healthz names build and bundle", async () => {
  assert.equal((await fetch(`${session.url}/v1/leads/demo`, { method: "HEAD" })).status, 204);
  assert.equal((await fetch(`${session.url}/v1/leads/nope`, { method: "HEAD" })).status, 404);
  const health = await (await fetch(`${session.url}/healthz`)).json();
  assert.equal(health.status, "ok");
  assert.match(health.bundle, /^[0-9a-v]{16}$/);
});

test("no log line has personal data in it", async () => {
  const marker = `marker${randomUUID().replaceAll("-", "")}`;
  const lead = aLead({ name: marker, email: `${marker}@example.com`, company: marker, notes: marker, phone: "+1 202-555-0188" });
  const receipt = await (await session.post(lead)).json();
  await session.post({ ...lead, email: `${marker} not an address` });
  await inInbox(receipt.lead_id);
  await eventually("the acceptance is logged", () => session.logs.some(({ message }) => message.includes(receipt.lead_id)));
  const leaks = session.logs.filter(({ message }) => message.includes(marker) || message.includes("2025550188"));
  assert.deepEqual(leaks, []);
});
