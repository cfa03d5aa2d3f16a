// The floor does the mechanics that it is measured at. Run with: node --test bench/floor.test.mjs

import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { prepare, queueSettings } from "./contenders.mjs";
import { lead, newRun } from "./leads.mjs";
import { serve } from "./serve.mjs";

const DEADLINE_MS = 10_000;
const SETTLED_MS = 2_000;
const LEADS = 150;
const run = newRun();
let server;
let state;

before(async () => {
  state = await mkdtemp(join(tmpdir(), "beeline-floor-"));
  server = await serve({ ...(await prepare("floor")), state });
});
after(async () => {
  await server?.stop();
  await rm(state, { recursive: true, force: true });
});

const post = (body) => fetch(`http://127.0.0.1:${server.port}/v1/leads/demo`, { method: "POST", body });

test("every lead is in the inbox once, as it was sent, and no ledger keeps any", async () => {
  const bodies = Array.from({ length: LEADS }, (_, i) => JSON.stringify(lead(run, i)));
  const answers = await Promise.all(bodies.map(post));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [202]);
  const ids = await Promise.all(answers.map(async (answer) => (await answer.json()).lead_id));
  const deadline = Date.now() + DEADLINE_MS;
  while ((await server.count()) < LEADS && Date.now() < deadline) await sleep(20);
  assert.deepEqual((await server.arrivals()).sort(), [...ids].sort());
  const { results } = await server.database.prepare("SELECT lead_id, lead FROM inbox").all();
  const written = new Map(results.map(({ lead_id, lead }) => [lead_id, lead]));
  ids.forEach((id, i) => assert.equal(written.get(id), bodies[i]));

  await sleep(SETTLED_MS);
  await server.stop();
  server = undefined;
  assert.deepEqual(await leftInLedgers(), { objects: 8, leads: 0 });
});

async function leftInLedgers() {
  const { DatabaseSync } = await import("node:sqlite");
  const folder = join(state, "do", "floor-ledger-Ledger");
  const files = (await readdir(folder)).filter((file) => /^[0-9a-f]+\.sqlite$/.test(file));
  const counts = files.map((file) => {
    const database = new DatabaseSync(join(folder, file));
    const { left } = database.prepare("SELECT count(*) AS left FROM lead").get();
    database.close();
    return left;
  });
  return { objects: files.length, leads: counts.reduce((sum, left) => sum + left, 0) };
}

test("it drains its queue as the others do", async () => {
  const settings = async (side, queue) => {
    const found = (await queueSettings(side)).find((settings) => settings.queue === queue);
    return { ...found, queue: undefined };
  };
  assert.deepEqual(await settings("floor", "floor-crm-inbox"), await settings("peer", "peer-crm-inbox"));
});
