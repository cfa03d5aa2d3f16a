// Rules change while the system runs: published with the real command, read from KV after an answer.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { Files, reference, sealed } from "./support/publishing.mjs";
import { aLead, eventually, shardOf, startSession } from "./support/session.mjs";

const DEPLOYED_AT_MS = 1_790_000_400_000;
/** The isolate looks more often: a test does not wait for 15 s. */
const variables = { BUNDLE_INTERVAL_MS: "100", DEPLOYED_AT_MS: String(DEPLOYED_AT_MS) };

let session;
let files;
let store;
before(async () => {
  session = await startSession({ explorer: true, variables });
  store = await session.mf.getKVNamespace("ROUTING", "beeline-edge");
});
after(() => session?.stop());
beforeEach(async () => {
  files = await Files.copy();
});
afterEach(() => files.remove());

const health = async () => (await fetch(`${session.url}/healthz`)).json();
const logged = (name) => session.logs.map(({ message }) => JSON.parse(message)).filter(({ event }) => event === name);
const inForce = (bundle) => eventually(`${bundle} is in force`, async () => (await health()).bundle === bundle);
const onTrial = (bundle) => eventually(`${bundle} is on trial`, async () => (await health()).candidate?.bundle === bundle);

/** A lead, where it goes, and what is recorded of that. */
async function routed(lead = aLead({ country: "US", employees: 5 })) {
  const answer = await session.post(lead);
  assert.equal(answer.status, 202, await answer.clone().text());
  const receipt = await answer.json();
  const storage = await session.mf.unsafeGetDurableObjectStorage("beeline-ledger", "Ledger", { name: shardOf(receipt.lead_id) });
  const [row] = await storage.exec(
    "SELECT route, bundle, trial FROM submission WHERE lead = (SELECT position FROM lead WHERE lead_id = ?)",
    receipt.lead_id,
  );
  return { team: receipt.route.team, rule: JSON.parse(row.route).rule, bundle: row.bundle, trial: JSON.parse(row.trial) };
}

/** The files, with the fallback's leads going to another team: what no rule takes goes there. */
const withFallback = async (team) => {
  await files.replace("routing.toml", 'fallback = "sales"', `fallback = "${team}"`);
  await files.replace("tests.toml", 'team = "sales"', `team = "${team}"`);
};

test("what was published before the deploy gives way to it", async () => {
  await store.put("current", sealed({ sequence: DEPLOYED_AT_MS - 1, mode: "live", bundle: reference("{}"), by: "Ann" }));
  const told = () => logged("edge.publication_refused").some(({ code }) => code === "older");
  await eventually("it is told", async () => (await health()) && told());
  assert.equal((await health()).sequence, DEPLOYED_AT_MS);
  await store.delete("current");
});

test("a change is published while leads come in, and none waits for it", async () => {
  const deployed = await health();
  assert.deepEqual([deployed.sequence, deployed.candidate], [DEPLOYED_AT_MS, null]);
  assert.equal((await routed()).team, "sales");
  await withFallback("enterprise");
  let publishing = true;
  const published = files.beeline(session, "publish", "--by", "Ann").finally(() => { publishing = false; });
  const teams = [];
  while (publishing || !teams.includes("enterprise")) {
    const { team, bundle } = await routed();
    teams.push(team);
    assert.equal(bundle, team === "sales" ? deployed.bundle : (await published).bundle);
    assert.ok(teams.length < 1_000, "it never took effect");
  }
  const first = teams.indexOf("enterprise");
  assert.ok(teams.slice(first).every((team) => team === "enterprise"), "in force is in force");
  const { bundle, sequence } = await published;
  assert.deepEqual(await health(), { ...deployed, bundle, sequence, candidate: null });
  const form = await fetch(`${session.url}/v1/forms/demo`);
  assert.ok(form.headers.get("etag").includes(bundle), "forms are described from the same bundle");
});

test("a rollback is the old bundle published again", async () => {
  const one = await files.beeline(session, "publish");
  await inForce(one.bundle);
  await withFallback("enterprise");
  const two = await files.beeline(session, "publish");
  assert.ok(two.changes.includes("the fallback changes from `sales` to `enterprise`"), two.changes.join());
  await inForce(two.bundle);
  const back = await files.beeline(session, "rollback", one.bundle, "--by", "Ann");
  assert.ok(back.sequence > two.sequence);
  await inForce(one.bundle);
  assert.equal((await routed()).team, "sales");
  const { current, history } = await files.beeline(session, "published");
  assert.deepEqual([current.sequence, current.by, current.bundle.hash], [back.sequence, "Ann", one.bundle]);
  assert.deepEqual(history.slice(0, 2).map(({ sequence }) => sequence), [back.sequence, two.sequence]);
});

test("what is forged, older, not there or no bundle leaves the old one in force, and is logged once", async () => {
  const { bundle, sequence } = await files.beeline(session, "publish");
  await inForce(bundle);
  const believed = await store.get("current");
  const newer = { sequence: sequence + 1_000, mode: "live", bundle: reference("{}"), by: "Mallory" };
  const wrong = { schema: 99, forms: [], teams: [], fallback: "sales" };
  const bad = JSON.stringify(wrong);
  await store.put(`bundle:${reference("{}").hash}`, "{}");
  await store.put(`bundle:${reference(bad).hash}`, bad);
  await store.put(`bundle:${reference("swapped").hash}`, "something else");
  const cases = [
    ["signature", sealed(newer, "another key, which nobody has told us")],
    ["shape", "v1.nothing"],
    ["not_a_bundle", sealed(newer)],
    ["unknown_schema", sealed({ ...newer, bundle: reference(bad) })],
    ["wrong_bytes", sealed({ ...newer, bundle: reference("swapped") })],
    ["missing", sealed({ ...newer, bundle: reference("nobody has stored this") })],
    ["older", sealed({ ...newer, sequence: sequence - 1 })],
    ["payload", sealed({ sequence: sequence + 1_000, surprise: true })],
  ];
  const refusedBefore = logged("edge.publication_refused").length;
  for (const [code, publication] of cases) {
    const refusals = () => logged("edge.publication_refused").slice(refusedBefore).filter((line) => line.code === code);
    await store.put("current", publication);
    await eventually(`it is refused as ${code}`, async () => (await health()) && refusals().length > 0);
    // Looked at again: a refusal that may pass is tried again, and told once all the same.
    for (let times = 0; times < 5; times += 1) await routed();
    const { bundle: still } = await health();
    assert.equal(still, bundle, code);
    assert.equal(refusals().length, 1, code);
  }
  await store.put("current", believed);
});

test("a canary decides about the same persons each time, and the record says which bundle did", async () => {
  const { bundle: base } = await files.beeline(session, "publish");
  await inForce(base);
  await withFallback("enterprise");
  const canary = await files.beeline(session, "publish", "--mode", "canary", "--percent", "50");
  await onTrial(canary.bundle);
  const leads = Array.from({ length: 40 }, () => aLead({ country: "US", employees: 5 }));
  const sides = [];
  for (const lead of leads) {
    const { team, bundle, trial } = await routed(lead);
    assert.deepEqual(trial, { canary: { percent: 50, bundle: canary.bundle } });
    assert.equal(bundle, team === "enterprise" ? canary.bundle : base);
    sides.push(team);
  }
  const inside = sides.filter((team) => team === "enterprise").length;
  assert.ok(inside > 5 && inside < 35, `${inside} of 40 at 50 %`);
  const again = [];
  for (const { email } of leads) {
    // Through another form: the same person, and a lead of its own.
    const answer = await session.post({ email, name: "Ada", topic: "An order", consent: { privacy: true } }, {}, "contact");
    again.push((await answer.json()).route.team);
  }
  assert.deepEqual(again, sides, "a person is on one side, whatever they send");
  assert.equal((await health()).bundle, base, "forms and pages stay those of the base");
});

test("a shadow's decisions are recorded and not acted on", async () => {
  const { bundle: base } = await files.beeline(session, "publish");
  await inForce(base);
  await withFallback("enterprise");
  const shadow = await files.beeline(session, "publish", "--mode", "shadow");
  await onTrial(shadow.bundle);
  const { team, bundle, trial } = await routed();
  assert.deepEqual([team, bundle], ["sales", base]);
  assert.deepEqual(trial, { shadow: { bundle: shadow.bundle, team: "enterprise", rule: "fallback" } });
  const { candidate, mode, same_team: sameTeam } = logged("lead.tried").at(-1);
  assert.deepEqual([candidate, mode, sameTeam], [shadow.bundle, "shadow", false]);
  const live = await files.beeline(session, "publish");
  await inForce(live.bundle);
  const after = await routed();
  assert.deepEqual([after.team, after.bundle, after.trial], ["enterprise", shadow.bundle, null]);
});

test("files that are wrong are not published", async () => {
  const before = await store.get("current");
  await files.replace("routing.toml", 'fallback = "sales"', 'fallback = "nobody"');
  await assert.rejects(files.beeline(session, "publish"), ({ stdout }) => JSON.parse(stdout).ok === false);
  assert.equal(await store.get("current"), before);
});
