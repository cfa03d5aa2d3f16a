// Golden requests: what the vendors' own SDKs send for the calls that Beeline makes, recorded at the
// doubles. Beeline's own requests are compared with these.
//
//   npm ci --prefix tests/vendors/golden             brings the SDKs, which nothing else needs
//   node tests/vendors/golden/record.mjs             writes golden/*.json
//   node tests/vendors/golden/record.mjs --check     fails if one of them is not what the SDKs send

import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as hubspot from "./hubspot.mjs";
import * as pipedrive from "./pipedrive.mjs";
import * as salesforce from "./salesforce.mjs";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const VENDORS = { hubspot, salesforce, pipedrive };
/** Of the headers, those that mean something to the vendor. */
const KEPT = ["authorization", "x-api-token", "content-type", "accept"];

/** The version that is pinned, which is the one that is installed. */
async function versionOf(name) {
  const { devDependencies } = JSON.parse(await readFile(join(FOLDER, "package.json"), "utf8"));
  const installed = JSON.parse(await readFile(join(FOLDER, "node_modules", name, "package.json"), "utf8"));
  const pinned = devDependencies[name];
  if (pinned !== installed.version) throw new Error(`${name} is ${installed.version}, not ${pinned}`);
  return pinned;
}

/** A call without its secrets: they can stand in a header or in a form. */
export function shape(call, secrets) {
  const masked = (text, [secret, name]) => text.replaceAll(secret, name);
  const mask = (text) => Object.entries(secrets).reduce(masked, text);
  const headers = KEPT.filter((name) => call.headers[name]).map((name) => [name, mask(call.headers[name])]);
  return {
    method: call.method,
    path: call.path,
    query: Object.fromEntries(call.query),
    headers: Object.fromEntries(headers),
    body: bodyOf(call, mask),
  };
}

function bodyOf({ text, headers }, mask) {
  if (text === "") return null;
  if (!/^application\/x-www-form-urlencoded/.test(headers["content-type"])) return JSON.parse(mask(text));
  return Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, mask(value)]).sort());
}

/** Every golden request, by the name of its file. */
export async function record() {
  const files = new Map();
  for (const [vendor, { PACKAGE, SECRETS, CALLS, start }] of Object.entries(VENDORS)) {
    const version = await versionOf(PACKAGE);
    for (const [name, send] of Object.entries(CALLS)) {
      const double = await start();
      try {
        const accepted = await send(double);
        const requests = double.calls.map((call) => shape(call, SECRETS));
        const golden = { sdk: PACKAGE, version, call: name, accepted, requests };
        files.set(`${vendor}_${name.replaceAll(" ", "_")}.json`, `${JSON.stringify(golden, null, 2)}\n`);
      } finally {
        await double.stop();
      }
    }
  }
  return files;
}

/** The names of the files that are not what the SDKs send. */
export async function stale(files) {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".json") && !name.startsWith("package"));
  const gone = names.filter((name) => !files.has(name));
  const changed = [];
  for (const [name, text] of files) {
    const kept = names.includes(name) ? await readFile(join(FOLDER, name), "utf8") : null;
    if (kept !== text) changed.push(name);
  }
  return [...gone, ...changed].sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = await record();
  if (process.argv.includes("--check")) {
    const names = await stale(files);
    if (names.length > 0) throw new Error(`not what the SDKs send: ${names.join(", ")}`);
  } else {
    for (const [name, text] of files) await writeFile(join(FOLDER, name), text);
  }
  // Some SDKs keep timers.
  process.exit();
}
