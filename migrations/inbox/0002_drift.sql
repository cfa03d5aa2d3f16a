-- The forms whose pages ever reported submissions that did not fit: what their stores are
-- called and what their contracts say. No submission, and nothing of one.
CREATE TABLE drift_form (
  store TEXT PRIMARY KEY,
  form TEXT NOT NULL,
  report TEXT NOT NULL,
  reported_at_ms INTEGER NOT NULL
) WITHOUT ROWID;
