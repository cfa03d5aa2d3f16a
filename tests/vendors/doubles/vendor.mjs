// What every vendor's double has in common: a door on the loopback, a record of the calls, and faults.

import { once } from "node:events";
import { createServer } from "node:http";
import { Faults, GARBAGE } from "./faults.mjs";

/**
 * A call as it came in.
 * @typedef {object} Call
 * @property {string} method
 * @property {string} path as sent, still percent-encoded, without the query
 * @property {URLSearchParams} query
 * @property {import("node:http").IncomingHttpHeaders} headers
 * @property {string} text the body
 * @property {number} atMs by the double's clock
 * @property {number | null} status what it was answered with; null while or because it had no answer
 * @property {"answered" | "lost" | "reset" | "left" | null} end `lost`: written, and never told;
 *   `left`: the caller hung up before the answer was all there
 */

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {unknown} [body] strings and buffers are sent as they are, anything else as JSON
 * @property {Record<string, string>} [headers]
 * @property {number} [wrote] how many records were written for it
 */

/** A record as tests compare it with what was sent, whatever the vendor calls its parts.
 * @typedef {object} DoubleRecord
 * @property {string} id the vendor's
 * @property {string | null} key what the vendor finds it again by
 * @property {Record<string, unknown>} fields
 * @property {number} writes how often it was created or changed
 */

/** The body of a call: more than any vendor takes. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

export class Vendor {
  /**
   * What to do before a call is looked at; it can wait, or change the double.
   * @type {(call: Call) => Promise<void>}
   */
  before = async () => {};
  /** The newest calls. @type {Call[]} */
  calls = [];
  /** How many of them are kept: a drill makes thousands. */
  keptCalls = 20_000;
  faults;
  #server = null;
  #port = 0;
  #serial = 0;

  /** `now`: the clock, in milliseconds, so that tests of limits and expiry need not wait. */
  constructor({ now = Date.now } = {}) {
    this.now = now;
    this.faults = new Faults(now);
  }

  /** @returns {Promise<Vendor>} of the class it is called on */
  static async start(options) {
    const vendor = new this(options);
    await vendor.comeBack();
    return vendor;
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Nobody listens: connections that are open end, new ones are refused. */
  async goDark() {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  }

  /** Listens on the port it had before; records and calls are as they were. */
  async comeBack() {
    if (this.#server !== null) return;
    const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => this.#serve(request, response));
    server.listen(this.#port, "127.0.0.1");
    await once(server, "listening");
    this.#port = server.address().port;
    this.#server = server;
  }

  /** Dark for so long; resolves when it is back. */
  async darkFor(ms) {
    await this.goDark();
    await pause(ms);
    await this.comeBack();
  }

  async stop() {
    await this.goDark();
  }

  /** The next number of a sequence: ids are the same in every run. */
  next() {
    this.#serial += 1;
    return this.#serial;
  }

  async #serve(request, response) {
    const [, path, query] = /^([^?]*)\??(.*)$/.exec(request.url);
    /** @type {Call} */
    const call = {
      method: request.method,
      path,
      query: new URLSearchParams(query),
      headers: request.headers,
      text: "",
      atMs: this.now(),
      status: null,
      end: null,
    };
    this.calls.push(call);
    if (this.calls.length > this.keptCalls) this.calls.shift();
    try {
      call.text = await read(request);
      await this.before(call);
      await this.#answerWithFaults(call, request, response);
    } catch (error) {
      call.end ??= "left";
      // A double that is wrong is not to look like a vendor that is down.
      if (response.headersSent || response.destroyed) return;
      await end(response, { status: 599, body: String(error?.stack ?? error) });
    }
  }

  async #answerWithFaults(call, request, response) {
    const { faults } = this;
    await pause(faults.latencyMs);
    if (faults.isReset()) return hangUp(call, "reset", request);
    const answer = await this.#decide(call);
    if (answer.wrote > 0 && faults.losesThis()) return hangUp(call, "lost", request);
    const sent = faults.garbage === null ? answer : GARBAGE[faults.garbage](answer);
    call.status = sent.status;
    await end(response, sent, faults.drip);
    call.end = response.writableFinished ? "answered" : "left";
  }

  /** @returns {Promise<Answer>} */
  async #decide(call) {
    if (this.faults.isThrottled()) return this.throttled(call);
    if (this.faults.failing !== null) return this.failed(call, this.faults.failing);
    return this.answer(call);
  }

  /**
   * What the vendor says to a call.
   * @param {Call} _call
   * @returns {Promise<Answer> | Answer}
   */
  answer(_call) {
    return { status: 404 };
  }

  /** What it says when it is asked too often. @returns {Answer} */
  throttled(_call) {
    return { status: 429, headers: { "retry-after": "1" } };
  }

  /** What it says when it fails by itself, before anything is written. @returns {Answer} */
  failed(_call, status) {
    return { status, headers: { "content-type": "text/html" }, body: "<html><body>upstream error</body></html>" };
  }

  /** @returns {DoubleRecord[]} */
  records() {
    return [];
  }
}

export const pause = (ms) => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve());

async function read(request) {
  const pieces = [];
  let bytes = 0;
  for await (const piece of request) {
    bytes += piece.length;
    if (bytes > MAX_BODY_BYTES) throw new Error(`a call of more than ${MAX_BODY_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

function hangUp(call, how, request) {
  call.end = how;
  request.socket.resetAndDestroy();
}

/** Sends an answer, all at once or drop by drop, unless the caller is gone. */
async function end(response, { status, headers = {}, body = "" }, drip = null) {
  const json = typeof body !== "string" && !Buffer.isBuffer(body);
  const bytes = Buffer.from(json ? JSON.stringify(body) : body);
  const type = json ? { "content-type": "application/json;charset=utf-8" } : {};
  const length = status === 204 ? {} : { "content-length": String(bytes.length) };
  response.writeHead(status, { ...type, ...length, ...headers });
  for (let at = 0; drip !== null && at < bytes.length && !response.destroyed; at += drip.bytes) {
    response.write(bytes.subarray(at, at + drip.bytes));
    await pause(drip.everyMs);
  }
  if (response.destroyed) return;
  const done = Promise.race([once(response, "finish"), once(response, "close")]);
  response.end(drip === null ? bytes : undefined);
  await done;
}

/** The body as JSON, or undefined when it is none. */
export function json(call) {
  try {
    return JSON.parse(call.text);
  } catch {
    return undefined;
  }
}

export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether the body says that it is of this type. */
export const isOfType = (call, type) =>
  (call.headers["content-type"] ?? "").split(";")[0].trim().toLowerCase() === type;

/** The token of an `Authorization: Bearer` header, or null. */
export const bearer = (call) => /^Bearer (\S+)$/i.exec(call.headers.authorization ?? "")?.[1] ?? null;

/** Looks like an address: as much as the vendors look at. */
export const isEmail = (value) => typeof value === "string" && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value);
