// Counts what a Worker asks of its queues and of D1, as Cloudflare bills it.

import { count, largest } from "./counts.mjs";

/** One operation for each 64 KB of a message, with about 100 bytes that the queue adds. */
const OPERATION_BYTES = 64_000;
const MESSAGE_BYTES = 100;
const encoder = new TextEncoder();

const operations = (body) => {
  if (typeof body !== "string") throw new Error("the meter knows only messages of text");
  return Math.ceil((encoder.encode(body).length + MESSAGE_BYTES) / OPERATION_BYTES);
};

const METERS = { WorkerQueue: meterQueue, D1Database: meterDatabase };
const patched = new Set();

/** Bindings of one kind share the prototype that is changed here, once. */
export function meterBindings(env) {
  for (const binding of Object.values(env)) {
    const kind = binding?.constructor?.name;
    if (!(kind in METERS) || patched.has(kind)) continue;
    patched.add(kind);
    METERS[kind](binding);
  }
}

function meterQueue(binding) {
  const queue = Object.getPrototypeOf(binding);
  const { send, sendBatch } = queue;
  const written = (body) => {
    count("messages");
    count("queue_writes", operations(body));
  };
  queue.send = function (body, options) {
    written(body);
    return send.call(this, body, options);
  };
  queue.sendBatch = function (messages, options) {
    const list = [...messages];
    for (const { body } of list) written(body);
    return sendBatch.call(this, list, options);
  };
}

/** A batch that is delivered is read; what is not handed back is deleted. */
export async function meterBatch(batch, consume) {
  count("batches");
  const taken = batch.messages.map(({ body }) => operations(body));
  const total = taken.reduce((sum, each) => sum + each, 0);
  count("queue_reads", total);
  let returned = 0;
  for (const [i, message] of batch.messages.entries()) {
    const { retry } = message;
    message.retry = (options) => {
      returned += taken[i];
      return retry.call(message, options);
    };
  }
  const value = await consume();
  count("queue_deletes", total - returned);
  return value;
}

function meterDatabase(binding) {
  const statement = Object.getPrototypeOf(binding.prepare("SELECT 1"));
  for (const name of ["run", "all"]) {
    const original = statement[name];
    statement[name] = async function (...parameters) {
      const outcome = await original.apply(this, parameters);
      count("inbox_statements");
      count("inbox_rows_read", outcome.meta.rows_read);
      count("inbox_rows_written", outcome.meta.rows_written);
      largest("inbox_bytes", outcome.meta.size_after);
      return outcome;
    };
  }
  const database = Object.getPrototypeOf(binding);
  for (const [owner, name] of [[statement, "first"], [statement, "raw"], [database, "batch"], [database, "exec"]]) {
    owner[name] = () => Promise.reject(new Error(`the meter does not know what D1's ${name} costs`));
  }
}
