// Names of time zones, links included.

import { packageJson } from "./table.mjs";

export const timeZones = {
  file: "time_zones.txt",
  about: ["Every name of a zone or link in the IANA time zone database, as IANA spells it."],
  sources: ["moment-timezone"],
  async lines() {
    const { zones, links } = await packageJson("moment-timezone", "data/packed/latest.json");
    const names = zones.map((zone) => zone.split("|")[0]);
    return [...names, ...links.flatMap((link) => link.split("|"))].map((name) => [name]);
  },
};
