// A challenge for a visitor in doubt: on the site the form is on, passed there, and answered truthfully.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, eventually, startSession } from "./support/session.mjs";
import { startTurnstile } from "./support/turnstile.mjs";

const BROWSER = {
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  accept: "application/json",
  "accept-language": "en",
};
const SITE = "https://www.example.com";

let session;
let turnstile;
let formToken;
before(async () => {
  turnstile = await startTurnstile();
  session = await startSession({ variables: { ...turnstile.variables, TURNSTILE_DEADLINE_MS: "1000" } });
  const warmed = await fetch(`${session.url}/v1/leads/webinar`, { method: "HEAD" });
  formToken = warmed.headers.get("beeline-form-token");
  // For as long as a person needs at least.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
});
after(async () => {
  await session?.stop();
  turnstile?.stop();
});

const isIn = async (email) => (await session.records(`email = '${email}'`)).length === 1;

/** A lead that is neither clearly a person's nor clearly not. */
async function doubtful(changes = {}) {
  const lead = aLead({ website: "x", consent: {}, form_token: formToken, ...changes });
  const answer = await session.post(lead, BROWSER, "webinar");
  assert.equal(answer.status, 202);
  const { lead_id: leadId, next } = await answer.json();
  return { leadId, email: lead.email, challenge: next.challenge };
}

const solve = (url, response, headers = {}) =>
  fetch(session.url + url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ response }),
  });

test("a doubtful lead waits for a challenge, and goes out when the browser has passed it", async () => {
  const { leadId, email, challenge } = await doubtful();
  assert.deepEqual(
    [challenge.provider, challenge.site_key, challenge.cdata],
    ["turnstile", "site-key", leadId],
  );
  assert.ok(!(await isIn(email)), "it waits");
  const not = { passed: false, released: false };
  assert.deepEqual(await (await solve(challenge.url, "wrong")).json(), not);
  assert.deepEqual(await (await solve(challenge.url, "solved|ld_someone_elses|127.0.0.1")).json(), not, "for another lead");
  assert.deepEqual(await (await solve(challenge.url, `solved|${leadId}|farm.example`)).json(), not, "on nobody's site");
  assert.ok(!(await isIn(email)));
  assert.equal((await solve(`/v1/leads/${leadId}/challenge?t=wrong`, `solved|${leadId}|127.0.0.1`)).status, 404);
  assert.deepEqual(await (await solve(challenge.url, `solved|${leadId}|127.0.0.1`)).json(), { passed: true, released: true });
  await eventually("the lead is in the inbox", () => isIn(email));
  assert.ok(turnstile.asked.every((form) => form.get("secret") === "turnstile-secret"));
});

test("the widget may be on a site of the form's, whose scripts may post the token and read the answer", async () => {
  const { leadId, email, challenge } = await doubtful();
  const ask = (origin) =>
    fetch(session.url + challenge.url, { method: "OPTIONS", headers: { origin, "access-control-request-method": "POST" } });
  const leave = await ask(SITE);
  assert.equal(leave.status, 204);
  assert.equal(leave.headers.get("access-control-allow-origin"), SITE);
  assert.equal(leave.headers.get("access-control-allow-methods"), "POST");
  assert.match(leave.headers.get("access-control-allow-headers"), /content-type/);
  assert.equal((await ask("https://evil.example")).headers.get("access-control-allow-origin"), null);
  const answer = await solve(challenge.url, `solved|${leadId}|www.example.com`, { origin: SITE });
  assert.equal(answer.headers.get("access-control-allow-origin"), SITE);
  assert.deepEqual(await answer.json(), { passed: true, released: true });
  await eventually("the lead is in the inbox", () => isIn(email));
});

test("a site with a port is known by its host alone, as Turnstile names it", async () => {
  const { leadId, challenge } = await doubtful();
  const answer = await solve(challenge.url, `solved|${leadId}|localhost`, { origin: "http://localhost:8788" });
  assert.equal(answer.headers.get("access-control-allow-origin"), "http://localhost:8788");
  assert.deepEqual(await answer.json(), { passed: true, released: true });
});

test("another site's script may not read the answer, not even that it was refused", async () => {
  const { challenge } = await doubtful();
  const foreign = await solve(challenge.url, "wrong", { origin: "https://evil.example" });
  assert.equal(foreign.headers.get("access-control-allow-origin"), null);
  const refused = await solve("/v1/leads/ld_nobodys/challenge?t=x", "wrong", { origin: SITE });
  assert.equal(refused.status, 404);
  assert.equal(refused.headers.get("access-control-allow-origin"), SITE);
});

test("a challenge passed a second time has passed, and releases nothing", async () => {
  const { leadId, challenge } = await doubtful();
  const passed = () => solve(challenge.url, `solved|${leadId}|www.example.com`);
  assert.deepEqual(await (await passed()).json(), { passed: true, released: true });
  assert.deepEqual(await (await passed()).json(), { passed: true, released: false });
});

test("while Turnstile does not answer the visitor is asked to come back, and the log says why", async () => {
  const { leadId, challenge } = await doubtful();
  for (const [token, reason] of [["down", "unreadable"], ["cut", "unreachable"], ["silent", "late"]]) {
    const answer = await solve(challenge.url, token, { origin: SITE });
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get("retry-after"), "2");
    assert.equal(answer.headers.get("access-control-allow-origin"), SITE);
    await eventually(`the log says ${reason}`, () => session.logs.some(({ message }) =>
      message.includes('"edge.challenge_unavailable"') && message.includes(leadId) && message.includes(`"codes":"${reason}"`)));
  }
});
