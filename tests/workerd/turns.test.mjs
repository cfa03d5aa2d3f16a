// Whose turn a lead is, from the POST to the receipt, the ledger and the record.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aLead, eventually, startSession, syntheticMark } from "./support/session.mjs";

let session;
before(async () => {
  session = await startSession();
  // The first lead of a team sends its pool the team, which takes longer than a receipt waits.
  await session.post(aLead());
  await eventually("the pool knows its team", async () => (await session.ops("/v1/ops/pools/sales")).status === 200);
});
after(() => session?.stop());

async function accepted(lead, headers) {
  const answer = await session.post(lead, headers);
  assert.equal(answer.status, 202, await answer.clone().text());
  return answer.json();
}

async function report(leadId) {
  return (await session.ops(`/v1/leads/${leadId}`)).json();
}

/** The lead once the ledger knows who has it. */
const assigned = (leadId) =>
  eventually("the ledger knows who has it", async () => {
    const lead = await report(leadId);
    return lead.route.rep && lead;
  });

test("the receipt names the rep, with their own booking page, and nothing else of them", async () => {
  // One of the reps has no booking page.
  const receipt = await eventually("a pool that is in time, and a rep with a page", async () => {
    const receipt = await accepted(aLead());
    return receipt.route.rep && receipt.next.booking_url && receipt;
  });
  assert.deepEqual(Object.keys(receipt.route.rep), ["name"]);
  assert.match(receipt.next.booking_url, /^https:\/\/www\.example\.com\/book\//);
  const lead = await assigned(receipt.lead_id);
  assert.equal(lead.route.rep.name, receipt.route.rep.name);
  assert.equal(lead.route.rep.contact.booking_url, receipt.next.booking_url);
});

test("the record is written once, with its owner", async () => {
  const receipt = await eventually("a pool that is in time", async () => {
    const receipt = await accepted(aLead());
    return receipt.route.rep && receipt;
  });
  const [record] = await eventually("the lead is in the inbox", async () => {
    const rows = await session.records(`lead_id = '${receipt.lead_id}'`);
    return rows.length > 0 && rows;
  });
  const { route } = await assigned(receipt.lead_id);
  await eventually("the record names the owner", async () => {
    const [{ route: written }] = await session.records(`lead_id = '${receipt.lead_id}'`);
    return JSON.parse(written).rep?.id === route.rep.id;
  });
  assert.equal(record.generation, 1, "of two writings the second has another");
});

test("why a lead went to its rep can be read: every rep with a reason, and the arithmetic", async () => {
  const receipt = await accepted(aLead());
  const { route, timeline } = await assigned(receipt.lead_id);
  const told = timeline.find(({ event }) => event === "assigned");
  assert.equal(told.detail, `to ${route.rep.id} of sales`);
  const { turn } = await (await session.ops(`/v1/ops/pools/sales/turns/${receipt.lead_id}`)).json();
  assert.equal(turn.assigned.rep, route.rep.id);
  const chosen = turn.assigned.table.filter(({ standing }) => standing.is === "chosen");
  assert.deepEqual(chosen.map(({ rep }) => rep), [route.rep.id]);
  assert.match(chosen[0].due, /^\(1 [-+] [\d.]+\) \/ \d+ = -?[\d.]+$/);
});

test("a repeat has the same rep and takes no turn", async () => {
  const lead = aLead();
  const first = await accepted(lead);
  const { route } = await assigned(first.lead_id);
  const turn = async () => (await session.ops(`/v1/ops/pools/sales/turns/${first.lead_id}`)).text();
  const before = await turn();
  for (const again of [lead, { ...lead, notes: "And one more thing" }]) {
    const answer = await session.post(again);
    assert.equal(answer.status, 200);
    assert.equal((await answer.json()).route.rep.name, route.rep.name);
  }
  assert.equal(await turn(), before);
});

test("the same person comes to the same rep, by another form too", async () => {
  const lead = aLead();
  const first = await assigned((await accepted(lead)).lead_id);
  const other = await session.post({ ...lead, topic: "An order", consent: { privacy: true } }, {}, "contact");
  assert.equal(other.status, 202, await other.clone().text());
  const second = await assigned((await other.json()).lead_id);
  assert.equal(second.route.rep.id, first.route.rep.id);
});

test("when nobody of a team works its overflow is asked, and it is said whose rep it is", async () => {
  // A newer roster of the team, in which nobody ever works: of this test, not of the shipped files.
  const pools = await session.mf.getDurableObjectNamespace("POOL", "beeline-ledger");
  const member = { rep: "nobody", name: "Nobody", weight: 1, active: true, timetable: [0, [], []] };
  const crew = { members: [member], zones: [[[[28_401_120, 0]], 33_661_440]] };
  await accepted(aLead({ country: "GB", employees: 400 }));
  const roster = { sequence: Date.now(), hash: "nobody", team: "emea", crew };
  await pools.getByName("emea").command("emea", JSON.stringify({ roster }));
  const receipt = await accepted(aLead({ country: "GB", employees: 400 }));
  assert.equal(receipt.route.team, "emea");
  const { route, timeline } = await assigned(receipt.lead_id);
  assert.deepEqual([route.team, route.rep.team], ["emea", "sales"]);
  assert.ok(timeline.some(({ event, detail }) => event === "assigned" && detail.endsWith(" of sales")));
  const own = await (await session.ops(`/v1/ops/pools/emea/turns/${receipt.lead_id}`)).json();
  assert.deepEqual(own.turn.nobody_now.table.map(({ rep, standing }) => [rep, standing.is]), [["nobody", "closed"]]);
});

test("a lead given back goes to somebody else, and the ledger and the record hear of it", async () => {
  const receipt = await accepted(aLead());
  const { route } = await assigned(receipt.lead_id);
  const body = JSON.stringify({ lead_id: receipt.lead_id, rep: route.rep.id, why: "no answer" });
  const answer = await session.ops("/v1/ops/pools/sales/release", { method: "POST", body });
  assert.equal(answer.status, 200, await answer.clone().text());
  const { turn } = await answer.json();
  const next = turn.assigned?.rep;
  await eventually("the ledger knows the next", async () => {
    const { route: now } = await report(receipt.lead_id);
    return next ? now.rep?.id === next : now.rep?.id !== route.rep.id;
  });
  if (next) {
    await eventually("the record has its new owner", async () => {
      const [{ route: written }] = await session.records(`lead_id = '${receipt.lead_id}'`);
      return JSON.parse(written).rep?.id === next;
    });
  }
});

test("a monitor's lead has no rep on record", async () => {
  const receipt = await accepted(aLead(), { "beeline-synthetic": syntheticMark("monitor-1") });
  await eventually("it is delivered", async () => (await report(receipt.lead_id)).state === "delivered");
  assert.equal((await report(receipt.lead_id)).route.rep, null);
  assert.equal((await session.ops(`/v1/ops/pools/sales/turns/${receipt.lead_id}`)).status, 404, "no turn was taken");
});

test("a pool out of the edge's reach costs a receipt its rep: the ledger asks itself, and the record gets its owner", async () => {
  // What the edge calls is no pool; the ledger has the real ones.
  const adjust = (options) =>
    options.name === "beeline-edge"
      ? { ...options, durableObjects: { ...options.durableObjects, POOL: { className: "Guard", scriptName: "beeline-ledger" } } }
      : options;
  const cut = await startSession({ adjust });
  try {
    const pools = await cut.mf.getDurableObjectNamespace("POOL", "beeline-ledger");
    const member = { rep: "ana", name: "Ana Lima", weight: 1, active: true, timetable: [0, [0, 10_080], []] };
    const crew = { members: [member], zones: [[[[28_401_120, 0]], 33_661_440]] };
    await pools.getByName("sales").command("sales", JSON.stringify({ roster: { sequence: 1, hash: "1", team: "sales", crew } }));
    const answer = await cut.post(aLead());
    assert.equal(answer.status, 202);
    const receipt = await answer.json();
    assert.equal(receipt.route.rep, null);
    const written = async () => {
      const [record] = await cut.records(`lead_id = '${receipt.lead_id}'`);
      return record && JSON.parse(record.route);
    };
    await eventually("it is in the inbox all the same", written);
    await eventually("the record has its owner", async () => (await written()).rep?.id === "ana", 40);
    const lead = await (await cut.ops(`/v1/leads/${receipt.lead_id}`)).json();
    assert.equal(lead.route.rep.name, "Ana Lima");
    assert.equal((await cut.records(`lead_id = '${receipt.lead_id}'`)).length, 1);
  } finally {
    await cut.stop();
  }
});
