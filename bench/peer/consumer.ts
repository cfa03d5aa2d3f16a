import { open, type Envelope } from "./envelope";
import type { ConsumerEnv } from "./env";

/** One statement for a batch, whatever its size. A repeat fills blanks and overwrites nothing. */
const UPSERT = `
  INSERT INTO inbox (lead_id, form, kind, correlation_id, accepted_at_ms, written_at_ms, team,
    email, phone, name, company, country, lead)
  SELECT value->>'lead_id', value->>'form', value->>'kind', value->>'correlation_id', value->>'accepted_at_ms', ?2,
    value->>'$.route.team', value->>'$.lead.email', coalesce(value->>'$.lead.phone_e164', value->>'$.lead.phone'),
    value->>'$.lead.name', value->>'$.lead.company', value->>'$.lead.country', value->'lead'
  FROM json_each(?1) WHERE true
  ON CONFLICT (lead_id) DO UPDATE SET
    email = coalesce(email, excluded.email), phone = coalesce(phone, excluded.phone),
    name = coalesce(name, excluded.name), company = coalesce(company, excluded.company),
    country = coalesce(country, excluded.country)`;
const REFUSE = `INSERT INTO refused (digest, envelope, seen_at_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`;

type Opened = { message: Message; envelope: Envelope };

export default {
  /** Verify, write, settle, and only then acknowledge. */
  async queue(batch, env) {
    const opened = await openAll(batch.messages, env);
    if (opened.length === 0) return;
    try {
      const leads = JSON.stringify(opened.map(({ envelope }) => envelope));
      await env.INBOX.prepare(UPSERT).bind(leads, Date.now()).run();
    } catch (error) {
      console.error(JSON.stringify({ event: "inbox.failed", leads: opened.length, error: String(error) }));
      for (const { message } of opened) message.retry();
      return;
    }
    const shards = Map.groupBy(opened, ({ envelope }) => envelope.shard);
    await Promise.all(Array.from(shards, ([shard, leads]) => settle(shard, leads, env)));
  },
} satisfies ExportedHandler<ConsumerEnv>;

async function openAll(messages: readonly Message[], env: ConsumerEnv): Promise<Opened[]> {
  const opened: Opened[] = [];
  await Promise.all(
    messages.map(async (message) => {
      const envelope = await open(message.body, env.ENVELOPE_KID, env.ENVELOPE_KEY);
      if (envelope === null) await refuse(message, env);
      else opened.push({ message, envelope });
    }),
  );
  return opened;
}

async function settle(shard: string, leads: Opened[], env: ConsumerEnv): Promise<void> {
  try {
    await env.LEDGER.getByName(shard).settle(leads.map(({ envelope }) => envelope.lead_id));
    for (const { message } of leads) message.ack();
  } catch (error) {
    console.error(JSON.stringify({ event: "settle.failed", shard, leads: leads.length, error: String(error) }));
    for (const { message } of leads) message.retry();
  }
}

/** Kept once, by digest, for a person to look at; it touches no lead. */
async function refuse(message: Message, env: ConsumerEnv): Promise<void> {
  const text = String(message.body);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  console.error(JSON.stringify({ event: "envelope.refused", digest: digest.toHex() }));
  await env.INBOX.prepare(REFUSE).bind(digest.toHex(), text.slice(0, 4096), Date.now()).run();
  message.ack();
}
