// No personal data in any line that any Worker logs, whatever happens to a lead.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { eventually, startSession } from "./support/session.mjs";

let session;
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

const marker = () => `zq${randomBytes(6).toString("hex")}`;

/** A lead with a marker of its own in every field, and the markers. */
function marked(changes = {}) {
  const markers = [];
  const mark = (wrap = (text) => text) => {
    const text = marker();
    markers.push(text);
    return wrap(text);
  };
  const lead = {
    email: mark((text) => `${text}@example.com`), name: mark(), phone: mark((text) => `+1 ${text}`), country: mark(),
    region: mark(), postal_code: mark(), company: mark(), product: mark(), notes: mark(), tz: mark(),
    utm: { source: mark(), campaign: mark() }, gclid: mark(),
    page: { url: mark((text) => `https://example.com/${text}`), referrer: mark((text) => `https://example.com/${text}`) },
    client: { form_instance: mark() }, something_else: mark(), website: "",
    consent: { privacy: true, text_version: "2026-11" },
    ...changes,
  };
  return { lead, markers };
}

test("nothing of a lead is in any log line: accepted, repeated, held, refused or malformed", async () => {
  const all = [];
  const send = async (lead, headers, form) => {
    const answer = await session.post(lead, headers, form);
    await answer.arrayBuffer();
    return answer.status;
  };
  const { lead, markers } = marked();
  all.push(...markers);
  const key = marker();
  all.push(key);
  assert.equal(await send(lead, { "idempotency-key": key }), 202);
  assert.equal(await send(lead), 200);
  const correction = marked({ email: lead.email });
  all.push(...correction.markers);
  assert.equal(await send(correction.lead), 200);
  const robot = marked({ website: marker(), form_token: marker() });
  all.push(...robot.markers, robot.lead.website, robot.lead.form_token);
  assert.equal(await send(robot.lead, { "user-agent": "curl/8" }), 202);
  const wrong = marked({ email: marker(), employees: marker() });
  all.push(...wrong.markers, wrong.lead.email, wrong.lead.employees);
  assert.equal(await send(wrong.lead), 422);
  const broken = marker();
  all.push(broken);
  const malformed = await fetch(`${session.url}/v1/leads/demo`, {
    method: "POST", headers: { "content-type": "application/json" }, body: `{"email":"${broken}`,
  });
  assert.equal(malformed.status, 400);
  await eventually("everything that goes out is out", async () => {
    const law = await session.conservation();
    return law.in_flight === 0 && law.accepted === 2;
  });
  const lines = session.logs.map(({ message }) => message);
  assert.ok(lines.filter((line) => line.includes("lead.accepted")).length >= 4, "the Workers do log");
  assert.ok(lines.some((line) => line.includes("lead.refused")));
  const found = all.filter((text) => lines.some((line) => line.includes(text)));
  assert.deepEqual(found, []);
});
