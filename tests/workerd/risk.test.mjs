// Telling people from programs: scored with reasons, never dropped, and let go when it was wrong.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, eventually, startSession } from "./support/session.mjs";

const BROWSER = {
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  accept: "application/json",
  "accept-language": "en",
};

let session;
before(async () => {
  session = await startSession({ limits: { soft: 20, hard: 40 } });
});
after(() => session?.stop());

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
  const released = await session.ops(`/v1/ops/leads/${lead_id}/release`, { method: "POST" });
  assert.deepEqual(await released.json(), { lead_id, released: true });
  await eventually("the lead is in the inbox", () => isIn(lead.email));
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
  assert.ok(refused, "20 a minute and 40 beyond those");
  assert.equal(refused.headers.get("retry-after"), "60");
  assert.equal((await refused.json()).type, "urn:beeline:problem:too-many-requests");
  await eventually("what was accepted is counted", async () => (await session.conservation()).accepted - before === taken);
});
