// What could not be delivered: found, understood, mended and sent again, by whoever may, with every action on record.

import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { SECRETS, aLead, eventually, shardOf, startSession } from "./support/session.mjs";

const SUPPORT_TOKEN = randomBytes(32).toString("hex");
const CLASS = "crm:inbox/unreadable/the stored route cannot be read";
const ROOT = "/v1/ops/quarantine";

/** Nobody sends to the dead letters: only a queue does, after ten tries. */
const withDeadLetters = (options) =>
  options.name === "beeline-ledger"
    ? { ...options, queueProducers: { ...options.queueProducers, DEAD: { queueName: "dead-letters" } } }
    : options;

let session;
let cookie;
before(async () => {
  session = await startSession({ variables: { SUPPORT_TOKEN }, adjust: withDeadLetters });
  cookie = (await login(SECRETS.OPS_TOKEN)).headers.get("set-cookie").split(";")[0];
});
after(() => session?.stop());

/** A message as the ledger seals it. */
function sealed(message) {
  const signed = `v1.k1.${Buffer.from(JSON.stringify(message)).toString("base64url")}`;
  const signature = createHmac("sha256", SECRETS.ENVELOPE_KEY).update(signed).digest("base64url");
  return signed.replace("v1.k1.", `v1.k1.${signature}.`);
}

const PAGE = { accept: "text/html,application/xhtml+xml" };
const login = (token) => post("/ops/login", { token, next: "/ops" });
const get = (path, headers = { cookie }) => fetch(session.url + path, { headers: { ...PAGE, ...headers } });
const html = async (path) => (await get(path)).text();
const post = (path, fields, headers = {}) =>
  fetch(session.url + path, {
    method: "POST",
    headers: { ...PAGE, ...headers },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
const json = async (path) => (await session.ops(ROOT + path)).json();
const act = (path, body, headers = {}) =>
  session.ops(ROOT + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
const csrfOf = (page) => /name="csrf" value="([^"]+)"/.exec(page)[1];
const ofClass = async (name = CLASS) => (await json(`?class=${encodeURIComponent(name)}`)).leads;
const isListed = async (leadId) => (await json("")).leads.some(({ lead_id }) => lead_id === leadId);
const record = async (leadId) => (await session.records(`lead_id = '${leadId}'`))[0];
const storageOf = (leadId) =>
  session.mf.unsafeGetDurableObjectStorage("beeline-ledger", "Ledger", { name: shardOf(leadId) });
const OF_LEAD = "WHERE lead = (SELECT position FROM lead WHERE lead_id = ?)";

/** A lead whose record has to be written again, and whose route nobody can read. */
async function stuck(changes) {
  const lead = aLead(changes);
  const { lead_id: leadId } = await (await session.post(lead)).json();
  await eventually("the lead is delivered", async () => {
    const { state } = await (await session.ops(`/v1/leads/${leadId}`)).json();
    return state === "delivered";
  });
  const storage = await storageOf(leadId);
  const [{ route }] = await storage.exec(`SELECT route FROM submission ${OF_LEAD}`, leadId);
  await storage.exec(`UPDATE submission SET route = '{}' ${OF_LEAD}`, leadId);
  const [{ owed }] = await storage.exec("SELECT owed FROM lead WHERE lead_id = ?", leadId);
  const again = JSON.parse(owed).map(([name, revision, generation, ...rest]) =>
    name === "crm:inbox"
      ? [name, revision, generation + 1, "due", 1, 0, Date.now(), null, null, leadId, null]
      : [name, revision, generation, ...rest]);
  await storage.exec("UPDATE lead SET owed = ?, due_at_ms = 1 WHERE lead_id = ?", JSON.stringify(again), leadId);
  await (await session.mf.getWorker("beeline-ledger")).scheduled(); // wakes every object
  await eventually("it is in quarantine", async () => (await session.ops(`${ROOT}/leads/${leadId}`)).status === 200);
  const mend = () => storage.exec(`UPDATE submission SET route = ? ${OF_LEAD}`, route, leadId);
  return { leadId, lead, mend };
}

const isDelivered = (leadId) => async () => {
  const { state } = await (await session.ops(`/v1/leads/${leadId}`)).json();
  return state === "delivered";
};

test("nothing in quarantine is said in plain words", async () => {
  assert.deepEqual(await json(""), { leads: [], skipped: 0, next: null, unreachable: [] });
  assert.deepEqual(await json("/classes"), { classes: [], unreachable: [] });
  assert.ok((await html("/ops/quarantine")).includes("Nothing is in quarantine"));
});

test("what is stuck is listed by class with what to do, masked for everybody", async () => {
  const { leadId, lead, mend } = await stuck();
  const [listed] = await ofClass();
  assert.deepEqual([listed.lead_id, listed.classes], [leadId, [CLASS]]);
  assert.deepEqual(listed.who, { name: "A. L.", email: `${lead.email[0]}…@e….com`, phone: "…23" });
  const { classes } = await json("/classes");
  assert.deepEqual(classes.map(({ class: name, leads, fault }) => [name, leads, fault]), [[CLASS, 1, "beeline"]]);
  const page = await html("/ops/quarantine");
  assert.ok(page.includes("the stored row has to be mended") && page.includes(`/ops/quarantine/leads/${leadId}`));
  assert.ok(!page.includes(lead.email) && !page.includes("Lovelace"));
  const law = await session.conservation();
  assert.deepEqual([law.quarantined, law.balanced], [1, true]);

  const dryRun = async () => (await json(`/leads/${leadId}/dry-run`)).owed;
  const [unreadable] = await dryRun();
  assert.deepEqual([unreadable.obligation, unreadable.stuck], ["crm:inbox", true]);
  await mend();
  const [mended] = await dryRun();
  assert.ok(!mended.stuck && mended.says.includes("Nothing leaves Beeline"), mended.says);
  const card = await html(`/ops/leads/${leadId}`);
  assert.ok(card.includes("Needs attention") && !card.includes("In the CRM"), "its card says what the rep's does");
  const own = await html(`/ops/quarantine/leads/${leadId}`);
  assert.ok(own.includes(lead.email), "in full on its own page, for operators");
  const path = `/ops/quarantine/leads/${leadId}/replay`;
  const answer = await post(path, { csrf: csrfOf(own), why: "route mended" }, { cookie });
  assert.deepEqual([answer.status, answer.headers.get("location")], [303, "/ops/quarantine?replay=1"]);
  assert.ok((await html(answer.headers.get("location"))).includes("Replayed: 1 on the way again."));
  await eventually("it is delivered", isDelivered(leadId));
  const again = await post(path, { csrf: csrfOf(own), why: "once more" }, { cookie });
  assert.equal(again.headers.get("location"), "/ops/quarantine?nothing=1", "and only once");
  assert.equal((await session.conservation()).balanced, true);
  const { audit } = await json("/audit");
  const [line] = audit.filter(({ lead_id }) => lead_id === leadId);
  assert.deepEqual(
    [line.who, line.action, line.why, line.wanted, line.result, line.done],
    ["ops-token", "replay", "route mended", 1, "replayed", 1],
  );
  assert.ok((await html("/ops/quarantine/audit")).includes("route mended"));
});

test("an edit is delivered as a new revision, and only of what its writer has seen", async () => {
  const { leadId, lead, mend } = await stuck();
  await mend();
  const changes = { company: "Difference Engines", employees: "250" };
  const path = `/leads/${leadId}/amend`;
  assert.equal((await act(path, { of_revision: 7, changes, why: "they told us" })).status, 409);
  const wrong = await act(path, { of_revision: 1, changes: { email: "nobody" }, why: "they told us" });
  assert.deepEqual([wrong.status, (await wrong.json()).errors[0].field], [422, "email"]);
  assert.equal((await act(path, { of_revision: 1, changes: { consent: "yes" }, why: "they told us" })).status, 400);
  assert.equal((await act(path, { of_revision: 1, changes, why: "x" })).status, 422);
  assert.equal((await act(path, { of_revision: 1, changes: { company: lead.company }, why: "no change" })).status, 422);

  const done = await act(path, { of_revision: 1, changes, why: "they told us" });
  assert.deepEqual(await done.json(), {
    lead_id: leadId,
    action: "amend",
    revision: 2,
    changed: ["company", "employees"],
  });
  await eventually("the record has it", async () => (await record(leadId)).company === "Difference Engines");
  await eventually("and it is delivered", isDelivered(leadId));
  const { email, revision } = await record(leadId);
  assert.deepEqual([email, revision], [lead.email, 2]);
  assert.equal((await session.stored(leadId, 1)).lead.company, lead.company, "what was sent is kept");
  const retried = await (await session.post(lead)).json();
  assert.deepEqual([retried.lead_id, retried.duplicate], [leadId, true]);
  assert.equal((await record(leadId)).company, "Difference Engines", "the same again undoes nothing");
  const { audit } = await json("/audit");
  const [line] = audit.filter(({ lead_id, result }) => lead_id === leadId && result === "amended");
  assert.equal(line.why, "they told us (company, employees)");
  assert.ok(!JSON.stringify(audit).includes("Difference"), "what it was changed to is not in the audit");
});

test("an edit by the page's form changes what was typed and nothing else", async () => {
  const { leadId, lead, mend } = await stuck({ notes: "Two\nlines" });
  await mend();
  const page = `/ops/quarantine/leads/${leadId}`;
  const typed = { csrf: csrfOf(await html(page)), of_revision: "1", why: "they told us", name: lead.name, notes: "Two\r\nlines" };
  const unchanged = await post(`${page}/amend`, typed, { cookie });
  assert.equal(unchanged.status, 422);
  assert.ok((await unchanged.text()).includes("no field was changed"));
  const wrong = await post(`${page}/amend`, { ...typed, phone: "030 901820", product: "Analyzer" }, { cookie });
  const shown = await wrong.text();
  assert.ok(shown.includes("Write it with its calling code, such as +49 30 901820."));
  assert.ok(shown.includes('value="030 901820"') && shown.includes('value="Analyzer"'), "what was typed stays");
  assert.ok(shown.includes('value="they told us"'));
  const done = await post(`${page}/amend`, { ...typed, product: "Analyzer" }, { cookie });
  assert.equal(done.headers.get("location"), "/ops/quarantine?amend=1");
  await eventually("it is delivered", isDelivered(leadId));
  const { product, notes, name } = (await session.stored(leadId, 2)).lead;
  assert.deepEqual([product, notes, name], ["Analyzer", "Two\nlines", lead.name]);
});

test("a dismissed lead leaves the list and the counts as they were, and can be taken back", async () => {
  const { leadId, mend } = await stuck();
  await mend();
  const { quarantined } = await session.conservation();
  assert.equal((await act(`/leads/${leadId}/dismiss`, { why: "a test of ours" })).status, 200);
  assert.equal((await act(`/leads/${leadId}/dismiss`, { why: "a test of ours" })).status, 404, "once");
  assert.equal(await isListed(leadId), false);
  const law = await session.conservation();
  assert.deepEqual([law.quarantined, law.balanced], [quarantined, true]);
  assert.ok((await ofClass("dismissed")).some(({ lead_id }) => lead_id === leadId));
  const { timeline } = await json(`/leads/${leadId}`);
  assert.ok(timeline.some(({ event, detail }) => event === "dismissed" && detail === "by ops-token: a test of ours"));
  const taken = await (await act(`/leads/${leadId}/replay`, { why: "it was not" })).json();
  assert.deepEqual([taken.replayed, taken.left_alone], [1, 0]);
  await eventually("it is delivered", isDelivered(leadId));
});

test("a class is replayed part by part, one behind the other, and ends up delivered", async () => {
  const leads = [];
  for (let number = 0; number < 3; number += 1) leads.push(await stuck());
  for (const { mend } of leads) await mend();
  const order = { class: CLASS, why: "routes mended", limit: 2, per_second: 2 };
  const first = await (await act("/replay", order)).json();
  assert.deepEqual([first.replayed, first.unreachable], [2, []]);
  assert.ok(first.next, "there is more");
  const second = await (await act("/replay", { ...order, cursor: first.next })).json();
  assert.deepEqual([second.replayed, second.next], [1, null]);
  assert.ok(second.until_ms >= first.until_ms + 500, "one begins when the other is through");
  for (const { leadId } of leads) await eventually("it is delivered", isDelivered(leadId));
  assert.deepEqual(await ofClass(), []);
  const law = await session.conservation();
  assert.deepEqual([law.quarantined, law.balanced], [0, true]);
  const { audit } = await json("/audit");
  assert.deepEqual(audit.slice(0, 2).map((line) => [line.class, line.wanted, line.done]), [[CLASS, 1, 1], [CLASS, 2, 2]]);
});

test("leads that are replayed one by one keep to the pace too", async () => {
  const leads = [await stuck(), await stuck()];
  const ends = [];
  for (const { leadId, mend } of leads) {
    await mend();
    const { until_ms } = await (await act(`/leads/${leadId}/replay`, { why: "route mended" })).json();
    ends.push(until_ms);
  }
  assert.ok(ends[1] >= ends[0] + 200, `${ends}`);
  for (const { leadId } of leads) await eventually("it is delivered", isDelivered(leadId));
});

test("a replay that would be due too late is refused, and is not begun", async () => {
  const { leadId, mend } = await stuck();
  await mend();
  const busy = "INSERT INTO audit (at_ms, who, action, why, wanted, until_ms) VALUES (0, 'test', 'replay', 'long', 1, ?)";
  await session.inbox.prepare(busy).bind(Date.now() + 25 * 3_600_000).run();
  const refused = await act(`/leads/${leadId}/replay`, { why: "route mended" });
  assert.deepEqual([refused.status, (await refused.json()).errors[0].field], [422, "per_second"]);
  assert.ok(await isListed(leadId), "it is still there");
  await session.inbox.prepare("DELETE FROM audit WHERE who = 'test'").run();
  await act(`/leads/${leadId}/replay`, { why: "route mended" });
  await eventually("it is delivered", isDelivered(leadId));
});

test("a held lead is in the workbench too, and let go there with a reason", async () => {
  const { name, email, phone } = aLead();
  const fields = { name, email, phone, "consent.privacy": "on", website: "x", form_token: "v1.forged" };
  const receipt = await fetch(`${session.url}/v1/leads/demo`, { method: "POST", body: new URLSearchParams(fields) });
  const { lead_id: leadId } = await receipt.json();
  assert.deepEqual((await ofClass("held")).map(({ lead_id }) => lead_id), [leadId]);
  const refused = await (await act(`/leads/${leadId}/replay`, { why: "looks fine" })).json();
  assert.equal(refused.replayed, 0, "it is released, not replayed");
  assert.equal((await act(`/leads/${leadId}/release`, { why: "she called us" })).status, 200);
  await eventually("it is delivered", isDelivered(leadId));
  const { timeline } = await (await session.ops(`/v1/leads/${leadId}`)).json();
  assert.ok(timeline.some(({ event, detail }) => event === "released" && detail === "by ops-token: she called us"));
  assert.equal((await act(`/leads/${leadId}/release`, { why: "she called us" })).status, 404);
});

test("support sees what is stuck and not whose it is, and can do nothing", async () => {
  const { leadId, lead, mend } = await stuck();
  await mend();
  const entry = await login(SUPPORT_TOKEN);
  assert.equal(entry.headers.get("location"), "/ops/quarantine");
  const support = { cookie: entry.headers.get("set-cookie").split(";")[0] };
  for (const path of ["/ops/quarantine", `/ops/quarantine/leads/${leadId}`, "/ops/quarantine/audit"]) {
    const page = await get(path, support);
    const text = await page.text();
    assert.equal(page.status, 200, path);
    assert.ok(![lead.email, "Lovelace", "555-0123", "2025550123"].some((personal) => text.includes(personal)), path);
    assert.ok(!text.includes('name="why"'), path);
  }
  const bearer = { authorization: `Bearer ${SUPPORT_TOKEN}` };
  const view = await (await fetch(`${session.url}${ROOT}/leads/${leadId}`, { headers: bearer })).json();
  assert.deepEqual([view.lead_id, view.said, view.who.name], [leadId, null, "A. L."]);
  for (const path of ["/replay", `/leads/${leadId}/amend`, `/leads/${leadId}/release`, `/leads/${leadId}/dismiss`]) {
    assert.equal((await act(path, { why: "let me" }, bearer)).status, 403, path);
  }
  for (const path of ["/ops", `/ops/leads/${leadId}`, `/v1/leads/${leadId}`, "/v1/ops/held"]) {
    assert.equal((await fetch(session.url + path, { headers: bearer })).status, 403, path);
  }
  assert.ok(await isListed(leadId), "it is still there");
  await act(`/leads/${leadId}/replay`, { why: "end of the test" });
  await eventually("it is delivered", isDelivered(leadId));
});

test("an action that cannot be written down is not carried out", async () => {
  const { leadId, mend } = await stuck();
  await mend();
  await session.inbox.prepare("ALTER TABLE audit RENAME TO audit_away").run();
  for (const name of ["replay", "dismiss"]) {
    assert.equal((await act(`/leads/${leadId}/${name}`, { why: "while it is away" })).status, 503, name);
  }
  await session.inbox.prepare("ALTER TABLE audit_away RENAME TO audit").run();
  const { owed } = await json(`/leads/${leadId}`);
  assert.deepEqual(owed.map(({ class: name }) => name), [CLASS]);
  await act(`/leads/${leadId}/replay`, { why: "it is back" });
  await eventually("it is delivered", isDelivered(leadId));
});

test("an action takes a capability, the page's own token and the right words", async () => {
  const nobody = `ld_${"0".repeat(24)}`;
  const path = `/ops/quarantine/leads/${nobody}/replay`;
  assert.equal((await post(path, { csrf: "forged", why: "let me" }, { cookie })).status, 403);
  const asked = await post(path, { why: "let me" });
  assert.equal(asked.status, 401);
  assert.ok((await asked.text()).includes(`name="next" value="/ops/quarantine/leads/${nobody}"`), "then back to the lead");
  const byCookie = await fetch(`${session.url}${ROOT}/replay`, { method: "POST", headers: { cookie }, body: "{}" });
  assert.equal(byCookie.status, 403, "a cookie alone is not enough");
  assert.equal((await session.ops(`${ROOT}/replay`)).status, 405);
  assert.equal((await act("", {})).status, 405);
  assert.equal((await act("/replay", { why: "neither lead nor class" })).status, 400);
  assert.equal((await act(`/leads/${nobody}/dismiss`, { why: "nobody's" })).status, 404);
  assert.equal((await act("/leads/nonsense/dismiss", { why: "nobody's" })).status, 404);
  assert.equal((await session.ops(`${ROOT}?cursor=nonsense`)).status, 400);
  assert.equal((await session.ops(`${ROOT}/leads/${nobody}/erase`)).status, 404);
});

test("messages that are not believed are listed, and nothing of what they say", async () => {
  const queue = await session.mf.getQueueProducer("CRM_INBOX", "beeline-ledger");
  await queue.send("v1.k1.forged.secret-words", { contentType: "text" });
  const { forged } = await eventually("it is listed", async () => {
    const messages = await json("/messages");
    return messages.forged.length > 0 && messages;
  });
  assert.deepEqual([forged[0].queue, forged[0].seen], ["crm-inbox", 1]);
  assert.ok(!JSON.stringify(forged).includes("secret-words"));
  assert.ok((await html("/ops/quarantine")).includes("Messages that were not believed"));
});

test("a dead letter goes back to its lead's ledger, and is listed with its lead and nothing else of it", async () => {
  const { lead_id: leadId } = await (await session.post(aLead())).json();
  await eventually("it is delivered", isDelivered(leadId));
  const letter = sealed({
    lead_id: leadId,
    key: "bl_0",
    obligation: "crm:inbox",
    revision: 1,
    generation: 1,
    form: "demo",
    shard: shardOf(leadId),
    kind: "real",
    correlation_id: "co_0",
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    accepted_at_ms: Date.now(),
    route: {},
    bundle: "b",
    records: "accepted",
    body: { lead: { notes: "secret-words" } },
  });
  const queue = await session.mf.getQueueProducer("DEAD", "beeline-ledger");
  await queue.send(letter, { contentType: "text" });
  await eventually("it is listed", async () => (await json("/messages")).dead_letters.length === 1);
  await queue.send(letter, { contentType: "text" });
  const [line] = await eventually("it is counted", async () => {
    const { dead_letters } = await json("/messages");
    return dead_letters[0].seen === 2 && dead_letters;
  });
  assert.deepEqual([line.queue, line.lead_id, line.obligation], ["dead-letters", leadId, "crm:inbox"]);
  assert.ok(!JSON.stringify(line).includes("secret-words"));
  assert.ok((await html("/ops/quarantine")).includes(leadId));
  assert.ok(await isDelivered(leadId)(), "what is delivered stays so");
});
