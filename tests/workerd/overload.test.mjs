// More than an object can do: standard leads are refused before hot ones, and told when to come back.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, eventually, startSession } from "./support/session.mjs";

let session;
before(async () => {
  // 17 standard leads fill an object, and 3 more hot ones find room.
  session = await startSession({ variables: { LEDGER_CAPACITY_PER_SECOND: "20" } });
});
after(() => session?.stop());

const consent = { privacy: true, text_version: "2026-11" };

test("under overload standard leads get 503 with Retry-After, hot ones first get through, and nothing is lost", async () => {
  const send = (form) => session.post(aLead({ consent, topic: "A product" }), {}, form);
  const forms = Array.from({ length: 480 }, (_, at) => (at % 10 === 0 ? "demo" : "contact"));
  const answers = await Promise.all(forms.map(async (form) => ({ form, answer: await send(form) })));
  const sent = { demo: 48, contact: 432 };
  const refused = { demo: 0, contact: 0 };
  let accepted = 0;
  for (const { form, answer } of answers) {
    if (answer.status === 202) {
      accepted += 1;
      continue;
    }
    assert.equal(answer.status, 503);
    const seconds = Number(answer.headers.get("retry-after"));
    assert.ok(seconds >= 1 && seconds <= 30, `${seconds}`);
    assert.equal((await answer.json()).type, "urn:beeline:problem:overloaded");
    refused[form] += 1;
  }
  assert.ok(refused.contact > 0, "480 leads are more than 8 objects take in a second");
  assert.ok(refused.demo / sent.demo < refused.contact / sent.contact, JSON.stringify(refused));
  const law = await eventually("everything accepted is delivered", async () => {
    const law = await session.conservation();
    return law.in_flight === 0 && law.delivered === accepted && law;
  });
  assert.ok(law.balanced);
  await eventually("calm again", async () => (await send("contact")).status === 202);
});
