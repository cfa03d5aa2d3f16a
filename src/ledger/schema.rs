//! The ledger's tables, as numbered migrations that are never edited once deployed.

use crate::storage::{self, Database, StorageError};

/// Every migration, oldest first. A test freezes their bytes.
///
/// Since the second one a lead is one row with what is owed to it, and submissions lie in the
/// order of their leads: a batch that is sent or settled touches a few pages that belong
/// together, where a table of obligations by lead id touched one or two per lead.
pub const MIGRATIONS: &[&str] = &["
CREATE TABLE lead (
  position INTEGER PRIMARY KEY,
  lead_id TEXT NOT NULL UNIQUE,
  lead_key TEXT NOT NULL,
  person TEXT NOT NULL,
  person_other TEXT,
  form TEXT NOT NULL,
  lane TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  revision INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  correlation_id TEXT NOT NULL,
  accepted_at_ms INTEGER NOT NULL,
  said_at_ms INTEGER NOT NULL
);
CREATE INDEX lead_by_person ON lead (person, form, accepted_at_ms);
CREATE TABLE submission (
  lead_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  received_at_ms INTEGER NOT NULL,
  accepted_at_ms INTEGER NOT NULL,
  traceparent TEXT NOT NULL,
  route TEXT NOT NULL,
  bundle TEXT NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (lead_id, revision)
) WITHOUT ROWID;
CREATE TABLE obligation (
  lead_id TEXT NOT NULL,
  name TEXT NOT NULL,
  revision INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  state TEXT NOT NULL,
  not_before_ms INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  opened_at_ms INTEGER NOT NULL,
  sent_at_ms INTEGER,
  settled_at_ms INTEGER,
  reference TEXT,
  reason TEXT,
  PRIMARY KEY (lead_id, name)
) WITHOUT ROWID;
CREATE INDEX obligation_open ON obligation (not_before_ms) WHERE state IN ('due', 'sent');
CREATE TABLE alias (lead_id TEXT PRIMARY KEY, of_lead_id TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX alias_by_lead ON alias (of_lead_id);
CREATE TABLE header_key (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  lead_id TEXT,
  expires_at_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX header_key_expiry ON header_key (expires_at_ms);
CREATE TABLE event (
  position INTEGER PRIMARY KEY,
  lead_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  name TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX event_by_lead ON event (lead_id);
CREATE TABLE counter (
  form TEXT NOT NULL,
  kind TEXT NOT NULL,
  destination TEXT NOT NULL,
  name TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (form, kind, destination, name)
) WITHOUT ROWID;
CREATE TABLE mark (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
", "
CREATE TABLE lead_with_owed (
  position INTEGER PRIMARY KEY,
  lead_id TEXT NOT NULL UNIQUE,
  lead_key TEXT NOT NULL,
  person TEXT NOT NULL,
  person_other TEXT,
  form TEXT NOT NULL,
  lane TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  revision INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  correlation_id TEXT NOT NULL,
  accepted_at_ms INTEGER NOT NULL,
  said_at_ms INTEGER NOT NULL,
  owed TEXT NOT NULL,
  due_at_ms INTEGER
);
INSERT INTO lead_with_owed SELECT position, lead_id, lead_key, person, person_other, form, lane, kind, state,
  revision, fingerprint, correlation_id, accepted_at_ms, said_at_ms,
  (SELECT json_group_array(json_array(name, revision, generation, state, not_before_ms, attempts, opened_at_ms,
    sent_at_ms, settled_at_ms, reference, reason))
    FROM (SELECT * FROM obligation WHERE lead_id = lead.lead_id ORDER BY name)),
  (SELECT MIN(not_before_ms) FROM obligation WHERE lead_id = lead.lead_id AND state IN ('due', 'sent'))
  FROM lead ORDER BY position;
CREATE TABLE submission_of_lead (
  lead INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  received_at_ms INTEGER NOT NULL,
  accepted_at_ms INTEGER NOT NULL,
  traceparent TEXT NOT NULL,
  route TEXT NOT NULL,
  bundle TEXT NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (lead, revision)
) WITHOUT ROWID;
INSERT INTO submission_of_lead SELECT lead.position, submission.revision, received_at_ms,
  submission.accepted_at_ms, traceparent, route, bundle, payload
  FROM submission JOIN lead USING (lead_id) ORDER BY lead.position, submission.revision;
DROP TABLE obligation;
DROP TABLE submission;
DROP TABLE lead;
ALTER TABLE lead_with_owed RENAME TO lead;
ALTER TABLE submission_of_lead RENAME TO submission;
CREATE INDEX lead_by_person ON lead (person, form, accepted_at_ms);
CREATE INDEX lead_open ON lead (due_at_ms, state, form, kind, accepted_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX lead_quarantined ON lead (form, kind, accepted_at_ms) WHERE state = 'quarantined';
", "
ALTER TABLE header_key ADD COLUMN proves INTEGER NOT NULL DEFAULT 0;
", "
ALTER TABLE submission ADD COLUMN facts TEXT;
", "
ALTER TABLE submission ADD COLUMN trial TEXT;
", "
ALTER TABLE lead ADD COLUMN moved TEXT;
ALTER TABLE lead ADD COLUMN moved_facts TEXT;
"];

/// Brings a ledger's database to the newest schema.
pub fn migrate(database: &impl Database, now_ms: i64) -> Result<(), StorageError> {
    storage::migrate(database, MIGRATIONS, now_ms)
}
