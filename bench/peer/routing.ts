import type { Lead } from "./contract";

export interface Route {
  team: string;
  rep: null;
  sla_seconds: number;
}

interface Rule {
  when: (lead: Lead) => boolean;
  team: string;
  sla_seconds: number;
}

const DACH = new Set(["DE", "AT", "CH"]);
const BRITISH_ISLES = new Set(["GB", "IE"]);
const NORTH_AMERICA = new Set(["US", "CA"]);

const country = (lead: Lead) => lead.country ?? "";

/** First match wins; what matches nothing goes to the fallback. */
const RULES: readonly Rule[] = [
  { when: (lead) => (lead.employees ?? 0) >= 1000, team: "enterprise", sla_seconds: 120 },
  { when: (lead) => DACH.has(country(lead)), team: "dach", sla_seconds: 300 },
  { when: (lead) => BRITISH_ISLES.has(country(lead)), team: "uk-ie", sla_seconds: 300 },
  { when: (lead) => NORTH_AMERICA.has(country(lead)), team: "north-america", sla_seconds: 300 },
];
const FALLBACK = { team: "worldwide", sla_seconds: 900 };

export function route(lead: Lead): Route {
  const { team, sla_seconds } = RULES.find((rule) => rule.when(lead)) ?? FALLBACK;
  return { team, rep: null, sla_seconds };
}
