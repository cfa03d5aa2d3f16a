// People Data Labs' company enrichment, as its documentation says it answers.

import { Vendor } from "./vendor.mjs";

export const KEY = "pdl-test-key";

export class PeopleDataLabs extends Vendor {
  /** What is known, by domain: the fields of an answer. @type {Map<string, object>} */
  known = new Map();

  answer({ method, path, headers, query }) {
    if (method !== "GET" || path !== "/v5/company/enrich") return refused(404, "not_found");
    if (headers["x-api-key"] !== KEY) return refused(401, "authentication_error");
    const website = query.get("website");
    if (website === null) return refused(400, "invalid_request_error");
    const company = this.known.get(website);
    const least = Number(query.get("min_likelihood") ?? "0");
    // Without a match nothing is billed.
    if (company === undefined || company.likelihood < least) return refused(404, "not_found", 0);
    return { status: 200, headers: limits(1), body: { status: 200, ...company } };
  }

  throttled() {
    return refused(429, "rate_limit_error", 0);
  }
}

/** The newest call's headers: what the vendor counts, as texts that look like JSON. */
const limits = (credits) => ({
  "x-ratelimit-limit": '{"minute": 1000}',
  "x-ratelimit-remaining": '{"minute": 999}',
  "x-call-credits-spent": String(credits),
});

const refused = (status, type, credits = 0) => ({
  status,
  headers: limits(credits),
  body: { status, error: { type, message: type } },
});
