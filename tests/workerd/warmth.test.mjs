// What a page may do for its visitor before anything is submitted.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, startSession } from "./support/session.mjs";

let session;
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

const events = () => session.logs.map(({ message }) => JSON.parse(message).event);

test("an isolate is ready before its first request", async () => {
  await eventually("it says so", () => events().includes("edge.started"));
  const line = session.logs.map(({ message }) => JSON.parse(message)).find(({ event }) => event === "edge.started");
  assert.equal(line.ready, true);
});

test("a page's HEAD has edge and ledger rehearse a lead, once, and nobody gets it", async () => {
  for (let times = 0; times < 3; times += 1) {
    assert.equal((await fetch(`${session.url}/v1/leads/demo`, { method: "HEAD" })).status, 204);
  }
  await eventually("the rehearsal is over", () => events().includes("edge.rehearsed"));
  const rehearsals = events().filter((event) => /rehearsed|not_awake/.test(event));
  assert.deepEqual(rehearsals.sort(), ["edge.rehearsed", "ledger.rehearsed"]);
  const law = await session.conservation();
  assert.deepEqual([law.accepted, law.in_flight, law.balanced], [0, 0, true]);
});
