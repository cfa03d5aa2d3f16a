// One HTTP call as one promise: to build a request and to read an answer from wasm costs several calls into
// JavaScript and back for each of its parts.

/**
 * Makes a call under a deadline that covers headers and body; a redirect is an answer. `headers`: JSON, an
 * object. Of a body beyond `maxBytes` no more is read than what comes with them. Undefined is answered for
 * what cannot be built, of which nothing was sent.
 */
export async function exchange(method, url, headers, content, limitMs, maxBytes) {
  const request = build(method, url, headers, content, limitMs);
  if (request === undefined) return undefined;
  const response = await fetch(request);
  const body = await read(response, maxBytes);
  return { status: response.status, body, header: (name) => response.headers.get(name) ?? undefined };
}

function build(method, url, headers, content, limitMs) {
  const signal = AbortSignal.timeout(limitMs);
  try {
    return new Request(url, { method, headers: JSON.parse(headers), body: content, redirect: "manual", signal });
  } catch {
    return undefined;
  }
}

async function read(response, maxBytes) {
  if (response.body === null) return new Uint8Array(0);
  if (declaredLength(response.headers) <= maxBytes) return new Uint8Array(await response.arrayBuffer());
  const reader = response.body.getReader();
  const chunks = [];
  let size = 0;
  while (size <= maxBytes) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, size);
    chunks.push(value);
    size += value.byteLength;
  }
  // Nobody waits for the connection to be told.
  reader.cancel().catch(() => {});
  return joined(chunks, size);
}

/** A body has the length that is declared, unless it is compressed; NaN is no length. */
function declaredLength(headers) {
  return headers.has("content-encoding") ? NaN : Number.parseInt(headers.get("content-length") ?? "", 10);
}

function joined(chunks, size) {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
