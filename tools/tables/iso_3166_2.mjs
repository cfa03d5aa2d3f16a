// ISO 3166-2: which codes there are today, and which they replaced.

import { iso31662 } from "iso-3166/2.js";
import { packageJson } from "./table.mjs";

/** Codes that ISO withdrew in 2007 and 2015, which iso-3166 still has. */
const WITHDRAWN = /^DK-[01]|^LU-[DGL]$/u;

/** Countries in which people name the smaller of ISO's subdivisions; elsewhere the largest are enough. */
const DIVIDED_TWICE = new Set(["BE", "DO", "ES", "FR", "GB", "ID", "IE", "IT", "KN", "LK", "PH", "RS"]);

const containment = await packageJson("cldr-core", "supplemental/subdivisionContainment.json");

/** What each code is part of, where that is no country, as far as CLDR knows. */
const CONTAINERS = new Map(
  Object.entries(containment.supplemental.subdivisionContainment)
    .filter(([container]) => container.length > 2)
    .flatMap(([container, { _contains }]) => _contains.map((id) => [code(id), code(container)])),
);

const parent = (entry) => CONTAINERS.get(entry.code) ?? entry.parent;

/** Today's codes, with name and parent. */
export const CODES = new Map(
  iso31662
    .filter((entry) => !WITHDRAWN.test(entry.code))
    .filter((entry) => parent(entry).length === 2 || DIVIDED_TWICE.has(entry.code.slice(0, 2)))
    .map((entry) => [entry.code, { ...entry, parent: parent(entry) }]),
);

const aliases = await packageJson("cldr-core", "supplemental/aliases.json");

/** Codes of the past, and the one that each is today. */
export const REPLACED = new Map(
  Object.entries(aliases.supplemental.metadata.alias.subdivisionAlias)
    .map(([old, { _replacement }]) => [code(old), code(_replacement)])
    .filter(([old, today]) => !CODES.has(old) && CODES.has(today)),
);

/** `usca` is CLDR's for US-CA. */
export function code(id) {
  return `${id.slice(0, 2)}-${id.slice(2)}`.toUpperCase().replace(/-$/u, "");
}
