// Leads go where routing-config/ sends them, over real HTTP, and the record says what that was decided on.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, shardOf, startSession } from "./support/session.mjs";

let session;
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

/** Where a lead goes, and what is recorded of the decision. */
async function routed(changes, headers = {}, form = "demo") {
  const answer = await session.post(aLead(changes), headers, form);
  assert.equal(answer.status, 202, await answer.clone().text());
  const receipt = await answer.json();
  const storage = await session.mf.unsafeGetDurableObjectStorage("beeline-ledger", "Ledger", { name: shardOf(receipt.lead_id) });
  const [row] = await storage.exec(
    "SELECT facts, route, bundle FROM submission WHERE lead = (SELECT position FROM lead WHERE lead_id = ?)",
    receipt.lead_id,
  );
  const { rule } = JSON.parse(row.route);
  return { team: receipt.route.team, sla: receipt.route.sla_seconds, rule, bundle: row.bundle, facts: JSON.parse(row.facts), text: row.facts };
}

test("the first rule that fits decides, and the receipt names its team and promise", async () => {
  const large = await routed({ country: "JP", employees: 5000 });
  assert.deepEqual([large.team, large.rule, large.sla], ["enterprise", "enterprise", 300]);
  const middle = await routed({ country: "MX", employees: 120 });
  assert.deepEqual([middle.team, middle.rule, middle.sla], ["americas", "americas", 600]);
});

test("what no rule takes goes to the fallback", async () => {
  const small = await routed({ country: "US", employees: 5 });
  assert.deepEqual([small.team, small.rule], ["sales", "fallback"]);
});

test("a territory is known by postal code before country, and by the network where nothing is told", async () => {
  for (const written of ["F-67000", "67 000"]) {
    const { facts, team } = await routed({ country: "France", postal_code: written, employees: 50 });
    assert.deepEqual([facts.country, facts.postal_area, facts.territory, team], ["fr", "67000", "dach", "emea"]);
  }
  const elsewhere = await routed({ country: "France", postal_code: "75001", employees: 50 });
  assert.equal(elsewhere.facts.territory, "rest-of-europe");
  const silent = await routed({ country: undefined, phone: undefined, employees: 50 });
  assert.deepEqual([silent.facts.country, silent.facts.country_from, silent.facts.territory], ["de", "network", "dach"]);
});

test("a form's own question is asked about", async () => {
  const about = (topic) => routed({ topic, consent: { privacy: true } }, {}, "contact");
  const partner = await about("Working with us");
  assert.deepEqual([partner.team, partner.rule, partner.facts.fields], ["enterprise", "partners", { topic: "working with us" }]);
  assert.equal((await about("An order")).rule, "fallback");
});

test("what was decided on is recorded with the bundle, and nothing of it is personal", async () => {
  const lead = { name: "Zora Quist", email: "zora.quist@example.com", phone: "+1 202-555-0143", notes: "Call me", company: "Quist Ltd" };
  const { facts, text, bundle } = await routed({ ...lead, country: "GB", postal_code: "SW1A 1AA", utm: { source: "zora@example.com", campaign: "Autumn" } }, { "accept-language": "en-GB,en;q=0.9" });
  assert.match(bundle, /^[0-9a-v]{16}$/);
  assert.deepEqual([facts.postal_area, facts.campaign, facts.source, facts.language], ["SW01A", "autumn", undefined, "en"]);
  for (const said of ["zora", "quist", "5550143", "1aa", "call"]) assert.ok(!text.toLowerCase().includes(said), `${said} in ${text}`);
});
