// Faults on request: what a vendor, or the network before it, does on a bad day.

/** @typedef {"html" | "cut" | "other" | "empty" | "binary"} Garbage */

/** Answers that are none: each takes the right one, because what was written stays written. */
export const GARBAGE = {
  /** A proxy's page, with a success. */
  html: () => {
    const body = "<!doctype html><title>Just a moment...</title>";
    return { status: 200, headers: { "content-type": "text/html" }, body };
  },
  /** The right answer, half of it, and a length that agrees. */
  cut: ({ status, headers, body }) => {
    const text = typeof body === "string" ? body : JSON.stringify(body ?? null);
    return {
      status,
      headers: { "content-type": "application/json", ...headers },
      body: text.slice(0, text.length / 2),
    };
  },
  /** JSON of another shape. */
  other: () => ({ status: 200, body: { ok: true } }),
  /** A success without a body. */
  empty: () => ({ status: 200, body: "" }),
  /** Bytes that are no text. */
  binary: () => ({
    status: 200,
    headers: { "content-type": "application/json" },
    body: Buffer.from([0x00, 0xff, 0xfe, 0x1f, 0xc0]),
  }),
};

export class Faults {
  /** How long every answer takes. */
  latencyMs = 0;
  /** The body comes in drops: `{ bytes, everyMs }`. */
  drip = null;
  /** Answers are not the vendor's. @type {Garbage | null} */
  garbage = null;
  /** A status the vendor fails with, before it writes. @type {number | null} */
  failing = null;
  #now;
  #resetUntilMs = 0;
  #throttledUntilMs = 0;
  #loseEvery = 0;
  #written = 0;

  constructor(now) {
    this.#now = now;
  }

  /** Connections are accepted, and reset once the call is read; nothing is written. */
  resetFor(ms) {
    this.#resetUntilMs = this.#now() + ms;
  }

  /** Every call is answered as the vendor answers who asks too often. */
  throttleFor(ms) {
    this.#throttledUntilMs = this.#now() + ms;
  }

  /** Every nth answer to a call that has written something is lost, the first of them after n; 0 for none. */
  loseEvery(n) {
    this.#loseEvery = n;
    this.#written = 0;
  }

  isReset() {
    return this.#now() < this.#resetUntilMs;
  }

  isThrottled() {
    return this.#now() < this.#throttledUntilMs;
  }

  losesThis() {
    this.#written += 1;
    return this.#loseEvery > 0 && this.#written % this.#loseEvery === 0;
  }

  clear() {
    Object.assign(this, { latencyMs: 0, drip: null, garbage: null, failing: null });
    this.#resetUntilMs = 0;
    this.#throttledUntilMs = 0;
    this.loseEvery(0);
  }
}
