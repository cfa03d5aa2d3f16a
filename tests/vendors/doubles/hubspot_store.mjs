// The objects of one type in a HubSpot portal: what makes them valid, and how they are found.

import { isEmail } from "./vendor.mjs";

const TEXTS = [
  "firstname",
  "lastname",
  "phone",
  "company",
  "website",
  "jobtitle",
  "country",
  "state",
  "city",
  "zip",
  "message",
  "name",
  "domain",
];
/** Internal names, as a portal has them; the rest are given by the test. */
const KNOWN = {
  ...Object.fromEntries(TEXTS.map((name) => [name, "string"])),
  email: "email",
  numemployees: "number",
  hs_lead_status: ["NEW", "OPEN", "IN_PROGRESS", "CONNECTED"],
  lifecyclestage: ["subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer"],
  createdate: "readonly",
  hs_object_id: "readonly",
};

export class ObjectStore {
  #portal;
  #required;
  #known;
  #unique;
  #byId = new Map();
  /** By "property value": an entry that its record no longer has is passed over. */
  #index = new Map();

  /** `known`: properties by name: "string", "unique", "number", "readonly", or the values of an enumeration. */
  constructor(portal, { required, known, unique }) {
    this.#portal = portal;
    this.#required = required;
    this.#known = { ...KNOWN, ...known };
    this.#unique = [...unique, ...Object.keys(known).filter((name) => known[name] === "unique")];
  }

  isUnique(property) {
    return property === "hs_object_id" || this.#unique.includes(property);
  }

  /** By an id or a unique property; a merged contact is found by every address and id it had. */
  find(property, value) {
    const wanted = String(value).trim().toLowerCase();
    const found = this.#index.get(`${property} ${wanted}`);
    if (found === undefined || !this.#byId.has(found.id)) return undefined;
    return keysOf(found, this.#unique).includes(`${property} ${wanted}`) ? found : undefined;
  }

  /** Those that were there before `untilMs`, by `sort`: the index comes after the write. Null if it cannot. */
  search(filters, untilMs, sort) {
    if (filters.some(({ operator }) => !Object.hasOwn(OPERATORS, operator))) return null;
    const holds = (record) =>
      record.indexedMs <= untilMs &&
      filters.every(({ propertyName, operator, ...asked }) => OPERATORS[operator](valueOf(record, propertyName), asked));
    const found = [...this.#byId.values()].filter(holds);
    return sort === undefined ? found : found.sort((a, b) => valueOf(a, sort) - valueOf(b, sort));
  }

  /** What is wrong with one input, or null. */
  wrong(input, version) {
    const wanted = this.#wanted(input);
    const trace = input.objectWriteTraceId ? { objectWriteTraceId: [input.objectWriteTraceId] } : {};
    const context = { ids: [input.id], ...trace };
    const bad = (message, category = "VALIDATION_ERROR", status = 400) => ({ status, category, message, context });
    for (const [name, value] of Object.entries(wanted)) {
      const type = Object.hasOwn(this.#known, name) ? this.#known[name] : undefined;
      if (type === undefined) return bad(`Property "${name}" does not exist`);
      if (type === "readonly") return bad(`"${name}" is a read only property; its value cannot be set.`);
      if (value === "") continue;
      if (type === "email" && !isEmail(value)) return bad(`Email address ${value} is invalid`);
      if (type === "number" && !/^-?\d+(\.\d+)?$/.test(value)) return bad(`${value} was not a valid number.`);
      if (Array.isArray(type) && !type.includes(value)) {
        return bad(`${value} was not one of the allowed options: ${type.join(", ")}`);
      }
    }
    const existing = this.find(input.idProperty, input.id);
    const enforced = version >= "2026-09" && version.startsWith("2") ? this.#required : [];
    const missing = enforced.filter((name) => !(wanted[name] ?? existing?.properties[name]));
    if (missing.length > 0) return bad(`Required properties are missing: ${missing.join(", ")}`);
    const holder = wanted.email && this.find("email", wanted.email);
    if (holder && holder !== existing) return bad(`Contact already exists. Existing ID: ${holder.id}`, "CONFLICT", 409);
    return null;
  }

  /** `{ result }` or `{ error }`. */
  upsert(input, version) {
    const error = this.wrong(input, version);
    if (error !== null) return { error };
    const existing = this.find(input.idProperty, input.id);
    const record = existing ?? this.#created();
    const wanted = this.#wanted(input);
    // With the address as key a partial upsert is not supported: what the API wrote before, and now leaves out, is blanked.
    const blanked = input.idProperty === "email" ? record.owned.filter((name) => name !== "email") : [];
    const kept = Object.entries(record.properties).filter(([name]) => !blanked.includes(name));
    const properties = { ...Object.fromEntries(kept), ...wanted };
    properties.lifecyclestage = later(record.properties.lifecyclestage, properties.lifecyclestage);
    const filled = Object.entries(properties).filter(([, value]) => value !== "" && value !== undefined);
    record.properties = Object.fromEntries(filled);
    record.owned = [...new Set([...record.owned, ...Object.keys(wanted)])];
    record.updatedMs = this.#portal.now();
    record.writes += 1;
    this.#note(record);
    const trace = input.objectWriteTraceId ? { objectWriteTraceId: input.objectWriteTraceId } : {};
    return { result: { ...this.shown(record), new: existing === undefined, ...trace } };
  }

  /** What a human did in the portal: no API call, and no write of ours. */
  edit(id, properties) {
    const record = this.find("hs_object_id", id);
    Object.assign(record.properties, properties);
    this.#note(record);
  }

  remove(id) {
    this.#byId.delete(id);
  }

  merge(primaryId, secondaryId) {
    const primary = this.find("hs_object_id", primaryId);
    const secondary = this.find("hs_object_id", secondaryId);
    primary.otherEmails.push(...secondary.otherEmails, secondary.properties.email.toLowerCase());
    primary.mergedIds.push(...secondary.mergedIds, secondary.id);
    primary.properties = { ...secondary.properties, ...primary.properties };
    this.#byId.delete(secondary.id);
    this.#note(primary);
  }

  shown({ id, properties, createdMs, updatedMs }) {
    const time = (ms) => new Date(ms).toISOString();
    return {
      id,
      archived: false,
      createdAt: time(createdMs),
      updatedAt: time(updatedMs),
      properties: { ...properties, createdate: time(createdMs), hs_object_id: id },
    };
  }

  records() {
    const shape = ({ id, properties, writes }) => ({
      id,
      key: properties.email ?? null,
      fields: { ...properties },
      writes,
    });
    return [...this.#byId.values()].map(shape);
  }

  #created() {
    const [id, atMs] = [String(100 + this.#portal.next()), this.#portal.now()];
    const times = { createdMs: atMs, updatedMs: atMs, indexedMs: atMs };
    const record = { id, properties: {}, owned: [], otherEmails: [], mergedIds: [], ...times, writes: 0 };
    this.#byId.set(id, record);
    return record;
  }

  #note(record) {
    for (const key of keysOf(record, this.#unique)) this.#index.set(key, record);
  }

  /** The properties of an input, with its key; an address the contact once had does not replace the one it has. */
  #wanted({ id, idProperty, properties }) {
    const existing = this.find(idProperty, id);
    const wanted = { ...(idProperty === "hs_object_id" || existing ? {} : { [idProperty]: id }), ...properties };
    if (wanted.email === undefined) return wanted;
    const email = wanted.email.trim().toLowerCase();
    return { ...wanted, email: existing?.otherEmails.includes(email) ? existing.properties.email : email };
  }
}

/** A property as searches compare it: times are milliseconds. */
function valueOf({ id, createdMs, properties }, name) {
  if (name === "hs_object_id") return id;
  return name === "createdate" ? String(createdMs) : properties[name]?.toLowerCase();
}

const OPERATORS = {
  EQ: (has, { value }) => has === value?.toLowerCase(),
  IN: (has, { values }) => values?.some((one) => one.toLowerCase() === has) ?? false,
  HAS_PROPERTY: (has) => has !== undefined,
  GT: (has, { value }) => Number(has) > Number(value),
  GTE: (has, { value }) => Number(has) >= Number(value),
  LT: (has, { value }) => Number(has) < Number(value),
};

/** All that a record is found by. */
const keysOf = ({ id, properties, otherEmails, mergedIds }, unique) => [
  ...[id, ...mergedIds].map((one) => `hs_object_id ${one}`),
  ...otherEmails.map((email) => `email ${email}`),
  ...unique.filter((name) => properties[name]).map((name) => `${name} ${properties[name].toLowerCase()}`),
];

/** A stage only moves forward, unless it was cleared. */
function later(before, wanted) {
  const order = KNOWN.lifecyclestage;
  if (before === undefined || wanted === undefined || wanted === "") return wanted ?? before;
  return order.indexOf(wanted) < order.indexOf(before) ? before : wanted;
}
