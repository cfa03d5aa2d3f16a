// A request as the edge needs it, in one text, and its body under a cap. Reading a header or
// a chunk from wasm costs several calls into JavaScript and back.

/** What is read of a request, as JSON. Header fields that are not there are null. */
export function describe(request) {
  const { headers, cf } = request;
  return JSON.stringify({
    method: request.method,
    url: request.url,
    accept: headers.get("accept"),
    authorization: headers.get("authorization"),
    content_length: headers.get("content-length"),
    content_type: headers.get("content-type"),
    cookie: headers.get("cookie"),
    idempotency_key: headers.get("idempotency-key"),
    synthetic: headers.get("beeline-synthetic"),
    traceparent: headers.get("traceparent"),
    continent: text(cf?.continent),
    country: text(cf?.country),
    time_zone: text(cf?.timezone),
  });
}

const text = (value) => (typeof value === "string" ? value : null);

/** The body's bytes, counted while they are read; null when there are more than `limit`. */
export async function body(request, limit) {
  if (request.body === null) return new Uint8Array(0);
  const reader = request.body.getReader();
  const chunks = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
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

/** Text in a charset by its WHATWG label; undefined for an unknown label or bytes that are not in it. */
export function decode(label, bytes) {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const parsed = new Map();

/** A response. `headers` is a line per field; the few sets there are are parsed once. */
export function respond(status, headers, content) {
  let fields = parsed.get(headers);
  if (fields === undefined) {
    fields = headers.split("\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    });
    if (parsed.size < 100) parsed.set(headers, fields);
  }
  return new Response(content, { status, headers: fields });
}
