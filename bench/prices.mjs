// What Cloudflare asks on the Workers Paid plan, in dollars, and what a month includes. Read in the
// source of Cloudflare's documentation, of which these pages are made; the invoice may know better.

export const READ_ON = "2026-11-22";

const WORKERS = "https://developers.cloudflare.com/workers/platform/pricing/";
const OBJECTS = "https://developers.cloudflare.com/durable-objects/platform/pricing/";
const QUEUES = "https://developers.cloudflare.com/queues/platform/pricing/";
const D1 = "https://developers.cloudflare.com/d1/platform/pricing/";
/** From December 2026 on; until then a million log events cost $0.60, and 20 million are included. */
const LOGS = "https://developers.cloudflare.com/observability/pricing/";

const MILLION = 1_000_000;
const price = (dollars, per, included, page) => ({ dollars, per, included, page });

export const SUBSCRIPTION_DOLLARS = 5;

/** By item: `dollars` for every `per`, above the `included` of a month. */
export const PRICES = {
  worker_requests: price(0.3, MILLION, 10 * MILLION, WORKERS),
  worker_cpu_ms: price(0.02, MILLION, 30 * MILLION, WORKERS),
  object_requests: price(0.15, MILLION, MILLION, OBJECTS),
  object_gb_seconds: price(12.5, MILLION, 400_000, OBJECTS),
  object_rows_read: price(0.001, MILLION, 25_000 * MILLION, OBJECTS),
  object_rows_written: price(1, MILLION, 50 * MILLION, OBJECTS),
  object_gb_months: price(0.2, 1, 5, OBJECTS),
  queue_operations: price(0.4, MILLION, MILLION, QUEUES),
  inbox_rows_read: price(0.001, MILLION, 25_000 * MILLION, D1),
  inbox_rows_written: price(1, MILLION, 50 * MILLION, D1),
  inbox_gb_months: price(0.75, 1, 5, D1),
  log_gb: price(0.25, 1, 50, LOGS),
  log_gb_months: price(0.1, 1, 12, LOGS),
};
