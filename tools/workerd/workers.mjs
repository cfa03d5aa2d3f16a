// The project's Workers as Miniflare takes them, read from their own wrangler files:
// nothing about a binding is said twice.

import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A Worker's wrangler file, through wrangler. */
export async function readSettings(path) {
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
export async function bundle(main, define, root) {
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

/** The statements of a D1 database's migrations, oldest first. */
export async function migrationStatements(config) {
  const [database] = config.d1_databases;
  const directory = join(dirname(config.configPath), database.migrations_dir ?? "migrations");
  const files = (await readdir(directory)).filter((file) => file.endsWith(".sql")).sort();
  const { unstable_splitSqlQuery: split } = (await import("wrangler")).default;
  const scripts = await Promise.all(files.map((file) => readFile(join(directory, file), "utf8")));
  return scripts.flatMap(split);
}
