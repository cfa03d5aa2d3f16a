// A drill's verdict says what was seen. Run with: node --test gameday/*.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { accepted, balanced, closed, onceEach, passes, unmoved } from "./verdict.mjs";

const failed = (checks) => checks.filter(({ met }) => !met).map(({ what }) => what);
const nobody = new Map();

test("every lead once at the CRM passes", () => {
  const checks = onceEach("hubspot", { promised: ["a", "b"], atCrm: ["b", "a"], quarantined: nobody });
  assert.ok(passes(checks));
});

test("a lead that is nowhere fails, and is counted", () => {
  const checks = onceEach("hubspot", { promised: ["a", "b"], atCrm: ["a"], quarantined: nobody });
  assert.deepEqual(failed(checks), ["leads once at hubspot", "leads nowhere"]);
  assert.equal(checks.find(({ what }) => what === "leads nowhere").seen, "1");
});

test("two records of one lead fail", () => {
  const checks = onceEach("hubspot", { promised: ["a"], atCrm: ["a", "a"], quarantined: nobody });
  assert.deepEqual(failed(checks), ["leads once at hubspot", "leads there twice"]);
});

test("a record that names no lead fails", () => {
  const checks = onceEach("hubspot", { promised: ["a"], atCrm: ["a", null], quarantined: nobody });
  assert.deepEqual(failed(checks), ["records without a lead"]);
});

test("quarantine passes for the right reason only", () => {
  const evidence = { promised: ["a", "b"], atCrm: ["a"], quarantined: new Map([["b", "pipedrive: not told"]]) };
  assert.deepEqual(failed(onceEach("pipedrive", evidence)), ["leads in quarantine"]);
  assert.deepEqual(failed(onceEach("pipedrive", { ...evidence, allowed: "not told" })), []);
  const other = onceEach("pipedrive", { ...evidence, allowed: "refused" });
  assert.deepEqual(failed(other), ["leads in quarantine"]);
  assert.match(other.at(-1).seen, /not told/);
});

test("a lead without a receipt fails the load, with the reason", () => {
  const line = accepted({ sent: 2, ids: ["a"], errors: { "status 503": 1 } });
  assert.equal(line.met, false);
  assert.equal(line.seen, "1, 1 x status 503");
});

test("one sample that does not balance fails, and so does silence that nobody allowed", () => {
  const right = { answered: true, balanced: true };
  const silent = { answered: false };
  assert.ok(passes(balanced([right, right])));
  assert.deepEqual(failed(balanced([right, { answered: true, balanced: false }])), ["samples that balance"]);
  assert.deepEqual(failed(balanced([right, silent])), ["samples without an answer"]);
  assert.ok(passes(balanced([right, silent], { mayBeSilent: true })));
  assert.ok(!passes(balanced([silent], { mayBeSilent: true })), "an account that was never seen proves nothing");
});

test("an account that does not close fails", () => {
  const law = { accepted: 3, delivered: 2, quarantined: 1, in_flight: 0 };
  assert.ok(passes(closed(law, 3)));
  assert.deepEqual(failed(closed({ ...law, delivered: 1, in_flight: 1 }, 3)), ["in flight in the end", "delivered or in quarantine"]);
  assert.deepEqual(failed(closed(law, 4)), ["accepted, with a receipt or without"]);
});

test("a figure may move by the share and the milliseconds that it is given, and no more", () => {
  const allowed = { times: 1.25, ms: 5 };
  assert.ok(unmoved("ack", { before: 20, during: 30 }, allowed).met);
  assert.ok(!unmoved("ack", { before: 20, during: 30.1 }, allowed).met);
  assert.ok(!unmoved("ack", { before: Number.NaN, during: 30 }, allowed).met, "nothing was measured");
});
