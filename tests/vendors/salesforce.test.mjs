// Salesforce's double: sessions, one lead by external id, collections, duplicate rules and limits.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { CLIENT, Salesforce } from "./doubles/salesforce.mjs";
import { ask, clock } from "./ask.mjs";

let org;
let session;
afterEach(() => org?.stop());

const V62 = "/services/data/v62.0";
const LEADS = `${V62}/sobjects/Lead/LeadKey__c`;
const ada = { LastName: "Lovelace", Company: "Engines", Email: "ada@example.com" };

async function start(options) {
  org = await Salesforce.start(options);
  await logIn();
}

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const token = (form) =>
  ask(`${org.url}/services/oauth2/token`, { method: "POST", headers: FORM, body: `${new URLSearchParams(form)}` });
const CREDENTIALS = { grant_type: "client_credentials", client_id: CLIENT.id, client_secret: CLIENT.secret };

async function logIn() {
  const { body } = await token(CREDENTIALS);
  session = { authorization: `${body.token_type} ${body.access_token}` };
  return body;
}

const call = (method, path, body, headers = {}) =>
  ask(`${org.url}${path}`, { method, body, headers: { ...session, ...headers } });
const patch = (key, fields = ada, headers = {}) =>
  call("PATCH", `${LEADS}/${encodeURIComponent(key)}`, fields, headers);
const many = (records, more = {}) =>
  call("PATCH", `${V62}/composite/sobjects/Lead/LeadKey__c`, { allOrNone: false, records, ...more });
const record = (key, fields = ada) => ({ attributes: { type: "Lead" }, LeadKey__c: key, ...fields });
const codesOf = (body) => body.map(({ errorCode }) => errorCode);

test("a token is given to who has the secret, in a form, and never says when it ends", async () => {
  await start();
  const given = await logIn();
  assert.deepEqual(
    [given.instance_url, given.token_type, "expires_in" in given, "refresh_token" in given],
    [org.url, "Bearer", false, false],
  );
  assert.equal((await token({ ...CREDENTIALS, client_secret: "x" })).body.error, "invalid_client");
  assert.equal((await token({ ...CREDENTIALS, client_id: "x" })).body.error, "invalid_client_id");
  assert.equal((await token({ ...CREDENTIALS, grant_type: "password" })).body.error, "unsupported_grant_type");
  assert.equal(
    (await ask(`${org.url}/services/oauth2/token`, { method: "POST", body: CREDENTIALS })).status,
    400,
    "JSON is no form",
  );
  assert.equal(org.tokensGiven, 2);
});

test("an expired session is a 401, and another token is good", async () => {
  const time = clock();
  await start({ tokenLifeMs: 60_000, now: time.now });
  assert.equal((await patch("lead_01")).status, 201);
  time.pass(60_000);
  const expired = await patch("lead_01");
  assert.deepEqual([expired.status, codesOf(expired.body)], [401, ["INVALID_SESSION_ID"]]);
  await logIn();
  assert.equal((await patch("lead_01")).status, 200);
  org.expireTokens();
  assert.equal((await patch("lead_01")).status, 401);
});

test("an upsert creates, then updates, whatever the case of its key", async () => {
  await start();
  const first = await patch("lead_01");
  assert.deepEqual([first.status, first.body.created, first.body.success], [201, true, true]);
  assert.match(first.headers.get("sforce-limit-info"), /^api-usage=1\/100000$/);
  const second = await patch("LEAD_01", { Phone: "+1 202 555 0123" });
  assert.deepEqual([second.status, second.body], [200, { ...first.body, created: false }]);
  const fields = { LeadKey__c: "lead_01", ...ada, Phone: "+1 202 555 0123" };
  assert.deepEqual(org.records(), [{ id: first.body.id, key: "lead_01", fields, writes: 2 }]);
});

test("before 46.0 an update has no body, and past the newest version there is nothing", async () => {
  await start();
  const old = `/services/data/v45.0/sobjects/Lead/LeadKey__c/a`;
  assert.equal("created" in (await call("PATCH", old, ada)).body, false);
  const update = await call("PATCH", old, ada);
  assert.deepEqual([update.status, update.body], [204, ""]);
  assert.equal((await call("PATCH", LEADS.replace("62", "99") + "/a", ada)).status, 404);
});

test("a key with a slash, an umlaut or a blank is one key when it is encoded", async () => {
  await start();
  await patch("a/é b");
  assert.equal(org.records()[0].key, "a/é b");
  assert.equal((await call("PATCH", `${LEADS}/a/b`, ada)).status, 404);
});

test("a body with the key, the id or what the org does not know is refused, by name", async () => {
  await start();
  const wrong = [
    [{ ...ada, LeadKey__c: "a" }, "INVALID_FIELD"],
    [{ ...ada, Id: "00Q" }, "INVALID_FIELD"],
    [{ ...ada, Shoe__c: "4" }, "INVALID_FIELD"],
    [{ LastName: "Lovelace" }, "REQUIRED_FIELD_MISSING"],
    [{ ...ada, Email: "ada" }, "INVALID_EMAIL_ADDRESS"],
    [{ ...ada, FirstName: "x".repeat(41) }, "STRING_TOO_LONG"],
    [{ ...ada, LastName: 4 }, "JSON_PARSER_ERROR"],
  ];
  for (const [fields, code] of wrong) {
    const { status, body } = await patch("a", fields);
    assert.deepEqual([status, codesOf(body)], [400, [code]]);
  }
  assert.equal((await call("PATCH", `${LEADS}/a`, "{", { "content-type": "application/json" })).status, 400);
  assert.equal((await call("PATCH", `${LEADS}/a`, "a=b", { "content-type": "text/plain" })).status, 415);
  assert.deepEqual(codesOf((await call("PATCH", `${V62}/sobjects/Lead/Other__c/a`, ada)).body), ["NOT_FOUND"]);
  assert.equal((await patch("a", ada, { authorization: "Bearer no" })).status, 401);
  assert.equal(org.records().length, 0);
});

test("a field that the org has of its own is known when it is said", async () => {
  await start({ known: { Bundle__c: 16 } });
  assert.equal((await patch("a", { ...ada, Bundle__c: "0123456789abcdef" })).status, 201);
  assert.deepEqual(codesOf((await patch("a", { Bundle__c: "0123456789abcdef0" })).body), ["STRING_TOO_LONG"]);
});

test("only updating creates nothing", async () => {
  await start();
  assert.equal((await call("PATCH", `${LEADS}/a?updateOnly=true`, ada)).status, 404);
  assert.equal(org.records().length, 0);
});

test("a key that two leads have is a 300 with both, and writes nothing", async () => {
  await start();
  const ids = [
    org.leads.add({ LeadKey__c: "a", LastName: "One" }).id,
    org.leads.add({ LeadKey__c: "A", LastName: "Two" }).id,
  ];
  const answer = await patch("a");
  assert.deepEqual([answer.status, answer.body], [300, ids.map((id) => `${V62}/sobjects/Lead/${id}`)]);
  assert.deepEqual(
    org.records().map(({ writes }) => writes),
    [0, 0],
  );
});

test("of two first upserts at once one loses, and its repeat is an update", async () => {
  await start({ raceMs: 30 });
  const both = await Promise.all([patch("a"), patch("a")]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 400]);
  assert.deepEqual(codesOf(both.find(({ status }) => status === 400).body), ["DUPLICATE_VALUE"]);
  assert.equal((await patch("a")).status, 200);
});

test("where the key is not unique, both win, and the next finds two", async () => {
  await start({ raceMs: 30, uniqueKey: false });
  await Promise.all([patch("a"), patch("a")]);
  assert.equal((await patch("a")).status, 300);
});

test("an alerting rule lets pass who says so, a blocking rule nobody", async () => {
  const allow = { "sforce-duplicate-rule-header": "allowSave=true; includeRecordDetails=true" };
  await start({ duplicateRule: "alert" });
  const contact = org.leads.addContact("ada@example.com");
  const refused = await patch("a");
  assert.deepEqual([refused.status, codesOf(refused.body)], [400, ["DUPLICATES_DETECTED"]]);
  assert.equal(refused.body[0].duplicateResut.matchResults[0].matchRecords[0].record.Id, contact.id);
  assert.equal((await patch("a", ada, allow)).status, 201);
  assert.equal((await patch("a")).status, 200, "the rule is for new leads");
  await org.stop();
  await start({ duplicateRule: "block" });
  assert.equal((await patch("a")).status, 201);
  assert.equal((await patch("b", ada, allow)).status, 400);
});

test("a converted lead and a locked row are refused", async () => {
  await start();
  const { body } = await patch("a");
  org.lockedRows = 1;
  assert.deepEqual(codesOf((await patch("a")).body), ["UNABLE_TO_LOCK_ROW"]);
  assert.equal((await patch("a")).status, 200);
  org.leads.convert(body.id);
  assert.deepEqual(codesOf((await patch("a")).body), ["CANNOT_UPDATE_CONVERTED_LEAD"]);
});

test("a collection answers in the order it was asked, and one bad lead fails alone", async () => {
  await start();
  await patch("old");
  const keyless = { attributes: { type: "Lead" }, ...ada };
  const bad = record("bad", { LastName: "x" });
  const { status, body } = await many([record("new"), bad, record("old"), record("twice"), record("Twice"), keyless]);
  assert.equal(status, 200);
  const told = body.map(({ created, errors }) => created ?? errors[0].statusCode);
  assert.deepEqual(told, [
    true,
    "REQUIRED_FIELD_MISSING",
    false,
    "DUPLICATE_VALUE",
    "DUPLICATE_VALUE",
    "MISSING_ARGUMENT",
  ]);
  assert.deepEqual(
    org.records().map(({ key }) => key),
    ["old", "new"],
  );
});

test("all or none is none when one is bad", async () => {
  await start();
  const { body } = await many([record("a"), record("b", {})], { allOrNone: true });
  assert.deepEqual(
    body.map(({ errors }) => errors[0].statusCode),
    ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING"],
  );
  assert.equal(org.records().length, 0);
  assert.equal((await patch("a")).status, 201, "its key is free again");
});

test("a collection that is none is a 400", async () => {
  await start();
  const tooMany = Array.from({ length: 201 }, (_, at) => record(`a${at}`));
  for (const records of [
    [],
    tooMany,
    [{ ...record("a"), attributes: { type: "Contact" } }],
    [{ LeadKey__c: "a", ...ada }],
  ]) {
    assert.equal((await many(records)).status, 400);
  }
  assert.equal(org.records().length, 0);
});

test("its limit is a 403, and so is being too busy", async () => {
  await start({ daily: 1 });
  assert.equal((await patch("a")).headers.get("sforce-limit-info"), "api-usage=1/1");
  const over = await patch("a");
  assert.deepEqual([over.status, codesOf(over.body)], [403, ["REQUEST_LIMIT_EXCEEDED"]]);
  org.faults.throttleFor(30_000);
  assert.equal((await patch("a")).status, 403);
});

test("leads are read by key and by query", async () => {
  await start();
  await patch("a'b");
  assert.equal((await call("GET", `${LEADS}/a'b`)).body.Email, ada.Email);
  assert.equal((await call("GET", `${LEADS}/none`)).status, 404);
  const query = (q) => call("GET", `${V62}/query?q=${encodeURIComponent(q)}`);
  const { body } = await query("SELECT Id, LeadKey__c FROM Lead WHERE LeadKey__c IN ('a\\'b', 'none')");
  assert.deepEqual([body.totalSize, body.records[0].LeadKey__c], [1, "a'b"]);
  assert.deepEqual(codesOf((await query("SELECT * FROM Lead")).body), ["MALFORMED_QUERY"]);
  assert.deepEqual(codesOf((await query("SELECT Shoe FROM Lead WHERE Id = 'x'")).body), ["INVALID_FIELD"]);
});

test("leads are listed by time of creation in the order of their keys", async () => {
  await start();
  for (const key of ["bl_b", "bl_a", "bl_c"]) await patch(key, { ...ada, Email: `${key}@example.com` });
  const list = async (behind, until) => {
    const made = `CreatedDate >= 2020-01-01T00:00:00.000Z AND CreatedDate < ${until}`;
    const query = `SELECT Id,LeadKey__c,CreatedDate FROM Lead WHERE LeadKey__c ${behind} AND ${made} ORDER BY LeadKey__c LIMIT 2`;
    const { body } = await call("GET", `${V62}/query?q=${encodeURIComponent(query)}`);
    return body.records.map(({ LeadKey__c }) => LeadKey__c);
  };
  assert.deepEqual(await list("!= null", "2999-01-01T00:00:00.000Z"), ["bl_a", "bl_b"]);
  assert.deepEqual(await list("> 'bl_b'", "2999-01-01T00:00:00.000Z"), ["bl_c"]);
  assert.deepEqual(await list("!= null", "2020-01-02T00:00:00.000Z"), []);
});
