import { DurableObject } from "cloudflare:workers";
import { seal, type Envelope } from "./envelope";
import type { LedgerEnv } from "./env";

const DEDUP_MS = 600_000;
/** Long enough to fill a batch under load, far below what a rep would notice. */
const FLUSH_DELAY_MS = 100;
const RESEND_AFTER_MS = 60_000;
const SEND_BACKOFF_MS = 1_000;
const MAX_ATTEMPTS = 20;
/** Queues take 100 messages and 256 KB per batch. */
const BATCH_MESSAGES = 100;
const BATCH_CHARS = 240_000;

export interface Claim {
  person: string;
  form: string;
  leadId: string;
  correlationId: string;
  shard: string;
  route: string;
  lead: string;
}

export interface Claimed {
  leadId: string;
  correlationId: string;
  duplicate: boolean;
  route: string;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS lead (
    lead_id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    form TEXT NOT NULL,
    shard TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'real',
    correlation_id TEXT NOT NULL,
    accepted_at_ms INTEGER NOT NULL,
    route TEXT NOT NULL,
    lead TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS lead_by_person ON lead (person, form, accepted_at_ms);
  CREATE TABLE IF NOT EXISTS obligation (
    lead_id TEXT NOT NULL,
    obligation TEXT NOT NULL,
    generation INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL DEFAULT 'due',
    not_before_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (lead_id, obligation)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS obligation_open ON obligation (not_before_ms) WHERE state IN ('due', 'sent');
  CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
`;

const FIND = `SELECT lead_id AS leadId, correlation_id AS correlationId, route FROM lead
  WHERE person = ? AND form = ? AND accepted_at_ms > ? ORDER BY accepted_at_ms DESC LIMIT 1`;
const INSERT_LEAD = `INSERT INTO lead (lead_id, person, form, shard, correlation_id, accepted_at_ms, route, lead)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const INSERT_OBLIGATION = `INSERT INTO obligation (lead_id, obligation, not_before_ms) VALUES (?, 'crm:inbox', ?)`;
const COUNT = `INSERT INTO counter (name, value) VALUES (?, ?)
  ON CONFLICT DO UPDATE SET value = value + excluded.value`;
const OPEN = `state IN ('due', 'sent')`;
const DUE = `SELECT lead_id, obligation, generation, form, shard, kind, correlation_id, accepted_at_ms, route, lead
  FROM obligation JOIN lead USING (lead_id)
  WHERE ${OPEN} AND not_before_ms <= ? ORDER BY not_before_ms LIMIT ${BATCH_MESSAGES}`;
const MARK_SENT = `UPDATE obligation SET state = 'sent', not_before_ms = ?, attempts = attempts + 1
  WHERE ${OPEN} AND lead_id IN (SELECT value FROM json_each(?))`;
const QUARANTINE = `UPDATE obligation SET state = 'quarantined'
  WHERE ${OPEN} AND attempts >= ${MAX_ATTEMPTS} AND not_before_ms <= ?`;
const SETTLE = `UPDATE obligation SET state = 'delivered'
  WHERE state <> 'delivered' AND lead_id IN (SELECT value FROM json_each(?)) RETURNING 1`;
const NEXT = `SELECT min(not_before_ms) AS at FROM obligation WHERE ${OPEN}`;
const STATE = `SELECT state FROM obligation WHERE lead_id = ?`;

type First = Omit<Claimed, "duplicate">;

type DueRow = {
  lead_id: string;
  obligation: string;
  generation: number;
  form: string;
  shard: string;
  kind: string;
  correlation_id: string;
  accepted_at_ms: number;
  route: string;
  lead: string;
};

/** One shard: accepts leads, and owes each of them to the inbox until the consumer says that it is there. */
export class Ledger extends DurableObject<LedgerEnv> {
  #sql = this.ctx.storage.sql;
  #clock = 0;
  #alarmAt = Infinity;

  constructor(ctx: DurableObjectState, env: LedgerEnv) {
    super(ctx, env);
    this.#sql.exec(SCHEMA);
  }

  /** One transaction: the earlier lead of this person and form, or this one with what is owed to it. */
  claim(claim: Claim): Claimed {
    const now = this.#now();
    const claimed = this.ctx.storage.transactionSync(() => {
      const { leadId, person, form, shard, correlationId, route, lead } = claim;
      const first = this.#sql.exec<First>(FIND, person, form, now - DEDUP_MS).toArray()[0];
      if (first !== undefined) {
        this.#sql.exec(COUNT, "repeated", 1);
        return { ...first, duplicate: true };
      }
      this.#sql.exec(INSERT_LEAD, leadId, person, form, shard, correlationId, now, route, lead);
      this.#sql.exec(INSERT_OBLIGATION, leadId, now);
      this.#sql.exec(COUNT, "accepted", 1);
      return { leadId, correlationId, route, duplicate: false };
    });
    if (!claimed.duplicate) this.#wakeAt(now + FLUSH_DELAY_MS);
    return claimed;
  }

  /** The consumer has written these leads. Returns how many were not settled before. */
  settle(leadIds: string[]): number {
    return this.ctx.storage.transactionSync(() => {
      const settled = this.#sql.exec(SETTLE, JSON.stringify(leadIds)).toArray().length;
      if (settled > 0) this.#sql.exec(COUNT, "delivered", settled);
      return settled;
    });
  }

  state(leadId: string): string | null {
    const row = this.#sql.exec<{ state: string }>(STATE, leadId).toArray()[0];
    if (row === undefined) return null;
    return row.state === "due" || row.state === "sent" ? "accepted" : row.state;
  }

  /** Never throws: an alarm that keeps failing is given up by the platform. */
  override async alarm(): Promise<void> {
    this.#alarmAt = Infinity;
    try {
      await this.#flush();
      const next = this.#sql.exec<{ at: number | null }>(NEXT).one().at;
      if (next !== null) this.#wakeAt(Math.max(next, this.#now() + FLUSH_DELAY_MS));
    } catch (error) {
      console.error(JSON.stringify({ event: "ledger.flush_failed", error: String(error) }));
      this.#wakeAt(this.#now() + SEND_BACKOFF_MS);
    }
  }

  /** Sends what is due. A crash between send and mark sends again; the inbox upsert makes that harmless. */
  async #flush(): Promise<void> {
    this.#sql.exec(QUARANTINE, this.#now());
    for (;;) {
      const rows = this.#sql.exec<DueRow>(DUE, this.#now()).toArray();
      if (rows.length === 0) return;
      const { ENVELOPE_KID, ENVELOPE_KEY } = this.env;
      const sealed = await Promise.all(rows.map((row) => seal(envelopeOf(row), ENVELOPE_KID, ENVELOPE_KEY)));
      for (const batch of batches(sealed)) {
        await this.env.CRM.sendBatch(batch.map((body) => ({ body, contentType: "text" })));
      }
      this.#sql.exec(MARK_SENT, this.#now() + RESEND_AFTER_MS, JSON.stringify(rows.map((row) => row.lead_id)));
      if (rows.length < BATCH_MESSAGES) return;
    }
  }

  /** One alarm per object: moved only when it must ring earlier. */
  #wakeAt(at: number): void {
    if (at >= this.#alarmAt) return;
    this.#alarmAt = at;
    void this.ctx.storage.setAlarm(at);
  }

  /** Never goes back, so that a dedup window cannot open again. */
  #now(): number {
    this.#clock = Math.max(this.#clock, Date.now());
    return this.#clock;
  }
}

function envelopeOf({ route, lead, ...row }: DueRow): Envelope {
  return { ...row, route: JSON.parse(route), lead: JSON.parse(lead) };
}

/** Splits by size; the query has limited the number. */
function* batches(messages: string[]): Generator<string[]> {
  let batch: string[] = [];
  let size = 0;
  for (const message of messages) {
    if (size + message.length > BATCH_CHARS && batch.length > 0) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(message);
    size += message.length;
  }
  if (batch.length > 0) yield batch;
}

export default { fetch: () => new Response(null, { status: 404 }) };
