// Twilio Lookup v2 with line type intelligence.

import { Vendor } from "./vendor.mjs";

export const TWILIO = { id: "SK00000000000000000000000000000000", secret: "twilio-test-secret" };
const BASIC = `Basic ${Buffer.from(`${TWILIO.id}:${TWILIO.secret}`).toString("base64")}`;

export class TwilioLookup extends Vendor {
  /** Kinds of line by number, in Twilio's words. @type {Map<string, string>} */
  lines = new Map();

  answer({ method, path, headers, query }) {
    if (headers.authorization !== BASIC) return failed(401, 20003, "Authenticate");
    const [, number] = /^\/v2\/PhoneNumbers\/([^/]+)$/.exec(decodeURIComponent(path)) ?? [];
    if (method !== "GET" || number === undefined) return failed(404, 20404, "The requested resource was not found");
    const asked = query.get("Fields") === "line_type_intelligence";
    const type = this.lines.get(number) ?? null;
    return {
      status: 200,
      body: {
        phone_number: number,
        valid: true,
        validation_errors: [],
        line_type_intelligence: asked ? { type, carrier_name: null, error_code: null } : null,
      },
    };
  }

  throttled() {
    return failed(429, 20429, "Too Many Requests");
  }
}

const failed = (status, code, message) => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});
