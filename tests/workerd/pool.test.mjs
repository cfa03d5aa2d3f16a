// A team's pool as a real Durable Object: nobody has two turns for one lead, however it is asked.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, startSession } from "./support/session.mjs";

let session;
let pools;

before(async () => {
  session = await startSession();
  pools = await session.mf.getDurableObjectNamespace("POOL", "beeline-edge");
});
after(() => session?.stop());

const ALWAYS = [0, [0, 10_080], []];
const ZONE = [[[[28_401_120, 0]], 33_661_440]];

const rep = (id, weight = 1, more = {}) => ({ rep: id, name: id.toUpperCase(), weight, active: true, timetable: ALWAYS, ...more });

/** Sends a command to a team's pool. */
async function ask(team, command) {
  const stub = pools.getByName(team);
  return JSON.parse(await stub.command(team, JSON.stringify(command)));
}

const enlist = (team, members, sequence = 1) =>
  ask(team, { roster: { sequence, hash: `${sequence}`, team, crew: { members, zones: ZONE } } });

const take = (team, leadId, more = {}) =>
  ask(team, {
    take: {
      lead_id: leadId,
      person: `person-${leadId}`,
      roster: "",
      lane: "hot",
      kind: { kind: "real" },
      may_wait: false,
      at_ms: Date.now(),
      ...more,
    },
  });

const counts = (answers) => {
  const counted = {};
  for (const { assigned } of answers) counted[assigned.id] = (counted[assigned.id] ?? 0) + 1;
  return counted;
};

test("two hundred leads at once are shared by weight, and each asked three times has one turn", async () => {
  const team = "fair";
  await enlist(team, [rep("ana", 2), rep("ben"), rep("cy")]);
  const ids = Array.from({ length: 200 }, (_, number) => `lead-${number}`);
  const asked = [...ids, ...ids, ...ids].map((id) => take(team, id).then((answer) => [id, answer]));
  const answers = await Promise.all(asked);
  const byLead = new Map();
  for (const [id, answer] of answers) {
    const first = byLead.get(id) ?? answer;
    assert.deepEqual(answer, first, `${id} has one rep`);
    byLead.set(id, first);
  }
  const { ana, ben, cy } = counts([...byLead.values()]);
  assert.equal(ana + ben + cy, 200);
  for (const [had, share] of [[ana, 100], [ben, 50], [cy, 50]]) assert.ok(Math.abs(had - share) <= 1, `${had} of ${share}`);
});

test("a roster is asked for until it is sent, and an older one never replaces a newer", async () => {
  const team = "roster";
  assert.equal(await take(team, "lead-1"), "roster_wanted");
  await enlist(team, [rep("ana")], 2);
  assert.deepEqual(await enlist(team, [rep("ben")], 1), { roster_in_force: { sequence: 2, hash: "2" } });
  assert.equal((await take(team, "lead-1")).assigned.id, "ana");
});

test("whoever is inactive, capped or away is passed over, and it is said why", async () => {
  const team = "passed-over";
  const away = [0, [], []];
  await enlist(team, [rep("ana", 1, { active: false }), rep("ben", 1, { daily_cap: 1 }), rep("cy", 1, { timetable: away })]);
  assert.equal((await take(team, "lead-1")).assigned.id, "ben");
  assert.equal(await take(team, "lead-2"), "nobody");
  const answer = await session.ops(`/v1/ops/pools/${team}/turns/lead-2`);
  assert.equal(answer.status, 200);
  const { turn } = await answer.json();
  const standing = Object.fromEntries(turn.nobody_now.table.map((line) => [line.rep, line.standing.is]));
  assert.deepEqual(standing, { ana: "inactive", ben: "cap_reached", cy: "closed" });
});

test("what waits is handed out when somebody comes back, before anything new", async () => {
  const team = "backlog";
  await enlist(team, [rep("ana", 1, { active: false }), rep("ben", 1, { timetable: [0, [], []] })]);
  const waiting = await take(team, "ld_waiting", { may_wait: true });
  assert.ok("waits" in waiting);
  await enlist(team, [rep("ana"), rep("ben", 1, { timetable: [0, [], []] })], 2);
  await eventually("the alarm hands it out", async () => {
    const answer = await (await session.ops(`/v1/ops/pools/${team}/turns/ld_waiting`)).json();
    return answer.turn?.assigned?.rep === "ana";
  });
});

test("a monitor's lead takes nobody's turn", async () => {
  const team = "synthetic";
  await enlist(team, [rep("ana"), rep("ben")]);
  const kind = { kind: "synthetic", run: "run-1" };
  for (const id of ["monitor-1", "monitor-2"]) {
    assert.deepEqual(await take(team, id, { kind }), { assigned: { id: "ana", name: "ANA" } });
  }
  assert.equal((await take(team, "lead-1")).assigned.id, "ana");
});

test("people see whose turn it is, say what reps are at, and give and take turns", async () => {
  const team = "ops";
  const path = `/v1/ops/pools/${team}`;
  assert.equal((await session.ops(path)).status, 404, "nobody knows this team");
  await enlist(team, [rep("ana"), rep("ben")]);
  const standing = async () => (await (await session.ops(path)).json()).standing;
  assert.equal((await standing()).next, "ana");
  const post = (what, body) => session.ops(`${path}/${what}`, { method: "POST", body: JSON.stringify(body) });
  assert.equal((await post("load", { rep: "ana", state: "on_call" })).status, 200);
  assert.equal((await standing()).next, "ben", "whoever is on a call is passed over");
  assert.equal((await post("load", { rep: "ana", state: "idle" })).status, 200);
  assert.equal((await post("adjust", { id: "one", rep: "ana", turns: 2, why: "covered for Ben" })).status, 200);
  assert.equal((await standing()).next, "ben");
  const { adjustments } = await (await session.ops(`${path}/adjustments`)).json();
  assert.deepEqual(adjustments.map(({ rep, turns, by }) => [rep, turns, by]), [["ana", 2, "ops-token"]]);
});

test("only who may changes a pool, and only with a change that it knows", async () => {
  const path = "/v1/ops/pools/guarded";
  const body = JSON.stringify({ rep: "ana", state: "idle" });
  assert.equal((await fetch(`${session.url}${path}/load`, { method: "POST", body })).status, 401);
  assert.equal((await fetch(`${session.url}${path}`, { headers: { authorization: "Bearer wrong" } })).status, 401);
  const wrong = [
    { rep: "ana", state: "asleep" },
    { rep: "", state: "idle" },
    { rep: "ana", state: "idle", more: 1 },
  ];
  for (const change of wrong) {
    const answer = await session.ops(`${path}/load`, { method: "POST", body: JSON.stringify(change) });
    assert.equal(answer.status, 400, JSON.stringify(change));
  }
  const large = await session.ops(`${path}/load`, { method: "POST", body: JSON.stringify({ rep: "x".repeat(5_000) }) });
  assert.equal(large.status, 413);
  assert.equal((await session.ops(`${path}/load`)).status, 405);
  assert.equal((await session.ops("/v1/ops/pools/NOT-A-TEAM")).status, 404);
});
