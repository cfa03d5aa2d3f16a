// What would be sent of a lead that a CRM refused: the calls as they would be, without what the lead says,
// and nobody is called for it.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { CRMS } from "./support/crms.mjs";
import { SECRETS, aLead, eventually, startSession } from "./support/session.mjs";

const SUPPORT_TOKEN = randomBytes(32).toString("hex");
const ROOT = "/v1/ops/quarantine";
const FORM = { "content-type": "application/x-www-form-urlencoded", accept: "text/html" };

let crm;
let session;
let lead;
let leadId;
before(async () => {
  crm = await CRMS.salesforce.start({ known: {} });
  const variables = { SUPPORT_TOKEN, DESTINATIONS: "salesforce", ...CRMS.salesforce.variables(crm) };
  session = await startSession({ variables });
  lead = aLead({ notes: "zq-private words" });
  leadId = (await (await session.post(lead)).json()).lead_id;
  await eventually("it is in quarantine", async () => (await session.ops(`${ROOT}/leads/${leadId}`)).status === 200);
});
after(async () => {
  await session?.stop();
  await crm?.stop();
});

const path = () => `${ROOT}/leads/${leadId}/dry-run`;
const dryRun = async () => (await session.ops(path())).json();
const draft = (body, headers = {}) =>
  session.ops(path(), {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
const assertMasked = (text) => {
  const { SALESFORCE_CLIENT_SECRET } = CRMS.salesforce.variables(crm);
  const own = [lead.email, "Lovelace", "zq-private", "555-0123", "12025550123", SALESFORCE_CLIENT_SECRET];
  for (const said of own) assert.ok(!text.includes(said), said);
};

test("the call that would be made is shown with its fields and without what the lead says", async () => {
  const { owed, revision, lead_id, changed } = await dryRun();
  assert.deepEqual([lead_id, revision, changed], [leadId, 1, undefined]);
  const [{ obligation, stuck, calls }] = owed;
  assert.deepEqual([obligation, stuck, calls.length], ["crm:salesforce", false, 1]);
  const [{ method, path: sent, body }] = calls;
  assert.equal(method, "PATCH");
  assert.match(sent, /^\/services\/data\/v62\.0\/sobjects\/Lead\/LeadKey__c\/bl_[a-z0-9]+$/);
  assert.deepEqual([body.Email, body.LastName, body.Description], [`${lead.email[0]}…@e….com`, "L.", "…"]);
  assert.deepEqual([body.BeelineLeadId__c, body.BeelineConsentPrivacy__c], [leadId, true]);
  assertMasked(JSON.stringify(owed));
});

test("nobody is called for it, and nothing is changed by it", async () => {
  const calls = crm.calls.length;
  const before = await (await session.ops(`${ROOT}/leads/${leadId}`)).json();
  await dryRun();
  await draft({ of_revision: 1, changes: { company: "Difference Engines" } });
  assert.equal(crm.calls.length, calls);
  assert.deepEqual(await (await session.ops(`${ROOT}/leads/${leadId}`)).json(), before, "nor is it in the audit");
  assert.equal((await session.conservation()).balanced, true);
});

test("an edit is tried before it is saved", async () => {
  const answer = await draft({ of_revision: 1, changes: { email: "", company: "Difference Engines" } });
  const { revision, changed, owed } = await answer.json();
  assert.deepEqual([revision, changed], [2, ["email", "company"]]);
  const [{ body }] = owed.find(({ obligation }) => obligation === "crm:salesforce").calls;
  assert.deepEqual([body.Email, body.Company], [undefined, "…"]);
  assert.ok(!JSON.stringify(owed).includes("Difference"), "what was typed is masked too");
  assert.equal((await draft({ of_revision: 7, changes: { company: "X" } })).status, 409);
  assert.equal((await draft({ of_revision: 1, changes: { company: lead.company } })).status, 422);
  const wrong = await draft({ of_revision: 1, changes: { email: "nobody" } });
  assert.deepEqual([wrong.status, (await wrong.json()).errors[0].field], [422, "email"]);
});

test("the page is a link away from the lead's, and the edit's form has a button for it", async () => {
  const login = await fetch(`${session.url}/ops/login`, {
    method: "POST",
    headers: FORM,
    body: new URLSearchParams({ token: SECRETS.OPS_TOKEN, next: "/ops" }),
    redirect: "manual",
  });
  const cookie = login.headers.get("set-cookie").split(";")[0];
  const get = async (at) => (await fetch(session.url + at, { headers: { accept: "text/html", cookie } })).text();
  const own = `/ops/quarantine/leads/${leadId}`;
  const page = await get(own);
  assert.ok(page.includes(`href="${own}/dry-run"`) && page.includes(`formaction="${own}/dry-run"`));
  const shown = await get(`${own}/dry-run`);
  assert.ok(shown.includes("PATCH /services/data/") && shown.includes("Nothing was sent"));
  assertMasked(shown);
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)[1];
  const typed = new URLSearchParams({ csrf, of_revision: "1", company: "Difference Engines" });
  const post = (body) => fetch(`${session.url}${own}/dry-run`, { method: "POST", headers: { ...FORM, cookie }, body, redirect: "manual" });
  const tried = await post(typed);
  assert.equal(tried.status, 200);
  assert.match(await tried.text(), /not saved, of .*company/);
  assert.equal((await post(new URLSearchParams({ of_revision: "1" }))).status, 403);
  typed.set("company", lead.company);
  const unchanged = await post(typed);
  assert.equal(unchanged.status, 422);
  assert.ok((await unchanged.text()).includes("no field was changed"));
});

test("support sees it, and may not try out guesses", async () => {
  const authorization = `Bearer ${SUPPORT_TOKEN}`;
  const seen = await fetch(session.url + path(), { headers: { authorization } });
  assert.equal(seen.status, 200);
  assertMasked(await seen.text());
  assert.equal((await draft({ of_revision: 1, changes: { name: "Ada Lovelace" } }, { authorization })).status, 403);
});

test("what is not in quarantine has no dry run", async () => {
  assert.equal((await session.ops(`${ROOT}/leads/ld_${"0".repeat(24)}/dry-run`)).status, 404);
  assert.equal((await session.ops(path(), { method: "DELETE" })).status, 405);
});
