//! Files without a mistake, and what they say.

use beeline::place::postal::PostalRange;
use beeline_compiler::calendar_text::{Part, Years, zone};
use beeline_compiler::csv::{Placed, Position};
use beeline_compiler::holidays;
use beeline_compiler::roster;
use beeline_compiler::territories::{self, Claim};

use crate::support::{Atlas, fixture};

fn claim(country: &str, subdivision: Option<&str>, postal: Option<(&str, &str)>) -> Claim {
    Claim {
        country: country.to_owned(),
        subdivision: subdivision.map(str::to_owned),
        postal: postal.map(|(from, to)| PostalRange { from: from.to_owned(), to: to.to_owned() }),
    }
}

#[test]
fn territories() {
    let read = territories::read("territories.csv", &fixture("territories.csv"), &Atlas);
    assert_eq!(read.problems, []);
    assert!(read.is_whole);
    let claims: Vec<(&str, Claim)> =
        read.pieces.iter().map(|piece| (piece.territory.value.as_str(), piece.claim.clone())).collect();
    let expected = [
        ("alps", claim("AT", None, None)),
        ("alps", claim("DE", Some("DE-BY"), None)),
        ("berlin", claim("DE", Some("DE-BE"), Some(("10115", "14199")))),
        ("new-england", claim("US", None, Some(("02", "02")))),
        ("london", claim("GB", None, Some(("SW01", "SW20")))),
        ("london", claim("GB", None, Some(("E-", "E-")))),
        ("canada-east", claim("CA", Some("CA-ON"), Some(("K1A", "K9Z")))),
        ("canada-east", claim("CA", Some("CA-QC"), None)),
        ("randstad", claim("NL", None, Some(("1000", "1109")))),
        ("nordics", claim("NO", None, None)),
    ];
    assert_eq!(claims, expected);
    assert_eq!(read.pieces[3].note, "Massachusetts, Rhode Island");
    assert_eq!(read.pieces[0].territory.at, Position { line: 3, column: 1 });
}

#[test]
fn a_roster() {
    let read = roster::read("roster.csv", &fixture("roster.csv"), None);
    assert_eq!(read.problems, []);
    assert!(read.is_whole);
    let ids: Vec<(&str, &str, bool)> = read
        .reps
        .iter()
        .map(|rep| (rep.rep.value.as_str(), rep.team.value.as_str(), rep.is_active))
        .collect();
    assert_eq!(
        ids,
        [
            ("anna", "sales", true),
            ("anna", "enterprise", true),
            ("piotr", "sales", true),
            ("zoe", "sales", false)
        ]
    );
    let anna = &read.reps[0];
    assert_eq!((anna.name.as_str(), anna.weight, anna.daily_cap), ("Anna Becker", 10, Some(20)));
    assert_eq!(anna.hours.value.intervals().next(), Some((540, 1_020)));
    assert_eq!(anna.time_zone.value, zone("Europe/Berlin", Years::KEPT).unwrap());
    assert_eq!(anna.out_of_office.iter().map(|span| span.length_ms()).collect::<Vec<_>>(), [10 * 86_400_000]);
    assert_eq!(
        anna.holidays,
        Some(Placed { value: "de-by".to_owned(), at: Position { line: 2, column: 93 } })
    );
    assert_eq!(anna.slack_id.as_deref(), Some("U0123456789"));
    assert_eq!(anna.phone.as_ref().map(|phone| phone.expose().as_str()), Some("+4915123456789"));
    assert_eq!(anna.booking_url.as_deref(), Some("https://www.example.com/book/anna"));
    assert_eq!((read.reps[2].daily_cap, read.reps[2].phone.clone()), (None, None));
}

#[test]
fn holidays() {
    let read = holidays::read("holidays.csv", &fixture("holidays.csv"));
    assert_eq!(read.problems, []);
    assert!(read.is_whole);
    let days: Vec<(&str, String, &str, Part)> = read
        .holidays
        .iter()
        .map(|day| (day.region.value.as_str(), day.date.to_string(), day.name.as_str(), day.part))
        .collect();
    let expected = [
        ("de-by", "2026-12-24".to_owned(), "Christmas Eve", Part::Afternoon),
        ("de-by", "2026-12-25".to_owned(), "Christmas Day", Part::Whole),
        ("de-by", "2027-01-01".to_owned(), "New Year's Day", Part::Whole),
        ("pl", "2027-01-06".to_owned(), "Epiphany", Part::Whole),
    ];
    assert_eq!(days, expected);
}
