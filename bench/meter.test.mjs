// The meter counts what each side does. Run with: node --test bench/meter.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { prepare } from "./contenders.mjs";
import { open } from "./http.mjs";
import { newRun } from "./leads.mjs";
import { metered } from "./meter/bundle.mjs";
import { KINDS } from "./requests.mjs";
import { start } from "./serve.mjs";

const LEADS = 3;
const DEADLINE_MS = 10_000;

for (const name of ["beeline", "peer"]) {
  test(`what ${name} does for a few leads is counted`, async () => {
    const server = await start(await metered(await prepare(name)));
    try {
      await accept(server);
      const { edge, ledger, consumer } = await settledCounts(server);
      assert.equal(edge.requests, LEADS);
      assert.equal(edge.log_lines, LEADS);
      assert.ok(ledger.calls >= LEADS + 1, "claims, and settlements");
      assert.ok(ledger.alarms >= 1 && ledger.alarms_set >= ledger.alarms);
      assert.ok(ledger.rows_written > LEADS && ledger.bytes > 0);
      assert.deepEqual([ledger.messages, ledger.queue_writes], [LEADS, LEADS]);
      assert.deepEqual([consumer.queue_reads, consumer.queue_deletes], [LEADS, LEADS]);
      assert.equal(consumer.inbox_statements, consumer.batches);
      assert.ok(consumer.inbox_rows_written >= LEADS && consumer.inbox_bytes > 0);
    } finally {
      await server.stop();
    }
  });
}

async function accept(server) {
  const connection = await open(server.port);
  const { message, judge } = KINDS.lead({ run: newRun() });
  for (let n = 1; n <= LEADS; n++) {
    assert.equal(judge(await connection.request(message(n))).error, undefined);
  }
  connection.close();
}

/** The counts once the last message is acknowledged. */
async function settledCounts(server) {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const counts = await server.counts();
    if (counts.consumer.queue_deletes >= LEADS || Date.now() > deadline) return counts;
    await sleep(50);
  }
}
