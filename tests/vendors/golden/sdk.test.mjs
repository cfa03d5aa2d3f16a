// The vendors' own SDKs take the doubles for the vendors: what they call success, an error, and worth another try.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Client } from "@hubspot/api-client";
import { HubSpot, TOKEN as HUBSPOT } from "../doubles/hubspot.mjs";
import { Pipedrive } from "../doubles/pipedrive.mjs";
import { Salesforce } from "../doubles/salesforce.mjs";
import { leads, persons } from "./pipedrive.mjs";
import { connect } from "./salesforce.mjs";

let double;
afterEach(() => double?.stop());

const inputs = [{ id: "ada@example.com", idProperty: "email", properties: { email: "ada@example.com" } }];
const ada = { LeadKey__c: "lead_01", LastName: "Lovelace", Company: "Engines" };

async function hubspot(options = {}, retries = 0) {
  double = await HubSpot.start({ versions: ["2026-03", "2026-09"], ...options });
  return new Client({ accessToken: HUBSPOT, basePath: double.url, numberOfApiCallRetries: retries }).crm.contacts
    .batchApi;
}

test("HubSpot's SDK tells created from updated", async () => {
  const batch = await hubspot();
  const seen = [await batch.upsert({ inputs }), await batch.upsert({ inputs })].map(({ results }) => [
    results[0].id,
    results[0]._new,
  ]);
  assert.deepEqual(seen, [
    ["101", true],
    ["101", false],
  ]);
});

test("HubSpot's SDK throws what was refused, with the category", async () => {
  const batch = await hubspot();
  double.tokens.set(HUBSPOT, "expired");
  await assert.rejects(
    batch.upsert({ inputs }),
    ({ code, body }) => code === 401 && body.category === "EXPIRED_AUTHENTICATION",
  );
});

test("HubSpot's SDK tries again after a 5xx", async () => {
  const batch = await hubspot({}, 2);
  double.faults.failing = 502;
  double.before = async () => {
    if (double.calls.length === 2) double.faults.clear();
  };
  assert.equal((await batch.upsert({ inputs })).results.length, 1);
  assert.equal(double.calls.length, 2);
});

test("HubSpot's SDK does not try again when the day is over", async () => {
  const batch = await hubspot({ daily: 0 }, 2);
  await assert.rejects(batch.upsert({ inputs }), ({ code }) => code === 429);
  assert.equal(double.calls.length, 1);
});

test("jsforce upserts, and names an error by its code", async () => {
  double = await Salesforce.start();
  const connection = await connect(double);
  const sobject = connection.sobject("Lead");
  assert.equal((await sobject.upsert(ada, "LeadKey__c")).created, true);
  assert.equal((await sobject.upsert(ada, "LeadKey__c")).created, false);
  await assert.rejects(sobject.upsert({ LeadKey__c: "b", LastName: "x" }, "LeadKey__c"), {
    errorCode: "REQUIRED_FIELD_MISSING",
  });
  assert.deepEqual(connection.limitInfo.apiUsage, { used: 3, limit: 100_000 });
});

test("jsforce takes an expired session for one, and names a duplicate", async () => {
  double = await Salesforce.start({ duplicateRule: "block" });
  const connection = await connect(double);
  double.leads.addContact("ada@example.com");
  const email = { ...ada, Email: "ada@example.com" };
  await assert.rejects(connection.sobject("Lead").upsert(email, "LeadKey__c"), { errorCode: "DUPLICATES_DETECTED" });
  double.expireTokens();
  await assert.rejects(connection.sobject("Lead").upsert(ada, "LeadKey__c"), /Unable to refresh session/);
});

test("jsforce reads a lead back by query", async () => {
  double = await Salesforce.start();
  const connection = await connect(double);
  await connection.sobject("Lead").upsert(ada, "LeadKey__c");
  const { records } = await connection.query("SELECT Id, LeadKey__c FROM Lead WHERE LeadKey__c IN ('lead_01')");
  assert.equal(records[0].LeadKey__c, "lead_01");
});

test("Pipedrive's SDK creates, finds and refuses", async () => {
  double = await Pipedrive.start();
  const people = persons(double);
  const { data } = await people.addPerson({
    AddPersonRequest: { name: "Ada", emails: [{ value: "ada@example.com", primary: true }] },
  });
  const found = await people.searchPersons({ term: "ada@example.com", fields: "email", exact_match: true });
  assert.equal(found.data.items[0].item.id, data.id);
  const lead = await leads(double).addLead({ AddLeadRequest: { title: "Ada", person_id: data.id } });
  assert.equal(lead.data.person_id, data.id);
  await assert.rejects(people.addPerson({ AddPersonRequest: { name: "" } }), ({ errorCode }) => errorCode === 400);
});

test("Pipedrive's SDK is told that it asks too often", async () => {
  double = await Pipedrive.start();
  double.faults.throttleFor(60_000);
  await assert.rejects(persons(double).getPerson({ id: 1 }), ({ errorCode }) => errorCode === 429);
});
