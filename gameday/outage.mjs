// How an outage drill goes: the same load before and during it, and the account of every lead after it.

import { percentile, sorted } from "../bench/stats.mjs";
import { pause } from "../tests/vendors/doubles/vendor.mjs";
import { eventually } from "../tests/workerd/support/session.mjs";
import { Scene } from "./scene.mjs";
import { accepted, allOf, balanced, check, closed, onceEach, unmoved } from "./verdict.mjs";
import { Watch } from "./watch.mjs";

/** How long after the end of an outage everything must be in order: the ledger doubles its patience. */
const ORDER_SECONDS = 300;
/** How much longer than planned an outage lasts at most, until it has been felt. */
const FELT_SECONDS = 60;
/** Leads asked about at a time. */
const AT_ONCE = 8;

/**
 * @typedef {object} Outage
 * @property {string} name
 * @property {string} says what happens, for people
 * @property {string} destination the CRM, if the command names none
 * @property {number} seconds how long it lasts
 * @property {number} [rate] leads a second
 * @property {object} [scene] what the scene has besides: `slack`, `apart`
 * @property {(scene: Scene, leads: number) => Promise<void> | void} begin
 * @property {(scene: Scene) => Promise<void> | void} end
 * @property {string} felt what shows that it was one, such as calls that failed
 * @property {(scene: Scene) => number} feel how much of it there was so far
 * @property {(leads: number) => number} [enough] how much there must be, if more than one
 * @property {(scene: Scene) => Promise<import("./verdict.mjs").Check[]>} [also] what else is asked
 * @property {boolean} [mayBeSilent] whoever tells the account is gone for a while
 * @property {Record<string, string>} [quarantine] by destination, the reason for which a lead may be put there
 */

/** One round of a drill. */
export async function run(outage, plan) {
  const destination = plan.destination ?? outage.destination;
  const scene = await Scene.open({ destination, inbox: !outage.scene?.apart, storage: plan.storage, ...outage.scene });
  try {
    return await walk(outage, scene, plan);
  } finally {
    await scene.close();
  }
}

async function walk(outage, scene, plan) {
  const { leads } = plan;
  const rate = outage.rate?.(plan) ?? plan.rate;
  const first = await scene.warmUp(leads, rate);
  const watch = Watch.begin(scene.session);
  const before = await scene.post(leads, rate);
  await scene.settled(ORDER_SECONDS);

  const begunAt = Date.now();
  await outage.begin(scene, leads);
  const during = await scene.post(leads, rate);
  await pause(begunAt + outage.seconds * plan.scale * 1_000 - Date.now());
  const { felt, inTime } = await endured(outage, scene, { leads, ids: during.ids });
  await outage.end(scene);
  const endedAt = Date.now();
  const law = await scene.settled(ORDER_SECONDS);
  const inOrderAt = Date.now();
  const samples = await watch.end(scene.session);

  const promised = [...before.ids, ...during.ids];
  const quarantined = await reasons(scene, law, promised);
  const inbox = scene.hasInbox ? await besides(scene, { before, during, inTime }) : null;
  const acks = p95s(before.latencies, during.latencies);
  const checks = [
    accepted(during),
    felt,
    ...((await outage.also?.(scene)) ?? []),
    ...onceEach(scene.destination, {
      promised,
      atCrm: scene.leadsAtCrm().filter((id) => id === null || promised.includes(id)),
      quarantined,
      allowed: outage.quarantine?.[scene.destination],
    }),
    ...closed(law, promised.length + first),
    ...balanced(samples, { mayBeSilent: outage.mayBeSilent }),
    ...(inbox?.checks ?? []),
  ];
  const figures = {
    ack_p95_ms_before: acks.before,
    ack_p95_ms_during: acks.during,
    ...(inbox && { inbox_p95_ms_before: inbox.p95s.before, inbox_p95_ms_during: inbox.p95s.during }),
    seconds_it_lasted: (endedAt - begunAt) / 1_000,
    seconds_until_in_order: (inOrderAt - endedAt) / 1_000,
    writes_per_record: scene.writesAtCrm() / Math.max(1, scene.crm.records().length),
    calls: scene.crm.calls.length,
  };
  return { checks, figures };
}

const p95 = (values) => (values.length === 0 ? Number.NaN : percentile(sorted(values), 0.95));
const p95s = (before, during) => ({ before: p95(before), during: p95(during) });

/** What `--gate` asks of the clock, by the figures of all rounds: nobody else waits for whoever is down. */
export function gate(figures) {
  const acks = { before: figures.ack_p95_ms_before, during: figures.ack_p95_ms_during };
  const inbox = { before: figures.inbox_p95_ms_before, during: figures.inbox_p95_ms_during };
  return [
    unmoved("ack p95 meanwhile", acks, { times: 1.5, ms: 10 }),
    ...(inbox.before === undefined ? [] : [unmoved("inbox p95 meanwhile", inbox, { times: 1.5, ms: 250 })]),
  ];
}

/** Why each lead in quarantine is there; asked only if there is any. */
async function reasons(scene, { quarantined }, promised) {
  const known = new Map();
  if (quarantined === 0) return known;
  const left = [...promised];
  const ask = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      const reason = await scene.quarantineOf(id);
      if (reason !== null) known.set(id, reason);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return known;
}

/** Waits until an outage was felt and whom it is nothing to had every lead; answers what there was of both. */
async function endured({ felt, feel, enough = () => 1 }, scene, { leads, ids }) {
  const wanted = enough(leads);
  let inTime = 0;
  const isEndured = async () => {
    if (scene.hasInbox) {
      const arrivals = await scene.arrivalsInInbox();
      inTime = ids.filter((id) => arrivals.has(id)).length;
    }
    return feel(scene) >= wanted && (!scene.hasInbox || inTime === ids.length);
  };
  // What was not felt is a line of the verdict, not the end of the drill.
  await eventually("it was felt", isEndured, FELT_SECONDS).catch(() => {});
  const seen = feel(scene);
  return { felt: check(felt, `${wanted} or more`, seen, seen >= wanted), inTime };
}

/** The other destination, which nothing happened to. */
async function besides(scene, { before, during, inTime }) {
  const arrivals = await scene.arrivalsInInbox();
  const took = (ids) => ids.flatMap((id) => arrivals.get(id)?.tookMs ?? []);
  const all = [...before.ids, ...during.ids];
  return {
    p95s: p95s(took(before.ids), took(during.ids)),
    checks: [
      allOf("leads once in the inbox", all.filter((id) => arrivals.has(id)).length, all.length),
      allOf("of them before it was over", inTime, during.ids.length),
    ],
  };
}
