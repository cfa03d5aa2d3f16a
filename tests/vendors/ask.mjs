/** Asks with JSON; answers the status, the headers and the body, read if it is JSON. */
export async function ask(url, { method = "GET", headers = {}, body, signal } = {}) {
  const json = body !== undefined && typeof body !== "string";
  const answer = await fetch(url, {
    method,
    headers: { ...(json ? { "content-type": "application/json" } : {}), ...headers },
    body: json ? JSON.stringify(body) : body,
    redirect: "manual",
    signal,
  });
  const text = await answer.text();
  let read = text;
  try {
    read = JSON.parse(text);
  } catch {
    // It stays text.
  }
  return { status: answer.status, headers: answer.headers, body: read };
}

/** A clock that only a test moves. */
export function clock(startMs = 1_790_000_000_000) {
  let nowMs = startMs;
  return { now: () => nowMs, pass: (ms) => (nowMs += ms) };
}
