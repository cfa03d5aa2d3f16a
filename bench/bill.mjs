// From what was counted to what it costs.

import { PRICES, SUBSCRIPTION_DOLLARS } from "./prices.mjs";
import { round, sum } from "./stats.mjs";

/** An object is billed for this much memory, whatever it uses. */
const OBJECT_GB = 0.128;
/** The ledger keeps a settled lead for a month, in which this is one of its gigabyte-months. */
const LEDGER_MONTHS = 1;
/** What is billed for the inbox is each month in which the lead is there: this is the first. */
const INBOX_MONTHS = 1;
/** Cloudflare keeps logs for a week, and adds to every event what nothing here can see: assumed to be this. */
const LOG_MONTHS = 7 / 30;
const LOG_EVENT_BYTES = 1_000;
const GB = 1e9;

/** What one lead takes of each item that has a price, of counts for `leads` leads. */
export function perLead({ edge, ledger, consumer }, cpuSeconds, leads) {
  const of = (counts, name) => counts[name] ?? 0;
  const queueOperations = of(ledger, "queue_writes") + of(consumer, "queue_reads") + of(consumer, "queue_deletes");
  const objectRequests = of(ledger, "calls") + of(ledger, "alarms");
  const workerRequests = of(edge, "requests") + of(consumer, "batches");
  const logBytes = sum([edge, ledger, consumer].map((counts) => of(counts, "log_bytes")));
  const logEvents = sum([edge, ledger, consumer].map((counts) => of(counts, "log_lines"))) + workerRequests + objectRequests;
  const logGb = (logBytes + logEvents * LOG_EVENT_BYTES) / GB;
  const totals = {
    worker_requests: workerRequests,
    worker_cpu_ms: cpuSeconds * 1000,
    object_requests: objectRequests,
    object_gb_seconds: (of(ledger, "active_ms") / 1000) * OBJECT_GB,
    object_rows_read: of(ledger, "rows_read"),
    object_rows_written: of(ledger, "rows_written") + of(ledger, "alarms_set"),
    object_gb_months: (of(ledger, "bytes") / GB) * LEDGER_MONTHS,
    queue_operations: queueOperations,
    inbox_rows_read: of(consumer, "inbox_rows_read"),
    inbox_rows_written: of(consumer, "inbox_rows_written"),
    inbox_gb_months: (of(consumer, "inbox_bytes") / GB) * INBOX_MONTHS,
    log_gb: logGb,
    log_gb_months: logGb * LOG_MONTHS,
  };
  return Object.fromEntries(Object.entries(totals).map(([item, total]) => [item, total / leads]));
}

/** Dollars for so much of each item in one month, and what of it is above the plan's own amounts. */
export function bill(quantities) {
  const items = Object.entries(quantities).map(([item, quantity]) => {
    const { dollars, per, included } = PRICES[item];
    const of = (billed) => (billed / per) * dollars;
    return [item, { quantity, dollars: of(quantity), above: of(Math.max(0, quantity - included)) }];
  });
  const total = (what) => round(sum(items.map(([, item]) => item[what])), 2);
  return {
    dollars: total("dollars"),
    dollars_above_included: total("above"),
    dollars_with_subscription: round(total("above") + SUBSCRIPTION_DOLLARS, 2),
    items: Object.fromEntries(
      items.map(([item, { quantity, dollars }]) => [item, { quantity: Number(quantity.toPrecision(4)), dollars: round(dollars, 3) }]),
    ),
  };
}

/** What one forgotten lead takes: counts of an object that sweeps, and a request and an alarm for each pass. */
export function perForgotten({ forgotten, sweeps, sweep_rows_read, sweep_rows_written }) {
  return {
    object_requests: sweeps / forgotten,
    object_rows_read: sweep_rows_read / forgotten,
    object_rows_written: (sweep_rows_written + sweeps) / forgotten,
  };
}

/** Both together. */
export function plus(one, other) {
  const all = Object.entries(other).map(([item, quantity]) => [item, quantity + (one[item] ?? 0)]);
  return { ...one, ...Object.fromEntries(all) };
}

/** The same quantities of so many. */
export const times = (count, quantities) =>
  Object.fromEntries(Object.entries(quantities).map(([item, quantity]) => [item, quantity * count]));
