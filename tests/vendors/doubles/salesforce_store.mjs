// The leads of a Salesforce org: their fields, keys and duplicate rules.

import { isEmail } from "./vendor.mjs";

/** Field names and the most characters each takes; true for a checkbox, null for a picklist or number. */
const FIELDS = {
  LastName: 80,
  FirstName: 40,
  Company: 255,
  Email: 80,
  Phone: 40,
  Title: 128,
  Website: 255,
  Street: 255,
  City: 80,
  PostalCode: 20,
  State: 80,
  Country: 80,
  CountryCode: 10,
  Description: 32_000,
  LeadSource: 40,
  Status: 40,
  Industry: 40,
  NumberOfEmployees: null,
  HasOptedOutOfEmail: true,
};
const REQUIRED = ["LastName", "Company"];
export const KEY = "LeadKey__c";
const QUERY = /^SELECT ([\w, ]+) FROM Lead WHERE (\w+) (?:= *('(?:[^'\\]|\\.)*')|IN *\(([^)]*)\))(?: LIMIT \d+)?$/i;
const LIST =
  /^SELECT ([\w, ]+) FROM Lead WHERE LeadKey__c (?:!= null|> '(\w+)') AND CreatedDate >= (\S+Z) AND CreatedDate < (\S+Z) ORDER BY LeadKey__c LIMIT (\d+)$/;

/** An error answer: an array, even of one. */
export const refused = (status, errorCode, message, fields) => ({
  status,
  body: [{ message, errorCode, ...(fields ? { fields } : {}) }],
});

export class LeadStore {
  #org;
  #leads = [];
  #byKey = new Map();
  #byEmail = new Map();
  #contacts = [];
  #fields;

  /** `known`: further fields, with the most characters each takes; true for a checkbox, null for anything. */
  constructor(org, { duplicateRule, uniqueKey, known }) {
    this.#org = org;
    this.#fields = { ...FIELDS, ...known };
    this.duplicateRule = duplicateRule;
    this.uniqueKey = uniqueKey;
  }

  unknownKey(type, field) {
    if (type !== "Lead") return refused(404, "NOT_FOUND", "The requested resource does not exist");
    if (field === KEY) return null;
    return refused(404, "NOT_FOUND", `Provided external ID field does not exist or is not accessible: ${field}`);
  }

  /** External ids match whatever their case. */
  matching(key) {
    return this.#byKey.get(key.toLowerCase()) ?? [];
  }

  /**
   * `{ record, created }` or `{ error }`. `expectsNone`: none was there when the call looked, which
   * another may have changed since.
   */
  upsert(key, fields, { allowSave, expectsNone }) {
    const [existing] = this.matching(key);
    if (existing && expectsNone && this.uniqueKey) {
      return wrong(
        "DUPLICATE_VALUE",
        `duplicate value found: ${KEY} duplicates value on record with id: ${existing.id}`,
        [],
      );
    }
    const creates = existing === undefined || expectsNone;
    const invalid = this.#invalid(fields, creates ? null : existing) ?? this.#duplicate(fields, creates, allowSave);
    if (invalid) return invalid;
    const record = creates ? this.add({ [KEY]: key }) : existing;
    Object.assign(record.fields, fields);
    for (const [name, value] of Object.entries(record.fields)) if (value === null) delete record.fields[name];
    record.writes += 1;
    this.#note(record);
    return { record, created: creates };
  }

  /** A lead that is just there, as if somebody had typed it in. */
  add(fields) {
    const id = idOf("00Q", this.#org.next());
    const record = { id, fields: { ...fields }, createdMs: this.#org.now(), writes: 0, converted: false };
    this.#leads.push(record);
    const key = (fields[KEY] ?? "").toLowerCase();
    if (key !== "") this.#byKey.set(key, [...this.matching(key), record]);
    this.#note(record);
    return record;
  }

  /** A contact, which a duplicate rule finds too. */
  addContact(email) {
    const contact = { id: idOf("003", this.#org.next()), email: email.toLowerCase() };
    this.#contacts.push(contact);
    return contact;
  }

  /** The lead has become a contact; it cannot be written any more. */
  convert(id) {
    this.#leads.find((lead) => lead.id === id).converted = true;
  }

  /** What a human did: no API call, and no write of ours. */
  edit(id, fields) {
    const lead = this.#leads.find((one) => one.id === id);
    Object.assign(lead.fields, fields);
    this.#note(lead);
  }

  remove(id) {
    this.#leads = this.#leads.filter((lead) => lead.id !== id);
    for (const [key, leads] of this.#byKey)
      this.#byKey.set(
        key,
        leads.filter((lead) => lead.id !== id),
      );
    for (const [email, lead] of this.#byEmail) if (lead.id === id) this.#byEmail.delete(email);
  }

  /** Only `SELECT fields FROM Lead WHERE field = 'value'`, `IN ('value', ...)`, and by key and time of creation. */
  query(text) {
    const listed = LIST.exec(text.trim());
    if (listed !== null) return this.#selected(listed[1], this.#list(...listed.slice(2)));
    const parts = QUERY.exec(text.trim());
    if (parts === null) return refused(400, "MALFORMED_QUERY", `unexpected token: ${text.slice(0, 20)}`);
    const [, names, field, one, several] = parts;
    const literals = [...(one ?? several).matchAll(/'((?:[^'\\]|\\.)*)'/g)];
    const values = literals.map(([, value]) => value.replace(/\\(.)/g, "$1").toLowerCase());
    const valueOf = ({ id, fields }) => String(field === "Id" ? id : fields[field]).toLowerCase();
    return this.#selected(names, this.#leads.filter((lead) => values.includes(valueOf(lead))));
  }

  #list(after, since, until, limit) {
    const [sinceMs, untilMs] = [Date.parse(since), Date.parse(until)];
    const key = ({ fields }) => (fields[KEY] ?? "").toLowerCase();
    const holds = (lead) => key(lead) > (after ?? "") && lead.createdMs >= sinceMs && lead.createdMs < untilMs;
    const found = this.#leads.filter(holds).sort((a, b) => (key(a) < key(b) ? -1 : 1));
    return found.slice(0, Number(limit));
  }

  #selected(names, found) {
    const selected = names.split(",").map((name) => name.trim());
    const known = (name) => ["Id", KEY, "CreatedDate"].includes(name) || Object.hasOwn(this.#fields, name);
    const unknown = selected.find((name) => !known(name));
    if (unknown) return refused(400, "INVALID_FIELD", `No such column '${unknown}' on entity 'Lead'.`);
    const records = found.map((lead) => {
      const { attributes, ...all } = this.shown(lead);
      return { attributes, ...Object.fromEntries(selected.map((name) => [name, all[name] ?? null])) };
    });
    return { status: 200, body: { totalSize: records.length, done: true, records } };
  }

  shown({ id, fields, createdMs }) {
    const CreatedDate = new Date(createdMs).toISOString().replace("Z", "+0000");
    const attributes = { type: "Lead", url: `/services/data/v62.0/sobjects/Lead/${id}` };
    return { attributes, Id: id, CreatedDate, ...fields };
  }

  records() {
    return this.#leads.map(({ id, fields, writes }) => ({
      id,
      key: fields[KEY] ?? null,
      fields: { ...fields },
      writes,
    }));
  }

  copy() {
    return this.#leads.map((lead) => ({ ...lead, fields: { ...lead.fields } }));
  }

  restore(leads) {
    this.#leads = leads;
    this.#byKey.clear();
    this.#byEmail.clear();
    for (const lead of leads) {
      const key = (lead.fields[KEY] ?? "").toLowerCase();
      if (key !== "") this.#byKey.set(key, [...this.matching(key), lead]);
      this.#note(lead);
    }
  }

  #note(lead) {
    if (lead.fields.Email) this.#byEmail.set(lead.fields.Email.toLowerCase(), lead);
  }

  #invalid(fields, existing) {
    if (existing?.converted) return wrong("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead", []);
    for (const [name, value] of Object.entries(fields)) {
      if (!Object.hasOwn(this.#fields, name))
        return wrong("INVALID_FIELD", `No such column '${name}' on sobject of type Lead`, []);
      const most = this.#fields[name];
      if (value === null) continue;
      if ((typeof most === "number" && typeof value !== "string") || (most === true && typeof value !== "boolean")) {
        return wrong("JSON_PARSER_ERROR", `Cannot deserialize the value of ${name}`, []);
      }
      if (typeof most === "number" && value.length > most) {
        return wrong("STRING_TOO_LONG", `${name}: data value too large (max length=${most})`, [name]);
      }
    }
    if (fields.Email && !isEmail(fields.Email)) {
      return wrong("INVALID_EMAIL_ADDRESS", `Email: invalid email address: ${fields.Email}`, ["Email"]);
    }
    const missing = REQUIRED.filter((name) => !(name in fields ? fields[name] : existing?.fields[name]));
    if (missing.length === 0) return null;
    return wrong("REQUIRED_FIELD_MISSING", `Required fields are missing: [${missing.join(", ")}]`, missing);
  }

  /** An alert lets pass who says so, a block nobody; both find leads and contacts with the address. */
  #duplicate({ Email }, creates, allowSave) {
    const passes = this.duplicateRule === null || (this.duplicateRule === "alert" && allowSave);
    if (passes || !creates || !Email) return null;
    const email = Email.toLowerCase();
    const lead = this.#byEmail.get(email);
    const found =
      lead?.fields.Email?.toLowerCase() === email ? lead : this.#contacts.find((contact) => contact.email === email);
    if (found === undefined) return null;
    return {
      error: { ...duplicates(found.id, this.duplicateRule), errorCode: "DUPLICATES_DETECTED", message: USE_ONE },
    };
  }
}

const USE_ONE = "Use one of these records?";

/** The key is really spelt like this. */
function duplicates(id, rule) {
  const entityType = id.startsWith("003") ? "Contact" : "Lead";
  const record = { attributes: { type: entityType }, Id: id };
  const matchRecords = [{ additionalInformation: [], fieldDiffs: [], matchConfidence: 100, record }];
  const engine = { matchEngine: "ExactMatchEngine", rule: "Same_address" };
  const matchResults = [{ entityType, errors: [], ...engine, matchRecords, size: 1, success: true }];
  const named = { duplicateRule: "Same_address", duplicateRuleEntityType: "Lead", errorMessage: USE_ONE };
  return { duplicateResut: { allowSave: rule === "alert", ...named, matchResults } };
}

const wrong = (errorCode, message, fields) => ({ error: { message, errorCode, fields } });

/** Fifteen characters, and three that make them safe where case is lost. */
const idOf = (prefix, number) => `${prefix}${String(number).padStart(12, "0")}AAA`;
