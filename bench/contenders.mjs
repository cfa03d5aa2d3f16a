// What the bench can start: a contender's three Workers, from its own wrangler files.

import { randomBytes } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OUT = join(ROOT, "target", "bench");

const secret = () => randomBytes(32).toString("hex");

/** Fresh secrets in the shape of `.dev.vars.example`: a developer's own stay out of it, a Slack token above all. */
async function exampleSecrets() {
  const example = await readFile(join(ROOT, ".dev.vars.example"), "utf8");
  const assignments = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)];
  return Object.fromEntries(assignments.map(([, key, value]) => [key, value === "random:32" ? secret() : value]));
}

/** `configs` go edge, ledger, consumer: the first Worker is the one that gets the requests. */
const CONTENDERS = {
  beeline: {
    configs: ["wrangler.toml", "wrangler.ledger.toml", "wrangler.consumer.toml"],
    inbox: { table: "inbox", id: "lead_id", writtenAt: "written_at_ms" },
    secrets: exampleSecrets,
  },
  peer: {
    configs: ["edge", "ledger", "consumer"].map((worker) => `bench/peer/wrangler.${worker}.toml`),
    inbox: { table: "inbox", id: "lead_id", writtenAt: "written_at_ms" },
    secrets: () => ({ PERSON_KEY: secret(), ENVELOPE_KID: "k1", ENVELOPE_KEY: secret() }),
  },
};

export const WORKERS = ["edge", "ledger", "consumer"];

/** Bundles a contender and reads its bindings. What comes back is plain data that can go to another process. */
export async function prepare(name) {
  const { configs, inbox, secrets } = CONTENDERS[name];
  const settings = await Promise.all(configs.map(readSettings));
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

/** A Worker's own wrangler file, through wrangler: nothing is restated here. */
async function readSettings(path) {
  process.env.WRANGLER_LOG ??= "error";
  process.env.WRANGLER_SEND_METRICS = "false";
  const wrangler = (await import("wrangler")).default;
  const config = wrangler.unstable_readConfig({ config: join(ROOT, path) });
  const { workerOptions, main, define } = wrangler.unstable_getMiniflareWorkerOptions(config);
  // Cloudflare serves static files before it asks a Worker; here they would be one more Worker in front of it.
  const { modulesRules, assets, ...options } = workerOptions;
  return { config, main, define, options: { ...options, name: config.name } };
}

/** One minified module, with any wasm beside it, as a deploy would make it. */
async function bundle(main, define, root) {
  const { outputFiles } = await build({
    entryPoints: { index: main },
    outdir: root,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    define,
    format: "esm",
    target: "esnext",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
    write: false,
    logLevel: "warning",
  });
  await mkdir(root, { recursive: true });
  await Promise.all(outputFiles.map(({ path, contents }) => writeFile(path, contents)));
  const type = (path) => (path.endsWith(".wasm") ? "CompiledWasm" : "ESModule");
  const modules = outputFiles.map(({ path }) => ({ type: type(path), path }));
  // The first module is the one that is run.
  modules.sort((a, b) => b.type.localeCompare(a.type));
  return { modules, modulesRoot: root };
}

/** The D1 database of the first Worker that has one, with its schema. */
async function findInbox(settings) {
  for (const { config } of settings) {
    const database = config.d1_databases[0];
    if (database === undefined) continue;
    const dir = join(dirname(config.configPath), database.migrations_dir ?? "migrations");
    const files = (await readdir(dir)).filter((file) => file.endsWith(".sql")).sort();
    const { unstable_splitSqlQuery: split } = (await import("wrangler")).default;
    const scripts = await Promise.all(files.map((file) => readFile(join(dir, file), "utf8")));
    return { worker: config.name, binding: database.binding, migrations: scripts.flatMap(split) };
  }
  throw new Error("no Worker has a D1 database");
}

/** How a contender's queues are drained; the bench compares only equals. */
export async function queueSettings(name) {
  const settings = await Promise.all(CONTENDERS[name].configs.map(readSettings));
  return settings.flatMap(({ config }) => config.queues.consumers ?? []);
}
