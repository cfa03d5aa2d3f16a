// Leads to send. Every one is a new person: the ledger must accept it, never answer with an earlier one.

const FIRST = ["Ann", "Bo", "Chloé", "Dmitri", "Eve", "Farid", "Grace", "Hiro"];
const LAST = ["Ames", "Bauer", "Costa", "Dubois", "Ek", "Fischer", "Grant", "Hughes"];
const US_AREAS = [206, 212, 303, 312, 415, 512, 617, 702];

const pad = (n, width) => String(n).padStart(width, "0");

/** As people type them: mostly national, sometimes international. Each is a number that could be dialled. */
const PHONES = [
  {
    country: "US",
    tz: "America/New_York",
    phone: (n) => `(${US_AREAS[n % 8]}) ${200 + (Math.floor(n / 10_000) % 800)}-${pad(n % 10_000, 4)}`,
  },
  { country: "GB", tz: "Europe/London", phone: (n) => `07400 ${pad(n % 1_000_000, 6)}` },
  { country: "DE", tz: "Europe/Berlin", phone: (n) => `+49 151 ${pad(n % 100_000_000, 8)}` },
];

/** The lead numbered `n` of a run; the same arguments make the same lead. */
export function lead(run, n) {
  const { country, tz, phone } = PHONES[n % PHONES.length];
  const name = `${FIRST[n % 8]} ${LAST[(n >> 3) % 8]}`;
  return {
    email: `Lead.${run}.${n}@company-${n % 997}.example.com`,
    name,
    phone: phone(n),
    country,
    company: `Company ${n % 997}`,
    product: "platform",
    employees: 10 + (n % 2_000),
    notes: "We would like to see how it works with our own data, next week if that is possible.",
    tz,
    consent: { privacy: true, marketing: n % 2 === 0, text_version: "2026-10" },
    utm: { source: "search", medium: "cpc", campaign: "autumn-launch", term: "lead routing" },
    page: { url: "https://www.example.com/demo?utm_source=search", referrer: "https://search.example.com/" },
    client: { submitted_at_ms: Date.now(), attempt: 1, form_instance: `${run}-${n}` },
  };
}

/** Where lead `n` comes from, in the block set aside for benchmarks: one visitor per lead, as far as it goes. */
export const visitor = (n) => `198.${18 + ((n >> 16) & 1)}.${(n >> 8) & 255}.${n & 255}`;

/** A run name that no other run has, so that its leads are new in any ledger. */
export const newRun = () => Date.now().toString(36) + Math.random().toString(36).slice(2, 6);
