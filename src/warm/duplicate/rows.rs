//! The rows that traces are kept in, and their statements: meant for one batch, in this order, so that of
//! two leads at once the later one meets the other.

/// How far back leads are compared: whoever asks again within a quarter of a year is told of.
pub const LOOK_BACK_MS: i64 = 90 * 24 * 3_600 * 1_000;
/// The newest leads that are compared for each thing in common: a company's domain may be on thousands.
pub const MOST_ALIKE: u32 = 20;

/// Keeps a lead's trace; of two the one of the later revision. `?1` the lead, `?2` its revision, `?3` when
/// it was accepted, then address, number, name, domain and company.
pub const KEEP: &str = "INSERT INTO trace (lead_id, revision, accepted_at_ms, email, phone, name, domain, company) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (lead_id) DO UPDATE SET revision = excluded.revision, \
     accepted_at_ms = excluded.accepted_at_ms, email = excluded.email, phone = excluded.phone, \
     name = excluded.name, domain = excluded.domain, company = excluded.company \
     WHERE excluded.revision >= trace.revision";

/// Deletes what was accepted before `?1`, as much at a time as a lead can wait for.
pub const FORGET: &str = "DELETE FROM trace WHERE lead_id IN (SELECT lead_id FROM trace INDEXED BY trace_by_age \
     WHERE accepted_at_ms < ?1 ORDER BY accepted_at_ms LIMIT 100)";

/// The newest that have one thing in common with a lead.
macro_rules! newest {
    ($column:literal, $parameter:literal) => {
        concat!(
            "SELECT * FROM (SELECT lead_id, accepted_at_ms, email, phone, name, domain, company FROM trace \
             INDEXED BY trace_by_",
            $column,
            " WHERE ",
            $column,
            " = ",
            $parameter,
            " AND accepted_at_ms >= ?2 AND lead_id <> ?1 ORDER BY accepted_at_ms DESC LIMIT ?3)"
        )
    };
}

/// The traces that have something in common with that of the lead `?1`, accepted since `?2`, `?3` at most
/// for each of address, number, name, domain and company (`?4` to `?8`).
pub const ALIKE: &str = concat!(
    newest!("email", "?4"),
    " UNION ",
    newest!("phone", "?5"),
    " UNION ",
    newest!("name", "?6"),
    " UNION ",
    newest!("domain", "?7"),
    " UNION ",
    newest!("company", "?8")
);
