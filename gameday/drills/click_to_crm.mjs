// From the first byte of a lead's POST to its record in the CRM, and to its card on Slack.

import { existsSync } from "node:fs";
import { childSeconds } from "../../bench/machine.mjs";
import { percentile, sorted } from "../../bench/stats.mjs";
import { pause } from "../../tests/vendors/doubles/vendor.mjs";
import { eventually } from "../../tests/workerd/support/session.mjs";
import { Scene } from "../scene.mjs";
import { allOf, check } from "../verdict.mjs";

/** What a vendor's answer takes. */
const ANSWER_MS = 100;
const SECONDS = 10;
const ORDER_SECONDS = 600;
const LEAD_IDS = /ld_[0-9a-v]{20,}/g;
/**
 * A channel takes a message a second. Leads do not come to channels in turn: with as many again, one has
 * room for its lead nearly always.
 */
const CHANNELS_PER_LEAD_A_SECOND = 2;
/** What p95 is held to. */
const BAR_MS = 500;
/** Leads a second from which on the bar is asked for: slower CRMs are measured for themselves. */
const BAR_FROM_RATE = 100;
/** Leads a second besides those of the plan: many in a good hour of a growing company, and few in a batch. */
const EVERYDAY_RATE = 4;
/**
 * workerd waits for the disk on the one thread that all its Workers share, which no Worker on Cloudflare's
 * network does: what is kept in memory measures Beeline, and not this machine's disk.
 */
const MEMORY = "/dev/shm";
/**
 * Leads a second that each CRM can take for long, by its own limits and by how many calls it needs
 * for a lead; more would measure how long its queue is.
 */
const MOST = { hubspot: Infinity, salesforce: Infinity, pipedrive: 2, webhook: 1.5 };

export const clickToCrm = {
  name: "click-to-crm",
  says: `from a lead's first byte to its record and its card, with vendors that take ${ANSWER_MS} ms a call`,
  run,
  gate,
};

async function run(plan) {
  const wanted = plan.destination === undefined ? Object.keys(MOST) : [plan.destination];
  const checks = [];
  const figures = {};
  for (const destination of wanted) {
    for (const rate of rates(plan, destination)) {
      const leads = Math.max(1, Math.min(plan.leads, Math.floor(rate * SECONDS)));
      const measured = await measure({ destination, leads, rate, storage: storageOf(plan) });
      checks.push(...held(destination, measured, { leads, rate }));
      for (const [what, values] of [["crm", measured.toCrm], ["card", measured.toCard]]) {
        Object.assign(figures, percentiles(`${destination}_${rate}_a_second_to_${what}`, values));
      }
      figures[`${destination}_${rate}_a_second_processor_ms_a_lead`] = measured.processorMs;
    }
  }
  return { checks, figures };
}

const storageOf = ({ storage }) => storage ?? (existsSync(MEMORY) ? MEMORY : undefined);

/** At which rates a CRM is measured, the slowest first. */
function rates(plan, destination) {
  const most = Math.min(plan.rate, MOST[destination]);
  return [...new Set([Math.min(EVERYDAY_RATE, most), most])];
}

function held(destination, { toCrm, toCard, sent }, { leads, rate }) {
  return [
    allOf(`leads in the CRM: ${destination}, ${leads} leads at ${rate} a second`, toCrm.length, sent),
    allOf("leads told of on Slack", toCard.length, sent),
  ];
}

/** Every p95 at a rate of which the bar is asked. */
function gate(figures) {
  const barred = Object.entries(figures).filter(([name]) => {
    const rate = /_([\d.]+)_a_second_.*_p95$/.exec(name)?.[1];
    return rate !== undefined && Number(rate) >= BAR_FROM_RATE;
  });
  return barred.map(([name, p95]) =>
    check(name.replaceAll("_", " "), `under ${BAR_MS}`, Math.round(p95), p95 < BAR_MS));
}

function percentiles(name, values) {
  const ordered = sorted(values);
  return Object.fromEntries([0.5, 0.95, 0.99].map((p) => [`${name}_ms_p${p * 100}`, percentile(ordered, p)]));
}

async function measure({ destination, leads, rate, storage }) {
  const channels = Math.ceil(rate * CHANNELS_PER_LEAD_A_SECOND);
  const scene = await Scene.open({ destination, slack: channels, storage, direct: true });
  try {
    await scene.warmUp(leads, rate);
    await scene.staff();
    const writtenAt = noteWrites(scene.crm);
    scene.crm.faults.latencyMs = ANSWER_MS;
    scene.slack.before = () => pause(ANSWER_MS);
    const before = await childSeconds();
    const { ids, startedAt, sent } = await scene.post(leads, rate);
    // The vendors are watched, and Beeline is asked nothing: to add up its books is work for every object,
    // which the last leads would wait behind.
    const isThere = () => ids.every((id) => writtenAt.has(id)) && cards(scene.slack).size >= ids.length;
    await eventually("every lead is in the CRM and told of", isThere, ORDER_SECONDS);
    // workerd's and Miniflare's: the load generator ended with its last answer.
    const processorMs = (((await childSeconds()) - before) * 1000) / sent;
    await scene.settled(ORDER_SECONDS);
    const postedAt = cards(scene.slack);
    const since = (moments) => ids.flatMap((id, i) => (moments.has(id) ? [moments.get(id) - startedAt[i]] : []));
    return { toCrm: since(writtenAt), toCard: since(postedAt), sent, processorMs };
  } finally {
    await scene.close();
  }
}

/** When each lead was first written: by calls that name it and wrote something. */
function noteWrites(crm) {
  const writtenAt = new Map();
  const answer = crm.answer.bind(crm);
  crm.answer = async (call) => {
    const answered = await answer(call);
    const ids = answered.wrote > 0 ? (call.text.match(LEAD_IDS) ?? []) : [];
    for (const id of ids) if (!writtenAt.has(id)) writtenAt.set(id, Date.now());
    return answered;
  };
  return writtenAt;
}

/** When the first message that tells of each lead was posted. */
function cards(slack) {
  const postedAt = new Map();
  for (const { atMs, metadata } of slack.posted) {
    const { lead_id, lead_ids } = metadata?.event_payload ?? {};
    for (const id of lead_ids?.split(" ") ?? (lead_id ? [lead_id] : [])) {
      if (!postedAt.has(id)) postedAt.set(id, atMs);
    }
  }
  return postedAt;
}
