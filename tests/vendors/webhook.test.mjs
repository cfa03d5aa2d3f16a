// A CRM with an HTTP intake.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { PATH, SECRET, WHO, Webhook, signature } from "./doubles/webhook.mjs";
import { ask, clock } from "./ask.mjs";

let crm;
afterEach(() => crm?.stop());

const headers = { authorization: `Bearer ${SECRET}` };
const post = (body, more = {}) => ask(`${crm.url}${PATH}`, { method: "POST", headers, body, ...more });
const ada = { external_id: "lead_01", first_name: "Ada", email: "ada@example.com" };

test("the first of an external id is created, the next told as a repeat", async () => {
  crm = await Webhook.start();
  const first = await post(ada);
  const second = await post(ada);
  assert.deepEqual([first.status, first.body.result], [201, "created"]);
  assert.deepEqual([second.status, second.body], [200, { result: "duplicate", lead: first.body.lead }]);
  assert.equal(crm.records().length, 1);
});

test("another id with the same address joins the record, fills blanks and overwrites nothing", async () => {
  crm = await Webhook.start();
  await post(ada);
  const merged = await post({
    external_id: "lead_02",
    first_name: "Augusta",
    last_name: "Lovelace",
    email: "ADA@example.com",
  });
  assert.deepEqual([merged.status, merged.body.result], [200, "merged"]);
  assert.deepEqual(crm.records(), [
    {
      id: "lead-1",
      key: "lead_01",
      keys: ["lead_01", "lead_02"],
      fields: { first_name: "Ada", email: "ada@example.com", last_name: "Lovelace" },
      writes: 2,
    },
  ]);
});

test("a lead with a number it has joins that record too, and its address is left out", async () => {
  crm = await Webhook.start();
  const phone = "+12025550123";
  await post({ ...ada, phone });
  const merged = await post({ external_id: "lead_02", first_name: "Grace", email: "grace@example.com", phone });
  assert.deepEqual(
    [merged.body.result, crm.records().length, crm.records()[0].fields.email],
    ["merged", 1, "ada@example.com"],
  );
  await crm.stop();
  crm = await Webhook.start({ merges: [] });
  await post({ ...ada, phone });
  assert.equal((await post({ ...ada, external_id: "lead_02", phone })).status, 201);
});

test("a repeat can be a conflict, and an intake that knows no external id makes another record", async () => {
  crm = await Webhook.start({ repeats: "conflict" });
  await post(ada);
  assert.equal((await post(ada)).status, 409);
  await crm.stop();
  crm = await Webhook.start({ enforced: false, merges: [] });
  await post(ada);
  assert.equal((await post(ada)).status, 201);
  assert.equal(crm.records().length, 2);
});

test("who is not known is refused", async () => {
  crm = await Webhook.start();
  for (const authorization of ["Bearer other", "Basic abc", ""]) {
    assert.equal((await post(ada, { headers: { authorization } })).status, 401);
  }
  assert.equal(crm.records().length, 0);
});

test("a signature holds for its body, its id and five minutes", async () => {
  const time = clock();
  crm = await Webhook.start({ who: WHO.signed, now: time.now });
  const body = JSON.stringify(ada);
  const at = String(time.now() / 1000);
  const signed = {
    "content-type": "application/json",
    "webhook-id": "m1",
    "webhook-timestamp": at,
    "webhook-signature": `v1,${signature(SECRET, "m1", at, body)}`,
  };
  const sends = (changed) => post(changed.body ?? body, { headers: { ...signed, ...changed } });
  assert.equal((await sends({ "webhook-id": "m2" })).status, 401);
  assert.equal((await sends({ "webhook-signature": "v1,AAAA" })).status, 401);
  assert.equal((await post(`${body} `, { headers: signed })).status, 401);
  assert.equal((await sends({})).status, 201);
  assert.equal((await sends({ "webhook-signature": `v1,AAAA ${signed["webhook-signature"]}` })).status, 200);
  time.pass(301_000);
  assert.equal((await sends({})).status, 401);
});

test("what it cannot read it names", async () => {
  crm = await Webhook.start({ fields: ["first_name", "email", "notes"] });
  const json = { ...headers, "content-type": "application/json" };
  assert.equal((await post("{", { headers: json })).status, 400);
  assert.equal((await post("[]", { headers: json })).status, 400);
  assert.equal((await post("a=b", { headers })).status, 400);
  assert.equal((await post({ ...ada, notes: "x".repeat(70_000) })).status, 413);
  assert.deepEqual((await post({ ...ada, email: "ada" })).body.errors, { email: ["Enter a valid email address."] });
  assert.deepEqual((await post({ ...ada, shoe_size: 4 })).body.errors, { shoe_size: ["Unknown field."] });
  assert.equal((await post({ external_id: "lead_01" })).status, 400);
  assert.equal((await post({ ...ada, external_id: 7 })).status, 400);
  assert.equal((await ask(`${crm.url}/elsewhere`, { method: "POST", headers, body: ada })).status, 404);
  assert.equal(crm.records().length, 0);
});

test("past its limit it says when there is room", async () => {
  const time = clock();
  crm = await Webhook.start({ perMinute: 1, now: time.now });
  await post(ada);
  time.pass(20_000);
  const refused = await post(ada);
  assert.deepEqual([refused.status, refused.headers.get("retry-after")], [429, "40"]);
  time.pass(40_000);
  assert.equal((await post(ada)).status, 200);
});

test("a record is read by its external id, edited and removed by people, and an intake can close", async () => {
  crm = await Webhook.start();
  const { body } = await post(ada);
  crm.edit(body.lead, { first_name: "Augusta" });
  assert.equal((await ask(`${crm.url}${PATH}?external_id=lead_01`, { headers })).body.first_name, "Augusta");
  crm.remove(body.lead);
  assert.equal((await ask(`${crm.url}${PATH}?external_id=lead_01`, { headers })).status, 404);
  crm.closed = true;
  assert.equal((await post(ada)).status, 410);
});
