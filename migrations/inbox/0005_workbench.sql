-- Messages that no handler could take: what happened to them, and nothing of what they say.
CREATE TABLE dead_letter (
  digest TEXT PRIMARY KEY,
  queue TEXT NOT NULL,
  lead_id TEXT NOT NULL,
  obligation TEXT NOT NULL,
  seen INTEGER NOT NULL,
  first_seen_at_ms INTEGER NOT NULL,
  last_seen_at_ms INTEGER NOT NULL
) WITHOUT ROWID;

-- What people did in the workbench. A line is written before anything is done, and ended after it.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  lead_id TEXT,
  class TEXT,
  why TEXT NOT NULL,
  wanted INTEGER NOT NULL,
  until_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  result TEXT,
  done INTEGER
);
CREATE INDEX audit_by_lead ON audit (lead_id) WHERE lead_id IS NOT NULL;
