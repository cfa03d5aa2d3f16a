-- What was found out about a lead besides what its visitor said, with where each value came from: one
-- row per lead, beside its record.
CREATE TABLE enriched (
  lead_id TEXT PRIMARY KEY NOT NULL,
  revision INTEGER NOT NULL,
  written_at_ms INTEGER NOT NULL,
  kept TEXT NOT NULL
);

-- What is remembered of questions about domains, and what asking has cost. What is stale is deleted.
CREATE TABLE remembered (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL,
  stale_at_ms INTEGER NOT NULL
);
CREATE INDEX remembered_by_staleness ON remembered (stale_at_ms);
