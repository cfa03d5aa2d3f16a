// What is found out about leads comes after their delivery, with where it came from, and whatever becomes
// of it leaves them as they were.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { Dns } from "../vendors/doubles/dns.mjs";
import { KEY, PeopleDataLabs } from "../vendors/doubles/people_data_labs.mjs";
import { TWILIO, TwilioLookup } from "../vendors/doubles/twilio_lookup.mjs";
import { aLead, eventually, startSession, syntheticMark } from "./support/session.mjs";
import { CHANNEL, Slack, TOKEN } from "./support/slack.mjs";

let companies;
let dns;
let lookup;
let slack;
let session;

/** A session that asks the doubles. */
const asking = (variables = {}) =>
  startSession({
    variables: {
      WARM_WORK: "on",
      PEOPLE_DATA_LABS_URL: companies.url,
      PEOPLE_DATA_LABS_KEY: KEY,
      DNS_URL: dns.url,
      TWILIO_LOOKUP_URL: lookup.url,
      TWILIO_KEY_ID: TWILIO.id,
      TWILIO_KEY_SECRET: TWILIO.secret,
      ...variables,
    },
  });

before(async () => {
  [companies, dns, lookup, slack] = await Promise.all([
    PeopleDataLabs.start(),
    Dns.start(),
    TwilioLookup.start(),
    Slack.start(),
  ]);
  session = await asking({ SLACK_URL: slack.url, SLACK_TOKEN: TOKEN, SLACK_CHANNEL: CHANNEL });
});

after(async () => {
  await session?.stop();
  await Promise.all([companies, dns, lookup, slack].map((vendor) => vendor?.stop()));
});

afterEach(() => {
  companies.before = async () => {};
  companies.faults.garbage = null;
});

let serial = 0;
/** The domain of a company that the doubles know. */
function aDomain() {
  serial += 1;
  const domain = `calculators-${process.pid}-${serial}.com`;
  const likelihood = 6;
  companies.known.set(domain, { likelihood, display_name: "Calculators", size: "51-200", industry: "Machinery" });
  dns.zones.set(domain, [`10 mx.${domain}.`]);
  return domain;
}

/** Somebody there who says nothing of the company. */
const somebodyAt = (domain, changes = {}) => {
  const { company: _, ...lead } = aLead({ email: `ada@${domain}` });
  return { ...lead, ...changes };
};

async function accepted(lead, { at = session, headers = {} } = {}) {
  const answer = await at.post(lead, headers);
  assert.equal(answer.status, 202, await answer.clone().text());
  return (await answer.json()).lead_id;
}

/** What is kept of a lead, or undefined. */
async function kept(leadId, at = session) {
  const row = await at.inbox.prepare("SELECT kept FROM enriched WHERE lead_id = ?").bind(leadId).first();
  return row === null ? undefined : JSON.parse(row.kept);
}

const found = (leadId, { at = session, seconds = 60 } = {}) =>
  eventually("what was found is kept", () => kept(leadId, at), seconds);

const callsAbout = (vendor, domain) => vendor.calls.filter(({ query }) => [...query.values()].includes(domain));

async function assertDelivered(leadId, at = session) {
  const [record] = await at.records(`lead_id = '${leadId}'`);
  assert.equal(record?.lead_id, leadId);
  const law = await at.conservation();
  assert.ok(law.balanced, JSON.stringify(law));
  assert.equal(law.quarantined, 0, JSON.stringify(law));
}

test("what was found arrives with its source, after the lead itself", async () => {
  const domain = aDomain();
  lookup.lines.set("+12025550123", "nonFixedVoip");
  let recordsThen;
  companies.before = async () => {
    recordsThen = await session.records(`email = 'ada@${domain}'`);
  };
  const leadId = await accepted(somebodyAt(domain));
  const { findings, score, report } = await found(leadId);
  assert.equal(recordsThen.length, 1, "the lead was in the CRM before anybody was asked about it");
  const { name, employees } = findings.company;
  assert.deepEqual([name.value, name.source, name.confidence], ["Calculators", "people_data_labs", 6]);
  assert.deepEqual([employees.value, employees.source], [[51, 200], "people_data_labs"]);
  assert.ok(Math.abs(Date.now() - employees.at_ms) < 60_000, "and its time");
  assert.deepEqual([findings.mail.value, findings.mail.source], ["accepted", "mail_dns"]);
  assert.deepEqual([findings.line.value, findings.line.source], ["non_fixed_voip", "twilio_lookup"]);
  assert.ok(score.reasons.some(({ reason }) => reason === "Number without an address behind it"));
  assert.ok(["company", "mail", "line", "score"].every((step) => report.done.includes(step)), JSON.stringify(report));
  await assertDelivered(leadId);
});

test("the lead's page and its card say what was found, and by whom", async () => {
  const leadId = await accepted(somebodyAt(aDomain()));
  await found(leadId);
  const page = await (await session.ops(`/ops/leads/${leadId}`)).text();
  for (const words of ["Found out", "51 to 200", "People Data Labs", "6 of 10 sure"]) {
    assert.ok(page.includes(words), words);
  }
  const card = await eventually("the card says it", async () => {
    const cards = await slack.cardsOf(leadId);
    return cards.length === 1 && JSON.stringify(cards[0]).includes("51 to 200 (People Data Labs)") && cards[0];
  });
  assert.ok(JSON.stringify(card).includes("In the CRM"), "and that it is delivered");
});

test("what the visitor said stays, and what others say of it stands beside it", async () => {
  const leadId = await accepted(somebodyAt(aDomain(), { company: "Analytical Engines" }));
  await found(leadId);
  const [record] = await session.records(`lead_id = '${leadId}'`);
  assert.equal(record.company, "Analytical Engines");
  const page = await (await session.ops(`/ops/leads/${leadId}`)).text();
  assert.match(page, /Calculators<\/bdi> \(the visitor says otherwise\)/);
});

test("a domain is asked about once, however many come from it at once", async () => {
  const domain = aDomain();
  companies.before = () => new Promise((resolve) => setTimeout(resolve, 300));
  const leads = Array.from({ length: 6 }, (_, index) =>
    somebodyAt(domain, { email: `ada${index}@${domain}`, phone: `+1 202-555-01${30 + index}` }),
  );
  const ids = await Promise.all(leads.map((lead) => accepted(lead)));
  const all = await Promise.all(ids.map((id) => found(id)));
  assert.ok(all.every(({ findings }) => findings.company.name.value === "Calculators"));
  assert.deepEqual([callsAbout(companies, domain).length, callsAbout(dns, domain).length], [1, 1]);
});

test("a lead that may be somebody's who was here before says so, with what it rests on", async () => {
  const [domain, name, phone] = [aDomain(), "Grace Hopper", "+1 202-555-0177"];
  const first = await accepted(somebodyAt(domain, { email: `grace@${domain}`, name, phone }));
  assert.deepEqual((await found(first)).findings.duplicates, undefined, "nobody was here before");
  const second = await accepted(somebodyAt(domain, { email: `hopper@${domain}`, name: "Hopper, Grace", phone }));
  const { findings, report } = await found(second);
  const [{ lead_id, may, why }] = findings.duplicates;
  assert.deepEqual([lead_id, may, why], [first, "be_person", ["phone", "name", "domain"]]);
  assert.ok(report.done.includes("duplicates"), JSON.stringify(report));
  const page = await (await session.ops(`/ops/leads/${second}`)).text();
  assert.ok(page.includes("may be the same person as") && page.includes(`href="/ops/leads/${first}"`));
  await eventually("the card says it", async () => {
    const cards = await slack.cardsOf(second);
    return JSON.stringify(cards).includes(`may be the same person as ${first} (same number, name, company's domain)`);
  });
  const { results } = await session.inbox.prepare("SELECT * FROM trace").all();
  assert.ok(results.some((row) => row.lead_id === second));
  const stored = JSON.stringify(results).toLowerCase();
  assert.ok(!["@", "hopper", "grace", "5550177"].some((said) => stored.includes(said)), "nothing can be read back");
});

test("nobody is asked about a mail provider's domain", async () => {
  const leadId = await accepted(somebodyAt("gmail.com", { email: `ada.${process.pid}@gmail.com` }));
  const { findings, report } = await found(leadId);
  assert.equal(findings.company, undefined);
  assert.deepEqual(report.skipped.find(([step]) => step === "company")[1], { no_company: "free_mail" });
  assert.deepEqual([callsAbout(companies, "gmail.com"), callsAbout(dns, "gmail.com")], [[], []]);
});

test("a monitor's lead is owed nothing of it", async () => {
  const domain = aDomain();
  const headers = { "beeline-synthetic": syntheticMark("probe") };
  const monitored = await accepted(somebodyAt(domain), { headers });
  await found(await accepted(somebodyAt(aDomain())));
  assert.equal(await kept(monitored), undefined);
  const traced = session.inbox.prepare("SELECT * FROM trace WHERE lead_id = ?").bind(monitored);
  assert.equal(await traced.first(), null, "nor is it compared with anybody");
  assert.deepEqual(callsAbout(companies, domain), []);
});

test("a provider that never answers leaves the lead as it was, with what others answered", async () => {
  const held = [];
  companies.before = () => new Promise((resolve) => held.push(resolve));
  const leadId = await accepted(somebodyAt(aDomain()));
  const { findings, report } = await found(leadId);
  held.forEach((release) => release());
  assert.equal(findings.company, undefined);
  assert.equal(findings.mail.value, "accepted", "the others' answers are there");
  assert.ok(report.gave_up.some(([step]) => step === "company"), JSON.stringify(report));
  await assertDelivered(leadId);
});

test("garbage leaves the lead as it was", async () => {
  companies.faults.garbage = "html";
  const leadId = await accepted(somebodyAt(aDomain()));
  const { findings, report } = await found(leadId);
  assert.equal(findings.company, undefined);
  assert.ok(report.gave_up.some(([step]) => step === "company"), JSON.stringify(report));
  await assertDelivered(leadId);
});

test("past the day's cap nobody is asked, and the lead is as it was", async (t) => {
  const other = await asking({ WARM_CREDITS_PER_DAY: "1", TWILIO_KEY_ID: "" });
  t.after(() => other.stop());
  const [first, second] = [aDomain(), aDomain()];
  const paid = await found(await accepted(somebodyAt(first), { at: other }), { at: other });
  assert.equal(paid.findings.company.name.value, "Calculators");
  const leadId = await accepted(somebodyAt(second, { phone: "+1 202-555-0199" }), { at: other });
  const { findings, report } = await found(leadId, { at: other });
  assert.equal(findings.company, undefined);
  assert.deepEqual(report.gave_up.find(([step]) => step === "company")[1], { failed: "over_budget" });
  assert.deepEqual(report.skipped.find(([step]) => step === "line")[1], "not_configured");
  assert.deepEqual(callsAbout(companies, second), []);
  await assertDelivered(leadId, other);
});
