// One Beeline with the vendors that it delivers to, for one drill.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newRun } from "../bench/leads.mjs";
import { runLoad } from "../bench/load.mjs";
import { CRMS } from "../tests/workerd/support/crms.mjs";
import { eventually, startSession } from "../tests/workerd/support/session.mjs";
import { Slack, TOKEN } from "../tests/workerd/support/slack.mjs";
import { Consumer } from "./consumer.mjs";

const LEAD_ID = /ld_[0-9a-v]{20,}/;
/** What wakes every object and compiles what leads go through, and compiles it well, before anything is counted. */
const FIRST_LEADS = 300;

/** The teams of routing-config. */
const TEAMS = ["sales", "enterprise", "americas", "emea"];
/** Minutes of a week in the first zone, and that zone: from which minute on, and until when that is known. */
const ALWAYS = [0, [0, 10_080], []];
const UTC = [[[28_401_120, 0]], 33_661_440];

const EDGE = "beeline-edge";

/** The edge Worker with a socket of its own. */
const withSocket = (options) =>
  options.name === EDGE ? { ...options, unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] } : options;

/** The lead id in what a CRM keeps. */
const leadIdIn = (kept) => LEAD_ID.exec(JSON.stringify(kept ?? null))?.[0] ?? null;

export class Scene {
  #stops = [];

  /**
   * `destination`: a CRM's name. `inbox`: leads go to the inbox besides. `slack`: they get cards, in so
   * many channels. `apart`: the consumer is a process of its own. `crm`: options of the double.
   * `adjust`: changes the Workers' options. `storage`: where to keep what the objects store. `direct`:
   * leads go to the edge Worker's own socket, past the Worker that Miniflare puts before it in the same
   * thread, which no deployment has.
   */
  static async open({ destination, inbox = false, slack = 0, apart = false, crm = {}, adjust, storage, direct = false }) {
    const scene = new Scene();
    try {
      await scene.#start({ destination, inbox, slack, apart, crm, adjust: direct ? withSocket : adjust, storage, direct });
      return scene;
    } catch (error) {
      await scene.close();
      throw error;
    }
  }

  async #start({ destination, inbox, slack, apart, crm, adjust, storage, direct }) {
    this.destination = destination;
    this.hasInbox = inbox;
    this.crm = await CRMS[destination].start(crm);
    this.#stops.push(() => this.crm.stop());
    const names = inbox ? `inbox,${destination}` : destination;
    const variables = { DESTINATIONS: names, ...CRMS[destination].variables(this.crm) };
    if (slack) {
      this.slack = await Slack.start({ channels: slack });
      this.#stops.push(() => this.slack.stop());
      Object.assign(variables, { SLACK_URL: this.slack.url, SLACK_TOKEN: TOKEN, SLACK_CHANNEL: this.slack.channels.join() });
    }
    const split = apart ? await this.#consumerApart(variables, storage) : {};
    this.session = await startSession({ variables, adjust, storage, ...split });
    this.#stops.push(() => this.session.stop());
    const url = direct ? await this.session.mf.unsafeGetDirectURL(EDGE) : this.session.url;
    this.port = Number(new URL(url).port);
  }

  async #consumerApart(variables, storage = tmpdir()) {
    const folder = await mkdtemp(join(storage, "beeline-gameday-"));
    this.#stops.push(() => rm(folder, { recursive: true, force: true }));
    const registry = join(folder, "registry");
    this.consumer = new Consumer({ folder: join(folder, "consumer"), registry, variables });
    this.#stops.push(() => this.consumer.kill());
    await this.consumer.start();
    return { registry, only: ["edge", "ledger"] };
  }

  /** Leaves nothing running, whatever fails on the way. */
  async close() {
    const failures = [];
    for (const stop of this.#stops.reverse()) await stop().catch((error) => failures.push(error));
    this.#stops = [];
    if (failures.length > 0) throw new AggregateError(failures, "the drill left something behind");
  }

  /**
   * The first leads of a session, which are slower than any after them: no more than those that are counted.
   * Answers how many there were.
   */
  async warmUp(leads, rate) {
    const { ids } = await this.post(Math.min(FIRST_LEADS, leads), rate);
    await this.settled(60);
    return ids.length;
  }

  /**
   * From now on somebody of every team works and may have any number of leads: what is measured depends
   * neither on the hour nor on how many leads a day the shipped reps may have.
   */
  async staff() {
    const pools = await this.session.mf.getDurableObjectNamespace("POOL", "beeline-ledger");
    for (const team of TEAMS) {
      const members = ["ana", "ben"].map((rep) => ({ rep, name: rep, weight: 1, active: true, timetable: ALWAYS }));
      const roster = { sequence: Date.now(), hash: "staffed", team, crew: { members, zones: [UTC] } };
      const reply = JSON.parse(await pools.getByName(team).command(team, JSON.stringify({ roster })));
      if (reply.roster_in_force?.hash !== "staffed") throw new Error(`${team}: ${JSON.stringify(reply)}`);
    }
  }

  /**
   * New people's leads at a steady rate, over a bounded number of connections, from a process of
   * its own: `{ ids, startedAt, latencies, errors }`, each lead's at the same place of the lists.
   */
  async post(leads, rate) {
    const { ids, acceptedAt, latencies, errors, sent } = await runLoad({
      port: this.port,
      // Half a lead more, so that none is lost to rounding.
      seconds: (leads + 0.5) / rate,
      rate,
      run: newRun(),
    });
    return { ids, latencies, errors, sent, startedAt: acceptedAt.map((at, i) => at - latencies[i]) };
  }

  /** Nothing is in flight any more and no card is owed. */
  settled(seconds) {
    return eventually("nothing is in flight", async () => {
      const law = await this.session.conservation().catch(() => null);
      if (law === null || law.in_flight > 0) return false;
      const cards = law.destinations["card:slack"];
      return (!this.slack || (cards?.settled ?? 0) + (cards?.quarantined ?? 0) >= law.accepted) && law;
    }, seconds);
  }

  /** The lead ids of the CRM's records, each as often as it has one; null for a record without. */
  leadsAtCrm() {
    return this.crm.records().map((record) => leadIdIn(CRMS[this.destination].leadId(record, this.crm)));
  }

  /** How often the API wrote what the records hold. */
  writesAtCrm() {
    return this.crm.records().reduce((writes, record) => writes + record.writes, 0);
  }

  /** When each lead was written into the inbox, and how long after it was accepted. */
  async arrivalsInInbox() {
    const rows = await this.session.records();
    return new Map(rows.map((row) => [row.lead_id, { at: row.written_at_ms, tookMs: row.written_at_ms - row.accepted_at_ms }]));
  }

  /** Why a lead was put into quarantine, or null if it was not. */
  async quarantineOf(leadId) {
    const response = await this.session.ops(`/v1/leads/${leadId}`);
    if (response.status !== 200) throw new Error(`${leadId}: the ledger answered ${response.status}`);
    const { state, timeline } = await response.json();
    if (state !== "quarantined") return null;
    return timeline.findLast(({ event }) => event === "quarantined")?.detail ?? "without a reason";
  }

  /** How many messages tell of each lead: its own card, or a digest that it stands in. */
  async toldOf() {
    const told = new Map();
    for (const { metadata } of await this.slack.messages()) {
      const { lead_id, lead_ids } = metadata?.event_payload ?? {};
      for (const id of lead_ids?.split(" ") ?? (lead_id ? [lead_id] : [])) told.set(id, (told.get(id) ?? 0) + 1);
    }
    return told;
  }
}
