// Countries: their codes, and their names in many languages.

import { iso31661 } from "iso-3166/1.js";
import { packageJson, tidy } from "./table.mjs";

/** By CLDR's names. */
const LANGUAGES = [
  "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "no", "fi", "cs", "sk", "hu",
  "ro", "bg", "el", "tr", "ru", "uk", "zh", "ja", "ko", "ar", "he", "hi", "id", "vi", "th",
];

/** Of the same, the one with other characters. */
const TRADITIONAL_CHINESE = "zh-Hant";

/** In which i18n-iso-countries has what people say besides: 호주 and 오스트레일리아 are both Australia. */
const SAID_OTHERWISE = [
  "en", "de", "fr", "es", "it", "pt", "pl", "sv", "da", "hu", "tr", "ru", "uk", "zh", "ja", "ko", "ar", "id", "vi",
];

/**
 * Inhabited by about 15,000 people at most, many by nobody, and no states: named in the
 * languages of those who are there or nearby only.
 */
const REMOTE = new Set("AI AQ BL BV CC CX FK GS HM IO MS NF NU PM PN SH SJ TF TK UM WF".split(" "));
const SEAFARING = new Set(["en", "es", "fr", "nl", "no", "pt"]);

/** Reserved for users by ISO; everybody uses it for Kosovo. */
const KOSOVO = "XK";

/** Where ä, ö and ü are also written ae, oe and ue. */
const DIGRAPHS = new Set(["de", "sv", "fi"]);

export const countries = {
  file: "countries.txt",
  about: [
    `ISO 3166-1 countries and ${KOSOVO}: alpha-3 and numeric codes, and names in ${LANGUAGES.length} languages and`,
    "their own. What people call them besides, kept by hand, is in country_aliases.txt.",
  ],
  sources: ["iso-3166", "i18n-iso-countries", "cldr-core", "cldr-localenames-full"],
  async lines() {
    const codes = iso31661.flatMap(({ alpha2, alpha3, numeric, name }) =>
      [alpha3, numeric, ...spellings(name)].map((said) => [alpha2, said]),
    );
    const known = new Set([...iso31661.map(({ alpha2 }) => alpha2), KOSOVO]);
    const translations = SAID_OTHERWISE.map(translated);
    const locales = [...LANGUAGES, TRADITIONAL_CHINESE].map(localized);
    const named = await Promise.all([...translations, ...locales, endonyms()]);
    const names = named.flat().filter(([code, name]) => known.has(code) && !looksLikeCode(name));
    return [...codes, ...names].map(([code, name]) => [code, tidy(name)]);
  },
};

/** `É.-U.` and the like: two letters are ISO's code or nothing. */
const looksLikeCode = (name) => /^[a-z]{2}$/iu.test(name.normalize("NFKD").replace(/[^\p{L}]/gu, ""));

/** What each country is called in its own official languages. */
async function endonyms() {
  const { supplemental } = await packageJson("cldr-core", "supplemental/territoryInfo.json");
  const spoken = Object.entries(supplemental.territoryInfo).flatMap(([country, { languagePopulation }]) =>
    Object.entries(languagePopulation ?? {})
      .filter(([, { _officialStatus }]) => /^(de_facto_)?official$/u.test(_officialStatus ?? ""))
      .map(([language]) => [country, language.replaceAll("_", "-")]),
  );
  const named = spoken.map(async ([country, language]) => {
    const names = await localized(language).catch(() => []);
    return names.filter(([code]) => code === country);
  });
  return (await Promise.all(named)).flat();
}

async function translated(language) {
  const { countries: names } = await packageJson("i18n-iso-countries", `langs/${language}.json`);
  return named(language, Object.entries(names));
}

/** CLDR's names; `GB-alt-short` is one more name of GB. */
async function localized(language) {
  const path = `main/${language}/territories.json`;
  const { main } = await packageJson("cldr-localenames-full", path);
  const names = Object.entries(main[language].localeDisplayNames.territories);
  return named(language.slice(0, 2), names.map(([code, name]) => [code.replace(/-alt-.*$/u, ""), name]));
}

const named = (language, names) =>
  names.filter(([code]) => SEAFARING.has(language) || !REMOTE.has(code)).flatMap(([code, said]) =>
    [said].flat().flatMap(spellings).flatMap((name) => digraphs(language, name)).map((name) => [code, name]),
  );

/** A name as it stands, without what is in brackets, and `Korea, Republic of` the right way round. */
export function spellings(name) {
  const bare = name.replace(/\s*[([（［].*?[)\]）］]/gu, "").trim();
  const [, head, tail] = bare.match(/^([^,]+), (.+)$/u) ?? [];
  const turned = tail === undefined ? [] : [`${tail} ${head}`];
  return [name, bare, ...turned].filter((said) => said !== "");
}

export function digraphs(language, name) {
  const spelled = name.replace(/[äöü]/giu, (letter) => ({ ä: "ae", ö: "oe", ü: "ue" })[letter.toLowerCase()]);
  return DIGRAPHS.has(language) && spelled !== name ? [name, spelled] : [name];
}
