// Killing the whole session in the middle of a load, again and again, on the same storage.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { SECRETS, aLead, eventually, startSession } from "./support/session.mjs";

const SERVE = fileURLToPath(new URL("./support/serve.mjs", import.meta.url));
const ROUNDS = 5;
const LEADS_PER_ROUND = 2_000;
const CONNECTIONS = 16;

let folder;
let child;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "beeline-crash-"));
});
after(async () => {
  if (child) await kill();
  await rm(folder, { recursive: true, force: true });
});

/** Starts a session in its own process group, so that all of it can be killed at once. */
async function start() {
  child = spawn(process.execPath, [SERVE, folder], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, BEELINE_TEST_SECRETS: JSON.stringify(SECRETS) },
  });
  const [url] = await once(createInterface(child.stdout), "line");
  return url;
}

async function kill() {
  const gone = once(child, "exit");
  process.kill(-child.pid, "SIGKILL");
  await gone;
  child = undefined;
}

/** Posts leads until they are used up or the session is gone; answers those that got a 2xx. */
async function load(url, leads, onAccepted) {
  const accepted = [];
  const connection = async () => {
    for (let lead = leads.pop(); lead; lead = leads.pop()) {
      try {
        const answer = await fetch(`${url}/v1/leads/demo`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(lead),
        });
        if (!answer.ok) continue;
        accepted.push({ email: lead.email, id: (await answer.json()).lead_id });
        onAccepted(accepted.length);
      } catch {
        return; // the session is gone: nobody was promised anything
      }
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return accepted;
}

test("every lead that got a 2xx survives five kills, once, with one turn of one rep", { timeout: 600_000 }, async (t) => {
  const promised = new Map();
  for (let round = 0; round < ROUNDS; round += 1) {
    const url = await start();
    const leads = Array.from({ length: LEADS_PER_ROUND }, () => aLead());
    const killAt = Math.floor(LEADS_PER_ROUND * (0.3 + 0.1 * round));
    let killed;
    const accepted = await load(url, leads, (count) => {
      if (count === killAt) killed = kill();
    });
    assert.ok(killed, "the session was killed in the middle of the load");
    await killed;
    assert.ok(accepted.length < LEADS_PER_ROUND);
    for (const { id, email } of accepted) promised.set(id, email);
    t.diagnostic(`round ${round + 1}: killed at ${killAt}, ${accepted.length} promised`);
  }

  const session = await startSession({ state: folder });
  try {
    const law = await eventually("nothing is in flight", async () => {
      const law = await session.conservation();
      return law.in_flight === 0 && law.balanced && law;
    }, 240);
    const records = await session.records();
    const byId = new Map(records.map(({ lead_id, email }) => [lead_id, email]));
    assert.equal(byId.size, records.length);
    const lost = [...promised].filter(([id, email]) => byId.get(id) !== email);
    assert.deepEqual(lost, [], "every promised lead is in the inbox");
    assert.equal(new Set(records.map(({ email }) => email)).size, records.length, "nobody is there twice");
    assert.equal(law.accepted, records.length);
    assert.equal(law.quarantined, 0);
    t.diagnostic(`${promised.size} promised, ${records.length} accepted and delivered, 0 lost`);

    await eventually("every record has its owner", async () => {
      const without = await session.records("json_extract(route, '$.rep.id') IS NULL");
      return without.length === 0;
    }, 120);
    const pool = await session.mf.unsafeGetDurableObjectStorage("beeline-ledger", "Pool", { name: "sales" });
    const turns = await pool.exec("SELECT lead_id, rep FROM turn WHERE rep IS NOT NULL");
    assert.equal(turns.length, records.length, "as many turns as leads");
    const owners = new Map((await session.records()).map(({ lead_id, route }) => [lead_id, JSON.parse(route).rep.id]));
    const others = turns.filter(({ lead_id, rep }) => owners.get(lead_id) !== rep);
    assert.deepEqual(others, [], "each record's owner is whose turn it was");
  } finally {
    await session.stop();
  }
});
