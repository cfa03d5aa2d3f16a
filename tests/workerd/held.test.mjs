// Leads that look like nobody's: accepted, held, and let go of by a person.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SECRETS, aLead, eventually, shardOf, startSession } from "./support/session.mjs";

let session;
let cookie;
before(async () => {
  session = await startSession();
  const answer = await post("/ops/login", { token: SECRETS.OPS_TOKEN, next: "/ops/held" });
  cookie = answer.headers.get("set-cookie").split(";")[0];
});
after(() => session?.stop());

const PAGE = { accept: "text/html,application/xhtml+xml" };
const get = async (path) => (await fetch(session.url + path, { headers: { ...PAGE, cookie } })).text();
const post = (path, fields, headers = {}) =>
  fetch(session.url + path, {
    method: "POST",
    headers: { ...PAGE, ...headers },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
const release = (leadId, headers = { authorization: `Bearer ${SECRETS.OPS_TOKEN}` }) =>
  fetch(`${session.url}/v1/ops/leads/${leadId}/release`, { method: "POST", headers });
const listed = async () => (await session.ops("/v1/ops/held")).json();
const inInbox = async (leadId) => (await session.records(`lead_id = '${leadId}'`)).length === 1;

/** What a robot sends: every field it finds is filled in, and the token is made up. */
async function robot() {
  const { name, email, phone } = aLead();
  const fields = { name, email, phone, "consent.privacy": "on", website: "x", form_token: "v1.forged" };
  const answer = await fetch(`${session.url}/v1/leads/demo`, { method: "POST", body: new URLSearchParams(fields) });
  const receipt = await answer.json();
  assert.equal(answer.status, 202, "it is accepted like any other");
  return { leadId: receipt.lead_id, email, receipt };
}

test("nothing held is said in plain words", async () => {
  assert.deepEqual(await listed(), { held: [], more: false, unreachable: [] });
  assert.ok((await get("/ops/held")).includes("No lead is held"));
});

test("a held lead is listed with reasons and without its address, and let go from the list", async () => {
  const { leadId, email } = await robot();
  const { held } = await listed();
  const line = held.find(({ lead_id }) => lead_id === leadId);
  assert.equal(line.email, `${email[0]}…@e….com`);
  const signals = line.reasons.map(({ signal }) => signal);
  assert.ok(signals.includes("honeypot_filled") && signals.length > 1, "no single signal holds a lead");
  const html = await get("/ops/held");
  assert.ok(html.includes(line.reasons[0].says) && html.includes(`/ops/leads/${leadId}`));
  assert.ok(!html.includes(email));
  assert.equal(await inInbox(leadId), false, "no CRM has it");

  const csrf = /name="csrf" value="([^"]+)"/.exec(html)[1];
  const answer = await post(`/ops/leads/${leadId}/release`, { csrf, back: "held" }, { cookie });
  assert.deepEqual([answer.status, answer.headers.get("location")], [303, `/ops/held?released=${leadId}`]);
  assert.ok((await get(answer.headers.get("location"))).includes("is on its way to the CRM"));
  await eventually("the lead is in the inbox", () => inInbox(leadId));
  const again = await post(`/ops/leads/${leadId}/release`, { csrf, back: "lead" }, { cookie });
  assert.equal(again.headers.get("location"), `/ops/leads/${leadId}?not_held=${leadId}`);
  assert.ok((await get(again.headers.get("location"))).includes("Nothing to release"));
  assert.ok(!(await listed()).held.some(({ lead_id }) => lead_id === leadId));
});

test("a held lead's page shows what it says and why it waits, from the ledger", async () => {
  const { leadId, email } = await robot();
  const html = await get(`/ops/leads/${leadId}`);
  assert.ok(html.includes(email) && html.includes("This lead is held"));
  assert.ok(html.includes("A field that people do not see was filled in"));
  assert.ok(html.includes(`action="/ops/leads/${leadId}/release"`));
  assert.deepEqual(await (await release(leadId)).json(), { lead_id: leadId, released: true });
  assert.deepEqual(await (await release(leadId)).json(), { lead_id: leadId, released: false });
  await eventually("the lead is in the inbox", () => inInbox(leadId));
  const after = await get(`/ops/leads/${leadId}`);
  assert.ok(!after.includes("This lead is held") && after.includes("by ops-token"), "the timeline says who");
});

test("a held lead that cannot be read is listed as such, and the log says why", async () => {
  const { leadId } = await robot();
  const storage = await session.mf.unsafeGetDurableObjectStorage("beeline-ledger", "Ledger", { name: shardOf(leadId) });
  const ofLead = "WHERE lead = (SELECT position FROM lead WHERE lead_id = ?)";
  const [{ payload }] = await storage.exec(`SELECT payload FROM submission ${ofLead}`, leadId);
  await storage.exec(`UPDATE submission SET payload = '{}' ${ofLead}`, leadId);
  const line = (await listed()).held.find(({ lead_id }) => lead_id === leadId);
  assert.deepEqual([line.unreadable, line.email, line.phone], [true, null, null]);
  assert.ok((await get("/ops/held")).includes("Could not be read"));
  await eventually("the log says why", () => session.logs.some(({ message }) =>
    message.includes('"ops.held_lead_unreadable"') && message.includes(leadId) && message.includes('"reason":"')));
  await storage.exec(`UPDATE submission SET payload = ? ${ofLead}`, payload, leadId);
  assert.equal((await listed()).held.find(({ lead_id }) => lead_id === leadId).unreadable, undefined);
  assert.deepEqual(await (await release(leadId)).json(), { lead_id: leadId, released: true });
});

test("letting go takes a capability and the page's own token", async () => {
  const { leadId } = await robot();
  const path = `/ops/leads/${leadId}/release`;
  assert.equal((await post(path, { csrf: "forged" }, { cookie })).status, 403);
  const login = await post(path, {});
  assert.equal(login.status, 401);
  assert.ok((await login.text()).includes(`name="next" value="/ops/leads/${leadId}"`), "then back to the lead");
  assert.equal((await release(leadId, {})).status, 401);
  assert.equal((await release(leadId, { cookie })).status, 403, "a cookie alone is not enough");
  assert.equal((await session.ops(`/v1/ops/leads/${leadId}/release`)).status, 405);
  assert.equal((await release(`ld_${"0".repeat(24)}`)).status, 404);
  assert.equal((await release("nonsense")).status, 404);
  assert.ok((await listed()).held.some(({ lead_id }) => lead_id === leadId), "it still waits");
});

test("whoever sends what looks like nobody's gets nothing that proves it theirs", async () => {
  const { leadId, receipt } = await robot();
  assert.equal(receipt.lead_token, undefined);
  assert.ok(!receipt.status_url?.includes("?t="), receipt.status_url);
  const challenge = await fetch(`${session.url}/v1/leads/${leadId}/challenge`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ response: "solved" }),
  });
  assert.ok([404, 503].includes(challenge.status), `${challenge.status}`);
  assert.ok((await listed()).held.some(({ lead_id }) => lead_id === leadId));
});
