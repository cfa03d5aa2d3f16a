// KV that hangs, fails or is not there: leads are taken as if there were none.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, eventually, startSession } from "./support/session.mjs";

/** A store that does as it is told. */
const STORE = `
import { WorkerEntrypoint } from "cloudflare:workers";
let mood = "hang", asked = 0;
export class Store extends WorkerEntrypoint {
  async get() {
    asked += 1;
    if (mood === "fail") throw new Error("KV is down");
    await scheduler.wait(600_000);
  }
}
export default {
  async fetch(request) {
    mood = new URL(request.url).searchParams.get("mood") ?? mood;
    return new Response(String(asked));
  },
};`;

let session;
before(async () => {
  session = await startSession({
    variables: { BUNDLE_INTERVAL_MS: "10" },
    others: [{ name: "store", modules: true, script: STORE, compatibilityDate: "2026-11-01" }],
    adjust: ({ kvNamespaces, ...options }) =>
      kvNamespaces?.ROUTING
        ? { ...options, serviceBindings: { ...options.serviceBindings, ROUTING: { name: "store", entrypoint: "Store" } } }
        : { ...options, kvNamespaces },
  });
});
after(() => session?.stop());

const store = async (mood = "") => {
  const worker = await session.mf.getWorker("store");
  return Number(await (await worker.fetch(`http://store/?${mood && `mood=${mood}`}`)).text());
};
const failures = () => session.logs.map(({ message }) => JSON.parse(message)).filter(({ event }) => event === "edge.publications_unreadable");

/** Sends leads, one after the other, until the store was asked again that many times. */
async function leadsUntilAsked(times) {
  const before = await store();
  await eventually(`the store is asked ${times} times`, async () => {
    assert.equal((await session.post(aLead())).status, 202);
    return (await store()) >= before + times;
  });
}

test("while KV hangs, answers come", async () => {
  // Nothing the store is asked is answered for ten minutes.
  await leadsUntilAsked(3);
  assert.equal((await (await fetch(`${session.url}/healthz`)).json()).status, "ok");
});

test("while KV fails, answers come, and it is logged once", async () => {
  await store("fail");
  await leadsUntilAsked(5);
  const down = () => failures().filter(({ reason }) => reason.includes("KV is down"));
  await eventually("it is logged", () => down().length > 0);
  assert.equal(down().length, 1);
});
