// Through whichever door a lead was turned away for now, the answer says when to come back.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, startSession } from "./support/session.mjs";

const SITE = "https://www.example.com";
const HUBSPOT = "/v1/compat/hubspot/1234567/7d3c9a52-41fb-4b0e-8b8e-2f9b1c6d0e4a";
const FORM = { "content-type": "application/x-www-form-urlencoded", origin: SITE };
const JSON_BODY = { "content-type": "application/json", origin: SITE };

const fields = () => new URLSearchParams({ email: aLead().email, name: "Ada" });
const DOORS = {
  "the form's own": () => ["/v1/leads/webinar", FORM, fields()],
  "Salesforce's": () => ["/v1/compat/web-to-lead/webinar", FORM, fields()],
  "HubSpot's": () => [HUBSPOT, JSON_BODY, JSON.stringify({ fields: [{ name: "email", value: aLead().email }] })],
};
const send = (session, door) => {
  const [path, headers, body] = DOORS[door]();
  return fetch(session.url + path, { method: "POST", headers, body });
};

let limited;
let small;
before(async () => {
  limited = await startSession({ limits: { soft: 1, hard: 1 } });
  // Each object takes one lead a second.
  small = await startSession({ variables: { LEDGER_CAPACITY_PER_SECOND: "1" } });
});
after(async () => {
  await limited?.stop();
  await small?.stop();
});

for (const door of Object.keys(DOORS)) {
  test(`after too many from one network, through ${door} door`, async () => {
    let answer;
    // A minute may begin in between, and with it a new count.
    for (let sent = 0; sent < 8 && answer?.status !== 429; sent += 1) answer = await send(limited, door);
    assert.equal(answer.status, 429, await answer.clone().text());
    assert.equal(answer.headers.get("retry-after"), "60");
    assert.equal(answer.headers.get("access-control-allow-origin"), SITE);
    assert.match(answer.headers.get("access-control-expose-headers"), /Retry-After/);
  });

  test(`while there is more to do than can be done, through ${door} door`, async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => send(small, door)));
    const answer = answers.find(({ status }) => status === 503);
    assert.ok(answer, answers.map(({ status }) => status).join(" "));
    assert.match(answer.headers.get("retry-after") ?? "none", /^[1-9][0-9]?$/);
    assert.equal(answer.headers.get("access-control-allow-origin"), SITE);
  });
}
