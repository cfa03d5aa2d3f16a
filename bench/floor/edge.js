// The least that an edge of this shape can do: the body goes to one of eight ledger objects, unread.

const SHARDS = 8;
let accepted = 0;
/** No two isolates give out the same ids. */
let isolate;

export default {
  async fetch(request, env) {
    isolate ??= `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
    accepted += 1;
    const leadId = `ld_${isolate}${accepted}`;
    const shard = `shard-${accepted % SHARDS}`;
    await env.LEDGER.getByName(shard).claim(shard, leadId, await request.text());
    const headers = { "content-type": "application/json" };
    return new Response(`{"lead_id":"${leadId}","duplicate":false}`, { status: 202, headers });
  },
};
