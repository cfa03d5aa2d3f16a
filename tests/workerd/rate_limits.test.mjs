// Asking how a network stands with the rate limits never keeps a visitor waiting.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { arrive } from "../../workers/edge/src/request.js";

const [UNDER, OVER_SOFT, OVER_HARD] = [0, 1, 2];
const EMPTY = { body: null };

const says = (success) => ({ limit: async () => ({ success }) });
const silent = { limit: () => new Promise(() => {}) };
const broken = { limit: () => Promise.reject(new Error("no such limit")) };

const error = console.error;
let lines = [];
before(() => {
  console.error = (line) => lines.push(JSON.parse(line));
});
after(() => {
  console.error = error;
});

/** How a network stands, what was logged, and how long it took. */
async function ask(soft, hard) {
  lines = [];
  const started = performance.now();
  const { pressure } = await arrive(EMPTY, 1024, soft, hard, "network");
  return { pressure, events: lines.map(({ event }) => event), tookMs: performance.now() - started };
}

test("what is over one limit is held against the other", async () => {
  const found = [];
  for (const [soft, hard] of [[true, true], [true, false], [false, true], [false, false]]) {
    found.push((await ask(says(soft), says(hard))).pressure);
  }
  assert.deepEqual(found, [UNDER, UNDER, OVER_SOFT, OVER_HARD]);
});

test("a limit that does not answer stops nobody, holds nobody up, and is named", async () => {
  const neither = await ask(silent, silent);
  assert.deepEqual([neither.pressure, neither.events], [UNDER, ["edge.rate_limit_late"]]);
  const second = await ask(says(false), silent);
  assert.deepEqual([second.pressure, second.events], [OVER_SOFT, ["edge.rate_limit_late"]]);
  for (const { tookMs } of [neither, second]) assert.ok(tookMs < 1_000, `${tookMs} ms`);
});

test("a limit that cannot be asked stops nobody, and is named", async () => {
  const first = await ask(broken, says(false));
  assert.deepEqual([first.pressure, first.events], [UNDER, ["edge.rate_limit_failed"]]);
  const second = await ask(says(false), broken);
  assert.deepEqual([second.pressure, second.events], [OVER_SOFT, ["edge.rate_limit_failed"]]);
});

test("an answer leaves no timer behind, and no deadline in the log", async () => {
  const before = process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const { events } = await ask(says(false), says(false));
  assert.deepEqual(events, []);
  assert.equal(process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length, before);
});
