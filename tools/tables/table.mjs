// What a table is: a file of sorted lines under a header that names its sources.
//
// A table is `{ file, about, sources: [package names], licence?, lines() }`. `lines` gives
// arrays of fields, which become lines of fields between tabs.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const HERE = join(ROOT, "tools/tables");
const MODULES = join(HERE, "node_modules");

export const tablePath = (table) => join(ROOT, "data", table.file);

/** A file of a pinned package, by its path inside. */
export const packageFile = (name, path) => readFile(join(MODULES, name, path), "utf8");

export const packageJson = async (name, path) => JSON.parse(await packageFile(name, path));

/** A module of a pinned package, by its path inside or as its name resolves. */
export const packageModule = (name, path) =>
  path === undefined
    ? createRequire(import.meta.url)(name)
    : import(join(MODULES, name, path));

/** The whole file. */
export async function render(table) {
  const sources = await Promise.all(table.sources.map(source));
  const header = [
    ...table.about,
    `Made by tools/tables/generate.mjs, not by hand, from ${sources.join(", ")}.`,
    ...(table.notice ?? []),
  ];
  const lines = (await table.lines()).map((fields) => fields.join("\t"));
  const unique = [...new Set(lines)].sort(byCodePoint);
  return [...header.map((line) => `# ${line}`), ...unique].join("\n") + "\n";
}

/** `name version (licence)`, once it is sure that the installed version is the pinned one. */
async function source(name) {
  const installed = await packageJson(name, "package.json").catch(() => ({}));
  const pinned = JSON.parse(await readFile(join(HERE, "package.json"), "utf8")).dependencies[name];
  if (installed.version !== pinned) {
    throw new Error(`${name} ${pinned} is pinned and ${installed.version ?? "none"} installed: run npm install in tools/tables`);
  }
  return `${name} ${installed.version} (${installed.license})`;
}

/** The order of UTF-8 bytes, which is what `sort` in the C locale and Rust's strings have. */
export const byCodePoint = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** One spelling of a text: composed, blanks single. */
export const tidy = (text) => text.normalize("NFC").replace(/\s+/gu, " ").trim();

