// What the ledger is told of a batch that a queue takes, refuses, or says nothing of.

import assert from "node:assert/strict";
import { test } from "node:test";
import { sendBatch } from "../../workers/ledger/src/queue.js";

const TEXTS = JSON.stringify(["first", "second"]);

test("a batch that the queue takes is sent as texts, in their order", async () => {
  const taken = [];
  const queue = { sendBatch: async (messages) => void taken.push(...messages) };
  assert.equal(await sendBatch(queue, TEXTS, 10_000), true);
  assert.deepEqual(taken, [
    { body: "first", contentType: "text" },
    { body: "second", contentType: "text" },
  ]);
});

test("what the queue says against it is thrown, at once or later", async () => {
  const later = { sendBatch: () => Promise.reject(new Error("too much")) };
  await assert.rejects(sendBatch(later, TEXTS, 10_000), /too much/);
  const atOnce = {
    sendBatch() {
      throw new TypeError("no batch");
    },
  };
  await assert.rejects(sendBatch(atOnce, TEXTS, 10_000), /no batch/);
});

test("a queue that says nothing in time is late, and what it says after that is nobody's error", async () => {
  let refuse;
  const queue = { sendBatch: () => new Promise((_, reject) => (refuse = reject)) };
  assert.equal(await sendBatch(queue, TEXTS, 20), false);
  refuse(new Error("after all"));
  await new Promise((resolve) => setImmediate(resolve));
});
