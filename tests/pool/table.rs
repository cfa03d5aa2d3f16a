//! The explanation says of each member why it could take the lead or not, with the arithmetic.

use crate::support::calendar::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::support::desk::{Desk, NINE_MS, capped, inactive, line, rep, standing_of, table_of, weighing};
use beeline::pool::{Load, RosterMember, Standing};

#[test]
fn each_member_has_its_reason() {
    let members = [
        capped("capped", 1),
        rep("chosen"),
        weighing("heavy", 2),
        rep("holiday"),
        inactive("inactive"),
        rep("on-call"),
        rep("silent"),
        rep("zero"),
    ];
    let desk = Desk::of(&members[..1]);
    desk.next();
    desk.enlist(&members);
    desk.report("silent", Load::Idle);
    desk.calendar.absent("holiday", desk.now_ms(), desk.now_ms() + DAY_MS, "holiday: May Day");
    desk.pass(3 * MINUTE_MS);
    desk.report("on-call", Load::OnCall);

    let outcome = desk.take(&desk.lead());
    let table = table_of(&outcome);
    let ids: Vec<_> = table.iter().map(|line| line.rep.as_str()).collect();
    assert_eq!(ids, members.each_ref().map(|member| member.rep.as_str()));
    let midnight = NINE_MS + 15 * HOUR_MS;
    let since_ms = desk.now_ms();
    for (who, expected) in [
        ("capped", Standing::CapReached { until_ms: Some(midnight) }),
        ("chosen", Standing::InLine),
        ("heavy", Standing::Chosen),
        ("holiday", Standing::Closed { why: "holiday: May Day".into(), until_ms: Some(NINE_MS + DAY_MS) }),
        ("inactive", Standing::Inactive),
        ("on-call", Standing::Engaged { load: Load::OnCall, since_ms }),
        ("silent", Standing::LoadUnknown { reported_at_ms: Some(NINE_MS) }),
        ("zero", Standing::InLine),
    ] {
        assert_eq!(standing_of(table, who), expected, "{who}");
    }
}

#[test]
fn the_arithmetic_can_be_checked_by_hand() {
    let desk = Desk::of(&[rep("ana"), weighing("ben", 3)]);
    desk.next_reps(3);
    let outcome = desk.take(&desk.lead());
    let table = table_of(&outcome);
    // Of 3 leads Ben was owed 2.25 and had 2; Ana was owed 0.75 and had 1, so that a quarter of
    // this one is all she gets.
    let (ana, ben) = (line(table, "ana"), line(table, "ben"));
    assert_eq!((ana.owed, ana.share, ana.due.as_str()), (-250_000, Some(250_000), "(1 + 0.25) / 1 = 1.25"));
    assert_eq!(ana.standing, Standing::HadItsShare);
    assert_eq!((ben.owed, ben.share, ben.due.as_str()), (250_000, Some(750_000), "(1 - 0.25) / 3 = 0.25"));
    assert_eq!(ben.standing, Standing::Chosen);
}

#[test]
fn fractions_are_written_as_decimals() {
    let desk = Desk::of(&[rep("ana"), rep("ben"), weighing("cy", 3)]);
    assert_eq!(line(&desk.standing().table, "cy").due, "(1 - 0) / 3 = 0.333333");
    desk.adjust("one", "ben", -3);
    let table = desk.standing().table;
    assert_eq!(line(&table, "ben").due, "(1 - 2.4) / 1 = -1.4");
    assert_eq!(line(&table, "ana").due, "(1 + 0.6) / 1 = 1.6");
}

#[test]
fn the_table_counts_the_leads_of_today() {
    let desk = Desk::of(&[capped("ana", 5), rep("ben")]);
    desk.next_reps(4);
    let table = desk.standing().table;
    let ana = line(&table, "ana");
    assert_eq!((ana.taken_today, ana.daily_cap), (2, Some(5)));
    desk.pass(DAY_MS);
    assert_eq!(line(&desk.standing().table, "ana").taken_today, 0);
}

#[test]
fn the_standing_names_who_is_next_and_changes_nothing() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.next();
    let before = desk.sqlite.dump();
    let standing = desk.standing();
    assert_eq!(standing.next.as_deref(), Some("ben"));
    assert_eq!((standing.sequence, standing.hash.as_str()), (1, "hash-1"));
    assert_eq!(desk.sqlite.dump(), before);
    assert_eq!(desk.next(), "ben");
}

#[test]
fn of_personal_data_there_are_reps_ids_and_names_only() {
    let desk = Desk::of(&[RosterMember { name: "Ana Lima".into(), ..rep("ana") }]);
    let lead = desk.lead();
    let text = serde_json::to_string(&desk.take(&lead)).unwrap();
    assert!(text.contains("Ana Lima"));
    assert!(!text.contains(&lead.person), "{text}");
}
