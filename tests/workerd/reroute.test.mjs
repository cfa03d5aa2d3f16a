// What is found out about a lead moves it to another team: with a decision of its own, once, and by rules
// that are in force.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { KEY, PeopleDataLabs } from "../vendors/doubles/people_data_labs.mjs";
import { Files } from "./support/publishing.mjs";
import { aLead, eventually, startSession } from "./support/session.mjs";
import { CHANNEL, Slack, TOKEN } from "./support/slack.mjs";

const RULE = `[[rule]]
id = "enterprise-by-size"
team = "enterprise"
when = { enriched.employees = "1000 or more" }
after_enrichment = true

[[rule]]
id = "enterprise-by-budget"`;

let companies;
let files;
let session;
let slack;

before(async () => {
  [companies, slack, files] = await Promise.all([PeopleDataLabs.start(), Slack.start(), Files.copy()]);
  session = await startSession({
    explorer: true,
    variables: {
      WARM_WORK: "on",
      BUNDLE_INTERVAL_MS: "100",
      PEOPLE_DATA_LABS_URL: companies.url,
      PEOPLE_DATA_LABS_KEY: KEY,
      DNS_URL: "",
      SLACK_URL: slack.url,
      SLACK_TOKEN: TOKEN,
      SLACK_CHANNEL: CHANNEL,
    },
  });
  await files.replace("routing.toml", '[[rule]]\nid = "enterprise-by-budget"', RULE);
  // Somebody of the new team works at whatever time this runs.
  await files.replace("roster.csv", "Mon-Fri 09:00-18:00,America/New_York,,us,U0100000013", "always,America/New_York,,,U0100000013");
  await publish();
});

after(async () => {
  await session?.stop();
  await Promise.all([companies?.stop(), slack?.stop(), files?.remove()]);
});

afterEach(() => {
  companies.before = async () => {};
});

const health = async () => (await fetch(`${session.url}/healthz`)).json();

/** Publishes the files as they are, and waits until an edge decides by them. */
async function publish() {
  const { bundle } = await files.beeline(session, "publish", "--by", "Ann");
  await eventually(`${bundle} is in force`, async () => (await health()).bundle === bundle);
}

let serial = 0;
/** A domain of a company of this size. */
function aDomain(size) {
  serial += 1;
  const domain = `engines-${process.pid}-${serial}.com`;
  companies.known.set(domain, { likelihood: 6, display_name: "Engines", size, industry: "Machinery" });
  return domain;
}

/** Somebody there, who says nothing of the company. */
const somebodyAt = (domain) => {
  const { company: _, ...lead } = aLead({ email: `ada@${domain}` });
  return lead;
};

async function accepted(lead) {
  const answer = await session.post(lead);
  assert.ok(answer.status < 300, await answer.clone().text());
  return answer.json();
}

const report = async (leadId) => (await session.ops(`/v1/leads/${leadId}`)).json();

/** What is kept of a lead once its job is over. */
const found = (leadId) =>
  eventually(
    "what was found is kept",
    async () => {
      const row = await session.inbox.prepare("SELECT kept FROM enriched WHERE lead_id = ?").bind(leadId).first();
      return row !== null && JSON.parse(row.kept);
    },
    60,
  );

/** The lead once it is another team's, and somebody there has it. */
const taken = (leadId) =>
  eventually("somebody of the new team has it", async () => {
    const lead = await report(leadId);
    return lead.route.team === "enterprise" && lead.route.rep && lead;
  });

/** Nobody answers about companies until what is returned is called. */
function holdCompanies() {
  const { promise, resolve } = Promise.withResolvers();
  companies.before = () => promise;
  return resolve;
}

/** A lead that somebody of sales had, and that went to the team for large companies. */
async function moved() {
  const lead = somebodyAt(aDomain("1001-5000"));
  const release = holdCompanies();
  const receipt = await accepted(lead);
  assert.equal(receipt.route.team, "sales", "of which nothing is known when it comes");
  await eventually("somebody of sales has it", async () => (await report(receipt.lead_id)).route.rep, 30);
  release();
  const { rerouted } = await found(receipt.lead_id);
  assert.deepEqual(rerouted, { moved: { from: "sales", to: "enterprise", rule: "enterprise-by-size" } });
  return { lead, leadId: receipt.lead_id };
}

async function assertBalanced() {
  const law = await session.conservation();
  assert.ok(law.balanced, JSON.stringify(law));
  assert.equal(law.quarantined, 0, JSON.stringify(law));
}

test("a large company's lead goes to their team, and record and card name the new rep", async () => {
  const { leadId } = await moved();
  const { route, timeline } = await taken(leadId);
  const { rep } = route;
  assert.equal(route.rule, "enterprise-by-size");
  assert.ok(!rep.team, "somebody of that team itself, whoever works now");
  const told = timeline.find(({ event }) => event === "moved");
  assert.equal(told.detail, "from sales to enterprise by rule enterprise-by-size, after enrichment");
  await eventually("the record names the new rep", async () => {
    const [record] = await session.records(`lead_id = '${leadId}'`);
    const written = JSON.parse(record.route);
    return written.team === "enterprise" && written.rep?.id === rep.id;
  });
  await eventually("so does the card, the only one", async () => {
    const cards = await slack.cardsOf(leadId);
    assert.ok(cards.length <= 1, JSON.stringify(cards));
    const card = JSON.stringify(cards);
    return card.includes("Enterprise") && card.includes(rep.name) && card.includes("In the CRM");
  });
  await assertBalanced();
});

test("the move is a decision on record beside the first, and the page says it", async () => {
  const { leadId } = await moved();
  const lines = (await (await session.ops(`/v1/ops/decisions/${leadId}`)).text()).trim().split("\n");
  const [move, first] = lines.map((line) => JSON.parse(line));
  assert.deepEqual([move.team, move.rule, move.moved_from], ["enterprise", "enterprise-by-size", "sales"]);
  assert.deepEqual([first.team, first.rule, first.moved_from], ["sales", "fallback", undefined]);
  assert.deepEqual([move.facts.enriched.employees, move.facts.enriched_from.employees], [1001, "people_data_labs"]);
  assert.equal(move.bundle, first.bundle);
  const page = await (await session.ops(`/ops/leads/${leadId}`)).text();
  assert.ok(page.includes("Moved from sales to enterprise by rule enterprise-by-size."), page);
});

test("the old team's rep has the turn back", async () => {
  const { leadId } = await moved();
  await taken(leadId);
  const turn = async () => (await (await session.ops(`/v1/ops/pools/sales/turns/${leadId}`)).json()).turn;
  await eventually("its pool has heard", async () => (await turn()) === "withdrawn");
  const { adjustments } = await (await session.ops("/v1/ops/pools/sales/adjustments")).json();
  const back = adjustments.filter(({ lead_id: of }) => of === leadId);
  assert.deepEqual(back.map(({ turns, by }) => [turns, by]), [[-1, "enrichment"]]);
});

test("what its visitor says again moves it nowhere", async () => {
  const { lead, leadId } = await moved();
  const { route } = await taken(leadId);
  const again = await accepted({ ...lead, notes: "And one more thing" });
  assert.deepEqual([again.lead_id, again.route.team, again.route.rep?.name], [leadId, "enterprise", route.rep.name]);
  await eventually("it is said of the repeat too why it stays", async () => {
    const { revision, rerouted } = await found(leadId);
    return revision === 2 && rerouted.stayed === "moved_before";
  }, 60);
  assert.equal((await report(leadId)).route.team, "enterprise");
  await assertBalanced();
});

test("a small company's lead stays where it is, and it is said why", async () => {
  const { lead_id: leadId } = await accepted(somebodyAt(aDomain("11-50")));
  const { rerouted } = await found(leadId);
  assert.deepEqual(rerouted, { stayed: "same_team" });
  assert.equal((await report(leadId)).route.team, "sales");
  const page = await (await session.ops(`/ops/leads/${leadId}`)).text();
  assert.ok(page.includes("It stays with its team"), page);
});

test("rules that are not in force any more move no lead", async () => {
  const release = holdCompanies();
  const { lead_id: leadId } = await accepted(somebodyAt(aDomain("1001-5000")));
  await files.replace("routing.toml", 'name = "Enterprise"', 'name = "Large companies"');
  await publish();
  release();
  const { rerouted } = await found(leadId);
  assert.deepEqual(rerouted, { stayed: "other_rules" });
  assert.equal((await report(leadId)).route.team, "sales");
  await assertBalanced();
});
