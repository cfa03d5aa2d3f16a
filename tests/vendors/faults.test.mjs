// Every fault, on one double: they are the same for all.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { PATH, SECRET, Webhook } from "./doubles/webhook.mjs";
import { ask, clock } from "./ask.mjs";

const headers = { authorization: `Bearer ${SECRET}` };
let time;
let crm;
beforeEach(async () => {
  time = clock();
  crm = await Webhook.start({ now: time.now });
});
afterEach(() => crm.stop());

const lead = (id) => ({ external_id: id, email: `${id}@example.com` });
const send = (id, more = {}) => ask(`${crm.url}${PATH}`, { method: "POST", headers, body: lead(id), ...more });
const causeOf = (promise) =>
  promise.then(
    () => "answered",
    ({ cause, name }) => cause?.code ?? name,
  );

test("a dark vendor refuses connections, and is back on the same port with what it had", async () => {
  assert.equal((await send("one")).status, 201);
  const { url } = crm;
  await crm.goDark();
  assert.notEqual(await causeOf(send("two")), "answered", "a connection that was open is not");
  assert.equal(await causeOf(send("two")), "ECONNREFUSED");
  await crm.comeBack();
  assert.equal(crm.url, url);
  assert.equal((await send("two")).status, 201);
  assert.deepEqual(
    crm.records().map(({ key }) => key),
    ["one", "two"],
  );
});

test("it is dark for a while by itself", async () => {
  const back = crm.darkFor(200);
  assert.equal(await causeOf(send("one")), "ECONNREFUSED");
  await back;
  assert.equal((await send("one")).status, 201);
});

test("connections are reset for a while, and nothing is written", async () => {
  crm.faults.resetFor(1000);
  assert.notEqual(await causeOf(send("one")), "answered");
  assert.equal(crm.calls[0].end, "reset");
  assert.equal(crm.records().length, 0);
  time.pass(1001);
  assert.equal((await send("one")).status, 201);
});

test("it is too busy for a while, in the vendor's own words", async () => {
  crm.faults.throttleFor(30_000);
  const answer = await send("one");
  assert.equal(answer.status, 429);
  assert.equal(answer.headers.get("retry-after"), "1");
  assert.equal(crm.records().length, 0);
  time.pass(30_001);
  assert.equal((await send("one")).status, 201);
});

test("every third answer is lost after the write happened, and repeats do not count as writes", async () => {
  crm.faults.loseEvery(3);
  const ends = [];
  for (const id of ["a", "b", "c", "c", "d", "e", "f"]) ends.push(await causeOf(send(id)));
  assert.deepEqual(
    ends.map((end) => end === "answered"),
    [true, true, false, true, true, true, false],
  );
  const written = crm.records().map(({ key, writes }) => [key, writes]);
  assert.deepEqual(
    written,
    ["a", "b", "c", "d", "e", "f"].map((key) => [key, 1]),
  );
  assert.equal(crm.calls.filter(({ end }) => end === "lost").length, 2);
});

test("a body that drips is whole in the end, and who does not wait leaves it", async () => {
  crm.faults.drip = { bytes: 10, everyMs: 20 };
  const whole = await send("one");
  assert.equal(whole.body.result, "created");
  crm.faults.drip = { bytes: 1, everyMs: 100 };
  assert.equal(await causeOf(send("two", { signal: AbortSignal.timeout(300) })), "TimeoutError");
  assert.equal(crm.records().length, 2, "it was written all the same");
});

test("garbage comes in five kinds, and what was written stays written", async () => {
  const bodies = {};
  for (const kind of ["html", "cut", "other", "empty", "binary"]) {
    crm.faults.garbage = kind;
    bodies[kind] = (await send(kind)).body;
  }
  assert.match(bodies.html, /^<!doctype html>/);
  assert.match(bodies.cut, /^\{"result":"crea/);
  assert.deepEqual(bodies.other, { ok: true });
  assert.equal(bodies.empty, "");
  assert.equal(typeof bodies.binary, "string");
  assert.equal(crm.records().length, 5);
});

test("it fails with a status before it writes", async () => {
  crm.faults.failing = 503;
  assert.equal((await send("one")).status, 503);
  assert.equal(crm.records().length, 0);
});

test("every answer takes a while, and the hook sees a call before it is looked at", async () => {
  crm.faults.latencyMs = 1000;
  const seen = [];
  crm.before = async (call) => {
    seen.push([call.method, call.path, crm.records().length]);
  };
  assert.equal(await causeOf(send("one", { signal: AbortSignal.timeout(100) })), "TimeoutError");
  assert.deepEqual(seen, [["POST", PATH, 0]]);
  assert.equal(crm.records().length, 0, "it is looked at when its time has come");
});

test("cleared, it is as it was", async () => {
  Object.assign(crm.faults, { failing: 500, garbage: "html", latencyMs: 10_000, drip: { bytes: 1, everyMs: 1000 } });
  crm.faults.throttleFor(60_000);
  crm.faults.resetFor(60_000);
  crm.faults.loseEvery(1);
  crm.faults.clear();
  assert.equal((await send("one")).status, 201);
});

test("calls are kept with what they were answered", async () => {
  await send("one");
  await ask(`${crm.url}${PATH}?external_id=one`, { headers });
  const told = crm.calls.map(({ method, status, end, text }) => [method, status, end, text.length > 0]);
  assert.deepEqual(told, [
    ["POST", 201, "answered", true],
    ["GET", 200, "answered", false],
  ]);
});

test("it keeps the newest calls, and reads no body that a vendor would not", async () => {
  crm.keptCalls = 2;
  for (const id of ["a", "b", "c"]) await send(id);
  assert.deepEqual(
    crm.calls.map(({ text }) => JSON.parse(text).external_id),
    ["b", "c"],
  );
  const endless = await send("d", { body: "x".repeat(9_000_000) }).catch(({ cause }) => cause);
  assert.ok(endless.status === 599 || endless.code !== undefined);
  assert.equal(crm.records().length, 3);
});
