-- The lead inbox: one row per lead, written by the consumer, read by the ops pages.
CREATE TABLE inbox (
  lead_id TEXT PRIMARY KEY,
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
) WITHOUT ROWID;
CREATE INDEX inbox_by_acceptance ON inbox (accepted_at_ms);

-- Messages whose signature does not verify: kept once by digest, touching no lead.
CREATE TABLE forged_message (
  digest TEXT PRIMARY KEY,
  queue TEXT NOT NULL,
  reason TEXT NOT NULL,
  seen INTEGER NOT NULL,
  first_seen_at_ms INTEGER NOT NULL,
  last_seen_at_ms INTEGER NOT NULL,
  bytes INTEGER NOT NULL
) WITHOUT ROWID;
