// The ledger takes the copies in a filled object for its own. Run with: node --test bench/filled_shard.test.mjs

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { shardOf } from "../tests/workerd/support/session.mjs";
import { TALLY, claimCommand, newLeadId, numberOf, sibling } from "./claims.mjs";
import { prepare } from "./contenders.mjs";
import { filledShard } from "./filled_shard.mjs";
import { open } from "./http.mjs";
import { withProbe, withVariables } from "./probe.mjs";
import { newClaim, postCommand } from "./requests.mjs";
import { start } from "./serve.mjs";

const LEADS = 100;
/** The copies are up to 25 days old, evenly. */
const [RETENTION_DAYS, PAST_RETENTION] = ["20", 20];
const DEADLINE_MS = 10_000;

let side;
let shard;
before(async () => {
  side = withProbe(await prepare("beeline"));
  shard = await filledShard(side, LEADS);
});

async function asked(variables, ask) {
  const server = await start({ ...withVariables(side, variables), state: shard.state });
  try {
    const connection = await open(server.probePort);
    const call = (command) => connection.request(postCommand(shard.object, command));
    const tally = async () => JSON.parse((await call(TALLY)).body).tally;
    await ask({ call, tally });
    connection.close();
  } finally {
    await server.stop();
  }
}

/** Of all leads, wherever they are delivered. */
const counter = ({ counters }, wanted) =>
  counters.find(({ name, destination }) => name === wanted && destination === "")?.value ?? 0;

test("an id made for a shard names it", () => {
  const number = (numberOf(shard.object) + 3) % 8;
  assert.equal(shardOf(newLeadId(shard.lead.lead_id, number)), sibling(shard.object, number));
});

test("a filled object has its leads in its books, and accepts another", async () => {
  await asked({}, async ({ call, tally }) => {
    assert.equal(counter(await tally(), "delivered"), LEADS);
    assert.equal(newClaim(await call(claimCommand(shard, shard.object))).error, undefined);
    assert.equal(counter(await tally(), "accepted"), LEADS + 1);
    assert.equal(counter(await tally(), "swept"), 0);
  });
});

test("it forgets the copies that are past their retention, and no other", async () => {
  await asked({ RETENTION_DAYS }, async ({ call, tally }) => {
    await call(claimCommand(shard, shard.object));
    const deadline = Date.now() + DEADLINE_MS;
    while (counter(await tally(), "swept") < PAST_RETENTION && Date.now() < deadline) await sleep(50);
    await sleep(500);
    assert.equal(counter(await tally(), "swept"), PAST_RETENTION);
  });
});
