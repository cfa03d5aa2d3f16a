// The pages, as a browser without JavaScript uses them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SECRETS, aLead, eventually, startSession } from "./support/session.mjs";

let session;
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

const PAGE = { accept: "text/html,application/xhtml+xml" };
const get = (path, headers = {}) => fetch(session.url + path, { headers: { ...PAGE, ...headers }, redirect: "manual" });
const post = (path, fields, headers = {}) =>
  fetch(session.url + path, {
    method: "POST",
    headers: { ...PAGE, ...headers },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });

async function logIn() {
  const answer = await post("/ops/login", { token: SECRETS.OPS_TOKEN, next: "/ops" });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get("location"), "/ops");
  const cookie = answer.headers.get("set-cookie");
  assert.match(cookie, /HttpOnly; SameSite=Strict/);
  return cookie.split(";")[0];
}

test("the demo form posts a lead and thanks", async () => {
  const page = await get("/");
  const html = await page.text();
  assert.equal(page.status, 200);
  assert.match(html, /<form[^>]+action="\/v1\/leads\/demo"/);
  assert.match(page.headers.get("content-security-policy"), /default-src 'none'/);
  const answer = await post("/v1/leads/demo", { email: aLead().email, "consent.privacy": "on" });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get("location"), "/thanks/demo");
});

test("every form thanks in its own words, at an address without anything that was typed", async () => {
  const fields = { demo: {}, contact: { topic: "A product" } };
  const titles = { demo: "Book a demo", contact: "Contact us" };
  for (const [form, own] of Object.entries(fields)) {
    const sent = { email: aLead().email, "consent.privacy": "on", "consent.text_version": "2026-11", ...own };
    const answer = await post(`/v1/leads/${form}`, sent);
    assert.equal(answer.status, 303, await answer.text());
    assert.equal(answer.headers.get("location"), `/thanks/${form}`);
    const page = await get(answer.headers.get("location"));
    const html = await page.text();
    assert.equal(page.status, 200);
    for (const [other, title] of Object.entries(titles)) assert.equal(html.includes(title), other === form, title);
    assert.ok(!html.includes(sent.email));
  }
});

test("the thank-you page of no form, or of one that is gone, names none", async () => {
  for (const path of ["/thanks", "/thanks/no-such-form"]) {
    const page = await get(path);
    const html = await page.text();
    assert.equal(page.status, 200, path);
    assert.ok(html.includes("Thank you") && !html.includes("Book a demo") && !html.includes("no-such-form"), path);
  }
  assert.equal((await post("/thanks", {})).status, 405);
});

test("a refused form comes back with its values and its errors", async () => {
  const answer = await post("/v1/leads/demo", { name: 'Ada "><script>', email: "not an address" });
  const html = await answer.text();
  assert.equal(answer.status, 422);
  assert.match(html, /not an address/);
  assert.ok(!html.includes("<script"));
  assert.ok(html.includes("Write it like name@example.com."));
});

test("the stylesheet is served", async () => {
  const css = await get("/assets/beeline.css");
  assert.equal(css.status, 200);
  assert.match(css.headers.get("content-type"), /text\/css/);
});

test("the inbox asks who is there, and shows leads to whoever has the token", async () => {
  const lead = aLead({ name: "Grace Hopper" });
  const receipt = await (await session.post(lead)).json();
  assert.equal((await get("/ops")).status, 401);
  assert.equal((await post("/ops/login", { token: "wrong", next: "/ops" })).status, 401);
  const cookie = await logIn();
  await eventually("the lead is on the page", async () =>
    (await (await get("/ops", { cookie })).text()).includes("Grace Hopper"),
  );
  const page = await get(`/ops/leads/${receipt.lead_id}`, { cookie });
  const html = await page.text();
  assert.equal(page.status, 200);
  assert.ok(html.includes(lead.email) && html.includes("accepted"));
  assert.equal((await get("/ops", { cookie: `${cookie}x` })).status, 401);
});

test("a login leads nowhere else", async () => {
  const answer = await post("/ops/login", { token: SECRETS.OPS_TOKEN, next: "https://evil.example/" });
  assert.equal(answer.headers.get("location"), "/ops");
});

test("logging out takes the page's own token", async () => {
  const cookie = await logIn();
  assert.equal((await post("/ops/logout", { csrf: "forged" }, { cookie })).status, 403);
  const html = await (await get("/ops", { cookie })).text();
  const csrf = /name="csrf" value="([^"]+)"/.exec(html)[1];
  const answer = await post("/ops/logout", { csrf }, { cookie });
  assert.equal(answer.status, 303);
  assert.match(answer.headers.get("set-cookie"), /Max-Age=0/);
});

test("programs use the bearer token, and get problems as JSON", async () => {
  const lead = await (await session.post(aLead())).json();
  const report = await (await session.ops(`/v1/leads/${lead.lead_id}`)).json();
  assert.equal(report.lead_id, lead.lead_id);
  assert.ok(report.timeline.some(({ event }) => event === "accepted"));
  const refused = await fetch(`${session.url}/v1/ops/conservation`, { headers: { authorization: "Bearer nope" } });
  assert.equal(refused.status, 401);
  assert.equal(refused.headers.get("content-type"), "application/problem+json");
});
