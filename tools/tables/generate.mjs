// Writes the tables in data/ from the packages that package.json pins; with --check, says
// whether the committed ones are what those packages give.

import { readFile, writeFile } from "node:fs/promises";
import { countries } from "./countries.mjs";
import { disposableMail, freeMail } from "./mail.mjs";
import { postalCodes } from "./postal_codes.mjs";
import { publicSuffixes } from "./public_suffixes.mjs";
import { subdivisions } from "./subdivisions.mjs";
import { timeZones } from "./time_zones.mjs";
import { render, tablePath } from "./table.mjs";

const TABLES = [countries, subdivisions, postalCodes, publicSuffixes, freeMail, disposableMail, timeZones];

async function main(args) {
  const check = args.includes("--check");
  const unknown = args.filter((arg) => arg !== "--check");
  if (unknown.length > 0) {
    throw new Error(`${unknown[0]} is not understood: the only option is --check`);
  }
  const stale = [];
  for (const table of TABLES) {
    const text = await render(table);
    const path = tablePath(table);
    if ((await readFile(path, "utf8").catch(() => "")) === text) {
      continue;
    }
    stale.push(table.file);
    if (!check) {
      await writeFile(path, text);
    }
  }
  const doing = check ? "not what the pinned packages give; run node tools/tables/generate.mjs" : "written";
  console.log(stale.length === 0 ? "all tables are up to date" : `${stale.join(", ")}: ${doing}`);
  process.exitCode = check && stale.length > 0 ? 1 : 0;
}

await main(process.argv.slice(2));
