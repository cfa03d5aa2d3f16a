// No personal data in any line that any Worker logs, whatever happens to a lead.

import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { eventually, startSession } from "./support/session.mjs";

const SECRET = randomBytes(32);
const HUBSPOT = "/v1/compat/hubspot/1234567/7d3c9a52-41fb-4b0e-8b8e-2f9b1c6d0e4a";

let session;
before(async () => {
  session = await startSession({ variables: { WEBHOOK_SECRET_WEBINAR: `whsec_${SECRET.toString("base64")}` } });
});
after(() => session?.stop());

const marker = () => `zq${randomBytes(6).toString("hex")}`;
const linesWith = (text) => session.logs.map(({ message }) => message).filter((line) => line.includes(text));
const assertUnlogged = (markers) => assert.deepEqual(markers.filter((marker) => linesWith(marker).length > 0), []);

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
  const headers = {
    "idempotency-key": marker(), "beeline-lead-token": marker(), traceparent: marker(), tracestate: marker(),
    referer: `https://www.example.com/${marker()}?utm_source=${marker()}`, "user-agent": marker(), cookie: `a=${marker()}`,
  };
  all.push(...Object.values(headers).flatMap((value) => value.match(/zq[0-9a-f]{12}/g)));
  assert.equal(await send(lead, headers), 202);
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
  assert.ok(linesWith("lead.accepted").length >= 4, "the Workers do log");
  assert.ok(linesWith("lead.refused").length > 0);
  assertUnlogged(all);
});

const post = (path, headers, body) => fetch(session.url + path, { method: "POST", headers, body, redirect: "manual" });

/** A webhook; `key` is not ours when it is forged. */
function webhook(payload, { id, key = SECRET }) {
  const body = JSON.stringify(payload);
  const at = String(Math.floor(Date.now() / 1000));
  const signature = `v1,${createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64")}`;
  const headers = { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature };
  return post("/v1/webhooks/webinar", { "content-type": "application/json", ...headers }, body);
}

/**
 * What comes through each door that was made for somebody else's forms: a lead, one that is
 * refused, and one that cannot be read. `mark` makes a text that is to be found nowhere.
 */
const DOORS = {
  "a Salesforce page": (mark) => {
    const send = (fields) =>
      post("/v1/compat/web-to-lead/webinar", { "content-type": "application/x-www-form-urlencoded" }, new URLSearchParams({
        oid: mark(), first_name: mark(), last_name: mark(), phone: mark(), company: mark(), street: mark(), zip: mark(),
        state: mark(), country: mark(), description: mark(), "00N5e00000AbCdE": mark(), "00N5e00000Other": mark(),
        retURL: `https://${mark()}.example/`, "g-recaptcha-response": mark(), debugEmail: `${mark()}@example.com`, ...fields,
      }));
    return {
      taken: [202, () => send({ email: `${mark()}@example.com` })],
      refused: [422, () => send({ email: mark() })],
      unreadable: [400, () => send({ email: `${mark()}@example.com`, [`a[${mark()}`.repeat(30)]: mark() })],
    };
  },
  "a HubSpot form": (mark) => {
    const send = (email) => post(HUBSPOT, { "content-type": "application/json" }, JSON.stringify({
      fields: [["email", email], ["firstname", mark()], ["lastname", mark()], ["phone", mark()], ["other", mark()]]
        .map(([name, value]) => ({ objectTypeId: "0-1", name, value })),
      context: { hutk: mark(), pageUri: `https://www.example.com/${mark()}`, pageName: mark(), ipAddress: mark() },
      legalConsentOptions: { consent: { consentToProcess: true, text: mark(), communications: [{ value: true, subscriptionTypeId: 999, text: mark() }] } },
    }));
    return {
      taken: [200, () => send(`${mark()}@example.com`)],
      refused: [400, () => send(mark())],
      unreadable: [400, () => post(HUBSPOT, { "content-type": "application/json" }, `{"fields":[{"name":"email","value":"${mark()}`)],
    };
  },
  "a form tool's webhook": (mark) => {
    const signUp = (email) => ({
      data: { id: mark(), attendee: { email, name: mark(), phone: mark() }, answers: [{ ref: "session", value: mark() }, { ref: mark(), value: mark() }] },
      [mark()]: mark(),
    });
    return {
      taken: [202, () => webhook(signUp(`${mark()}@example.com`), { id: mark() })],
      refused: [422, () => webhook(signUp(mark()), { id: mark() })],
      unreadable: [400, () => webhook([mark()], { id: mark() })],
      forged: [401, () => webhook(signUp(`${mark()}@example.com`), { id: mark(), key: randomBytes(32) })],
    };
  },
};

for (const [door, calls] of Object.entries(DOORS)) {
  test(`nothing that comes through ${door} is in any log line, whatever is answered`, async () => {
    const markers = [];
    const mark = () => {
      markers.push(marker());
      return markers.at(-1);
    };
    const [accepted, refused] = [linesWith("lead.accepted").length, linesWith("lead.refused").length];
    const all = Object.entries(calls(mark));
    for (const [what, [status, call]] of all) {
      const answer = await call();
      assert.equal(answer.status, status, `${what}: ${await answer.text()}`);
    }
    await eventually("everything that goes out is out", async () => (await session.conservation()).in_flight === 0);
    await eventually("every answer is logged", () =>
      linesWith("lead.accepted").length > accepted && linesWith("lead.refused").length >= refused + all.length - 1);
    assert.ok(markers.length > 20);
    assertUnlogged(markers);
  });
}
