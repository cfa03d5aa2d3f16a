// A ledger object with very many leads on disk, for the rows that ask what they cost a claim.
//
// The object makes its own file: Beeline is started, given one lead, and stopped once that lead is
// delivered. `copies.mjs` then fills the object's tables with leads like it.

import { rmSync } from "node:fs";
import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fillWithCopies } from "./copies.mjs";
import { get, open } from "./http.mjs";
import { newRun } from "./leads.mjs";
import { postLead } from "./requests.mjs";
import { say } from "./rounds.mjs";
import { start } from "./serve.mjs";

const OBJECTS = join("do", "beeline-ledger-Ledger");
const DELIVERY_DEADLINE_MS = 10_000;

const filled = new Map();

/** The storage of a Beeline whose one ledger object holds `leads` leads; made once in a run. */
export function filledShard(side, leads) {
  if (!filled.has(leads)) filled.set(leads, fill(side, leads));
  return filled.get(leads);
}

async function fill(side, leads) {
  const state = await mkdtemp(join(tmpdir(), "beeline-bench-"));
  removeAtExit(state);
  const run = newRun();
  await deliverOne({ ...side, state }, run);
  for (const file of await readdir(join(state, OBJECTS))) {
    if (!/^[0-9a-f]+\.sqlite$/.test(file)) continue;
    const began = Date.now();
    const shard = await fillWithCopies(join(state, OBJECTS, file), leads, run);
    if (shard === null) continue;
    say(`${shard.object}: ${leads} leads, ${Math.round(shard.bytes / 1e6)} MB, in ${Date.now() - began} ms`);
    return { ...shard, state, leads };
  }
  throw new Error("no ledger object has the lead that was accepted");
}

/** One real lead, until the ledger has settled it. */
async function deliverOne(side, run) {
  const server = await start(side);
  try {
    const connection = await open(server.port);
    const { status, body } = await connection.request(postLead(run, 0));
    if (status !== 202) throw new Error(`the first lead was answered ${status}: ${body.slice(0, 300)}`);
    const { pathname, search } = new URL(JSON.parse(body).next.status_url, "http://localhost");
    const deadline = Date.now() + DELIVERY_DEADLINE_MS;
    for (let state; state !== "delivered"; ) {
      if (Date.now() > deadline) throw new Error(`the first lead is still ${state}`);
      await sleep(20);
      state = JSON.parse((await connection.request(get(pathname + search))).body).status;
    }
    connection.close();
  } finally {
    await server.stop();
  }
}

/** However the bench ends, but for a kill. */
function removeAtExit(folder) {
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  // A signal alone ends the process without its exit handlers.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
}
