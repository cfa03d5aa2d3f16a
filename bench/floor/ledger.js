// The least that a ledger of this shape can do: a row that is durable before the answer, in a queue
// within a tenth of a second, and gone once the consumer has it.

import { DurableObject } from "cloudflare:workers";

/** As long as the others gather leads for a batch. */
const FLUSH_DELAY_MS = 100;
const BATCH_MESSAGES = 100;
/** Queues take 256 KB per batch. */
const BATCH_CHARS = 240_000;

const BATCH = "SELECT position, message FROM lead WHERE position > ? ORDER BY position LIMIT ?";
const SCHEMA = `CREATE TABLE IF NOT EXISTS lead (position INTEGER PRIMARY KEY, message TEXT NOT NULL)`;

export class Ledger extends DurableObject {
  #sql = this.ctx.storage.sql;
  /** Counted here, because SQLite would give out the number of a row that is gone again. */
  #last = 0;
  /** Rows up to here are in the queue. An object that starts anew sends all of its rows again. */
  #sentTo = 0;
  #isAlarmSet = false;

  constructor(ctx, env) {
    super(ctx, env);
    this.#sql.exec(SCHEMA);
    this.#last = this.#sql.exec("SELECT coalesce(max(position), 0) AS last FROM lead").one().last;
  }

  /** The platform answers only once the row is on disk. */
  claim(shard, leadId, lead) {
    const message = JSON.stringify({ shard, lead_id: leadId, lead });
    this.#last += 1;
    this.ctx.storage.transactionSync(() => {
      this.#sql.exec("INSERT INTO lead (position, message) VALUES (?, ?)", this.#last, message);
    });
    if (this.#isAlarmSet) return;
    this.#isAlarmSet = true;
    void this.ctx.storage.setAlarm(Date.now() + FLUSH_DELAY_MS);
  }

  /** Sends what came since, each row with its position for the consumer to give back. */
  async alarm() {
    this.#isAlarmSet = false;
    for (;;) {
      const batch = fitting(this.#sql.exec(BATCH, this.#sentTo, BATCH_MESSAGES).raw().toArray());
      if (batch.length === 0) return;
      this.#sentTo = batch.at(-1)[0];
      const messages = batch.map(([position, message]) => ({ body: `${position} ${message}`, contentType: "text" }));
      await this.env.CRM.sendBatch(messages);
    }
  }

  settle(positions) {
    this.#sql.exec("DELETE FROM lead WHERE position IN (SELECT value FROM json_each(?))", JSON.stringify(positions));
  }
}

/** As many rows as a batch may hold, and one at least. */
function fitting(rows) {
  let chars = 0;
  return rows.filter(([, message], i) => (chars += message.length) <= BATCH_CHARS || i === 0);
}

export default { fetch: () => new Response(null, { status: 404 }) };
