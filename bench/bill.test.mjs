// The bill says what Cloudflare's own examples say. Run with: node --test bench/bill.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { bill, perForgotten, perLead, plus, times } from "./bill.mjs";

const MILLION = 1_000_000;

test("15 million requests of 7 ms cost 8 dollars a month", () => {
  const month = bill({ worker_requests: 15 * MILLION, worker_cpu_ms: 7 * 15 * MILLION });
  assert.equal(month.dollars_with_subscription, 8);
  assert.equal(month.dollars_above_included, 3);
  assert.equal(month.dollars, 6.6);
});

test("a million messages a day cost 35.60 dollars a month", () => {
  assert.equal(bill({ queue_operations: 3 * 30 * MILLION }).dollars_above_included, 35.6);
});

test("objects that run for so many seconds cost 12.50 dollars for each million of GB-seconds", () => {
  assert.equal(bill({ object_gb_seconds: 259_200_000 * 0.128 }).dollars_above_included, 409.72);
});

test("logs cost what they take and then what they hold", () => {
  assert.equal(bill({ log_gb: 75, log_gb_months: 20 }).dollars_above_included, 7.05);
});

test("what is within the included amounts costs nothing above the subscription", () => {
  const month = bill({ object_requests: MILLION, object_rows_written: 50 * MILLION, inbox_gb_months: 5 });
  assert.equal(month.dollars_above_included, 0);
  assert.equal(month.dollars_with_subscription, 5);
  assert.equal(month.dollars, 53.9);
});

test("counts become what one lead takes, and what was never counted is nothing", () => {
  const counts = {
    edge: { requests: 4, log_lines: 4, log_bytes: 400 },
    ledger: { calls: 6, alarms: 2, active_ms: 1000, rows_written: 38, alarms_set: 2, queue_writes: 4, bytes: 8_000 },
    consumer: { batches: 2, queue_reads: 4, queue_deletes: 4, inbox_rows_written: 8 },
  };
  const each = perLead(counts, 0.004, 4);
  assert.equal(each.worker_requests, 1.5);
  assert.equal(each.worker_cpu_ms, 1);
  assert.equal(each.object_requests, 2);
  assert.equal(each.object_gb_seconds, 0.032);
  assert.equal(each.object_rows_written, 10);
  assert.equal(each.object_gb_months, 2e-6);
  assert.equal(each.queue_operations, 3);
  assert.equal(each.inbox_rows_read, 0);
  // Four lines, six requests of Workers and eight of objects.
  assert.equal(each.log_gb, (400 + 18 * 1000) / 4 / 1e9);
  assert.equal(times(4, each).object_requests, 8);
});

test("a lead is paid for once more when it is forgotten", () => {
  const forgetting = perForgotten({ forgotten: 40, sweeps: 2, sweep_rows_read: 400, sweep_rows_written: 158 });
  assert.deepEqual(forgetting, { object_requests: 0.05, object_rows_read: 10, object_rows_written: 4 });
  const each = { worker_requests: 1, object_rows_written: 10 };
  assert.deepEqual(plus(each, forgetting), { worker_requests: 1, object_rows_written: 14, object_requests: 0.05, object_rows_read: 10 });
  assert.deepEqual(plus(each, {}), each);
});
