// Pipedrive's double: nothing unique, search that lags, and a budget of tokens.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Pipedrive, TOKEN } from "./doubles/pipedrive.mjs";
import { ask, clock } from "./ask.mjs";

let pipedrive;
afterEach(() => pipedrive?.stop());

const headers = { "x-api-token": TOKEN };
const call = (method, path, body, more = {}) =>
  ask(`${pipedrive.url}${path}`, { method, body, headers: { ...headers, ...more } });
const person = (email = "ada@example.com", more = {}) => ({
  name: "Ada Lovelace",
  emails: [{ value: email, primary: true, label: "work" }],
  ...more,
});
const create = (body = person()) => call("POST", "/api/v2/persons", body);
const search = (term = "ada@example.com") =>
  call("GET", `/api/v2/persons/search?term=${encodeURIComponent(term)}&fields=email&exact_match=true`);
const idsOf = ({ body }) => body.data.items.map(({ item }) => item.id);
const TEXT = "a".repeat(40);
const SET = "b".repeat(40);

test("creating twice makes two: there is no upsert", async () => {
  pipedrive = await Pipedrive.start();
  const made = [await create(), await create()];
  assert.deepEqual(
    made.map(({ status, body }) => [status, body.success]),
    [
      [200, true],
      [200, true],
    ],
  );
  assert.deepEqual(
    idsOf(await search("ADA@example.com")),
    made.map(({ body }) => body.data.id),
  );
});

test("a person is found when the index has it, by exact address or part of the name", async () => {
  const time = clock();
  pipedrive = await Pipedrive.start({ searchLagMs: 3000, now: time.now });
  const { body } = await create();
  assert.deepEqual(idsOf(await search()), []);
  time.pass(3000);
  assert.deepEqual(idsOf(await search()), [body.data.id]);
  assert.deepEqual(idsOf(await search("ada@example.co")), []);
  assert.deepEqual(idsOf(await call("GET", "/api/v2/persons/search?term=lovel")), [body.data.id]);
  assert.equal((await call("GET", "/api/v2/persons/search?term=l")).status, 400);
});

test("a change adds what it names, and a person that is not there is a 404", async () => {
  pipedrive = await Pipedrive.start({ customFields: { [TEXT]: "text", [SET]: "set" } });
  const { body } = await create(person("ada@example.com", { custom_fields: { [TEXT]: "lead_01" } }));
  const changed = await call("PATCH", `/api/v2/persons/${body.data.id}`, { custom_fields: { [SET]: [1, 2] } });
  assert.deepEqual(changed.body.data.custom_fields, { [TEXT]: "lead_01", [SET]: [1, 2] });
  assert.equal(changed.body.data.name, "Ada Lovelace");
  assert.equal((await call("PATCH", "/api/v2/persons/999", { name: "x" })).status, 404);
  assert.equal(pipedrive.persons.records()[0].writes, 2);
});

test("what a person cannot have is refused", async () => {
  pipedrive = await Pipedrive.start({ customFields: { [SET]: "set" } });
  const wrong = [
    {},
    { name: "" },
    { name: 4 },
    person("ada"),
    { name: "Ada", emails: ["ada@example.com"] },
    { name: "Ada", email: "ada@example.com" },
    person("ada@example.com", { custom_fields: { [SET]: [] } }),
    person("ada@example.com", { custom_fields: { [TEXT]: "x" } }),
    person("ada@example.com", { custom_fields: { budget: "x" } }),
  ];
  for (const body of wrong) {
    const answer = await create(body);
    assert.deepEqual(
      [answer.status, answer.body.success, answer.body.errorCode],
      [400, false, 400],
      JSON.stringify(body),
    );
  }
  assert.equal(
    (await call("POST", "/api/v2/persons", "name=Ada", { "content-type": "application/x-www-form-urlencoded" })).status,
    400,
  );
  assert.equal(
    (await create(person("ada@example.com", { custom_fields: { [SET]: null } }))).status,
    200,
    "null clears a set",
  );
});

test("a lead hangs on a person that is there, and its tag finds nothing and forbids nothing", async () => {
  pipedrive = await Pipedrive.start();
  const { body } = await create();
  const lead = { title: "Ada", person_id: body.data.id, origin_id: "lead_01", value: { amount: 1, currency: "USD" } };
  const made = [await call("POST", "/v1/leads", lead), await call("POST", "/api/v1/leads", lead)];
  assert.deepEqual(
    made.map(({ status }) => status),
    [201, 201],
  );
  assert.match(made[0].body.data.id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.deepEqual(
    pipedrive.records().map(({ key }) => key),
    ["lead_01", "lead_01"],
  );
  const wrong = [
    { person_id: 999 },
    { person_id: "1" },
    { person_id: undefined },
    { title: "" },
    { value: { amount: 1 } },
    { source: "x" },
    { origin_id: 1 },
  ];
  for (const one of wrong)
    assert.equal((await call("POST", "/v1/leads", { ...lead, ...one })).status, 400, JSON.stringify(one));
  const read = await call("GET", `/v1/leads?person_id=${body.data.id}`);
  assert.equal(read.body.data.length, 2);
  assert.equal((await call("POST", "/api/v2/leads", lead)).status, 404, "leads are not in v2");
});

test("a merged person is gone, and found by its address in the other", async () => {
  pipedrive = await Pipedrive.start();
  const [one, other] = [(await create()).body.data.id, (await create(person("augusta@example.com"))).body.data.id];
  await call("POST", "/v1/leads", { title: "Ada", person_id: other });
  pipedrive.persons.merge(one, other);
  assert.equal((await call("GET", `/api/v2/persons/${other}`)).status, 404);
  assert.deepEqual(idsOf(await search("augusta@example.com")), [one]);
  assert.equal(pipedrive.records()[0].fields.person_id, one);
});

test("who is not known is refused, and a token in the URL is not taken", async () => {
  pipedrive = await Pipedrive.start();
  assert.equal((await ask(`${pipedrive.url}/api/v2/persons/1?api_token=${TOKEN}`)).status, 401);
  assert.equal(
    (await ask(`${pipedrive.url}/api/v2/persons/1`, { headers: { authorization: `Bearer ${TOKEN}` } })).status,
    404,
  );
});

test("search has a window of its own, and says when it opens", async () => {
  const time = clock();
  pipedrive = await Pipedrive.start({ searches: 1, now: time.now });
  const first = await search();
  assert.deepEqual(
    ["limit", "remaining", "reset"].map((name) => first.headers.get(`x-ratelimit-${name}`)),
    ["1", "0", "2"],
  );
  const second = await search();
  assert.deepEqual([second.status, second.body.error], [429, "request over limit"]);
  assert.equal((await create()).status, 200, "writes go on");
  time.pass(2000);
  assert.equal((await search()).status, 200);
});

test("every call has its price, and the day's budget ends", async () => {
  pipedrive = await Pipedrive.start({ daily: 40 });
  await search();
  const { body } = await create();
  const lead = await call("POST", "/v1/leads", { title: "Ada", person_id: body.data.id });
  assert.equal(lead.headers.get("x-daily-ratelimit-token-remaining"), "5");
  const over = await search();
  assert.deepEqual([over.status, over.headers.get("x-daily-ratelimit-token-remaining")], [429, "5"]);
});

test("who goes on after being told is refused in HTML", async () => {
  pipedrive = await Pipedrive.start({ limitHeaders: false });
  pipedrive.faults.throttleFor(60_000);
  const answers = [];
  for (let asked = 0; asked < 6; asked++) answers.push(await search());
  assert.deepEqual(
    answers.map(({ status }) => status),
    [429, 429, 429, 429, 429, 403],
  );
  assert.match(answers[5].headers.get("content-type"), /^text\/html/);
  assert.equal(answers[0].headers.get("x-ratelimit-reset"), null);
});
