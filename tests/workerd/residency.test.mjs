// Leads that must stay where they are: in their jurisdiction's objects, and in no queue.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, eventually, shardOf, startSession } from "./support/session.mjs";

let session;
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

/** What Cloudflare says of a visitor's network; workerd takes it from this header. */
const from = (country, continent) => ({ "mf-cf-blob": JSON.stringify({ country, continent }) });
const SWISS = from("CH", "EU");
const AMERICAN = from("US", "NA");

const send = async (lead, headers, form) => {
  const answer = await session.post(lead, headers, form);
  return { ...(await answer.json()), status: answer.status };
};
const storage = (name, shard) => session.mf.unsafeGetDurableObjectStorage("beeline-ledger", name, { name: shard });

test("a pinned form's lead lives in a pinned object, wherever the visitor is", async () => {
  const lead = aLead({ consent: {} });
  const answer = await session.post(lead, AMERICAN, "webinar");
  assert.equal(answer.status, 202, await answer.clone().text());
  const { lead_id } = await answer.json();
  assert.match(shardOf(lead_id), /^eu-0\d@eu$/);
  const { shard, lead: kept } = await session.stored(lead_id);
  assert.match(shard, /@eu$/);
  assert.equal(kept.email.normalized, lead.email);
  await eventually("it is delivered all the same", async () => (await session.records(`lead_id = '${lead_id}'`)).length === 1);
  const law = await eventually("it is counted", async () => {
    const law = await session.conservation();
    return law.delivered > 0 && law;
  });
  assert.ok(law.balanced);
  assert.ok(Object.keys(law.shards).some((name) => name.endsWith("@eu")));
});

test("a lead from a network in a pinned country lives in a pinned object, and is delivered", async () => {
  const lead = aLead();
  const { status, lead_id } = await send(lead, SWISS);
  assert.equal(status, 202);
  assert.match(shardOf(lead_id), /^eu-0\d@eu$/);
  const { lead: kept } = await session.stored(lead_id);
  assert.deepEqual([kept.email.normalized, kept.network_country], [lead.email, "CH"]);
  await eventually("it is in the inbox", async () => (await session.records(`lead_id = '${lead_id}'`)).length === 1);
});

test("a lead that says to be in a pinned country does too, from any network and however it is written", async () => {
  for (const country of ["CH", "die Schweiz", "Liechtenstein"]) {
    const { lead_id } = await send(aLead({ country }), AMERICAN);
    assert.match(shardOf(lead_id), /@eu$/, country);
  }
  const { lead_id } = await send(aLead({ phone: "+41 44 668 18 00" }), AMERICAN);
  assert.match(shardOf(lead_id), /@eu$/, "a phone number says so as well");
});

test("any other lead lives near its visitor", async () => {
  const american = await send(aLead(), AMERICAN);
  assert.match(shardOf(american.lead_id), /^na-0\d$/);
  const german = await send(aLead({ country: "DE" }));
  assert.match(shardOf(german.lead_id), /^eu-0\d$/);
});

test("whoever says a pinned country is one lead from every network, and so is their Idempotency-Key", async () => {
  const lead = aLead({ country: "Switzerland" });
  const key = { "idempotency-key": `key-${lead.email}` };
  const first = await send(lead, { ...AMERICAN, ...key });
  const again = await send(lead, { ...SWISS, ...key });
  assert.deepEqual([first.status, again.status, again.lead_id], [202, 200, first.lead_id]);
  assert.ok(again.next.lead_token, "the key shows who it is");
  let keys = 0;
  for (let number = 0; number < 8; number += 1) {
    const [{ held }] = await (await storage("Ledger", `eu-0${number}@eu`)).exec("SELECT count(*) AS held FROM header_key");
    keys += held;
  }
  assert.equal(keys, 1, "and it is kept there");
});

test("whoever says none is known again only where the lead is kept, or by the first receipt", async () => {
  const lead = aLead();
  const first = await send(lead, SWISS);
  const elsewhere = await send(lead, AMERICAN);
  assert.equal(elsewhere.status, 202, "another home knows nobody of the first");
  const shown = await send({ ...lead, notes: "It is me", lead_token: first.next.lead_token }, AMERICAN);
  assert.deepEqual([shown.status, shown.lead_id], [200, first.lead_id]);
});

test("what must be kept where its first lead is not is a lead of its own, and the log says so", async () => {
  const lead = aLead();
  const first = await send(lead, AMERICAN);
  const moved = await send({ ...lead, country: "CH", lead_token: first.next.lead_token }, AMERICAN);
  assert.equal(moved.status, 202);
  assert.match(shardOf(moved.lead_id), /@eu$/);
  const { lead: before } = await session.stored(first.lead_id);
  assert.equal(before.country, "US", "by its phone number");
  const line = await eventually("the line is logged", () =>
    session.logs.find(({ message }) => message.includes('"lead.kept_apart"')),
  );
  const { lead_id, jurisdiction } = JSON.parse(line.message);
  assert.deepEqual([lead_id, jurisdiction], [first.lead_id, "eu"]);
});

test("a pinned lead's stand-in is in its jurisdiction too", async () => {
  const lead = aLead();
  const { lead_id } = await send(lead, SWISS);
  const home = shardOf(lead_id);
  await eventually("it is settled", async () => (await session.records(`lead_id = '${lead_id}'`)).length === 1);
  // The home cannot take what repeats a row that it cannot read.
  await (await storage("Ledger", home)).exec("UPDATE lead SET owed = 'half of it' WHERE lead_id = ?", lead_id);
  assert.equal((await send({ ...lead, notes: "Once more" }, SWISS)).status, 202);
  const held = async (name) => (await (await storage("Ledger", name)).exec("SELECT payload FROM submission")).map(({ payload }) => payload);
  const [claim] = await held(home.replace("@", "-spill@"));
  assert.ok(claim.includes("Once more"));
  await session.conservation(); // which asks every object, so that each has its tables
  assert.deepEqual(await held(home.replace("@eu", "-spill")), [], "nor near the visitor");
});

test("what drift notes of a refused submission stays where its lead would have been", async () => {
  const wrong = { email: "nobody", topic: "A product", consent: { privacy: true, text_version: "2026-11" } };
  const refused = [
    [wrong, SWISS], [{ ...wrong, country: "Schweiz" }, AMERICAN], [wrong, AMERICAN],
  ];
  for (const [lead, headers] of refused) assert.equal((await session.post(lead, headers, "contact")).status, 422);
  const counted = await eventually("all are counted", async () => {
    const { forms } = await (await session.ops("/v1/ops/drift?form=contact")).json();
    const counts = forms.map(({ jurisdiction = "free", standing }) => [jurisdiction, standing?.summary.misfits ?? 0]);
    return counts.reduce((sum, [, misfits]) => sum + misfits, 0) === 3 && Object.fromEntries(counts);
  });
  assert.deepEqual(counted, { eu: 2, free: 1 });
  const [{ state }] = await (await storage("Drift", "contact@eu")).exec("SELECT state FROM drift");
  assert.equal(JSON.parse(state).samples.length > 0, true);
});
