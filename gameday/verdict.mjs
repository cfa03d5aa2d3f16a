// What a drill must show, line by line. Everything here works on what was gathered before.

/**
 * One line of a verdict.
 * @typedef {object} Check
 * @property {string} what
 * @property {string} expected
 * @property {string} seen
 * @property {boolean} met
 */

/** @returns {Check} */
export const check = (what, expected, seen, met) => ({ what, expected: String(expected), seen: String(seen), met });

export const atLeastOne = (what, seen) => check(what, "1 or more", seen, seen >= 1);

/** So many of so many. */
export const allOf = (what, seen, all) => check(what, all, seen, seen === all);

/** Every lead that was sent got a 2xx. */
export function accepted({ sent, ids, errors }) {
  const failures = Object.entries(errors).map(([error, times]) => `${times} x ${error}`);
  const seen = [ids.length, ...failures].join(", ");
  return check("leads accepted meanwhile", sent, seen, ids.length === sent && failures.length === 0);
}

/**
 * Each lead is at the CRM exactly once, or in quarantine for a reason that this CRM may have.
 * `atCrm`: lead ids, as often as there are records; null for a record that names none.
 * `quarantined`: reasons by lead id. `allowed`: what a reason must say, or null where none is right.
 * @returns {Check[]}
 */
export function onceEach(destination, { promised, atCrm, quarantined, allowed = null }) {
  const times = new Map();
  for (const id of atCrm) times.set(id, (times.get(id) ?? 0) + 1);
  const apart = promised.filter((id) => quarantined.has(id));
  const reasons = apart.map((id) => quarantined.get(id));
  const here = promised.length - apart.length;
  const once = promised.filter((id) => times.get(id) === 1 && !quarantined.has(id)).length;
  const lost = promised.filter((id) => !times.has(id) && !quarantined.has(id)).length;
  const twice = [...times].filter(([id, count]) => id !== null && count > 1).length;
  const nameless = times.get(null) ?? 0;
  return [
    check(`leads once at ${destination}`, here, once, once === here),
    check("leads nowhere", 0, lost, lost === 0),
    check("leads there twice", 0, twice, twice === 0),
    check("records without a lead", 0, nameless, nameless === 0),
    inQuarantine(reasons, allowed),
  ];
}

function inQuarantine(reasons, allowed) {
  const words = [...new Set(reasons)].slice(0, 3).join("; ");
  const seen = reasons.length === 0 ? "0" : `${reasons.length}: ${words}`;
  const expected = allowed === null ? "0" : `only for "${allowed}"`;
  return check("leads in quarantine", expected, seen, reasons.every((reason) => allowed !== null && reason.includes(allowed)));
}

/**
 * The law holds at every look. `mayBeSilent`: whoever answers was killed now and then.
 * @returns {Check[]}
 */
export function balanced(samples, { mayBeSilent = false } = {}) {
  const answered = samples.filter((sample) => sample.answered);
  const silent = samples.length - answered.length;
  const right = answered.filter((sample) => sample.balanced).length;
  const lines = [
    check("samples that balance", answered.length, right, right === answered.length && answered.length > 0),
  ];
  return mayBeSilent ? lines : [...lines, check("samples without an answer", 0, silent, silent === 0)];
}

/** The account ends with what was accepted and nothing on its way. `atLeast`: leads with a receipt. */
export function closed({ accepted, delivered, quarantined, in_flight }, atLeast) {
  return [
    check("in flight in the end", 0, in_flight, in_flight === 0),
    check("delivered or in quarantine", accepted, delivered + quarantined, delivered + quarantined === accepted),
    check("accepted, with a receipt or without", `${atLeast} or more`, accepted, accepted >= atLeast),
  ];
}

/** A figure while it lasted against the same before: what a destination that is down does to others. */
export const unmoved = (what, { before, during }, { times, ms }) => {
  const most = before * times + ms;
  return check(what, `at most ${most.toFixed(1)} ms`, `${during.toFixed(1)} ms`, during <= most);
};

export const passes = (checks) => checks.every(({ met }) => met);
