// The persons and leads of a Pipedrive company. Nothing here keeps two of them from being the same.

import { isEmail, isObject } from "./vendor.mjs";

const PERSON = [
  "name",
  "owner_id",
  "org_id",
  "emails",
  "phones",
  "label_ids",
  "visible_to",
  "custom_fields",
  "marketing_status",
];
const LEAD = [
  "title",
  "owner_id",
  "label_ids",
  "person_id",
  "organization_id",
  "value",
  "expected_close_date",
  "visible_to",
  "was_seen",
  "origin_id",
  "channel",
  "channel_id",
];
/** What is there without being given. */
const NEW_PERSON = { owner_id: 1, org_id: null, emails: [], phones: [], custom_fields: {} };
const NEW_LEAD = {
  owner_id: 1,
  label_ids: [],
  person_id: null,
  organization_id: null,
  value: null,
  is_archived: false,
};

export class PersonStore {
  #company;
  #persons = new Map();
  #leads = new Map();
  #options;

  constructor(company, options) {
    this.#company = company;
    this.#options = options;
  }

  person(id) {
    return this.#persons.get(Number(id))?.data;
  }

  addPerson(body) {
    const error = this.#wrongPerson(body, true);
    if (error) return { error };
    const id = this.#company.next();
    const time = this.#time();
    const data = { id, ...structuredClone(NEW_PERSON), ...body, add_time: time, update_time: time };
    this.#persons.set(id, { data, indexedMs: this.#company.now() + this.#options.searchLagMs, writes: 1 });
    return { data };
  }

  changePerson(id, body) {
    const person = this.#persons.get(Number(id));
    if (person === undefined) return { status: 404, error: "Person not found" };
    const error = this.#wrongPerson(body, false);
    if (error) return { error };
    const custom_fields = { ...person.data.custom_fields, ...body.custom_fields };
    Object.assign(person.data, body, { custom_fields, update_time: this.#time() });
    person.indexedMs = this.#company.now() + this.#options.searchLagMs;
    person.writes += 1;
    return { data: person.data };
  }

  addLead(body) {
    const error = this.#wrongLead(body);
    if (error) return { error };
    const id = `00000000-0000-4000-9000-${String(this.#company.next()).padStart(12, "0")}`;
    const time = this.#time();
    const data = { id, ...structuredClone(NEW_LEAD), ...body, add_time: time, update_time: time };
    this.#leads.set(id, { data, writes: 1 });
    return { data };
  }

  leadsOf(personId) {
    return [...this.#leads.values()].map(({ data }) => data).filter(({ person_id }) => person_id === personId);
  }

  /** What the index has by now. */
  search(term, fields, exact) {
    const wanted = term.toLowerCase();
    const matches = (text) => (exact ? text.toLowerCase() === wanted : text.toLowerCase().includes(wanted));
    const hit = ({ indexedMs, data }) => indexedMs <= this.#company.now() && textsOf(data, fields).some(matches);
    return [...this.#persons.values()].filter(hit).map(({ data }) => item(data));
  }

  /** The second person becomes part of the first: its id is gone, its address and leads go over. */
  merge(keptId, goneId) {
    const [kept, gone] = [this.#persons.get(keptId), this.#persons.get(goneId)];
    kept.data.emails.push(...gone.data.emails.map((email) => ({ ...email, primary: false })));
    this.#persons.delete(goneId);
    for (const { data } of this.#leads.values()) if (data.person_id === goneId) data.person_id = keptId;
  }

  remove(id) {
    this.#persons.delete(id);
  }

  /** What a human did: no API call, and no write of ours. */
  edit(id, fields) {
    Object.assign(this.#persons.get(id).data, fields);
  }

  /** @returns {import("./vendor.mjs").DoubleRecord[]} */
  records() {
    const key = ({ emails }) => emails[0]?.value ?? null;
    return [...this.#persons.values()].map(({ data, writes }) => ({
      id: String(data.id),
      key: key(data),
      fields: { ...data },
      writes,
    }));
  }

  /** @returns {import("./vendor.mjs").DoubleRecord[]} by the tag they were given, which finds nothing in Pipedrive */
  leads() {
    const shape = ({ data, writes }) => ({ id: data.id, key: data.origin_id ?? null, fields: { ...data }, writes });
    return [...this.#leads.values()].map(shape);
  }

  #wrongPerson(body, creates) {
    const unknown = Object.keys(body).find((name) => !PERSON.includes(name));
    if (unknown) return `Validation failed: ${unknown}: Parameter '${unknown}' is not allowed`;
    if (creates && !isText(body.name)) return "Validation failed: name: Required";
    if ("name" in body && !isText(body.name)) return "Validation failed: name: Expected string";
    for (const list of ["emails", "phones"]) {
      if (list in body && !isContactList(body[list]))
        return `Validation failed: ${list}: Expected array of objects with a value`;
    }
    if (body.emails?.some(({ value }) => !isEmail(value))) return "Validation failed: emails: Invalid email";
    return this.#wrongCustomFields(body.custom_fields ?? {});
  }

  #wrongCustomFields(fields) {
    for (const [key, value] of Object.entries(fields)) {
      const type = this.#options.customFields[key];
      if (!/^[0-9a-f]{40}$/.test(key) || type === undefined)
        return `Validation failed: custom_fields: Unknown key ${key}`;
      if (value === null) continue;
      const right = {
        text: typeof value === "string",
        enum: Number.isInteger(value),
        // An empty list does not clear a set; null does.
        set: Array.isArray(value) && value.length > 0 && value.every(Number.isInteger),
      };
      if (!right[type]) return `Validation failed: custom_fields.${key}: Invalid value`;
    }
    return null;
  }

  #wrongLead(body) {
    const unknown = Object.keys(body).find((name) => !LEAD.includes(name));
    if (unknown) return `"${unknown}" is not allowed`;
    if (!isText(body.title)) return '"title" is required';
    const { person_id: person, organization_id: organization, value } = body;
    if (person === undefined && organization === undefined)
      return "A lead must be linked to a person or an organization.";
    if (person !== undefined && !Number.isInteger(person)) return '"person_id" must be a number';
    if (person !== undefined && !this.#persons.has(person)) return "Person not found";
    if (organization !== undefined && !Number.isInteger(organization)) return '"organization_id" must be a number';
    if (
      value !== undefined &&
      !(isObject(value) && typeof value.amount === "number" && /^[A-Z]{3}$/.test(value.currency ?? ""))
    ) {
      return '"value" must have an amount and a currency';
    }
    return "origin_id" in body && typeof body.origin_id !== "string" ? '"origin_id" must be a string' : null;
  }

  #time() {
    return new Date(this.#company.now()).toISOString().replace(/\.\d+Z$/, "Z");
  }
}

const isText = (value) => typeof value === "string" && value.trim() !== "";

const isContactList = (list) => Array.isArray(list) && list.every((one) => isObject(one) && isText(one.value));

function textsOf({ name, emails, phones }, fields) {
  const values = { name: [name], email: emails.map(({ value }) => value), phone: phones.map(({ value }) => value) };
  return fields.flatMap((field) => values[field] ?? []);
}

/** As search shows a person: addresses are plain strings there. */
const item = ({ id, name, emails, phones, owner_id, org_id, update_time }) => ({
  id,
  type: "person",
  name,
  emails: emails.map(({ value }) => value),
  phones: phones.map(({ value }) => value),
  primary_email: emails.find(({ primary }) => primary)?.value ?? emails[0]?.value ?? null,
  owner: { id: owner_id },
  organization: org_id === null ? null : { id: org_id },
  custom_fields: [],
  notes: [],
  update_time,
});
