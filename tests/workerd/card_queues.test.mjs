// The two queues of cards, each with the other one's consumer away.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, eventually, shardOf, startSession } from "./support/session.mjs";
import { CHANNEL, Slack, TOKEN } from "./support/slack.mjs";

/** More than a channel takes at once. */
const BURST = 8;

let slack;
before(async () => {
  slack = await Slack.start();
});
after(async () => {
  await slack?.stop();
});

/** A session in which nobody works on the messages of this queue. */
function without(queue) {
  const adjust = (options) => {
    if (options.name !== "beeline-consumer") return options;
    const { [queue]: unattended, ...queueConsumers } = options.queueConsumers;
    assert.ok(unattended, `there is a queue ${queue}`);
    return { ...options, queueConsumers };
  };
  return startSession({ variables: { SLACK_URL: slack.url, SLACK_TOKEN: TOKEN, SLACK_CHANNEL: CHANNEL }, adjust });
}

async function accepted(session, lead) {
  const answer = await session.post(lead);
  assert.equal(answer.status, 202);
  return (await answer.json()).lead_id;
}

/** What the ledger notes about the lead's obligations, as it is stored. */
async function owed(session, leadId) {
  const storage = await session.mf.unsafeGetDurableObjectStorage("beeline-ledger", "Ledger", { name: shardOf(leadId) });
  const [row] = await storage.exec("SELECT owed FROM lead WHERE lead_id = ?", leadId);
  return row.owed;
}

test("the edge gives a card back that it finds no room for in the channel", async () => {
  const session = await without("cards");
  try {
    const ids = await Promise.all(Array.from({ length: BURST }, () => accepted(session, aLead())));
    await eventually("some cards are posted and some given back, though nobody else has looked at any", async () => {
      const posted = await Promise.all(ids.map(async (id) => (await slack.cardsOf(id)).length === 1));
      const given = await Promise.all(ids.map(async (id) => (await owed(session, id)).includes("channel pace")));
      assert.ok(ids.every((_, at) => !(posted[at] && given[at])), "a card that is there is not given back");
      return posted.some(Boolean) && given.some(Boolean);
    });
  } finally {
    await session.stop();
  }
});

test("a lead that nobody was told of does not wait for cards to be brought up to date", async () => {
  const session = await without("card-updates");
  try {
    const known = aLead();
    const knownId = await accepted(session, known);
    await eventually("its card is there", async () => (await slack.cardsOf(knownId)).length === 1);
    assert.equal((await session.post({ ...known, notes: "Call me after five" })).status, 200);
    const ids = await Promise.all(Array.from({ length: BURST }, () => accepted(session, aLead())));
    await eventually("every new lead stands in the channel", async () => {
      const counts = await Promise.all(
        ids.map(async (id) => (await slack.cardsOf(id)).length + (await slack.digestsOf(id)).length),
      );
      return counts.every((count) => count === 1);
    }, 60);
    const [card] = await slack.cardsOf(knownId);
    assert.ok(!JSON.stringify(card).includes("after five"), "the update waits in its own queue");
  } finally {
    await session.stop();
  }
});
