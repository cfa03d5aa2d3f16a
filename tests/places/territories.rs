//! The most precise line of `territories.csv` decides where a place belongs.

use beeline::place::postal::{PostalRange, comparable};
use beeline::routing::{Piece, Territories};
use proptest::prelude::*;

fn piece(territory: &str, country: &str, subdivision: Option<&str>, postal: Option<(&str, &str)>) -> Piece {
    let range = |(from, to): (&str, &str)| PostalRange { from: from.into(), to: to.into() };
    Piece {
        territory: territory.into(),
        country: country.into(),
        subdivision: subdivision.map(str::to_owned),
        postal: postal.map(range),
    }
}

fn some() -> Territories {
    Territories::of_pieces(vec![
        piece("germany", "DE", None, None),
        piece("bavaria", "DE", Some("DE-BY"), None),
        piece("munich", "DE", None, Some(("80", "81"))),
        piece("airport", "DE", None, Some(("85356", "85356"))),
        piece("border", "DE", Some("DE-BW"), Some(("8", "8"))),
        piece("london", "GB", None, Some(("E-", "E-"))),
        piece("docklands", "GB", None, Some(("E-14", "E-16"))),
    ])
}

#[test]
fn the_most_precise_piece_has_the_place() {
    let territories = some();
    let of =
        |part: Option<&str>, code: Option<&str>| territories.of(Some("de"), part, code).map(str::to_owned);
    assert_eq!(of(None, None).as_deref(), Some("germany"));
    assert_eq!(of(Some("de-by"), None).as_deref(), Some("bavaria"));
    assert_eq!(of(Some("de-by"), Some("80331")).as_deref(), Some("munich"), "codes go before the state");
    assert_eq!(of(Some("de-by"), Some("85356")).as_deref(), Some("airport"));
    assert_eq!(of(Some("de-by"), Some("85357")).as_deref(), Some("bavaria"));
    assert_eq!(of(Some("de-bw"), Some("89073")).as_deref(), Some("border"));
    assert_eq!(of(None, Some("89073")).as_deref(), Some("germany"), "only within its state");
    assert_eq!(of(None, Some("8")).as_deref(), Some("germany"), "too short to tell");
}

#[test]
fn a_place_that_no_line_names_is_in_no_territory() {
    let territories = some();
    assert_eq!(territories.of(None, Some("de-by"), Some("80331")), None);
    assert_eq!(territories.of(Some("fr"), None, Some("80331")), None);
    assert_eq!(territories.of(Some("gb"), None, Some("W-01")), None);
}

#[test]
fn a_british_district_is_no_beginning_of_another() {
    let territories = some();
    let of =
        |typed: &str| territories.of(Some("gb"), None, Some(&comparable("GB", typed))).map(str::to_owned);
    assert_eq!(of("E1 6AN").as_deref(), Some("london"));
    assert_eq!(of("e14 5ab").as_deref(), Some("docklands"));
    assert_eq!(of("EC1A 1BB"), None);
}

#[test]
fn what_names_a_household_is_not_compared() {
    for (country, typed, kept) in [
        ("GB", "SW1A 1AA", "SW01A"),
        ("NL", "1012 AB", "1012"),
        ("CA", "k1a 0b1", "K1A"),
        ("IE", "D02 AF30", "D02"),
        ("US", "02139-4307", "02139"),
        ("DE", "D-80331", "80331"),
        ("FR", "67 000", "67000"),
        ("AR", "C1425", "C1425"),
    ] {
        assert_eq!(comparable(country, typed), kept, "{country} {typed}");
    }
}

#[test]
fn territories_are_stored_unchanged() {
    let text = serde_json::to_string(&some()).unwrap();
    let frozen = r#"{"names":["airport","bavaria","border","docklands","germany","london","munich"],"countries":{"de":{"rest":4,"subdivisions":{"de-by":1},"postal":[{"length":5,"ranges":[["85356","85356",0]]},{"length":2,"ranges":[["80","81",6]]},{"length":1,"within":"de-bw","ranges":[["8","8",2]]}]},"gb":{"postal":[{"length":4,"ranges":[["E-14","E-16",3]]},{"length":2,"ranges":[["E-","E-",5]]}]}}}"#;
    assert_eq!(text, frozen);
    assert_eq!(serde_json::from_str::<Territories>(frozen).unwrap(), some());
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let part = prop::option::of(prop::sample::select(&["DE-BY", "DE-BW"][..]).prop_map(str::to_owned));
    let range = prop_oneof![
        (0..10_u32, 0..3_u32, Just(1_usize)),
        (0..100_u32, 0..20_u32, Just(2_usize)),
        (0..1_000_u32, 0..90_u32, Just(3_usize))
    ];
    let postal = prop::option::of(range.prop_map(|(from, more, length)| PostalRange {
        from: format!("{from:0>length$}"),
        to: format!("{:0>length$}", (from + more).min(10_u32.pow(length as u32) - 1)),
    }));
    let one = (part, postal).prop_map(|(subdivision, postal)| (subdivision, postal));
    prop::collection::vec(one, 0..8).prop_map(|all| {
        let mut kept: Vec<Piece> = Vec::new();
        for (number, (subdivision, postal)) in all.into_iter().enumerate() {
            let clashes = kept.iter().any(|known| {
                known.subdivision == subdivision
                    && match (&known.postal, &postal) {
                        (None, None) => true,
                        (Some(one), Some(other)) => {
                            one.from.len() == other.from.len() && one.from <= other.to && other.from <= one.to
                        }
                        _ => false,
                    }
            });
            if !clashes {
                kept.push(Piece {
                    territory: format!("t{number}"),
                    country: "DE".into(),
                    subdivision,
                    postal,
                });
            }
        }
        kept
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn looking_a_place_up_finds_what_reading_every_line_finds(
        pieces in pieces(), part in prop::option::of(prop::sample::select(&["DE-BY", "DE-BW", "DE-BE"][..])),
        code in prop::option::of("[0-9]{1,4}"),
    ) {
        let fits = |piece: &&Piece| {
            piece.subdivision.as_deref().is_none_or(|own| Some(own) == part)
                && piece.postal.as_ref().is_none_or(|range| code.as_ref().is_some_and(|code| range.contains(code)))
        };
        let precision = |piece: &&Piece| {
            (piece.postal.as_ref().map_or(0, |range| range.from.len()), piece.subdivision.is_some())
        };
        let expected = pieces.iter().filter(fits).max_by_key(precision).map(|piece| piece.territory.clone());
        let small = part.map(str::to_ascii_lowercase);
        let territories = Territories::of_pieces(pieces);
        let found = territories.of(Some("de"), small.as_deref(), code.as_deref()).map(str::to_owned);
        prop_assert_eq!(found, expected);
    }
}
