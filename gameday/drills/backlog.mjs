// Leads that waited for a CRM are written in batches: against the same leads, one call each.

import { percentile, sorted } from "../../bench/stats.mjs";
import { HubSpot, TOKEN } from "../../tests/vendors/doubles/hubspot.mjs";
import { eventually } from "../../tests/workerd/support/session.mjs";
import { Scene } from "../scene.mjs";
import { allOf, check } from "../verdict.mjs";

/** Fewer would come in so few batches that their ratio says nothing. */
const LEADS = 500;
const CALL_MS = 200;
const IN_FLIGHT = 6;
const AT_LEAST = 10;
const DRAIN_SECONDS = 300;
/** Its rate is not what is asked here, and one call a lead would be over it. */
const UNLIMITED = 1_000_000;
const UPSERT = "/crm/objects/2026-09/contacts/batch/upsert";

export const backlog = {
  name: "backlog",
  says: `leads that waited for a CRM of ${CALL_MS} ms a call, against one call a lead with ${IN_FLIGHT} in flight`,
  only: "hubspot",
  run,
};

async function run(plan) {
  const { batched, seen } = await drain(LEADS, plan);
  const single = await oneByOne(LEADS);
  const ratio = single / batched.busyMs;
  return {
    checks: [
      allOf("leads once at hubspot", seen, LEADS),
      check("times the speed of one call a lead", `${AT_LEAST} or more`, ratio.toFixed(1), ratio >= AT_LEAST),
    ],
    figures: {
      ms_per_lead_in_batches: batched.busyMs / LEADS,
      ms_per_lead_one_call_each: single / LEADS,
      calls_in_batches: batched.calls,
      seconds_from_its_return_to_the_last: batched.wallMs / 1_000,
      leads_per_batch_p50: batched.size,
    },
  };
}

/**
 * At Cloudflare the ledgers of a crowd send it side by side, and a queue's batches run side by side. On one
 * machine a crowd takes this long to be sent, and the local stand-in for queues runs batches one after the
 * other unless it gathers: so it gathers this long.
 */
const SIDE_BY_SIDE_SECONDS = 0.3;
const sideBySide = (options) => {
  const queue = options.queueConsumers?.["crm-hubspot"];
  if (!queue) return options;
  const gathering = { ...queue, maxBatchTimeout: SIDE_BY_SIDE_SECONDS };
  return { ...options, queueConsumers: { ...options.queueConsumers, "crm-hubspot": gathering } };
};

/** Beeline's way: the leads are accepted while the CRM is dark, and drained when it is back. */
async function drain(leads, { rate, storage }) {
  const scene = await Scene.open({ destination: "hubspot", crm: { burst: UNLIMITED }, adjust: sideBySide, storage });
  try {
    await scene.warmUp(leads, rate);
    const { crm } = scene;
    await crm.goDark();
    const ids = [];
    // However busy this machine is: it is not asked here how fast leads are taken.
    while (ids.length < leads) ids.push(...(await scene.post(leads - ids.length, rate)).ids);
    const callsBefore = crm.calls.length;
    crm.faults.latencyMs = CALL_MS;
    await crm.comeBack();
    const backAt = Date.now();
    const there = () => scene.leadsAtCrm().filter((id) => ids.includes(id)).length;
    await eventually("the backlog is gone", () => there() >= ids.length, DRAIN_SECONDS);
    const wallMs = Date.now() - backAt;
    await scene.settled(DRAIN_SECONDS);
    const calls = crm.calls.slice(callsBefore);
    const sizes = calls.filter(({ path }) => path === UPSERT).map(({ text }) => JSON.parse(text).inputs.length);
    const spans = calls.map(({ atMs }) => [atMs, atMs + CALL_MS]);
    const size = percentile(sorted(sizes), 0.5);
    return { seen: there(), batched: { busyMs: busy(spans), calls: calls.length, wallMs, size } };
  } finally {
    await scene.close();
  }
}

/** How long at least one of the spans was open: waiting for the next attempt is not the CRM's time. */
export function busy(spans) {
  let total = 0;
  let until = -Infinity;
  for (const [from, to] of [...spans].sort(([one], [other]) => one - other)) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total;
}

/** The plain way: one upsert a lead, so many at a time. Answers how long all of them took. */
async function oneByOne(leads) {
  const crm = await HubSpot.start({ burst: UNLIMITED });
  crm.faults.latencyMs = CALL_MS;
  try {
    let next = 0;
    const begunAt = Date.now();
    const connection = async () => {
      while (next < leads) await upsert(crm.url, (next += 1));
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, connection));
    const tookMs = Date.now() - begunAt;
    if (crm.records().length !== leads) throw new Error(`one call a lead wrote ${crm.records().length} of ${leads}`);
    return tookMs;
  } finally {
    await crm.stop();
  }
}

async function upsert(url, n) {
  const email = `lead-${n}@example.com`;
  const input = { idProperty: "email", id: email, properties: { email, lastname: `Lead ${n}` } };
  const answer = await fetch(`${url}${UPSERT}`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ inputs: [input] }),
  });
  await answer.text();
  if (!answer.ok) throw new Error(`one call a lead was answered ${answer.status}`);
}
