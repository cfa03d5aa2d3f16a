// Decisions are exported over real HTTP: what leads were decided on, where they went, and nothing that anybody said.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SECRETS, aLead, eventually, shardOf, startSession } from "./support/session.mjs";

let session;
before(async () => {
  session = await startSession();
});
after(() => session?.stop());

async function accepted(changes, headers = {}) {
  const answer = await session.post(aLead(changes), headers);
  assert.equal(answer.status, 202, await answer.clone().text());
  return (await answer.json()).lead_id;
}

const linesOf = (text) => text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));

/** Every page of an export: its decisions, rows skipped, and pages. */
async function exported(query = "") {
  const [decisions, texts] = [[], []];
  let skipped = 0;
  for (let cursor; texts.length < 50; ) {
    const more = cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await session.ops(`/v1/ops/decisions?since=0${query}${more}`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), "application/x-ndjson");
    assert.equal(answer.headers.get("cache-control"), "no-store");
    texts.push(await answer.text());
    decisions.push(...linesOf(texts.at(-1)));
    skipped += Number(answer.headers.get("beeline-skipped"));
    cursor = answer.headers.get("beeline-next") ?? undefined;
    if (cursor === undefined) return { decisions, skipped, text: texts.join(""), pages: texts.length };
  }
  throw new Error("the pages never end");
}

test("an empty ledger has an export without a line", async () => {
  const { decisions, skipped, pages } = await exported();
  assert.deepEqual([decisions, skipped], [[], 0]);
  assert.ok(pages > 1, "objects are asked one after the other, a bounded number for an answer");
});

test("leads of every object are exported with what they were decided on, and nothing personal", async () => {
  const lead = { name: "Zora Quist", email: "zora.quist@example.com", phone: "+1 202-555-0143", notes: "Call me", company: "Quist Ltd" };
  const ids = [await accepted({ ...lead, country: "GB", postal_code: "SW1A 1AA", employees: 50 })];
  for (let number = 0; number < 5; number += 1) ids.push(await accepted({ country: "MX", employees: 120 + number }));
  assert.ok(new Set(ids.map(shardOf)).size > 1, "they are in several objects");
  const { decisions, text } = await exported();
  for (const id of ids) assert.equal(decisions.filter(({ lead_id }) => lead_id === id).length, 1, `${id} once`);
  const [first, second] = ids.map((id) => decisions.find(({ lead_id }) => lead_id === id));
  assert.deepEqual([first.kind, first.revision, first.form, first.team, first.rule], ["real", 1, "demo", "emea", "emea"]);
  assert.deepEqual([first.facts.country, first.facts.postal_area, first.facts.employees], ["gb", "SW01A", 50]);
  assert.deepEqual([second.team, second.facts.territory], ["americas", "latin-america"]);
  assert.match(first.bundle, /^[0-9a-v]{16}$/);
  for (const said of ["zora", "quist", "5550143", "555-0143", "1aa", "call me", "@"]) assert.ok(!text.toLowerCase().includes(said), said);
});

test("a time is about when leads were accepted", async () => {
  const id = await accepted({ country: "FR", employees: 30 });
  const { decisions } = await exported();
  const { at_ms } = decisions.find(({ lead_id }) => lead_id === id);
  const has = async (query) => (await exported(query)).decisions.some(({ lead_id }) => lead_id === id);
  assert.deepEqual([await has(`&until=${at_ms}`), await has(`&until=${at_ms + 1}`)], [false, true]);
});

test("rows of before facts were kept are left out and counted", async () => {
  const id = await accepted({ country: "DE", employees: 30 });
  const before = await exported();
  const storage = await session.mf.unsafeGetDurableObjectStorage("beeline-ledger", "Ledger", { name: shardOf(id) });
  await storage.exec("UPDATE submission SET facts = NULL WHERE lead = (SELECT position FROM lead WHERE lead_id = ?)", id);
  const after = await exported();
  assert.deepEqual([after.skipped, after.decisions.length], [before.skipped + 1, before.decisions.length - 1]);
  const alone = await session.ops(`/v1/ops/decisions/${id}`);
  assert.deepEqual([alone.status, await alone.text(), alone.headers.get("beeline-skipped")], [200, "", "1"]);
});

test("one lead's decisions are told, the last first", async () => {
  const lead = aLead({ country: "DE", employees: 30 });
  const { lead_id: id } = await (await session.post(lead)).json();
  await session.post({ ...lead, employees: 5000 });
  const lines = await eventually("both are there", async () => {
    const lines = linesOf(await (await session.ops(`/v1/ops/decisions/${id}`)).text());
    return lines.length === 2 && lines;
  });
  assert.deepEqual(lines.map(({ revision, team }) => [revision, team]), [[2, "enterprise"], [1, "emea"]]);
  assert.equal((await session.ops(`/v1/ops/decisions/ld_${"0".repeat(24)}`)).status, 404);
  assert.equal((await session.ops("/v1/ops/decisions/nonsense")).status, 404);
});

test("decisions take a capability, and a question that makes sense", async () => {
  for (const path of ["/v1/ops/decisions", `/v1/ops/decisions/ld_${"0".repeat(24)}`]) {
    assert.equal((await fetch(session.url + path)).status, 401);
    assert.equal((await session.ops(path, { method: "POST" })).status, 405);
  }
  assert.equal((await session.ops("/v1/ops/decisions", { headers: { authorization: `Bearer ${SECRETS.OPS_TOKEN}x` } })).status, 401);
  for (const query of ["since=yesterday", "until=-1", "cursor=eu-99", "cursor=eu-00-spill", "form=demo"]) {
    const answer = await session.ops(`/v1/ops/decisions?${query}`);
    assert.equal(answer.status, 400, query);
    assert.equal((await answer.json()).type, "urn:beeline:problem:bad-query");
  }
});
