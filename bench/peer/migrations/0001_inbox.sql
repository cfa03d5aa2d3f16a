CREATE TABLE inbox (
  lead_id TEXT PRIMARY KEY,
  form TEXT NOT NULL,
  kind TEXT NOT NULL,
  correlation_id TEXT NOT NULL,
  accepted_at_ms INTEGER NOT NULL,
  written_at_ms INTEGER NOT NULL,
  team TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  name TEXT,
  company TEXT,
  country TEXT,
  lead TEXT NOT NULL
);
CREATE INDEX inbox_by_acceptance ON inbox (accepted_at_ms);

-- Messages that our key did not sign, kept once.
CREATE TABLE refused (
  digest TEXT PRIMARY KEY,
  envelope TEXT NOT NULL,
  seen_at_ms INTEGER NOT NULL
);
