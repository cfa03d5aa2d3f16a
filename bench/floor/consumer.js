// The least that a consumer of this shape can do: a batch is one statement, and one call per ledger.

const INSERT = `
  INSERT INTO inbox (lead_id, written_at_ms, lead)
  SELECT value->>'lead_id', ?2, value->>'lead' FROM json_each(?1) WHERE true
  ON CONFLICT DO NOTHING`;

export default {
  /** A batch that fails in any way comes back whole. */
  async queue(batch, env) {
    const positions = new Map();
    const messages = batch.messages.map(({ body }) => {
      const space = body.indexOf(" ");
      const message = body.slice(space + 1);
      // The shard stands first in the message: `{"shard":"shard-0",`.
      const shard = message.slice(10, message.indexOf('"', 10));
      if (!positions.has(shard)) positions.set(shard, []);
      positions.get(shard).push(Number(body.slice(0, space)));
      return message;
    });
    await env.INBOX.prepare(INSERT).bind(`[${messages.join(",")}]`, Date.now()).run();
    await Promise.all(Array.from(positions, ([shard, list]) => env.LEDGER.getByName(shard).settle(list)));
  },
};
