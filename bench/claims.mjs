// Commands for a ledger object, as the edge sends them. A claim is made from a lead that the product
// itself accepted, with everything that says who it is made new.

import { randomBytes } from "node:crypto";

/** The demo form's window, in which a person's second lead is a repeat. */
const DEDUP_WINDOW_SECONDS = 600;
/** Of a lead id: layout and place, the shard's number, and the lead's own bytes. */
const [HEAD_BYTES, NUMBER_BYTES, OWN_BYTES] = [2, 1, 12];
const ID_CHARACTERS = 24;

/** A command that writes nothing, and reads one row at most. */
export const WAKE = JSON.stringify("wake");
/** Asks for an object's counts. */
export const TALLY = JSON.stringify("tally");

/** Hexadecimal digits, which the product's alphabets, base32hex and base64url, have too. */
const digits = (count) => randomBytes(Math.ceil(count / 2)).toString("hex").slice(0, count);

export const numberOf = (object) => Number(/\d+$/.exec(object)[0]);

/** The shard with this number beside another one. */
export const sibling = (object, number) => object.replace(/\d+$/, String(number).padStart(2, "0"));

/** An id that nobody has, in the shard of this number and otherwise where `known` is. */
export function newLeadId(known, number) {
  const bits = [...known.slice(3)].reduce((bits, digit) => bits * 32n + BigInt(Number.parseInt(digit, 32)), 0n);
  const bytes = Buffer.from(bits.toString(16).padStart(2 * (HEAD_BYTES + NUMBER_BYTES + OWN_BYTES), "0"), "hex");
  bytes[HEAD_BYTES] = number;
  randomBytes(OWN_BYTES).copy(bytes, HEAD_BYTES + NUMBER_BYTES);
  return `ld_${BigInt(`0x${bytes.toString("hex")}`).toString(32).padStart(ID_CHARACTERS, "0")}`;
}

/** A claim of somebody new, for the object of this name. */
export function claimCommand({ lead, submission, marker }, object) {
  const said = JSON.parse(submission.payload.replaceAll(marker, digits(marker.length)));
  const claim = {
    lead_id: newLeadId(lead.lead_id, numberOf(object)),
    key: `bl_${digits(32)}`,
    person: `1.${digits(43)}`,
    person_other: `1.${digits(43)}`,
    fingerprint: digits(32),
    form: lead.form,
    lane: lead.lane,
    kind: { kind: lead.kind },
    correlation_id: `co_${digits(16)}`,
    traceparent: `00-${digits(32)}-${digits(16)}-01`,
    received_at_ms: Date.now(),
    dedup_window_seconds: DEDUP_WINDOW_SECONDS,
    lead: said,
    route: JSON.parse(submission.route),
    bundle: submission.bundle,
    owed: JSON.parse(lead.owed).map(([name]) => ({ name, lease_ms: 0 })),
    risk: said.risk,
  };
  return JSON.stringify({ claim });
}
