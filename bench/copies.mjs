// Leads like one that the product itself accepted and delivered, written into its object's tables:
// every column as it stands there, but for what says who a lead is and when it came. So the rows are
// as large as the product's own, and lie as scattered in its indexes.

import { open } from "node:fs/promises";

/** The oldest of them: inside the 30 days for which the ledger keeps a lead. */
export const OLDEST_DAYS = 25;
const DAY_MS = 24 * 60 * 60 * 1000;
/** The youngest is older than any window in which a claim may be its repeat. */
const YOUNGEST_MS = 2 * 60 * 60 * 1000;
const CACHE_KIB = 512 * 1024;

/** Random digits in hexadecimal, which base32hex and base64url have too. */
const digits = (count) => `lower(substr(hex(randomblob(${Math.ceil(count / 2)})), 1, ${count}))`;
/** Ages are spread evenly, in the order of acceptance. */
const AT_MS = "$oldest + ($youngest - $oldest) * i / $leads";

/** Columns with a value of their own in every copy; `t` is the lead that is copied, `i` the copy. */
const OF_LEAD = {
  position: "t.position + i",
  // The prefix, layout, place and number name the object.
  lead_id: `substr(t.lead_id, 1, 8) || ${digits(19)}`,
  lead_key: `substr(t.lead_key, 1, 3) || ${digits(32)}`,
  person: `substr(t.person, 1, 2) || ${digits(43)}`,
  person_other: `substr(t.person_other, 1, 2) || ${digits(43)}`,
  fingerprint: digits(32),
  correlation_id: `substr(t.correlation_id, 1, 3) || lower(substr(hex(randomblob(32)), 1, length(t.correlation_id) - 3))`,
  accepted_at_ms: AT_MS,
  said_at_ms: AT_MS,
  // A lead is kept for as long as its records are young: they were settled when it came.
  owed: `(SELECT json_group_array(json_set(value, '$[8]', ${AT_MS})) FROM json_each(t.owed))`,
};
const OF_SUBMISSION = {
  lead: "t.lead + i",
  received_at_ms: AT_MS,
  accepted_at_ms: AT_MS,
  traceparent: `'00-' || ${digits(32)} || '-' || ${digits(16)} || '-01'`,
  payload: "replace(t.payload, $marker, lower(substr(hex(randomblob(16)), 1, length($marker))))",
};

/**
 * Fills the object whose database `path` is with `leads` leads like its own one, whose payload has
 * `marker` wherever it says who it is. Returns that lead's rows, the object's name and the file's
 * size; null for an object without a lead.
 */
export async function fillWithCopies(path, leads, marker) {
  // Here, because Node warns of it as soon as it is loaded.
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(path);
  try {
    const lead = database.prepare("SELECT * FROM lead").get();
    if (lead === undefined) return null;
    const submission = database.prepare("SELECT * FROM submission").get();
    if (lead.state !== "delivered") throw new Error(`the lead to copy is ${lead.state}`);
    if (!submission.payload.includes(marker)) throw new Error(`${marker} is not in the lead to copy`);
    const object = database.prepare("SELECT value FROM mark WHERE name = 'shard'").get().value;
    copy(database, leads, marker);
    database.close();
    return { object, lead: { ...lead }, submission: { ...submission }, marker, bytes: await onDisk(path) };
  } finally {
    if (database.isOpen) database.close();
  }
}

/** Unsafe and fast: what is half written is thrown away. */
function copy(database, leads, marker) {
  database.exec(`PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    PRAGMA cache_size = -${CACHE_KIB}; BEGIN`);
  const now = Date.now();
  const times = { oldest: now - OLDEST_DAYS * DAY_MS, youngest: now - YOUNGEST_MS };
  copyTable(database, "lead", OF_LEAD, { ...times, leads });
  copyTable(database, "submission", OF_SUBMISSION, { ...times, leads, marker });
  database.exec(`DELETE FROM submission WHERE lead = (SELECT position FROM temp.of_lead);
    DELETE FROM lead WHERE position = (SELECT position FROM temp.of_lead);
    UPDATE counter SET value = value * ${leads}; COMMIT; PRAGMA journal_mode = WAL`);
}

function copyTable(database, table, own, values) {
  const columns = database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all().map(({ name }) => name);
  const unknown = Object.keys(own).filter((name) => !columns.includes(name));
  if (unknown.length > 0) throw new Error(`${table} has no ${unknown.join(", ")}`);
  database.exec(`CREATE TEMP TABLE of_${table} AS SELECT * FROM ${table}`);
  const insert = database.prepare(
    `WITH RECURSIVE copy(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM copy WHERE i < $leads)
     INSERT INTO ${table} (${columns.join(", ")})
     SELECT ${columns.map((name) => own[name] ?? `t.${name}`).join(", ")} FROM copy, temp.of_${table} AS t`,
  );
  insert.run(values);
}

/** The file's size, once all of it is on disk: writing it out must not fall into what is measured. */
async function onDisk(path) {
  const file = await open(path, "r+");
  try {
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}
