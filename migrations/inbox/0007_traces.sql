-- What leads are compared by, to tell which may be of the same person or company: keyed digests of address,
-- number and name, and what the company is known by. One row per lead; what is older than is looked back is
-- deleted.
CREATE TABLE trace (
  lead_id TEXT PRIMARY KEY NOT NULL,
  revision INTEGER NOT NULL,
  accepted_at_ms INTEGER NOT NULL,
  email TEXT,
  phone TEXT,
  name TEXT,
  domain TEXT,
  company TEXT
);
CREATE INDEX trace_by_age ON trace (accepted_at_ms);
CREATE INDEX trace_by_email ON trace (email, accepted_at_ms) WHERE email IS NOT NULL;
CREATE INDEX trace_by_phone ON trace (phone, accepted_at_ms) WHERE phone IS NOT NULL;
CREATE INDEX trace_by_name ON trace (name, accepted_at_ms) WHERE name IS NOT NULL;
CREATE INDEX trace_by_domain ON trace (domain, accepted_at_ms) WHERE domain IS NOT NULL;
CREATE INDEX trace_by_company ON trace (company, accepted_at_ms) WHERE company IS NOT NULL;
