// Cards on Slack, through a stateful emulator on the loopback.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { aLead, eventually, startSession } from "./support/session.mjs";
import { CHANNEL, Slack, TOKEN } from "./support/slack.mjs";

let slack;
let session;
before(async () => {
  slack = await Slack.start();
  session = await startSession({
    variables: { SLACK_URL: slack.url, SLACK_TOKEN: TOKEN, SLACK_CHANNEL: CHANNEL, SLACK_DEADLINE_MS: "3000" },
  });
});
after(async () => {
  await session?.stop();
  await slack?.stop();
});
afterEach(() => {
  slack.before = async () => {};
});

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until the channel's pace has room for a burst again. */
const rested = () =>
  eventually("the channel is quiet", async () => {
    const newest = Math.max(0, ...(await slack.messages()).map(({ ts }) => Number(ts)));
    return Date.now() / 1000 - newest > 4;
  });

const confirmed = (card) => JSON.stringify(card).includes("In the CRM");

/** The lead's one card, once it says that the record is there. */
const confirmedCard = (leadId, seconds = 30) =>
  eventually("the card is confirmed", async () => {
    const cards = await slack.cardsOf(leadId);
    return cards.length === 1 && confirmed(cards[0]) && cards[0];
  }, seconds);

const settled = (seconds = 40) =>
  eventually("nothing is in flight and no card is owed", async () => {
    const law = await session.conservation();
    return law.balanced && law.in_flight === 0 && law.destinations["card:slack"]?.settled >= law.accepted && law;
  }, seconds);

async function accepted(lead) {
  const answer = await session.post(lead);
  assert.equal(answer.status, 202);
  return (await answer.json()).lead_id;
}

test("a lead is one message, updated when the record is there", async () => {
  const leadId = await accepted(aLead({ name: "Ada <!channel> Lovelace" }));
  const card = await confirmedCard(leadId);
  assert.ok(JSON.stringify(card).includes(`/ops/leads/${leadId}`), "it links the record");
  const { text, blocks } = card;
  const parsed = [text, ...JSON.stringify(blocks).matchAll(/"mrkdwn"[^}]*/g)].join();
  assert.ok(!parsed.includes("<!channel>"), "lead data pings nobody");
  await settled();
});

test("a Slack slower than the CRM still ends with one confirmed message", async () => {
  await rested();
  slack.before = (method) => (method === "chat.postMessage" ? pause(1_500) : Promise.resolve());
  const leadId = await accepted(aLead());
  await confirmedCard(leadId);
  await settled();
  assert.equal((await slack.cardsOf(leadId)).length, 1);
});

test("a CRM slower than Slack confirms the message that is there", async () => {
  // Records are written two seconds late: their queue gathers that long.
  const gather = (options) => {
    const queue = options.queueConsumers?.["crm-inbox"];
    return queue ? { ...options, queueConsumers: { ...options.queueConsumers, "crm-inbox": { ...queue, maxBatchTimeout: 2 } } } : options;
  };
  const variables = { SLACK_URL: slack.url, SLACK_TOKEN: TOKEN, SLACK_CHANNEL: CHANNEL };
  const late = await startSession({ variables, adjust: gather });
  try {
    const { lead_id: leadId } = await (await late.post(aLead())).json();
    const provisional = await eventually("the provisional card is there", async () => (await slack.cardsOf(leadId))[0]);
    assert.ok(!confirmed(provisional), "the card came before the record");
    const card = await confirmedCard(leadId);
    assert.equal(card.ts, provisional.ts, "it is the same message");
  } finally {
    await late.stop();
  }
});

test("the receipt waits for no Slack, however slow", async () => {
  await rested();
  slack.before = () => pause(2_500);
  const lead = aLead();
  const start = performance.now();
  const leadId = await accepted(lead);
  assert.ok(performance.now() - start < 2_000, "answered before Slack did");
  slack.before = async () => {};
  await confirmedCard(leadId);
  await settled();
});

test("with Slack gone the receipt is unaffected, and the card appears when it is back", async () => {
  await rested();
  await slack.goAway();
  const leadId = await accepted(aLead());
  await eventually("the record is there", async () => (await session.records(`lead_id = '${leadId}'`)).length === 1);
  await slack.comeBack();
  await confirmedCard(leadId, 60);
  await settled(60);
  assert.equal((await slack.cardsOf(leadId)).length, 1);
});

test("a resubmit updates the card that is there", async () => {
  await rested();
  const lead = aLead();
  const leadId = await accepted(lead);
  await confirmedCard(leadId);
  await settled();
  assert.equal((await session.post({ ...lead, notes: "Call me after five" })).status, 200);
  await eventually("the card says what is new", async () => {
    const cards = await slack.cardsOf(leadId);
    return cards.length === 1 && JSON.stringify(cards[0]).includes("Call me after five");
  }, 30);
});

test("a burst beyond Slack's pace is gathered in a digest", async () => {
  await rested();
  const before = (await slack.messages()).length;
  const ids = await Promise.all(Array.from({ length: 12 }, () => accepted(aLead())));
  await eventually("every lead stands in the channel", async () => {
    const counts = await Promise.all(
      ids.map(async (id) => (await slack.cardsOf(id)).length + (await slack.digestsOf(id)).length),
    );
    return counts.every((count) => count === 1);
  }, 60);
  const posted = (await slack.messages()).length - before;
  assert.ok(posted < 12, `${posted} messages for 12 leads`);
  await settled(60);
});

test("no log line of all this has personal data", () => {
  assert.ok(session.logs.length > 0);
  assert.deepEqual(session.logs.filter(({ message }) => /Lovelace|ada-|2025550123/.test(message)), []);
});
