// HubSpot's CRM objects on the loopback: batch upsert, read, search and associations, with its limits.
// Where HubSpot does not say what it does, it gives the strictest answer that a portal can give.

import { ObjectStore } from "./hubspot_store.mjs";
import { Vendor, bearer, isObject, isOfType, json } from "./vendor.mjs";
import { Window } from "./window.mjs";

export const TOKEN = "pat-eu1-test";
const MAX_INPUTS = 100;
const MAX_RESULTS = 200;
const PATHS = [
  /** From 2026-09 a batch that failed in part is a 200 with `errors`. */
  { pattern: /^\/crm\/objects\/(\d{4}-\d\d)\/(\w+)\/(.+)$/, partial: (version) => (version >= "2026-09" ? 200 : 207) },
  { pattern: /^\/crm\/(v3)\/objects\/(\w+)\/(.+)$/, partial: () => 207 },
  { pattern: /^\/crm\/(v4)\/objects\/(\w+)\/(.+)$/, partial: () => 207, associationsOnly: true },
];

export class HubSpot extends Vendor {
  /** Tokens by what they may: "ok", "expired" or "unscoped". */
  tokens = new Map([[TOKEN, "ok"]]);

  /**
   * `versions`: the date-based ones that are served. `burst` and `daily`: calls in 10 s and in a day.
   * `required`: properties the portal's admin insists on (2026-09). `wholeBatch`: one bad input
   * refuses the batch, as a portal does for an unknown property. `searchLagMs`: how long a new
   * contact is not found. `known`: further properties, by name, with a type.
   */
  constructor({
    versions = ["2026-09"],
    burst = 190,
    daily = 650_000,
    required = [],
    wholeBatch = false,
    searchLagMs = 0,
    known = {},
    now,
  } = {}) {
    super({ now });
    this.versions = versions;
    this.wholeBatch = wholeBatch;
    this.searchLagMs = searchLagMs;
    this.objects = {
      contacts: new ObjectStore(this, { required, known, unique: ["email"] }),
      companies: new ObjectStore(this, { required: [], known, unique: [] }),
    };
    this.associations = new Set();
    this.window = new Window({ limit: burst, lengthMs: 10_000, now: this.now });
    this.search = new Window({ limit: 5, lengthMs: 1000, now: this.now });
    this.day = new Window({ limit: daily, lengthMs: 86_400_000, now: this.now });
  }

  records() {
    return this.objects.contacts.records();
  }

  /** The second contact becomes part of the first: its address finds the first from now on. */
  merge(primaryId, secondaryId) {
    this.objects.contacts.merge(primaryId, secondaryId);
  }

  answer(call) {
    const answer = this.#refusal(call) ?? this.#route(call);
    return { ...answer, headers: { ...this.#limits(), ...answer.headers } };
  }

  throttled() {
    return { ...this.#tooMany("TEN_SECONDLY_ROLLING"), headers: this.#limits() };
  }

  failed(_call, status) {
    return this.error(status, "UNEXPECTED", "internal error");
  }

  /** An error in HubSpot's form. */
  error(status, category, message, more = {}) {
    return { status, body: { status: "error", message, correlationId: this.#correlation(), category, ...more } };
  }

  #correlation() {
    return `00000000-0000-4000-8000-${String(this.next()).padStart(12, "0")}`;
  }

  #limits() {
    return {
      "x-hubspot-ratelimit-max": String(this.window.limit),
      "x-hubspot-ratelimit-remaining": String(this.window.remaining),
      "x-hubspot-ratelimit-interval-milliseconds": "10000",
      "x-hubspot-ratelimit-daily": String(this.day.limit),
      "x-hubspot-ratelimit-daily-remaining": String(this.day.remaining),
    };
  }

  #tooMany(policyName) {
    const words = { TEN_SECONDLY_ROLLING: "ten_secondly_rolling", SECONDLY: "secondly", DAILY: "daily" };
    const message = `You have reached your ${words[policyName]} limit.`;
    const body = { status: "error", message, errorType: "RATE_LIMIT", policyName, correlationId: this.#correlation() };
    return { status: 429, body };
  }

  /** What speaks against a call before it is looked at. */
  #refusal(call) {
    const may = this.tokens.get(bearer(call));
    if (may === undefined) return this.error(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.");
    if (may === "expired")
      return this.error(401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired.");
    if (this.day.remaining === 0) return this.#tooMany("DAILY");
    if (!this.window.take()) return this.#tooMany("TEN_SECONDLY_ROLLING");
    this.day.take();
    if (may === "unscoped") {
      return this.error(403, "MISSING_SCOPES", "This app hasn't been granted all required scopes to make this call.");
    }
    return null;
  }

  #route(call) {
    for (const { pattern, partial, associationsOnly } of PATHS) {
      const [, version, type, rest] = pattern.exec(call.path) ?? [];
      const served = version?.startsWith("v") || this.versions.includes(version);
      const store = this.objects[type];
      if (store === undefined || !served) continue;
      const associating = /^([^/]+)\/associations\/default\/(\w+)\/([^/]+)$/.exec(rest);
      if (call.method === "PUT" && associating && version !== "v3") return this.#associate(type, associating);
      if (!associationsOnly) return this.#objects(call, { store, rest, partial: partial(version), version });
    }
    return { status: 404, headers: { "content-type": "text/html" }, body: "<html><body>404 Not Found</body></html>" };
  }

  #objects(call, { store, rest, partial, version }) {
    if (call.method === "GET" && /^[^/]+$/.test(rest)) return this.#read(call, store, decodeURIComponent(rest));
    const served = ["batch/upsert", "batch/read", "search"];
    if (call.method !== "POST" || !served.includes(rest)) {
      return this.error(405, "METHOD_NOT_ALLOWED", "Method not allowed");
    }
    if (!isOfType(call, "application/json")) return this.error(415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported media type");
    const body = json(call);
    if (!isObject(body)) return this.error(400, "VALIDATION_ERROR", "Invalid input JSON on line 1, column 1");
    if (rest === "search") return this.#search(store, body);
    const refusal = this.#badInputs(body, store, rest === "batch/upsert");
    if (refusal !== null) return refusal;
    return rest === "batch/read" ? this.#readAll(store, body) : this.#upsert(store, body.inputs, partial, version);
  }

  /** What is wrong with a batch as a whole: nothing of it is written. */
  #badInputs({ inputs }, store, writes) {
    const bad = (message) => this.error(400, "VALIDATION_ERROR", message);
    if (!Array.isArray(inputs) || inputs.length === 0) return bad("Some required fields were not set: [inputs]");
    if (inputs.length > MAX_INPUTS) return bad(`Batch size limit of ${MAX_INPUTS} exceeded`);
    const seen = new Set();
    for (const input of inputs) {
      if (!isObject(input) || typeof input.id !== "string") return bad("Some required fields were not set: [id]");
      if (writes && !isStrings(input.properties)) return bad("Invalid input JSON: properties must be a map of strings");
      if (writes && !store.isUnique(input.idProperty)) {
        return bad(`Unable to perform update/upsert by non-unique 0-1 property: ${input.idProperty}`);
      }
      const id = input.id.trim().toLowerCase();
      if (seen.has(id)) return bad(`Duplicate IDs found in batch input: [${id}]. IDs must be unique`);
      seen.add(id);
    }
    return null;
  }

  #upsert(store, inputs, partial, version) {
    const startedAt = this.#time();
    if (this.wholeBatch) {
      const wrong = inputs.map((input) => store.wrong(input, version)).find((found) => found !== null);
      if (wrong)
        return this.error(wrong.status, wrong.category, wrong.message, { errors: [wrong], context: wrong.context });
    }
    const done = inputs.map((input) => store.upsert(input, version));
    const results = done.flatMap(({ result }) => result ?? []);
    const errors = done.flatMap(({ error }) => (error ? [{ ...error, status: "error" }] : []));
    const failures = errors.length > 0 ? { numErrors: errors.length, errors } : {};
    const body = { status: "COMPLETE", results, startedAt, completedAt: this.#time(), ...failures };
    return { status: errors.length > 0 ? partial : 200, body, wrote: results.length };
  }

  #read(call, store, id) {
    const found = store.find(call.query.get("idProperty") ?? "hs_object_id", id);
    return found
      ? { status: 200, body: store.shown(found) }
      : this.error(404, "OBJECT_NOT_FOUND", "resource not found");
  }

  #readAll(store, { inputs, idProperty = "hs_object_id" }) {
    const results = inputs
      .map(({ id }) => store.find(idProperty, id))
      .filter(Boolean)
      .map((found) => store.shown(found));
    const body = { status: "COMPLETE", results, startedAt: this.#time(), completedAt: this.#time() };
    const missing = inputs.length - results.length;
    if (missing === 0) return { status: 200, body };
    const message = "Could not get some objects, they may be deleted or not exist.";
    const errors = [{ status: "error", category: "OBJECT_NOT_FOUND", message }];
    return { status: 207, body: { ...body, numErrors: missing, errors } };
  }

  #search(store, body) {
    if (!this.search.take()) return this.#tooMany("SECONDLY");
    const filters = body.filterGroups?.[0]?.filters;
    if (!Array.isArray(filters)) return this.error(400, "VALIDATION_ERROR", "filterGroups is required");
    const { sorts, limit = 10 } = body;
    if (limit > MAX_RESULTS) return this.error(400, "VALIDATION_ERROR", `limit must be at most ${MAX_RESULTS}`);
    const found = store.search(filters, this.now() - this.searchLagMs, sorts?.[0]?.propertyName);
    if (found === null) return this.error(400, "VALIDATION_ERROR", "There was a problem with the request.");
    const results = found.slice(0, limit).map((one) => store.shown(one));
    return { status: 200, body: { total: found.length, results } };
  }

  #associate(type, [, from, toType, to]) {
    const one = this.objects[type].find("hs_object_id", from);
    const other = this.objects[toType]?.find("hs_object_id", to);
    if (!one || !other)
      return this.error(404, "OBJECT_NOT_FOUND", "One or more objects in the association do not exist");
    this.associations.add(`${type}/${one.id}/${toType}/${other.id}`);
    const body = { status: "COMPLETE", results: [], startedAt: this.#time(), completedAt: this.#time() };
    return { status: 200, body, wrote: 1 };
  }

  #time() {
    return new Date(this.now()).toISOString();
  }
}

/** Numbers and booleans are sent as strings too. */
const isStrings = (properties) =>
  isObject(properties) && Object.values(properties).every((value) => typeof value === "string");
