// Counts what an object asks of its storage, as Cloudflare bills it: rows read and written, and a
// row written for every alarm that is set.

import { count, largest } from "./counts.mjs";

/** A transaction with a statement like this forgets old leads: those in its parameter, an array. */
const SWEEPS = /^\s*DELETE FROM submission\b/;

let cursors = [];
let forgotten = 0;
let isPatched = false;

/** All objects share the prototypes that are changed here, once. */
export function meterStorage(storage) {
  if (isPatched) return;
  isPatched = true;
  const sql = Object.getPrototypeOf(storage.sql);
  const { exec } = sql;
  sql.exec = function (statement, ...bindings) {
    const cursor = exec.call(this, statement, ...bindings);
    cursors.push(cursor);
    if (SWEEPS.test(statement)) forgotten += JSON.parse(bindings[0]).length;
    return cursor;
  };
  meterTransactions(Object.getPrototypeOf(storage));
}

function meterTransactions(storage) {
  const { transactionSync, setAlarm } = storage;
  storage.transactionSync = function (body) {
    const began = Date.now();
    const first = cursors.length;
    forgotten = 0;
    const value = transactionSync.call(this, body);
    if (forgotten > 0) countSweep(Date.now() - began, cursors.slice(first));
    return value;
  };
  storage.setAlarm = function (...when) {
    count("alarms_set");
    return setAlarm.apply(this, when);
  };
}

function countSweep(tookMs, cursors) {
  count("sweeps");
  count("forgotten", forgotten);
  count("sweep_ms", tookMs);
  largest("longest_sweep_ms", tookMs);
  for (const { rowsRead, rowsWritten } of cursors) {
    count("sweep_rows_read", rowsRead);
    count("sweep_rows_written", rowsWritten);
  }
}

/** Adds up the cursors of a call that is over: before, a cursor may not have read all of its rows. */
export function countRows() {
  for (const { rowsRead, rowsWritten } of cursors) {
    count("rows_read", rowsRead);
    count("rows_written", rowsWritten);
  }
  cursors = [];
}
