// Telling people from programs: scored with reasons, never dropped, and let go when it was wrong.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { aLead, eventually, startSession } from "./support/session.mjs";

const BROWSER = {
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  accept: "application/json",
  "accept-language": "en",
};

let session;
let turnstile;
const asked = [];
before(async () => {
  turnstile = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    asked.push(form);
    const [, cdata, hostname] = form.get("response").split("|");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(
      form.get("response").startsWith("solved")
        ? { success: true, action: "beeline-lead", cdata, hostname, challenge_ts: new Date().toISOString(), "error-codes": [] }
        : { success: false, "error-codes": ["invalid-input-response"] },
    ));
  });
  await new Promise((resolve) => turnstile.listen(0, "127.0.0.1", resolve));
  session = await startSession({
    limits: { soft: 60, hard: 80 },
    variables: {
      TURNSTILE_SITE_KEY: "site-key", TURNSTILE_SECRET: "turnstile-secret",
      TURNSTILE_URL: `http://127.0.0.1:${turnstile.address().port}/siteverify`,
    },
  });
});
after(async () => {
  await session?.stop();
  turnstile?.close();
});

const token = async (form) =>
  (await fetch(`${session.url}/v1/leads/${form}`, { method: "HEAD" })).headers.get("beeline-form-token");
/** The token of a form that somebody has had before them for as long as a person needs. */
async function agedToken(form) {
  const given = await token(form);
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  return given;
}
const isIn = async (email) => (await session.records(`email = '${email}'`)).length === 1;

test("a person's lead has no mark, and goes out at once", async () => {
  const form_token = await agedToken("demo");
  const lead = aLead({ form_token });
  const { lead_id } = await (await session.post(lead, BROWSER)).json();
  await eventually("the lead is in the inbox", () => isIn(lead.email));
  const { lead: kept } = await session.stored(lead_id);
  assert.deepEqual([kept.risk.verdict, kept.risk.signals], ["accept", []]);
});

test("a name, company or address with look-alike letters is delivered, and marked", async () => {
  const form_token = await agedToken("demo");
  const { email } = aLead();
  const cases = [{ name: "Аda Lovelace" }, { company: "Miсrosoft" }, { email: email.replace("example.com", "раypal.example") }];
  for (const change of cases) {
    const answer = await session.post(aLead({ form_token, ...change }), BROWSER);
    assert.equal(answer.status, 202, await answer.clone().text());
    const { lead: kept } = await session.stored((await answer.json()).lead_id);
    assert.deepEqual([kept.risk.verdict, kept.risk.signals], ["flag", ["mixed_scripts"]], JSON.stringify(Object.keys(change)));
  }
  const honest = aLead({ form_token, name: "Анна Maria", company: "株式会社ABC" });
  const { lead: kept } = await session.stored((await (await session.post(honest, BROWSER)).json()).lead_id);
  assert.deepEqual(kept.risk.signals, []);
});

test("a robot's lead is accepted, kept back with every signal named, and goes out once it is released", async () => {
  const lead = aLead({ website: "https://spam.example", form_token: "v1.forged.token.x" });
  const answer = await session.post(lead, { "user-agent": "curl/8.5.0" });
  assert.equal(answer.status, 202, "the visitor is told nothing else");
  const { lead_id } = await answer.json();
  const { lead: kept } = await session.stored(lead_id);
  assert.equal(kept.risk.verdict, "hold");
  assert.ok(["honeypot_filled", "token_forged"].every((signal) => kept.risk.signals.includes(signal)), kept.risk.signals);
  const law = await session.conservation();
  assert.equal(law.quarantined, 1);
  assert.ok(law.balanced);
  assert.ok(!(await isIn(lead.email)));
  const state = await (await session.ops(`/v1/leads/${lead_id}`)).json();
  assert.equal(state.state, "quarantined");
});

test("a doubtful lead waits for a challenge, and goes out when the browser has passed it", async () => {
  const lead = aLead({ website: "x", consent: {}, form_token: await agedToken("webinar") });
  const answer = await session.post(lead, BROWSER, "webinar");
  assert.equal(answer.status, 202);
  const { lead_id, next } = await answer.json();
  assert.equal(next.challenge.provider, "turnstile");
  assert.equal(next.challenge.site_key, "site-key");
  assert.equal(next.challenge.cdata, lead_id);
  assert.ok(!(await isIn(lead.email)), "it waits");
  const solve = (response, url = next.challenge.url) =>
    fetch(session.url + url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ response }) });
  assert.deepEqual(await (await solve("wrong|x|y")).json(), { passed: false });
  assert.deepEqual(await (await solve(`solved|ld_someone_elses|127.0.0.1`)).json(), { passed: false }, "solved for another lead");
  assert.ok(!(await isIn(lead.email)));
  assert.equal((await solve(`solved|${lead_id}|127.0.0.1`, `/v1/leads/${lead_id}/challenge?t=wrong`)).status, 404);
  assert.deepEqual(await (await solve(`solved|${lead_id}|127.0.0.1`)).json(), { passed: true });
  await eventually("the lead is in the inbox", () => isIn(lead.email));
  assert.ok(asked.every((form) => form.get("secret") === "turnstile-secret"));
});

test("more than an office sends from one network is 429, and nothing was accepted", async () => {
  const before = (await session.conservation()).accepted;
  let taken = 0;
  let refused;
  for (let sent = 0; sent < 120 && !refused; sent += 1) {
    const answer = await session.post(aLead(), BROWSER);
    if (answer.status === 429) refused = answer;
    else taken += 1;
    if (!refused) await answer.arrayBuffer();
  }
  assert.ok(refused, "the limit is 80 a minute");
  assert.equal(refused.headers.get("retry-after"), "60");
  assert.equal((await refused.json()).type, "urn:beeline:problem:too-many-requests");
  await eventually("what was accepted is counted", async () => (await session.conservation()).accepted - before === taken);
});
