// Pipedrive on the loopback: persons (v2), their search, and leads (v1), with its token budget.
// As there, nothing is unique, nothing is idempotent, and search lags.

import { PersonStore } from "./pipedrive_store.mjs";
import { Vendor, bearer, isObject, isOfType, json } from "./vendor.mjs";
import { Window } from "./window.mjs";

export const TOKEN = "pipedrive-token-test";
/** Calls after a 429 that are still answered with one, before the network in front loses patience. */
const PATIENCE = 5;
const COST = { search: 20, read: 2, write: 5, lead: 10 };
const CLOUDFLARE =
  "<!DOCTYPE html><html><head><title>Access denied | api.pipedrive.com used Cloudflare to restrict access" +
  "</title></head><body>error code: 1015</body></html>";

export class Pipedrive extends Vendor {
  #store;
  #ignored = 0;

  /**
   * `burst` and `searches`: calls in 2 s. `daily`: the company's tokens. `searchLagMs`: how long a
   * new or changed person is not found. `customFields`: keys of 40 hex digits, with a type ("text",
   * "enum" or "set"). `limitHeaders`: whether it tells how much is left, which is not promised.
   */
  constructor({
    burst = 80,
    searches = 10,
    daily = 30_000,
    searchLagMs = 0,
    customFields = {},
    limitHeaders = true,
    now,
  } = {}) {
    super({ now });
    this.#store = new PersonStore(this, { searchLagMs, customFields });
    this.daily = daily;
    this.spent = 0;
    this.limitHeaders = limitHeaders;
    this.burst = new Window({ limit: burst, lengthMs: 2000, now: this.now });
    this.searches = new Window({ limit: searches, lengthMs: 2000, now: this.now });
  }

  get persons() {
    return this.#store;
  }

  /** Leads: the person behind one is among `persons`. */
  records() {
    return this.#store.leads();
  }

  answer(call) {
    if (call.headers["x-api-token"] !== TOKEN && bearer(call) !== TOKEN) return failure(401, "unauthorized access");
    const kind = kindOf(call);
    const window = kind === "search" ? this.searches : this.burst;
    const cost = COST[kind];
    if (this.spent + cost > this.daily) return this.#tooMany(window, "daily request limit reached");
    if (window.remaining === 0) return this.#tooMany(window, "request over limit");
    this.#ignored = 0;
    window.take();
    this.spent += cost;
    const answer = this.#route(call);
    return { ...answer, headers: { ...this.#limits(window), ...answer.headers } };
  }

  throttled() {
    return this.#tooMany(this.burst, "request over limit");
  }

  failed(_call, status) {
    return failure(status, "Internal server error");
  }

  /** Whoever goes on after it is refused by the network in front, in HTML. */
  #tooMany(window, error) {
    this.#ignored += 1;
    if (this.#ignored > PATIENCE) {
      return { status: 403, headers: { "content-type": "text/html; charset=UTF-8" }, body: CLOUDFLARE };
    }
    const answer = failure(429, error);
    return { ...answer, headers: this.#limits(window) };
  }

  #limits(window) {
    if (!this.limitHeaders) return {};
    return {
      "x-ratelimit-limit": String(window.limit),
      "x-ratelimit-remaining": String(window.remaining),
      "x-ratelimit-reset": String(Math.ceil(window.freeInMs / 1000)),
      "x-daily-ratelimit-token-remaining": String(Math.max(0, this.daily - this.spent)),
    };
  }

  #route(call) {
    const { method, path, query } = call;
    if (method === "GET" && path === "/api/v2/persons/search") return this.#search(query);
    const person = /^\/api\/v2\/persons\/(\d+)$/.exec(path)?.[1];
    if (method === "GET" && person) return found(this.#store.person(person), "Person");
    if (method === "GET" && isLeads(path)) return this.#leads(query);
    const body = isOfType(call, "application/json") ? json(call) : undefined;
    const writes = {
      "POST /api/v2/persons": "addPerson",
      "POST /v1/leads": "addLead",
      "POST /api/v1/leads": "addLead",
    };
    const verb = writes[`${method} ${path}`] ?? (method === "PATCH" && person ? "changePerson" : undefined);
    if (verb === undefined) return failure(404, "Unknown method.");
    if (!isObject(body)) return failure(400, "Bad request: a JSON object is expected");
    const changes = verb === "changePerson";
    const { error, status, data } = changes ? this.#store.changePerson(person, body) : this.#store[verb](body);
    if (error) return failure(status ?? 400, error);
    return { status: verb === "addLead" ? 201 : 200, body: { success: true, data }, wrote: 1 };
  }

  #search(query) {
    const [term, exact] = [query.get("term") ?? "", query.get("exact_match") === "true"];
    const least = exact ? 1 : 2;
    if (term.length < least)
      return failure(400, `Validation failed: term: String must contain at least ${least} character(s)`);
    const fields = (query.get("fields") ?? "name,email,phone,notes,custom_fields").split(",");
    const items = this.#store.search(term, fields, exact).map((item) => ({ result_score: 1, item }));
    return { status: 200, body: { success: true, data: { items }, additional_data: { next_cursor: null } } };
  }

  /** What there is of leads to look one up by: the person. */
  #leads(query) {
    const data = this.#store.leadsOf(Number(query.get("person_id")));
    const pagination = { start: 0, limit: 100, more_items_in_collection: false };
    return { status: 200, body: { success: true, data, additional_data: { pagination } } };
  }
}

const isLeads = (path) => path === "/v1/leads" || path === "/api/v1/leads";

function kindOf({ method, path }) {
  if (path.endsWith("/search")) return "search";
  if (method === "GET") return "read";
  return isLeads(path) ? "lead" : "write";
}

const found = (data, what) =>
  data ? { status: 200, body: { success: true, data } } : failure(404, `${what} not found`);

const failure = (status, error) => ({
  status,
  body: { success: false, error, error_info: "Please check developers.pipedrive.com.", errorCode: status },
});
