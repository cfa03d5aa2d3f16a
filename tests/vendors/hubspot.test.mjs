// HubSpot's double: batches, keys, limits and what it refuses.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { HubSpot, TOKEN } from "./doubles/hubspot.mjs";
import { ask, clock } from "./ask.mjs";

let hubspot;
afterEach(() => hubspot?.stop());

const NOW = "/crm/objects/2026-09/contacts";
const headers = { authorization: `Bearer ${TOKEN}` };
const input = (email, properties = {}, more = {}) => {
  return { id: email, idProperty: "email", properties: { email, ...properties }, ...more };
};
const post = (inputs, path = NOW, more = {}) => {
  return ask(`${hubspot.url}${path}/batch/upsert`, { method: "POST", headers, body: { inputs }, ...more });
};
const fieldsOf = (email) => hubspot.records().find(({ key }) => key === email)?.fields;

test("an upsert creates once and then updates, and answers each input with its trace", async () => {
  hubspot = await HubSpot.start();
  const first = await post([input("ada@example.com", { firstname: "Ada" }, { objectWriteTraceId: "lead_01" })]);
  assert.equal(first.status, 200);
  const [{ id, new: created, objectWriteTraceId, properties }] = first.body.results;
  assert.deepEqual([created, objectWriteTraceId, properties.firstname], [true, "lead_01", "Ada"]);
  const second = await post([input("ADA@example.com", { firstname: "Ada" })]);
  assert.deepEqual([second.body.results[0].id, second.body.results[0].new], [id, false]);
  assert.equal(hubspot.records().length, 1);
  assert.equal(hubspot.records()[0].writes, 2);
});

test("from 2026-09 a batch that failed in part is a 200 with errors, before that a 207", async () => {
  hubspot = await HubSpot.start({ versions: ["2026-03", "2026-09"] });
  const inputs = [input("ada@example.com"), input("nobody", {}, { objectWriteTraceId: "lead_02" })];
  const seen = {};
  for (const path of [NOW, "/crm/objects/2026-03/contacts", "/crm/v3/objects/contacts"]) {
    const { status, body } = await post(inputs, path);
    seen[path.split("/")[3]] = status;
    assert.deepEqual([body.results.length, body.numErrors], [1, 1]);
    assert.deepEqual(body.errors[0].context.objectWriteTraceId, ["lead_02"]);
    assert.equal(body.errors[0].category, "VALIDATION_ERROR");
  }
  assert.deepEqual(seen, { "2026-09": 200, "2026-03": 207, objects: 207 });
});

test("a portal that refuses the whole batch for one input writes none", async () => {
  hubspot = await HubSpot.start({ wholeBatch: true });
  const { status, body } = await post([input("ada@example.com"), input("grace@example.com", { shoe_size: "4" })]);
  assert.deepEqual(
    [status, body.category, body.message],
    [400, "VALIDATION_ERROR", 'Property "shoe_size" does not exist'],
  );
  assert.equal(hubspot.records().length, 0);
});

test("an input that a portal cannot take is named, and its neighbours are written", async () => {
  hubspot = await HubSpot.start({ required: ["company"] });
  const company = "Engines";
  const wrong = {
    'Property "shoe_size" does not exist': input("a@example.com", { company, shoe_size: "4" }),
    '"createdate" is a read only property; its value cannot be set.': input("b@example.com", {
      company,
      createdate: "0",
    }),
    "x was not a valid number.": input("c@example.com", { company, numemployees: "x" }),
    "Required properties are missing: company": input("d@example.com"),
  };
  const { body } = await post([...Object.values(wrong), input("ada@example.com", { company })]);
  assert.deepEqual(
    body.errors.map(({ message }) => message),
    Object.keys(wrong),
  );
  assert.deepEqual(
    hubspot.records().map(({ key }) => key),
    ["ada@example.com"],
  );
});

test("what is no batch is refused as a whole", async () => {
  hubspot = await HubSpot.start();
  const many = Array.from({ length: 101 }, (_, at) => input(`a${at}@example.com`));
  const wrong = [
    [],
    many,
    [{ properties: {} }],
    [{ id: "ada@example.com", idProperty: "email" }],
    [input("ada@example.com", { numemployees: 12 })],
    [input("ada@example.com"), input("Ada@Example.com")],
    [{ ...input("ada@example.com"), idProperty: "firstname" }],
  ];
  for (const inputs of wrong) {
    const { status, body } = await post(inputs);
    assert.deepEqual(
      [status, body.status, body.category],
      [400, "error", "VALIDATION_ERROR"],
      JSON.stringify(inputs).slice(0, 80),
    );
  }
  const json = { ...headers, "content-type": "application/json" };
  assert.equal(
    (await ask(`${hubspot.url}${NOW}/batch/upsert`, { method: "POST", headers: json, body: "{" })).status,
    400,
  );
  assert.equal((await ask(`${hubspot.url}${NOW}/batch/upsert`, { method: "POST", headers, body: "a=b" })).status, 415);
  assert.equal((await post([input("ada@example.com")], "/crm/objects/2027-03/contacts")).status, 404);
  assert.equal(hubspot.records().length, 0);
});

test("with the address as key, what is left out is blanked, but not what people wrote", async () => {
  hubspot = await HubSpot.start();
  const { body } = await post([input("ada@example.com", { firstname: "Ada", company: "Engines" })]);
  hubspot.objects.contacts.edit(body.results[0].id, { jobtitle: "Countess" });
  await post([input("ada@example.com", { firstname: "Ada" })]);
  assert.deepEqual(fieldsOf("ada@example.com"), { email: "ada@example.com", firstname: "Ada", jobtitle: "Countess" });
});

test("with a unique property as key a partial upsert is one, and an address that another has conflicts", async () => {
  hubspot = await HubSpot.start({ known: { lead_key: "unique" } });
  const keyed = (id, properties) => ({ id, idProperty: "lead_key", properties });
  await post([keyed("k1", { email: "ada@example.com", company: "Engines" })]);
  await post([keyed("k1", { firstname: "Ada" })]);
  assert.equal(fieldsOf("ada@example.com").company, "Engines");
  const { body } = await post([keyed("k2", { email: "Ada@example.com" })]);
  assert.equal(body.errors[0].category, "CONFLICT");
  assert.match(body.errors[0].message, /^Contact already exists\. Existing ID: \d+$/);
});

test("a stage only moves forward, and an empty string clears", async () => {
  hubspot = await HubSpot.start();
  await post([input("ada@example.com", { lifecyclestage: "opportunity", company: "Engines" })]);
  await post([input("ada@example.com", { lifecyclestage: "lead", company: "" })]);
  assert.deepEqual(fieldsOf("ada@example.com"), { email: "ada@example.com", lifecyclestage: "opportunity" });
});

test("a merged contact is found by both addresses, and keeps its own", async () => {
  hubspot = await HubSpot.start();
  const { body } = await post([input("ada@example.com"), input("augusta@example.com")]);
  hubspot.merge(body.results[0].id, body.results[1].id);
  const again = await post([input("augusta@example.com", { firstname: "Ada" })]);
  assert.deepEqual([again.body.results[0].id, again.body.results[0].new], [body.results[0].id, false]);
  assert.equal(fieldsOf("ada@example.com").firstname, "Ada");
});

test("who may not is told which way", async () => {
  hubspot = await HubSpot.start();
  hubspot.tokens.set("old", "expired").set("small", "unscoped");
  const categories = {};
  for (const token of ["none", "old", "small"]) {
    const { status, body } = await post([input("ada@example.com")], NOW, {
      headers: { authorization: `Bearer ${token}` },
    });
    categories[token] = [status, body.category];
  }
  assert.deepEqual(categories, {
    none: [401, "INVALID_AUTHENTICATION"],
    old: [401, "EXPIRED_AUTHENTICATION"],
    small: [403, "MISSING_SCOPES"],
  });
});

test("its window rolls, its day does not, and both stand in the headers", async () => {
  const time = clock();
  hubspot = await HubSpot.start({ burst: 2, daily: 3, now: time.now });
  const inputs = [input("ada@example.com")];
  const first = await post(inputs);
  const told = (name) => first.headers.get(`x-hubspot-ratelimit-${name}`);
  assert.deepEqual(["max", "remaining", "interval-milliseconds", "daily", "daily-remaining"].map(told), [
    "2",
    "1",
    "10000",
    "3",
    "2",
  ]);
  await post(inputs);
  const burst = await post(inputs);
  assert.deepEqual(
    [burst.status, burst.body.errorType, burst.body.policyName],
    [429, "RATE_LIMIT", "TEN_SECONDLY_ROLLING"],
  );
  assert.equal(burst.body.message, "You have reached your ten_secondly_rolling limit.");
  time.pass(10_000);
  assert.equal((await post(inputs)).status, 200);
  time.pass(10_000);
  assert.deepEqual([(await post(inputs)).body.policyName, hubspot.records()[0].writes], ["DAILY", 3]);
});

test("search comes after the write, and has its own limit", async () => {
  const time = clock();
  hubspot = await HubSpot.start({ searchLagMs: 5000, now: time.now });
  await post([input("ada@example.com")]);
  const filters = [{ propertyName: "email", operator: "EQ", value: "ada@example.com" }];
  const search = () =>
    ask(`${hubspot.url}${NOW}/search`, { method: "POST", headers, body: { filterGroups: [{ filters }] } });
  assert.equal((await search()).body.total, 0);
  time.pass(5000);
  assert.equal((await search()).body.total, 1);
  for (let asked = 1; asked < 5; asked++) await search();
  assert.deepEqual(
    [(await search()).status, (await search()).body.message],
    [429, "You have reached your secondly limit."],
  );
});

test("contacts are listed by time and id, a page at a time, and an unknown operator is refused", async () => {
  const time = clock();
  hubspot = await HubSpot.start({ now: time.now });
  await post([input("ada@example.com")]);
  time.pass(1000);
  await post([input("grace@example.com"), input("jean@example.com")]);
  const since = { propertyName: "createdate", operator: "GTE", value: String(time.now()) };
  const sorts = [{ propertyName: "hs_object_id", direction: "ASCENDING" }];
  const search = async (filters) => {
    const body = { filterGroups: [{ filters }], sorts, limit: 1 };
    return ask(`${hubspot.url}${NOW}/search`, { method: "POST", headers, body });
  };
  const { body } = await search([since, { propertyName: "email", operator: "HAS_PROPERTY" }]);
  assert.deepEqual([body.total, body.results.map(({ properties }) => properties.email)], [2, ["grace@example.com"]]);
  const next = await search([since, { propertyName: "hs_object_id", operator: "GT", value: body.results[0].id }]);
  assert.deepEqual(next.body.results.map(({ properties }) => properties.email), ["jean@example.com"]);
  assert.equal((await search([{ propertyName: "email", operator: "LIKE", value: "ada" }])).status, 400);
});

test("a contact is read by its key, and joined with a company as often as one likes", async () => {
  hubspot = await HubSpot.start({ known: { site_key: "unique" } });
  const { body } = await post([input("ada+eu@example.com")]);
  const read = await ask(`${hubspot.url}${NOW}/${encodeURIComponent("ada+eu@example.com")}?idProperty=email`, {
    headers,
  });
  assert.equal(read.body.id, body.results[0].id);
  assert.equal((await ask(`${hubspot.url}${NOW}/grace%40example.com?idProperty=email`, { headers })).status, 404);
  const wanted = {
    idProperty: "email",
    properties: [],
    inputs: [{ id: "ada+eu@example.com" }, { id: "x@example.com" }],
  };
  const all = await ask(`${hubspot.url}${NOW}/batch/read`, { method: "POST", headers, body: wanted });
  assert.deepEqual([all.status, all.body.results.length, all.body.numErrors], [207, 1, 1]);
  const companies = NOW.replace("contacts", "companies");
  const company = await post(
    [{ id: "example.com", idProperty: "site_key", properties: { name: "Engines" } }],
    companies,
  );
  assert.equal(
    (await post([{ id: "example.com", idProperty: "domain", properties: {} }], companies)).status,
    400,
    "a domain is not unique",
  );
  const path = `${NOW}/${read.body.id}/associations/default/companies/${company.body.results[0].id}`;
  const join = () => ask(`${hubspot.url}${path}`, { method: "PUT", headers });
  assert.deepEqual([(await join()).status, (await join()).status, hubspot.associations.size], [200, 200, 1]);
  assert.equal((await ask(`${hubspot.url}${path}9`, { method: "PUT", headers })).status, 404);
});
