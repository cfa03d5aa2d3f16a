// Beeline's three Workers in one workerd, over real HTTP, with storage of their own.

import { createHmac, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from "miniflare";
import { ROOT, bundle, migrationStatements, readSettings } from "../../../tools/workerd/workers.mjs";

const CONFIGS = { edge: "wrangler.toml", ledger: "wrangler.ledger.toml", consumer: "wrangler.consumer.toml" };

/** The same for every session of one process, and for those it starts in others. */
export const SECRETS = JSON.parse(process.env.BEELINE_TEST_SECRETS ?? "null") ?? Object.fromEntries(
  ["IDENTITY_KEY", "ENVELOPE_KEY", "STATUS_TOKEN_KEY", "SYNTHETIC_KEY", "SESSION_KEY", "OPS_TOKEN", "BUNDLE_KEY"].map((name) => [
    name,
    randomBytes(32).toString("hex"),
  ]),
);

const SETTINGS = { ENVELOPE_KEY_ID: "k1", BUNDLE_KEY_ID: "k1", SLACK_TOKEN: "", SLACK_CHANNEL: "" };

/**
 * Starts a session.
 *
 * `chaos`: the builds that fail on request. `variables`: bindings to set or override, for all
 * Workers. `adjust`: changes a Worker's options before it starts. `state`: a folder to keep
 * storage in beyond the session. `storage`: where to make a folder for it otherwise. `limits`: the rate limits `{ soft, hard }` of a network; without
 * them nobody is counted, because every test comes from one address. `explorer`: storage can be
 * written over HTTP, with Cloudflare's paths. `others`: Workers besides Beeline's. `only`: those of
 * Beeline's that run here, of a Beeline in several processes that find each other in the folder
 * `registry`.
 */
export async function startSession({
  chaos = false,
  variables = {},
  limits,
  adjust = (options) => options,
  state,
  storage = tmpdir(),
  explorer = false,
  others = [],
  only = Object.keys(CONFIGS),
  registry,
} = {}) {
  const folder = state ?? (await mkdtemp(join(storage, "beeline-test-")));
  const workers = [];
  let database;
  const logs = [];
  for (const worker of only) {
    const { config, main, define, options } = await readSettings(CONFIGS[worker]);
    const entry = chaos ? main.replace(/entry\.mjs$/, "entry.chaos.mjs") : main;
    const out = join(ROOT, "target", "workerd-tests", chaos ? "chaos" : "release", worker);
    const bindings = { ...options.bindings, ...SETTINGS, ...SECRETS, ...variables };
    const { ratelimits, ...others } = options;
    const limited = limits && ratelimits?.RATE_SOFT ? { ratelimits: limitsOf(ratelimits, limits) } : {};
    workers.push(adjust({ ...others, ...limited, ...(await bundle(entry, define, out)), bindings }));
    if (config.d1_databases.length > 0) database = { config, binding: config.d1_databases[0].binding };
  }
  const mf = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: { continent: "EU", country: "DE", timezone: "Europe/Berlin" },
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs: (line) => logs.push(line),
      logRequests: false,
      telemetry: { enabled: false },
      resourcePersistencePath: folder,
      unsafeInspectDurableObjects: true,
      unsafeLocalExplorer: explorer,
      ...(registry ? { enableDevRegistry: true, unsafeDevRegistryPath: registry } : {}),
      workers: [...workers, ...others],
    }),
  );
  const url = (await mf.ready).toString().replace(/\/$/, "");
  const inbox = database && (await migratedInbox(mf, database));
  return new Session({ mf, url, inbox, logs, folder, keep: state !== undefined });
}

/** The consumer's database, with its tables. */
async function migratedInbox(mf, { binding, config }) {
  const inbox = await mf.getD1Database(binding, config.name);
  const migrated = await inbox.prepare("SELECT 1 FROM sqlite_master WHERE name = 'inbox'").first();
  if (!migrated) for (const statement of await migrationStatements(config)) await inbox.prepare(statement).run();
  return inbox;
}

const limitsOf = ({ RATE_SOFT, RATE_HARD }, { soft, hard }) => ({
  RATE_SOFT: { ...RATE_SOFT, simple: { limit: soft, period: 60 } },
  RATE_HARD: { ...RATE_HARD, simple: { limit: hard, period: 60 } },
});

class Session {
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** Posts a lead as JSON. */
  post(lead, headers = {}, form = "demo") {
    return fetch(`${this.url}/v1/leads/${form}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(lead),
    });
  }

  /** A request with the ops token. */
  ops(path, init = {}) {
    const headers = { authorization: `Bearer ${SECRETS.OPS_TOKEN}`, ...init.headers };
    return fetch(`${this.url}${path}`, { ...init, headers });
  }

  /** The lead as its ledger object keeps it: where, and one revision's payload. */
  async stored(leadId, revision = 1) {
    const shard = shardOf(leadId);
    const storage = await this.mf.unsafeGetDurableObjectStorage("beeline-ledger", "Ledger", { name: shard });
    const [row] = await storage.exec(
      "SELECT payload FROM submission WHERE lead = (SELECT position FROM lead WHERE lead_id = ?) AND revision = ?",
      leadId,
      revision,
    );
    if (row === undefined) throw new Error(`${shard} has no revision ${revision} of ${leadId}`);
    return { shard, lead: JSON.parse(row.payload) };
  }

  async conservation() {
    const response = await this.ops("/v1/ops/conservation");
    if (response.status !== 200) throw new Error(`conservation answered ${response.status}`);
    return response.json();
  }

  /** Rows of the inbox, by SQL condition. */
  async records(where = "true") {
    return (await this.inbox.prepare(`SELECT * FROM inbox WHERE ${where} ORDER BY accepted_at_ms`).all()).results;
  }

  async stop() {
    await this.mf.dispose();
    if (!this.keep) await rm(this.folder, { recursive: true, force: true });
  }
}

/** Asks again and again until `probe` answers something truthy, or fails with `what` after the deadline. */
export async function eventually(what, probe, seconds = 20) {
  const deadline = Date.now() + seconds * 1000;
  let last;
  for (;;) {
    last = await probe();
    if (last) return last;
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const REGIONS = ["na", "eu", "as", "sa", "af", "oc"];
const JURISDICTIONS = ["", "@eu", "@us"];
const BASE32 = "0123456789abcdefghijklmnopqrstuv";

/** The ledger object that a lead id names: its layout, place and number are the first three bytes. */
export function shardOf(leadId) {
  const bits = [...leadId.slice(3, 8)].reduce((bits, character) => bits * 32 + BASE32.indexOf(character), 0) >> 1;
  const [place, number] = [(bits >> 8) & 0xff, bits & 0xff];
  return `${REGIONS[place & 0x0f]}-${String(number).padStart(2, "0")}${JURISDICTIONS[place >> 4]}`;
}

/** What a monitor signs a run with. */
export function syntheticMark(run) {
  const signed = `v1.${run}.${Math.floor(Date.now() / 1000)}`;
  return `${signed}.${createHmac("sha256", SECRETS.SYNTHETIC_KEY).update(signed).digest("hex")}`;
}

let serial = 0;

/** A lead nobody has sent before. */
export function aLead(changes = {}) {
  serial += 1;
  const id = `${process.pid}-${serial}-${randomBytes(3).toString("hex")}`;
  return {
    name: "Ada Lovelace",
    email: `ada-${id}@example.com`,
    phone: "+1 202-555-0123",
    company: "Analytical Engines",
    consent: { privacy: true, text_version: "2026-01" },
    ...changes,
  };
}
