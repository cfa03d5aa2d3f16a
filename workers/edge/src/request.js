// A request as the edge needs it, in one text, and its body under a cap. Reading a header or
// a chunk from wasm costs several calls into JavaScript and back.

/** What is read of a request, as JSON. Header fields that are not there are null. */
export function describe(request) {
  const { headers, cf } = request;
  return JSON.stringify({
    method: request.method,
    url: request.url,
    accept: headers.get("accept"),
    accept_language: headers.get("accept-language"),
    address: headers.get("cf-connecting-ip"),
    authorization: headers.get("authorization"),
    content_length: headers.get("content-length"),
    content_type: headers.get("content-type"),
    cookie: headers.get("cookie"),
    fetch_site: headers.get("sec-fetch-site"),
    idempotency_key: headers.get("idempotency-key"),
    if_none_match: headers.get("if-none-match"),
    lead_token: headers.get("beeline-lead-token"),
    origin: headers.get("origin"),
    referer: headers.get("referer"),
    synthetic: headers.get("beeline-synthetic"),
    traceparent: headers.get("traceparent"),
    user_agent: headers.get("user-agent"),
    continent: text(cf?.continent),
    country: text(cf?.country),
    time_zone: text(cf?.timezone),
  });
}

const text = (value) => (typeof value === "string" ? value : null);

/** Any other header field; undefined when it is not there. */
export function header(request, name) {
  return request.headers.get(name) ?? undefined;
}

const UNDER = 0;
const OVER_SOFT = 1;
const OVER_HARD = 2;

/**
 * The body's bytes, counted while they are read, and how the sender's network stands with the
 * rate limits: both at once. `bytes` is null when there are more than `maxBytes`.
 */
export async function arrive(request, maxBytes, soft, hard, key) {
  const [bytes, pressure] = await Promise.all([read(request, maxBytes), pressureOf(soft, hard, key)]);
  return { bytes, pressure };
}

async function read(request, maxBytes) {
  if (request.body === null) return new Uint8Array(0);
  // HTTP ends a body where its length says (RFC 9112, 6.3; RFC 9113, 8.1.1).
  const declared = Number.parseInt(request.headers.get("content-length") ?? "", 10);
  if (declared <= maxBytes) return new Uint8Array(await request.arrayBuffer());
  const reader = request.body.getReader();
  const chunks = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      reader.cancel().catch(() => {});
      return null;
    }
    chunks.push(value);
  }
  if (chunks.length === 1) return chunks[0];
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** How long a visitor waits for both limits together: they answer from the same machine. */
const RATE_LIMITS_DEADLINE_MS = 50;
const LATE = Symbol("late");

/** Asks the second limit only about what is over the first: most visitors cost one question. */
async function pressureOf(soft, hard, key) {
  if (key === undefined || soft === undefined || hard === undefined) return UNDER;
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, RATE_LIMITS_DEADLINE_MS, LATE);
  });
  try {
    if (await isUnder(soft, key, late)) return UNDER;
    return (await isUnder(hard, key, late)) ? OVER_SOFT : OVER_HARD;
  } finally {
    clearTimeout(timer);
  }
}

/** A limit that cannot be asked, or does not answer in time, stops nobody. */
async function isUnder(limit, key, late) {
  try {
    const answer = await Promise.race([limit.limit({ key }), late]);
    if (answer !== LATE) return answer.success;
    console.error(JSON.stringify({ event: "edge.rate_limit_late", deadline_ms: RATE_LIMITS_DEADLINE_MS }));
  } catch (error) {
    console.error(JSON.stringify({ event: "edge.rate_limit_failed", reason: String(error) }));
  }
  return true;
}

/** Text in a charset by its WHATWG label; undefined for an unknown label or bytes that are not in it. */
export function decode(label, bytes) {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const parsed = new Map();
const MAX_PARSED = 200;

/** A response. `headers` is a line per field; the few sets there are are parsed once. */
export function respond(status, headers, content) {
  let fields = parsed.get(headers);
  if (fields === undefined) {
    fields = headers.split("\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    });
    if (parsed.size < MAX_PARSED) parsed.set(headers, fields);
  }
  return new Response(content, { status, headers: fields });
}
