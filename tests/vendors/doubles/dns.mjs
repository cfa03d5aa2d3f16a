// A DNS server over HTTPS that answers in JSON, as Cloudflare's does.

import { Vendor } from "./vendor.mjs";

const MX = 15;

export class Dns extends Vendor {
  /** MX data by domain: `["10 mx.example.com."]`; a domain that is not here does not exist. @type {Map<string, string[]>} */
  zones = new Map();

  answer({ method, path, headers, query }) {
    if (method !== "GET" || path !== "/dns-query") return { status: 404 };
    if (headers.accept !== "application/dns-json") return { status: 415 };
    const [name, type] = [query.get("name"), query.get("type")];
    if (name === null || type !== "MX") return { status: 400, body: { error: "Invalid query" } };
    const records = this.zones.get(name);
    const body = {
      Status: records === undefined ? 3 : 0,
      TC: false,
      RD: true,
      RA: true,
      AD: false,
      CD: false,
      Question: [{ name: `${name}.`, type: MX }],
    };
    // Without records there is no such key.
    if (records?.length > 0) body.Answer = records.map((data) => ({ name: `${name}.`, type: MX, TTL: 300, data }));
    return { status: 200, headers: { "content-type": "application/dns-json" }, body: JSON.stringify(body) };
  }
}
