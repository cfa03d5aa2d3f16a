// The load generator, a process of its own. Bounded in time and in number; loopback only.
//
//   closed loop   each connection sends its next lead when it has its answer: the most that a server takes
//   open loop     leads leave at a fixed rate; a latency counts from when the lead was due, so that a
//                 server that stalls cannot hide the leads that had to wait for it

import { fork } from "node:child_process";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { answer, caller } from "./calls.mjs";
import { open } from "./http.mjs";
import { ownSeconds } from "./machine.mjs";
import { KINDS } from "./requests.mjs";

const SELF = fileURLToPath(import.meta.url);
const CONNECTIONS = 16;
const AFTER_FAILURE_MS = 100;
const MAX_LEADS = 1_000_000;
const TICK_MS = 1;
/** How far behind its schedule an open loop may end. */
const GRACE_MS = 2_000;

/** Milliseconds since the epoch, finer than Date. */
const now = () => performance.timeOrigin + performance.now();

/**
 * Sends requests of one kind for some seconds, at `rate` per second or, without one, as fast as they
 * are answered: new leads, if nothing else is said. Returns when each lead was accepted, and how long
 * each answer took.
 */
async function load({ port, seconds, rate, kind = "lead", ...subject }) {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(port)));
  const tally = { sent: 0, ids: [], acceptedAt: [], latencies: [], errors: {} };
  const request = KINDS[kind](subject);
  const started = now();
  const stop = started + seconds * 1000;
  const send = (connection, due) => sendOne(connection, tally, request, due);
  if (rate === undefined) {
    await Promise.all(connections.map((connection) => closedLoop(connection, stop, tally, send)));
  } else {
    await openLoop(connections, started, stop, rate, tally, send);
  }
  const ended = now();
  for (const connection of connections) connection.close();
  return { ...tally, started, ended, cpuSeconds: ownSeconds() };
}

async function closedLoop(connection, stop, tally, send) {
  while (now() < stop && tally.sent < MAX_LEADS) await send(connection, now());
}

/** Lead `i` is due at `started + i / rate`; it leaves then, or as soon as a connection is free. */
async function openLoop(connections, started, stop, rate, tally, send) {
  const idle = [...connections];
  const busy = new Set();
  const total = Math.min(Math.floor(((stop - started) / 1000) * rate), MAX_LEADS);
  while (tally.sent < total && now() < stop + GRACE_MS) {
    const due = started + (tally.sent * 1000) / rate;
    // The one that has waited longest: a server closes what nobody uses.
    const connection = now() >= due ? idle.shift() : undefined;
    if (connection === undefined) {
      await sleep(TICK_MS);
      continue;
    }
    const done = send(connection, due).then(() => {
      busy.delete(done);
      idle.push(connection);
    });
    busy.add(done);
  }
  if (tally.sent < total) tally.errors["no connection was free in time"] = total - tally.sent;
  await Promise.all(busy);
}

/** One request. An answer that is not the one its kind is sent for is an error, under its own name. */
async function sendOne(connection, tally, { message, judge }, due) {
  tally.sent += 1;
  try {
    const { error, id } = judge(await connection.request(message(tally.sent)));
    if (error !== undefined) return count(tally.errors, error);
    const at = now();
    if (id !== undefined) tally.ids.push(id);
    tally.acceptedAt.push(at);
    tally.latencies.push(at - due);
  } catch (error) {
    count(tally.errors, error.message);
    await sleep(AFTER_FAILURE_MS);
  }
}

function count(errors, name) {
  errors[name] = (errors[name] ?? 0) + 1;
}

/** Runs a load in a new process. */
export async function runLoad(options) {
  const child = fork(SELF, ["--child"], { stdio: ["ignore", 2, 2, "ipc"], serialization: "advanced" });
  try {
    return await caller(child)("load", options);
  } finally {
    child.disconnect();
  }
}

if (process.argv[1] === SELF && process.argv[2] === "--child") answer({ load });
