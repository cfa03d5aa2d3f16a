-- A row holds a whole lead, more than 1 KB. A table without rowids keeps such rows in overflow pages of
-- 4 KB each; one with rowids puts several on a page, for one more row written per lead.
CREATE TABLE inbox_with_rowid (
  lead_id TEXT PRIMARY KEY NOT NULL,
  lead_key TEXT NOT NULL,
  form TEXT NOT NULL,
  kind TEXT NOT NULL,
  team TEXT NOT NULL,
  revision INTEGER NOT NULL,
  name TEXT,
  email TEXT,
  phone TEXT,
  company TEXT,
  accepted_at_ms INTEGER NOT NULL,
  written_at_ms INTEGER NOT NULL,
  correlation_id TEXT NOT NULL,
  bundle TEXT NOT NULL,
  lead TEXT NOT NULL,
  route TEXT NOT NULL
);
INSERT INTO inbox_with_rowid SELECT * FROM inbox ORDER BY accepted_at_ms;
DROP TABLE inbox;
ALTER TABLE inbox_with_rowid RENAME TO inbox;
CREATE INDEX inbox_by_acceptance ON inbox (accepted_at_ms, lead_id);
