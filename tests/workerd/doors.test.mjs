// Forms that exist elsewhere: they work by changing nothing but their address.

import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { aLead, eventually, startSession } from "./support/session.mjs";

const HUBSPOT = "/v1/compat/hubspot/1234567/7d3c9a52-41fb-4b0e-8b8e-2f9b1c6d0e4a";
const secret = randomBytes(32);

let session;
before(async () => {
  session = await startSession({ variables: { WEBHOOK_SECRET_WEBINAR: `whsec_${secret.toString("base64")}` } });
});
after(() => session?.stop());

const someone = () => aLead().email;
const recordOf = (email) =>
  eventually("the lead is in the inbox", async () => (await session.records(`email = '${email}'`))[0]);

const form = (fields, headers = {}, path = "/v1/compat/web-to-lead/webinar") =>
  fetch(session.url + path, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields),
  });

test("a Salesforce Web-to-Lead form is taken as it is", async () => {
  const email = someone();
  const answer = await form({
    oid: "00D000000000001", first_name: "Grace", last_name: "Hopper", email, company: "Navy",
    "00N5e00000AbCdE": "keynote", retURL: "https://www.example.com/thanks?x=1", emailOptOut: "1",
  }, { accept: "text/html" });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get("location"), "https://www.example.com/thanks?x=1");
  const record = await recordOf(email);
  assert.equal(record.name, "Grace Hopper");
  const lead = JSON.parse(record.lead);
  assert.equal(lead.extra.session, "keynote");
  assert.equal(lead.consent.marketing, false);
});

test("retURL is no open redirect", async () => {
  const elsewhere = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "https://www.example.com@evil.example/",
    "https://www.example.com.evil.example/", "javascript:alert(1)", "https:evil.example", "\thttps://evil.example",
  ];
  for (const retURL of elsewhere) {
    const answer = await form({ last_name: "Hopper", email: someone(), retURL }, { accept: "text/html" });
    assert.equal(answer.status, 303, retURL);
    assert.equal(answer.headers.get("location"), "/thanks/webinar", retURL);
  }
});

test("a Web-to-Lead form for a form that takes none is not found", async () => {
  const answer = await form({ last_name: "Hopper", email: someone() }, {}, "/v1/compat/web-to-lead/demo");
  assert.equal(answer.status, 404);
});

const hubspot = (body, headers = {}) =>
  fetch(session.url + HUBSPOT, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

test("a HubSpot submission is taken as it is, and answered in HubSpot's words", async () => {
  const email = someone();
  const answer = await hubspot({
    fields: [
      { objectTypeId: "0-1", name: "email", value: email },
      { name: "firstname", value: "Katherine" },
      { name: "lastname", value: "Johnson" },
    ],
    context: { pageUri: "https://www.example.com/webinar", pageName: "Webinar" },
    legalConsentOptions: { consent: { consentToProcess: true, text: "I agree.", communications: [{ value: true, subscriptionTypeId: 999, text: "Mail me." }] } },
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  assert.ok((await answer.json()).inlineMessage.length > 0);
  const record = await recordOf(email);
  assert.equal(record.name, "Katherine Johnson");
  const lead = JSON.parse(record.lead);
  assert.equal(lead.page.url, "https://www.example.com/webinar");
  assert.deepEqual([lead.consent.privacy, lead.consent.marketing], [true, true]);
  assert.match(lead.consent.text_version, /^sha256:/, "evidence of the words that were shown");
});

test("scripts of the form's pages may read HubSpot's answer", async () => {
  const taken = await hubspot({
    fields: [{ name: "email", value: someone() }],
  }, { origin: "https://www.example.com" });
  assert.equal(taken.status, 200, await taken.clone().text());
  assert.equal(taken.headers.get("access-control-allow-origin"), "https://www.example.com");
});

test("a wrong HubSpot field is named as HubSpot names it", async () => {
  const answer = await hubspot({ fields: [{ name: "email", value: "nobody" }] });
  assert.equal(answer.status, 400);
  const { errors } = await answer.json();
  assert.deepEqual(errors.map(({ errorType }) => errorType), ["INVALID_EMAIL"]);
  assert.match(errors[0].message, /^Error in 'fields\.email'\./);
});

function webhook(body, { id = `msg_${randomBytes(6).toString("hex")}`, at = Date.now(), key = secret } = {}) {
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return fetch(`${session.url}/v1/webhooks/webinar`, {
    method: "POST",
    headers: {
      "content-type": "application/json", "webhook-id": id, "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    },
    body,
  });
}

const signUp = (email, id) =>
  JSON.stringify({ type: "signup", data: { id, attendee: { email, name: "Dorothy Vaughan" }, answers: [{ ref: "other", value: "x" }, { ref: "session", value: "keynote" }] } });

test("a signed webhook is a lead, and its provider's id makes it one however often it comes", async () => {
  const email = someone();
  const first = await webhook(signUp(email, "signup-1"));
  assert.equal(first.status, 202, await first.clone().text());
  const { lead_id } = await first.json();
  const again = await webhook(signUp(email, "signup-1"));
  assert.equal(again.status, 200);
  assert.equal((await again.json()).lead_id, lead_id);
  const record = await recordOf(email);
  assert.equal(record.name, "Dorothy Vaughan");
  const lead = JSON.parse(record.lead);
  assert.equal(lead.extra.session, "keynote");
  assert.deepEqual([lead.network_country, lead.time_zone], [undefined, undefined], "the provider's network is not the visitor's");
});

test("an unsigned, foreign or old webhook is refused", async () => {
  const body = signUp(someone(), "signup-2");
  const unsigned = await fetch(`${session.url}/v1/webhooks/webinar`, { method: "POST", headers: { "content-type": "application/json" }, body });
  assert.equal(unsigned.status, 401);
  assert.equal((await webhook(body, { key: randomBytes(32) })).status, 401);
  assert.equal((await webhook(body, { at: Date.now() - 6 * 60_000 })).status, 401);
  assert.equal((await webhook(body, { at: Date.now() + 6 * 60_000 })).status, 401);
});

test("nobody can use up a provider's id with a header", async () => {
  const answers = { name: "Squatter", session: "keynote", consent: { privacy: true } };
  const headers = { "idempotency-key": "signup-1002" };
  const squatter = await session.post({ ...answers, email: someone() }, headers, "webinar");
  assert.equal(squatter.status, 202, await squatter.clone().text());
  const genuine = await webhook(signUp(someone(), "signup-1002"));
  assert.equal(genuine.status, 202, await genuine.clone().text());
});

test("a blank id is none: every message of that webhook is its own lead", async () => {
  for (const id of ["", "  ", "x".repeat(300)]) {
    for (let times = 0; times < 2; times += 1) {
      const answer = await webhook(signUp(someone(), id));
      assert.equal(answer.status, 202, `${id.slice(0, 3)}: ${await answer.clone().text()}`);
    }
  }
});
