// What the bench can start: a contender's three Workers, from its own wrangler files.

import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, bundle, migrationStatements, readSettings } from "../tools/workerd/workers.mjs";

export { ROOT };

/** Where bundles are written. */
export const OUT = join(ROOT, "target", "bench");

const secret = () => randomBytes(32).toString("hex");

/** Fresh secrets in the shape of `.dev.vars.example`: a developer's own stay out of it, a Slack token above all. */
async function exampleSecrets() {
  const example = await readFile(join(ROOT, ".dev.vars.example"), "utf8");
  const assignments = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)];
  return Object.fromEntries(assignments.map(([, key, value]) => [key, value === "random:32" ? secret() : value]));
}

const ofFolder = (folder) => ["edge", "ledger", "consumer"].map((worker) => `bench/${folder}/wrangler.${worker}.toml`);
const INBOX = { table: "inbox", id: "lead_id", writtenAt: "written_at_ms" };

/** `configs` go edge, ledger, consumer: the first Worker is the one that gets the requests. */
const CONTENDERS = {
  beeline: {
    configs: ["wrangler.toml", "wrangler.ledger.toml", "wrangler.consumer.toml"],
    inbox: INBOX,
    secrets: exampleSecrets,
  },
  peer: {
    configs: ofFolder("peer"),
    inbox: INBOX,
    secrets: () => ({ PERSON_KEY: secret(), ENVELOPE_KID: "k1", ENVELOPE_KEY: secret() }),
  },
  floor: { configs: ofFolder("floor"), inbox: INBOX, secrets: () => ({}) },
};

export const WORKERS = ["edge", "ledger", "consumer"];

/** Bundles a contender and reads its bindings. What comes back is plain data that can go to another process. */
export async function prepare(name) {
  const { inbox, secrets } = CONTENDERS[name];
  const settings = await settingsOf(name);
  const shared = await secrets();
  const workers = await Promise.all(
    settings.map(async ({ options, main, define }, i) => {
      const modules = await bundle(main, define, join(OUT, name, WORKERS[i]));
      return { ...options, ...modules, bindings: { ...options.bindings, ...shared } };
    }),
  );
  const { worker, binding, migrations } = await findInbox(settings);
  return { name, workers, inbox: { ...inbox, worker, binding, migrations } };
}

/** What the wrangler files of a contender's Workers say. */
export const settingsOf = (name) => Promise.all(CONTENDERS[name].configs.map(readSettings));

/** The D1 database of the first Worker that has one, with its schema. */
async function findInbox(settings) {
  const found = settings.find(({ config }) => config.d1_databases.length > 0);
  if (found === undefined) throw new Error("no Worker has a D1 database");
  const { config } = found;
  return { worker: config.name, binding: config.d1_databases[0].binding, migrations: await migrationStatements(config) };
}

/** How a contender's queues are drained; the bench compares only equals. */
export async function queueSettings(name) {
  const settings = await settingsOf(name);
  return settings.flatMap(({ config }) => config.queues.consumers ?? []);
}
