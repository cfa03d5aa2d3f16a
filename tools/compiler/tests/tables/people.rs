//! Several lines about the same person.

use crate::support::{anna, assert_all_told, assert_told, roster_of, told_of_roster};

fn told_of(lines: &[&[(&str, &str)]]) -> Vec<String> {
    let lines: Vec<String> = lines.iter().map(|changes| anna(changes)).collect();
    told_of_roster(roster_of(&lines))
}

#[test]
fn an_id_twice_in_a_team() {
    assert_told(
        &told_of(&[&[], &[("weight", "5")]]),
        "roster.csv:3:1: rep `anna` stands in team `sales` on line 2 already",
        "delete one of the two lines, or give one of them another id",
    );
}

#[test]
fn an_id_of_two_people() {
    assert_told(
        &told_of(&[&[], &[("team", "emea"), ("name", "Anna Smith")]]),
        "roster.csv:3:6: rep `anna`: `name` is \"Anna Smith\", and on line 2 \"Anna Becker\": is that one person?",
        "give one of two people another id, or write the same of one person on both lines",
    );
}

#[test]
fn a_person_in_two_teams_with_the_same_hours() {
    assert_eq!(
        told_of(&[&[], &[("team", "emea"), ("weight", "5"), ("hours", "Mon-Fri  09:00-17:00")]]),
        [""; 0]
    );
}

#[test]
fn a_person_in_two_teams_with_different_hours() {
    assert_told(
        &told_of(&[&[], &[("team", "emea"), ("hours", "Mon 10:00-12:00")]]),
        "roster.csv:3:29: rep `anna`: `hours` is \"Mon 10:00-12:00\" in team `emea`, and \"Mon-Fri 09:00-17:00\" in team `sales` (line 2)",
        "write the same on both lines, such as Mon-Fri 09:00-17:00",
    );
}

#[test]
fn a_person_in_two_teams_with_different_zones() {
    assert_told(
        &told_of(&[&[], &[("team", "emea"), ("time_zone", "Europe/London")]]),
        "roster.csv:3:49: rep `anna`: `time_zone` is \"Europe/London\" in team `emea`, and \"Europe/Berlin\" in team `sales` (line 2)",
        "write the same on both lines, such as Europe/Berlin",
    );
}

#[test]
fn a_person_under_two_ids() {
    assert_all_told(
        &told_of(&[
            &[],
            &[("rep", "anna-2"), ("team", "emea"), ("hours", "Mon 10:00-12:00"), ("phone", "")],
            &[("rep", "anna-3"), ("slack_id", "")],
        ]),
        &[
            (
                "roster.csv:3:31: rep `anna-2`, who by `slack_id` is rep `anna`: `hours` is \"Mon 10:00-12:00\" in team `emea`, and \"Mon-Fri 09:00-17:00\" in team `sales` (line 2)",
                "write the same on both lines, such as Mon-Fri 09:00-17:00",
            ),
            (
                "roster.csv:4:74: rep `anna-3` has the `phone` of rep `anna` (line 2), who is in the same team",
                "delete one of the two lines, or correct it: one person takes one turn",
            ),
        ],
    );
}

#[test]
fn lines_with_other_mistakes_are_compared_all_the_same() {
    let told = told_of(&[&[("weight", "0")], &[("active", "?")]]);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[1].contains("stands in team `sales` on line 2 already"), "{told:?}");
}

#[test]
fn different_people_with_nothing_in_common() {
    let other = [
        ("rep", "ben"),
        ("name", "Ben"),
        ("slack_id", "U9999999999"),
        ("phone", "+4915199999999"),
        ("hours", "Mon 10:00-12:00"),
    ];
    assert_eq!(told_of(&[&[], &other]), [""; 0]);
}

#[test]
fn zones_with_the_same_clock_are_the_same() {
    assert_eq!(told_of(&[&[], &[("team", "emea"), ("time_zone", "Europe/Paris")]]), [""; 0]);
}

#[test]
fn a_team_that_is_too_large_is_told_once() {
    let rep = |place: usize| {
        let (id, slack) = (format!("rep-{place}"), format!("U{place:010}"));
        anna(&[("rep", &id), ("slack_id", &slack), ("phone", "")])
    };
    let reps = |count: usize| roster_of(&(0..count).map(rep).collect::<Vec<_>>());
    assert_eq!(told_of_roster(reps(200)), [""; 0]);
    assert_told(
        &told_of_roster(reps(205)),
        "roster.csv:202:21: team `sales` has more than 200 reps",
        "split the team in two, and let the rules decide between them",
    );
}
