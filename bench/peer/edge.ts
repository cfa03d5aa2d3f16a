import { Hono } from "hono";
import { readBody } from "./body";
import { FORMS } from "./contract";
import { identify, normalize, shardOf } from "./identity";
import { problem } from "./problem";
import { route } from "./routing";
import type { EdgeEnv } from "./env";
import type { Claimed } from "./ledger";

const app = new Hono<{ Bindings: EdgeEnv }>();

app.get("/healthz", (c) => c.json({ status: "ok" }));

app.post("/v1/leads/:form", async (c) => {
  const correlationId = crypto.randomUUID();
  const form = c.req.param("form");
  const contract = FORMS.get(form);
  if (contract === undefined) return problem(404, "no such form", correlationId);

  const body = await readBody(c.req.raw);
  if (!body.ok) return problem(body.status, body.detail, correlationId);

  const parsed = contract.safeParse(body.fields);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, code, message }) => ({ field: path.join("."), code, message }));
    log("lead.refused", { correlation_id: correlationId, form, fields: errors.map(({ field }) => field) });
    return problem(422, "see errors", correlationId, errors);
  }

  const lead = normalize(parsed.data);
  const { person, leadId, shard } = await identify(lead, form, Date.now(), c.env.PERSON_KEY);
  try {
    const claimed = await c.env.LEDGER.getByName(shard).claim({
      person,
      form,
      leadId,
      correlationId,
      shard,
      route: JSON.stringify(route(lead)),
      lead: JSON.stringify(lead),
    });
    const { leadId: lead_id, correlationId: correlation_id, duplicate: repeat } = claimed;
    log("lead.accepted", { lead_id, correlation_id, form, repeat });
    return receipt(claimed);
  } catch (error) {
    const failure = { event: "lead.unclaimed", correlation_id: correlationId, shard, error: String(error) };
    console.error(JSON.stringify(failure));
    return problem(503, "the lead was not accepted", correlationId);
  }
});

app.get("/v1/leads/:id", async (c) => {
  const id = c.req.param("id");
  const shard = shardOf(id);
  const state = shard === null ? null : await c.env.LEDGER.getByName(shard).state(id);
  if (state === null) return problem(404, "no such lead", crypto.randomUUID());
  return c.json({ lead_id: id, state });
});

/** One line per lead, and nothing personal in it. */
function log(event: string, fields: Record<string, unknown>): void {
  console.log(JSON.stringify({ event, ...fields }));
}

/** 202 for a new lead, 200 for a repeat. The route is JSON already. */
function receipt(claimed: Claimed): Response {
  const body =
    `{"lead_id":"${claimed.leadId}","status":"accepted","duplicate":${claimed.duplicate},` +
    `"correlation_id":"${claimed.correlationId}","route":${claimed.route},` +
    `"next":{"booking_url":null,"status_url":"/v1/leads/${claimed.leadId}"}}`;
  const status = claimed.duplicate ? 200 : 202;
  return new Response(body, { status, headers: { "content-type": "application/json" } });
}

export default app;
