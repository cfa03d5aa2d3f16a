// A CRM with an HTTP intake, on the loopback: what it takes and answers is set by the test, because
// every such CRM is another. As it comes it answers like BottleCRM's intake.

import { createHmac, timingSafeEqual } from "node:crypto";
import { Vendor, bearer, isEmail, isObject, isOfType, json } from "./vendor.mjs";
import { Window } from "./window.mjs";

export const SECRET = "whsec-test";
export const PATH = "/intake/leads";
const MAX_BYTES = 65_536;
const TOLERANCE_SECONDS = 300;
const REJECTED = "Some values in the post could not be saved.";

/** How to tell who calls. Each answers null, or the reason to refuse. */
export const WHO = {
  /** `Authorization: Bearer` with the secret. */
  bearer: (call, secret) => (bearer(call) === secret ? null : "Wrong key."),
  /** As Standard Webhooks signs: `v1,base64(HMAC-SHA256("id.seconds.body"))`, of which there can be several. */
  signed: (call, secret, nowMs) => {
    const [id, at, given] = ["id", "timestamp", "signature"].map((part) => call.headers[`webhook-${part}`] ?? "");
    if (id === "" || !/^\d+$/.test(at)) return "Missing signature headers";
    if (Math.abs(nowMs / 1000 - Number(at)) > TOLERANCE_SECONDS) return "Timestamp out of tolerance";
    const right = Buffer.from(`v1,${signature(secret, id, at, call.text)}`);
    const isRight = (one) => one.length === right.length && timingSafeEqual(one, right);
    return given
      .split(" ")
      .map((one) => Buffer.from(one))
      .some(isRight)
      ? null
      : "Signature mismatch";
  },
};

export const signature = (secret, id, at, text) =>
  createHmac("sha256", secret).update(`${id}.${at}.${text}`).digest("base64");

/** What it says about a lead it has. */
const REPEATS = {
  /** It is told, with a success. */
  told: (record) => ({ status: 200, body: { result: "duplicate", lead: record.id } }),
  /** It is an error that names the record. */
  conflict: (record) => ({ status: 409, body: { detail: "Already exists.", lead: record.id } }),
};

export class Webhook extends Vendor {
  #records = new Map();
  #byExternalId = new Map();
  /** By "name value", of the fields that leads are merged by. What a record no longer says is passed over. */
  #byField = new Map();

  /**
   * `who`: one of `WHO`, or a function like them. `repeats`: "told" or "conflict" for an external id
   * it has. `merges`: by what another external id joins a record, in this order. `enforced`: false
   * for an intake that knows no external id, and so makes another record of every repeat.
   * `perMinute`: calls it takes. `fields`: those it knows; null for any.
   */
  constructor({
    who = WHO.bearer,
    secret = SECRET,
    repeats = "told",
    merges = ["email", "phone"],
    enforced = true,
    perMinute = 100_000,
    fields = null,
    now,
  } = {}) {
    super({ now });
    Object.assign(this, { who, secret, repeats, merges, enforced, fields });
    this.minute = new Window({ limit: perMinute, lengthMs: 60_000, now: this.now });
    /** The intake was closed: 410 from then on. */
    this.closed = false;
  }

  /** `keys`: the external ids of all leads that joined a record. */
  records() {
    const shape = (record) => ({ ...record, keys: [...record.keys], fields: { ...record.fields } });
    return [...this.#records.values()].map(shape);
  }

  /** What a human did: no call, and no write of ours. */
  edit(id, fields) {
    const record = this.#records.get(id);
    Object.assign(record.fields, fields);
    this.#note(record);
  }

  remove(id) {
    this.#records.delete(id);
    for (const [key, record] of this.#byExternalId) if (record.id === id) this.#byExternalId.delete(key);
  }

  answer(call) {
    if (call.path !== PATH) return error(404, "Not found.");
    if (this.closed) return error(410, "This intake was closed.");
    const refusal = this.who(call, this.secret, this.now());
    if (refusal !== null) return error(401, refusal);
    if (!this.minute.take()) return this.throttled();
    if (call.method === "GET") return this.#find(call.query.get("external_id"));
    if (call.method !== "POST") return error(405, "Method not allowed.");
    if (Buffer.byteLength(call.text) > MAX_BYTES) return error(413, "The body is larger than 64 KB.");
    if (!isOfType(call, "application/json")) return error(400, "Send the body as JSON or form-encoded.");
    const fields = json(call);
    return isObject(fields) ? this.#take(fields) : error(400, "The body is not valid JSON.");
  }

  throttled() {
    const seconds = Math.max(1, Math.ceil(this.minute.freeInMs / 1000));
    return { ...error(429, "Too many posts. Try again later."), headers: { "retry-after": String(seconds) } };
  }

  failed(_call, status) {
    return error(status, "The lead could not be saved. Try again.");
  }

  #find(externalId) {
    const record = this.#byExternalId.get(externalId);
    return record ? { status: 200, body: { lead: record.id, ...record.fields } } : error(404, "Not found.");
  }

  /** The record a lead joins, and by what. */
  #match(fields) {
    for (const name of this.merges) {
      const wanted = folded(fields[name]);
      const record = this.#byField.get(`${name} ${wanted}`);
      const says = record !== undefined && this.#records.has(record.id) && folded(record.fields[name]) === wanted;
      if (wanted !== "" && says) return { record, by: name };
    }
    return { record: null, by: null };
  }

  #note(record) {
    for (const name of this.merges) this.#byField.set(`${name} ${folded(record.fields[name])}`, record);
  }

  #take(fields) {
    const { external_id: key = null, ...rest } = fields;
    const errors = wrong(key, rest, this.fields);
    if (errors !== null) return { status: 400, body: { result: "rejected", detail: REJECTED, errors } };
    const same = this.enforced && key !== null ? this.#byExternalId.get(key) : undefined;
    if (same) return REPEATS[this.repeats](same);
    const { record: merged, by } = this.#match(rest);
    const record = merged ?? { id: `lead-${this.next()}`, key, keys: [], fields: {}, writes: 0 };
    // A number alone does not make the sender the one with that mailbox.
    if (by === "phone") delete rest.email;
    // What it has is never overwritten.
    record.fields = { ...rest, ...record.fields };
    record.writes += 1;
    this.#records.set(record.id, record);
    this.#note(record);
    if (key !== null) {
      record.keys.push(key);
      this.#byExternalId.set(key, record);
    }
    return { status: merged ? 200 : 201, body: { result: merged ? "merged" : "created", lead: record.id }, wrote: 1 };
  }
}

const folded = (value) => String(value ?? "").toLowerCase();

function wrong(key, fields, known) {
  if (key !== null && (typeof key !== "string" || key.length > 255)) return { external_id: ["Not a valid string."] };
  const given = Object.values(fields).filter((value) => value !== null && value !== "");
  if (given.length === 0) return { body: ["The post has no lead fields in it."] };
  if (fields.email !== undefined && !isEmail(fields.email)) return { email: ["Enter a valid email address."] };
  const unknown = known === null ? [] : Object.keys(fields).filter((name) => !known.includes(name));
  return unknown.length > 0 ? Object.fromEntries(unknown.map((name) => [name, ["Unknown field."]])) : null;
}

const error = (status, detail) => ({ status, body: { detail } });
