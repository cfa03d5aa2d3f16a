//! Files without a mistake, and what they say.

use beeline::place::postal::PostalRange;
use beeline_compiler::csv::Position;
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
