import { hmac, hmacKey } from "./keys";
import type { Lead } from "./contract";
import type { Route } from "./routing";

/** What travels from the ledger to the consumer, one per obligation. */
export interface Envelope {
  lead_id: string;
  obligation: string;
  generation: number;
  form: string;
  shard: string;
  kind: string;
  correlation_id: string;
  accepted_at_ms: number;
  route: Route;
  lead: Lead;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** `v1.{kid}.{sig}.{payload}`, the payload base64url JSON, the signature over everything but itself. */
export async function seal(envelope: Envelope, kid: string, secret: string): Promise<string> {
  const payload = base64url(encoder.encode(JSON.stringify(envelope)));
  const signature = await hmac(secret, `v1.${kid}.${payload}`);
  return `v1.${kid}.${base64url(signature)}.${payload}`;
}

/** The envelope, or null for anything that our key did not sign. */
export async function open(text: unknown, kid: string, secret: string): Promise<Envelope | null> {
  if (typeof text !== "string") return null;
  const [version, keyId, signature, payload, ...rest] = text.split(".");
  if (version !== "v1" || keyId !== kid || !signature || !payload || rest.length > 0) return null;
  try {
    const signed = encoder.encode(`v1.${kid}.${payload}`);
    const valid = await crypto.subtle.verify("HMAC", await hmacKey(secret), bytes(signature), signed);
    return valid ? (JSON.parse(decoder.decode(bytes(payload))) as Envelope) : null;
  } catch {
    return null;
  }
}

function base64url(data: Uint8Array): string {
  return data.toBase64({ alphabet: "base64url", omitPadding: true });
}

function bytes(text: string): Uint8Array {
  return Uint8Array.fromBase64(text, { alphabet: "base64url" });
}
