// Contracts, pages and scripts of forms, over real HTTP.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, eventually, startSession } from "./support/session.mjs";

let session;
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

const topic = { topic: "A product", consent: { privacy: true, text_version: "2026-11" } };

test("every wrong field is named at once, with a code that a page can translate", async () => {
  const answer = await session.post({ email: "nobody", topic: "None of these", order_number: "x".repeat(21), consent: {} }, {}, "contact");
  assert.equal(answer.status, 422);
  const { errors, type } = await answer.json();
  assert.equal(type, "urn:beeline:problem:wrong-fields");
  assert.deepEqual(
    errors.map(({ field, code }) => [field, code]),
    [["consent.privacy", "consent_required"], ["email", "email"], ["order_number", "length"], ["topic", "choice"]],
  );
  assert.ok(errors.every(({ message }) => !message.includes("None of these")));
});

test("a form's own fields and unknown ones are in the record", async () => {
  const { name, email } = aLead();
  const answer = await session.post({ name, email, ...topic, shoe_size: 43, gclid: "abc" }, {}, "contact");
  assert.equal(answer.status, 202, await answer.clone().text());
  const record = await eventually("the lead is in the inbox", async () => (await session.records(`email = '${email}'`))[0]);
  const lead = JSON.parse(record.lead);
  assert.deepEqual(lead.extra, { shoe_size: 43, topic: "A product" });
  assert.deepEqual(lead.click_ids, { gclid: "abc" });
});

test("what a page may know of a form comes with an ETag", async () => {
  const answer = await fetch(`${session.url}/v1/forms/contact`);
  assert.equal(answer.status, 200);
  const etag = answer.headers.get("etag");
  const form = await answer.json();
  assert.equal(form.id, "contact");
  assert.ok(form.fields.some(({ name, choices }) => name === "topic" && choices.length === 4));
  assert.ok(!JSON.stringify(form).includes("sales"), "no team in it");
  const again = await fetch(`${session.url}/v1/forms/contact`, { headers: { "if-none-match": etag } });
  assert.equal(again.status, 304);
  assert.equal((await fetch(`${session.url}/v1/forms/none`)).status, 404);
});

test("a form's page has its fields and a token, and is there again after an error, its values kept", async () => {
  const page = await fetch(`${session.url}/forms/contact`);
  assert.equal(page.status, 200);
  const html = await page.text();
  assert.match(html, /What is it about\?/);
  const [, token] = /name="form_token" value="([^"]+)"/.exec(html);
  const body = new URLSearchParams({ email: "nobody", name: "Ada <b>", topic: "A product", form_token: token });
  const refused = await fetch(`${session.url}/v1/leads/contact`, {
    method: "POST", body, headers: { accept: "text/html" },
  });
  assert.equal(refused.status, 422);
  const again = await refused.text();
  assert.ok(again.includes(`value="${token}"`), "the token says how long somebody has been at it");
  assert.ok(again.includes("Ada &lt;b&gt;"));
});

test("scripts of an allowed origin may post and read the answer, others may not read it", async () => {
  const url = `${session.url}/v1/leads/webinar`;
  const ask = (origin) => fetch(url, { method: "OPTIONS", headers: { origin, "access-control-request-method": "POST" } });
  const allowed = await ask("https://www.example.com");
  assert.equal(allowed.status, 204);
  assert.equal(allowed.headers.get("access-control-allow-origin"), "https://www.example.com");
  assert.match(allowed.headers.get("access-control-allow-headers"), /idempotency-key/);
  assert.equal(allowed.headers.get("access-control-max-age"), "86400");
  assert.equal((await ask("https://evil.example")).headers.get("access-control-allow-origin"), null);
  const posted = await session.post(aLead({ consent: {} }), { origin: "https://www.example.com" }, "webinar");
  assert.equal(posted.status, 202, await posted.clone().text());
  assert.equal(posted.headers.get("access-control-allow-origin"), "https://www.example.com");
  const foreign = await session.post(aLead({ consent: {} }), { origin: "https://evil.example" }, "webinar");
  assert.equal(foreign.status, 202, "the lead is taken all the same");
  assert.equal(foreign.headers.get("access-control-allow-origin"), null);
});

test("what a page may know of a form is cached for each origin apart, with leave and without", async () => {
  const ask = (form, headers) => fetch(`${session.url}/v1/forms/${form}`, { headers });
  const allowed = await ask("webinar", { origin: "https://www.example.com" });
  assert.equal(allowed.headers.get("access-control-allow-origin"), "https://www.example.com");
  assert.equal(allowed.headers.get("vary"), "Origin");
  for (const headers of [{}, { origin: "https://evil.example" }, { "if-none-match": allowed.headers.get("etag") }]) {
    const other = await ask("webinar", headers);
    assert.match(other.headers.get("cache-control"), /public/);
    assert.equal(other.headers.get("access-control-allow-origin"), null);
    assert.equal(other.headers.get("vary"), "Origin", JSON.stringify(headers));
  }
});

test("a browser's correction that does not fit comes back with the first receipt's token, and then corrects", async () => {
  const { name, email } = aLead();
  const { lead_id, next } = await (await session.post({ name, email, ...topic }, {}, "contact")).json();
  const correct = (fields) =>
    fetch(`${session.url}/v1/leads/contact`, {
      method: "POST", headers: { accept: "text/html" }, redirect: "manual",
      body: new URLSearchParams({ name: "Ada Byron", topic: topic.topic, "consent.privacy": "on", ...fields }),
    });
  const refused = await correct({ email: "nobody", lead_token: next.lead_token });
  assert.equal(refused.status, 422);
  const [, kept] = /name="lead_token" value="([^"]+)"/.exec(await refused.text());
  assert.equal((await correct({ email, lead_token: kept })).status, 303);
  const { lead } = await session.stored(lead_id, 2);
  assert.equal(lead.name, "Ada Byron", "proved, so that the name changes");
});

test("HEAD warms and gives a page its token", async () => {
  const warmed = await fetch(`${session.url}/v1/leads/webinar`, { method: "HEAD", headers: { origin: "https://www.example.com" } });
  assert.equal(warmed.status, 204);
  assert.match(warmed.headers.get("beeline-form-token"), /^v1\./);
  assert.equal(warmed.headers.get("access-control-allow-origin"), "https://www.example.com");
  assert.equal((await fetch(`${session.url}/v1/leads/none`, { method: "HEAD" })).status, 404);
});
