-- One revision may be written again, once it is known whose lead it is: of two writings the later counts,
-- in whichever order the queue brings them.
ALTER TABLE inbox ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
