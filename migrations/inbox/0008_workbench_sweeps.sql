-- What the workbench lists and sweeps is found by its age, and the end of the last replay without reading
-- all that came before it.
CREATE INDEX audit_by_end ON audit (until_ms);
CREATE INDEX dead_letter_by_age ON dead_letter (last_seen_at_ms);
CREATE INDEX forged_message_by_age ON forged_message (last_seen_at_ms);
