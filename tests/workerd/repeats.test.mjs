// The three repeats and Idempotency-Key, and what nobody can do with them.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { aLead, eventually, startSession } from "./support/session.mjs";

let session;
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

const send = async (lead, headers, form) => {
  const answer = await session.post(lead, headers, form);
  return { status: answer.status, body: await answer.json() };
};
const record = (leadId, revision) =>
  eventually(`revision ${revision} is in the inbox`, async () => {
    const [found] = await session.records(`lead_id = '${leadId}'`);
    return found && found.revision === revision && found;
  });

test("the same again is the same lead, and tells nothing more", async () => {
  const lead = aLead();
  const first = await send(lead);
  const again = await send(lead);
  assert.deepEqual([first.status, again.status], [202, 200]);
  assert.equal(again.body.lead_id, first.body.lead_id);
  assert.equal(again.body.duplicate, true);
  assert.match(first.body.next.status_url, /\?t=/);
  assert.ok(first.body.next.lead_token);
  assert.doesNotMatch(again.body.next.status_url, /\?t=/, "no token for a repeat");
  assert.equal(again.body.next.lead_token, undefined);
  assert.equal((await fetch(session.url + again.body.next.status_url)).status, 401);
});

test("a correction without the first receipt changes what is asked, not who asks", async () => {
  const lead = aLead({ notes: "hello" });
  const first = await send(lead);
  await record(first.body.lead_id, 1);
  const again = await send({ ...lead, name: "Mallory", phone: "+1 202-555-0199", notes: "call me instead" });
  assert.deepEqual([again.status, again.body.lead_id], [200, first.body.lead_id]);
  const kept = await record(first.body.lead_id, 2);
  assert.equal(kept.name, "Ada Lovelace");
  assert.equal(kept.phone, "+12025550123");
  const stored = JSON.parse(kept.lead);
  assert.equal(stored.notes, "call me instead");
  assert.equal(stored.unproved.name, "Mallory");
});

test("a correction with the first receipt changes who asks, in a field or in a header", async () => {
  const lead = aLead();
  const { body } = await send(lead);
  await send({ ...lead, name: "Ada King", lead_token: body.next.lead_token });
  assert.equal((await record(body.lead_id, 2)).name, "Ada King");
  await send({ ...lead, name: "Ada Byron" }, { "beeline-lead-token": body.next.lead_token });
  assert.equal((await record(body.lead_id, 3)).name, "Ada Byron");
});

test("with the first receipt even the address can be corrected", async () => {
  const lead = aLead();
  const { body } = await send(lead);
  const corrected = aLead().email;
  const again = await send({ ...lead, email: corrected, lead_token: body.next.lead_token });
  assert.equal(again.body.lead_id, body.lead_id);
  assert.equal((await record(body.lead_id, 2)).email, corrected);
});

test("another person's token opens nothing", async () => {
  const [mine, theirs] = [aLead(), aLead()];
  const [own, other] = [await send(mine), await send(theirs)];
  const [, token] = own.body.next.lead_token.split(".");
  const again = await send({ ...theirs, name: "Mallory", lead_token: `${other.body.lead_id}.${token}` });
  assert.equal((await record(again.body.lead_id, 2)).name, "Ada Lovelace");
});

test("the same person on another form is another lead", async () => {
  const lead = aLead({ consent: { privacy: true, text_version: "2026-11" } });
  const first = await send(lead);
  const other = await send({ ...lead, topic: "A product" }, {}, "contact");
  assert.deepEqual([first.status, other.status], [202, 202]);
  assert.notEqual(other.body.lead_id, first.body.lead_id);
});

test("an Idempotency-Key is its sender's proof, and no other body's", async () => {
  const lead = aLead();
  const headers = { "idempotency-key": `key-${lead.email}` };
  const first = await send(lead, headers);
  const again = await eventually("the key is bound", async () => {
    const again = await send(lead, headers);
    return again.status === 200 && again.body.next.lead_token && again;
  });
  assert.equal(again.body.next.lead_token, first.body.next.lead_token);
  const other = await send({ ...lead, notes: "another body" }, headers);
  assert.equal(other.status, 422);
  assert.equal(other.body.type, "urn:beeline:problem:idempotency-key-reused");
});

test("a key sent with somebody else's address never becomes a proof", async () => {
  const victim = aLead({ notes: "hello" });
  const first = await send(victim);
  const attack = { email: victim.email, name: "Mallory", notes: "give me the token", consent: victim.consent };
  const key = { "idempotency-key": randomUUID() };
  for (let times = 0; times < 3; times += 1) {
    const answer = await send(attack, key);
    if (answer.status === 409) continue;
    assert.deepEqual([answer.status, answer.body.lead_id], [200, first.body.lead_id]);
    assert.equal(answer.body.next.lead_token, undefined);
    assert.doesNotMatch(answer.body.next.status_url, /\?t=/);
    await eventually("the key is bound", async () => (await send(attack, key)).status === 200);
  }
});

test("a late copy of a request under its own key undoes no correction", async () => {
  const lead = aLead({ notes: "first" });
  const key = { "idempotency-key": randomUUID() };
  const first = await send(lead, key);
  const { lead_token } = first.body.next;
  assert.equal((await send({ ...lead, name: "Ada King", notes: "second", lead_token })).status, 200);
  await record(first.body.lead_id, 2);
  const late = await send(lead, key);
  assert.deepEqual([late.status, late.body.lead_id], [200, first.body.lead_id]);
  assert.equal(late.body.next.lead_token, lead_token, "it is its sender's own");
  await eventually("all is delivered", async () => (await session.conservation()).in_flight === 0);
  const kept = await record(first.body.lead_id, 2);
  assert.deepEqual([kept.name, JSON.parse(kept.lead).notes], ["Ada King", "second"]);
});

test("a first receipt of one form opens no lead of another", async () => {
  const topic = { topic: "A product", consent: { privacy: true, text_version: "2026-11" } };
  const { name, email } = aLead();
  const demo = await send({ name, email, consent: { privacy: true, text_version: "2026-01" } });
  const contact = await send({ name, email, ...topic, lead_token: demo.body.next.lead_token }, {}, "contact");
  assert.equal(contact.status, 202);
  assert.notEqual(contact.body.lead_id, demo.body.lead_id);
  assert.equal((await session.stored(demo.body.lead_id)).lead.email.raw, email);
});
