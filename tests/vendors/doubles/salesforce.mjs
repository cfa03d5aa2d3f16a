// Salesforce's REST API on the loopback: the client-credentials token, one lead by external id, up
// to 200 at once, and reading back.

import { LeadStore, refused } from "./salesforce_store.mjs";
import { Vendor, bearer, isObject, isOfType, json, pause } from "./vendor.mjs";

export const CLIENT = { id: "3MVG9test", secret: "client-secret-test" };
const MAX_RECORDS = 200;
const NEWEST = 68;
/** From 46.0 an upsert that updates answers 200 with a body, before 204 without. */
const SAYS_CREATED = 46;
const NO_RESOURCE = refused(404, "NOT_FOUND", "The requested resource does not exist");
const ROLLED_BACK = {
  errorCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK",
  message: "Record rolled back because not all records were valid and the request was using AllOrNone header",
};

export class Salesforce extends Vendor {
  #tokens = new Map();

  /**
   * `tokenLifeMs`: nobody is told, the session just ends. `daily`: calls in 24 h. `duplicateRule`:
   * "alert" or "block" on a lead or contact with the same address. `uniqueKey`: LeadKey__c is
   * marked unique, so the loser of a race is refused. `raceMs`: between looking a key up and
   * writing. `known`: the org's further fields, as `LeadStore` takes them.
   */
  constructor({
    tokenLifeMs = 7_200_000,
    daily = 100_000,
    duplicateRule = null,
    uniqueKey = true,
    raceMs = 0,
    known = {},
    now,
  } = {}) {
    super({ now });
    Object.assign(this, { tokenLifeMs, daily, raceMs });
    this.used = 0;
    this.tokensGiven = 0;
    this.leads = new LeadStore(this, { duplicateRule, uniqueKey, known });
    /** How many of the next writes find their row locked. */
    this.lockedRows = 0;
  }

  records() {
    return this.leads.records();
  }

  /** Every session ends at once. */
  expireTokens() {
    this.#tokens.clear();
  }

  async answer(call) {
    if (call.path === "/services/oauth2/token") return this.#token(call);
    const refusal = this.#refusal(call);
    if (refusal !== null) return refusal;
    this.used += 1;
    const answer = await this.#route(call);
    return { ...answer, headers: { "sforce-limit-info": `api-usage=${this.used}/${this.daily}`, ...answer.headers } };
  }

  /** It has no 429 for it. */
  throttled(call) {
    if (call.path === "/services/oauth2/token") return oauthError("invalid_grant", "login rate exceeded");
    return refused(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
  }

  failed(_call, status) {
    return refused(
      status,
      status === 503 ? "SERVER_UNAVAILABLE" : "UNKNOWN_EXCEPTION",
      "An unexpected error occurred.",
    );
  }

  #token(call) {
    const form = new URLSearchParams(isOfType(call, "application/x-www-form-urlencoded") ? call.text : "");
    if (call.method !== "POST") return oauthError("invalid_request", "must use HTTP POST");
    if (form.get("grant_type") !== "client_credentials")
      return oauthError("unsupported_grant_type", "grant type not supported");
    if (form.get("client_id") !== CLIENT.id) return oauthError("invalid_client_id", "client identifier invalid");
    if (form.get("client_secret") !== CLIENT.secret) return oauthError("invalid_client", "invalid client credentials");
    const token = `00Dtest!session.${this.next()}`;
    this.#tokens.set(token, this.now() + this.tokenLifeMs);
    this.tokensGiven += 1;
    const id = `${this.url}/id/00D000000000001AAA/005000000000001AAA`;
    const body = {
      access_token: token,
      instance_url: this.url,
      id,
      token_type: "Bearer",
      issued_at: String(this.now()),
    };
    return { status: 200, body: { ...body, signature: "c2lnbmF0dXJl", token_format: "opaque" } };
  }

  #refusal(call) {
    const untilMs = this.#tokens.get(bearer(call)) ?? 0;
    if (untilMs <= this.now()) return refused(401, "INVALID_SESSION_ID", "Session expired or invalid");
    if (this.used >= this.daily) return refused(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    return null;
  }

  async #route(call) {
    const [, version, rest] = /^\/services\/data\/v(\d+)\.0\/(.+)$/.exec(call.path) ?? [];
    if (version === undefined || Number(version) > NEWEST) return NO_RESOURCE;
    const one = /^sobjects\/(\w+)\/(\w+)\/([^/]+)$/.exec(rest);
    if (one !== null) return this.#one(call, Number(version), ...one.slice(1, 3), decodeURIComponent(one[3]));
    const many = /^composite\/sobjects\/(\w+)\/(\w+)$/.exec(rest);
    if (many !== null && call.method === "PATCH") return this.#many(call, many[1], many[2]);
    if (/^query\/?$/.test(rest) && call.method === "GET") return this.leads.query(call.query.get("q") ?? "");
    return NO_RESOURCE;
  }

  async #one(call, version, type, field, value) {
    const unknown = this.leads.unknownKey(type, field);
    if (unknown !== null) return unknown;
    const matches = this.leads.matching(value);
    if (matches.length > 1) {
      return { status: 300, body: matches.map(({ id }) => `/services/data/v${version}.0/sobjects/Lead/${id}`) };
    }
    if (call.method === "GET") {
      return matches.length === 1 ? { status: 200, body: this.leads.shown(matches[0]) } : NO_RESOURCE;
    }
    if (call.method !== "PATCH") return refused(405, "METHOD_NOT_ALLOWED", `HTTP Method '${call.method}' not allowed`);
    const fields = body(call);
    if (fields.refusal) return fields.refusal;
    for (const name of ["Id", field]) {
      const message = `The ${name} field should not be specified in the sobject data.`;
      if (Object.hasOwn(fields, name)) return refused(400, "INVALID_FIELD", message, [name]);
    }
    return this.#upsertOne(call, version, value, fields);
  }

  async #upsertOne(call, version, value, fields) {
    const before = this.leads.matching(value).length;
    if (before === 0 && call.query.get("updateOnly") === "true") return NO_RESOURCE;
    await pause(this.raceMs);
    const { record, created, error } = this.#write(value, fields, call, before === 0);
    if (error) return { status: 400, body: [error] };
    if (!created && version < SAYS_CREATED) return { status: 204, wrote: 1 };
    const said = { id: record.id, success: true, errors: [], ...(version < SAYS_CREATED ? {} : { created }) };
    return { status: created ? 201 : 200, body: said, wrote: 1 };
  }

  #write(value, fields, call, expectsNone) {
    if (this.lockedRows > 0) {
      this.lockedRows -= 1;
      const message = "unable to obtain exclusive access to this record or 1 records";
      return { error: { message, errorCode: "UNABLE_TO_LOCK_ROW", fields: [] } };
    }
    const allowSave = /allowSave\s*=\s*true/i.test(call.headers["sforce-duplicate-rule-header"] ?? "");
    return this.leads.upsert(value, fields, { allowSave, expectsNone });
  }

  async #many(call, type, field) {
    const unknown = this.leads.unknownKey(type, field);
    if (unknown !== null) return unknown;
    const { refusal, allOrNone = false, records } = body(call);
    if (refusal) return refusal;
    const malformed = malformedRecords(records, type);
    if (malformed !== null) return malformed;
    const keys = records.map((record) => record[field]);
    const expected = keys.map((key) => (isKey(key) ? this.leads.matching(key).length === 0 : true));
    await pause(this.raceMs);
    const saved = allOrNone ? this.leads.copy() : null;
    const done = records.map((record, at) => this.#item(call, field, record, keys, expected[at]));
    if (saved !== null && done.some(({ success }) => !success)) {
      this.leads.restore(saved);
      return { status: 200, body: done.map((item) => (item.success ? failedItem(ROLLED_BACK) : item)) };
    }
    return { status: 200, body: done, wrote: done.filter(({ success }) => success).length };
  }

  #item(call, field, { attributes, ...record }, keys, expectsNone) {
    const { [field]: key, ...fields } = record;
    const bad = (errorCode, message, names = []) => failedItem({ errorCode, message, fields: names });
    if (!isKey(key)) return bad("MISSING_ARGUMENT", `${field} not specified`);
    if ("Id" in fields)
      return bad("INVALID_FIELD", "The Id field should not be specified in the sobject data.", ["Id"]);
    if (keys.filter((other) => isKey(other) && other.toLowerCase() === key.toLowerCase()).length > 1) {
      return bad("DUPLICATE_VALUE", `Duplicate external id specified: ${key}`, [field]);
    }
    const matches = this.leads.matching(key);
    if (matches.length > 1) return bad("INVALID_FIELD", `Multiple records found for external id: ${key}`, [field]);
    const { record: written, created, error } = this.#write(key, fields, call, expectsNone);
    return error ? failedItem(error) : { id: written.id, success: true, errors: [], created };
  }
}

const isKey = (key) => typeof key === "string" && key !== "";

/** An item of a collection names its error otherwise than a single call does. */
const failedItem = ({ errorCode, message, fields = [], ...more }) => ({
  success: false,
  errors: [{ statusCode: errorCode, message, fields, ...more }],
});

/** What is no collection at all, or null. */
function malformedRecords(records, type) {
  if (!Array.isArray(records) || records.length === 0) {
    return refused(400, "JSON_PARSER_ERROR", "The records parameter is required.");
  }
  if (records.length > MAX_RECORDS)
    return refused(400, "LIMIT_EXCEEDED", `record limit exceeded. limit is ${MAX_RECORDS}`);
  const others = records.some((record) => record?.attributes?.type !== type);
  return others ? refused(400, "INVALID_TYPE", `every record must have attributes.type ${type}`) : null;
}

/** The body as an object, or `{ refusal }`. */
function body(call) {
  if (!isOfType(call, "application/json")) {
    return { refusal: refused(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type must be application/json") };
  }
  const read = json(call);
  return isObject(read)
    ? read
    : { refusal: refused(400, "JSON_PARSER_ERROR", "Unexpected character at [line:1, column:1]") };
}

const oauthError = (error, description) => ({ status: 400, body: { error, error_description: description } });
