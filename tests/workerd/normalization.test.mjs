// What becomes of what people type, over real HTTP: one spelling of each value, where it was
// taken from, and what is odd about it. Nothing odd is ever refused.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, startSession } from "./support/session.mjs";

let session;
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

/** A lead as the ledger keeps it, from what was posted. */
async function kept(changes) {
  const answer = await session.post(aLead(changes));
  assert.equal(answer.status, 202, await answer.clone().text());
  return (await session.stored((await answer.json()).lead_id)).lead;
}

test("an address keeps its spelling, and is compared by its domain's ASCII form", async () => {
  const lead = await kept({ email: "  Ada.Lovelace@BÜCHER.Example " });
  assert.equal(lead.email.raw, "Ada.Lovelace@BÜCHER.Example");
  assert.equal(lead.email.normalized, "ada.lovelace@xn--bcher-kva.example");
});

test("a national phone number is read from the country that was typed, or the visitor's", async () => {
  const typed = await kept({ phone: "(0)20 7946 0018", country: "Großbritannien" });
  assert.equal(typed.country, "GB");
  assert.equal(typed.phone.e164, "+442079460018");
  const odd = await kept({ phone: "call me", country: "GB" });
  assert.equal(odd.phone.raw, "call me");
  assert.equal(odd.phone.flag, "unparsable");
});

test("countries and their parts are known by name, code and alias in several languages", async () => {
  for (const [country, region, expected] of [
    ["Deutschland", "Bayern", ["DE", "DE-BY"]],
    ["Allemagne", "Bavaria", ["DE", "DE-BY"]],
    ["USA", "california", ["US", "US-CA"]],
    ["jp", "東京都", ["JP", "JP-13"]],
  ]) {
    const lead = await kept({ country, region });
    assert.deepEqual([lead.country, lead.region], expected, `${country}, ${region}`);
    assert.deepEqual([lead.sources.country, lead.sources.region], ["form", "form"]);
  }
});

test("what was not typed is worked out from postal code, phone and network, each named", async () => {
  const lead = await kept({ country: "US", postal_code: "94105", phone: "+1 202-555-0123" });
  assert.deepEqual([lead.region, lead.sources.region], ["US-CA", "postal"]);
  assert.deepEqual([lead.time_zone, lead.sources.time_zone], ["Europe/Berlin", "network"]);
  const dialled = await kept({ phone: "+49 151 23456789" });
  assert.deepEqual([dialled.country, dialled.sources.country], ["DE", "phone"]);
  assert.equal(dialled.network_country, "DE");
});

test("what may be several places, or none that is known, is kept as typed and flagged", async () => {
  const lead = await kept({ country: "Atlantis", region: "Left Bank" });
  assert.deepEqual([lead.country, lead.region], ["Atlantis", "Left Bank"]);
  assert.ok(lead.flags.includes("country_unknown"), `${lead.flags}`);
  const korea = await kept({ country: "Korea", phone: undefined });
  assert.equal(korea.country, "Korea");
  assert.ok(korea.flags.includes("country_ambiguous"), `${korea.flags}`);
});

test("a company's domain is told from a mail provider's and a throw-away one", async () => {
  const { name } = aLead();
  const at = async (domain) => kept({ name, email: `x${Math.random().toString(36).slice(2)}@${domain}` });
  assert.equal((await at("mail.acme.co.uk")).company_domain, "acme.co.uk");
  const free = await at("gmail.com");
  assert.deepEqual([free.company_domain, free.flags], [undefined, ["free_mail"]]);
  assert.ok((await at("mailinator.com")).flags.includes("disposable_mail"));
});

test("hidden characters are not shown, and letters are composed", async () => {
  const lead = await kept({ name: "Jose\u0301 \u202Egnol\u202C\u0007", company: "Acme\u200B \u0000Ltd" });
  assert.equal(lead.name, "José gnol");
  assert.equal(lead.company, "Acme Ltd");
});

test("campaign and clicks are read from the page's address", async () => {
  const url = "https://www.example.com/demo?utm_source=news&utm_campaign=Autumn%202026&gclid=abc123";
  const lead = await kept({ page: { url, referrer: "https://search.example/?q=1" } });
  assert.deepEqual(lead.utm, { campaign: "Autumn 2026", source: "news" });
  assert.deepEqual(lead.click_ids, { gclid: "abc123" });
  assert.equal(lead.page.referrer, "https://search.example/?q=1");
});

test("a page without a script is known by the Referer its browser sends", async () => {
  const referer = "https://www.example.com/pricing?utm_source=newsletter&utm_campaign=Autumn%202026&gclid=click-1";
  const { email } = aLead();
  const answer = await fetch(`${session.url}/v1/leads/demo`, {
    method: "POST",
    headers: { referer, accept: "application/json" },
    body: new URLSearchParams({ email, "consent.privacy": "on" }),
  });
  assert.equal(answer.status, 202);
  const { lead } = await session.stored((await answer.json()).lead_id);
  assert.equal(lead.page.url, referer);
  assert.deepEqual(lead.utm, { campaign: "Autumn 2026", source: "newsletter" });
  assert.deepEqual(lead.click_ids, { gclid: "click-1" });
});
