import { parsePhoneNumberFromString, type CountryCode } from "libphonenumber-js/max";
import { hmac } from "./keys";
import type { Lead, Submission } from "./contract";

export const SHARDS = 8;
const WINDOW_MS = 600_000;
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

export interface Identity {
  person: string;
  leadId: string;
  shard: string;
}

/** Phone in E.164; one that is not a real number is kept only as it was written. */
export function normalize(submission: Submission): Lead {
  if (submission.phone === undefined) return submission;
  const phone = parsePhoneNumberFromString(submission.phone, submission.country as CountryCode | undefined);
  return phone?.isValid() ? { ...submission, phone_e164: phone.number } : submission;
}

/** Who this is and which ledger keeps them. The id proposed here holds only if the ledger knows no earlier one. */
export async function identify(lead: Lead, form: string, now: number, secret: string): Promise<Identity> {
  const digest = await hmac(secret, personOf(lead));
  const person = digest.toHex();
  const shard = (digest[0] ?? 0) % SHARDS;
  const key = await hmac(secret, `${person}|${form}|${Math.floor(now / WINDOW_MS)}`);
  return { person, shard: shardName(shard), leadId: `ld_${shard}${base32(key.subarray(0, 12))}` };
}

/** The shard that a lead id names, or null for what is no lead id. */
export function shardOf(leadId: string): string | null {
  const shard = /^ld_([0-7])[a-z2-7]{20}$/.exec(leadId)?.[1];
  return shard === undefined ? null : shardName(Number(shard));
}

function shardName(shard: number): string {
  return `shard-${shard}`;
}

/** A switchboard is not one person: without an email, the name belongs to it. */
function personOf(lead: Lead): string {
  if (lead.email !== undefined) return `email:${lead.email}`;
  return `phone:${lead.phone_e164 ?? lead.phone}|${(lead.name ?? "").toLowerCase()}`;
}

function base32(data: Uint8Array): string {
  let text = "";
  let bits = 0;
  let value = 0;
  for (const byte of data) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(value << (5 - bits)) & 31] : text;
}
