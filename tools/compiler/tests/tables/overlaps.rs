//! Two territories that claim the same place.

use beeline::place::postal::PostalRange;
use beeline_compiler::csv::{Placed, Position};
use beeline_compiler::territories::overlaps::{MOST_NAMED, Overlap, overlaps};
use beeline_compiler::territories::{Claim, Piece};
use proptest::prelude::*;

use crate::support::{assert_all_told, assert_told, told_of_pieces};

#[test]
fn the_same_place_twice() {
    let cases = [
        ("DE,,,", "DE"),
        ("DE,BY,,", "DE-BY"),
        ("DE,BY,80331,81929", "DE-BY 80331 to 81929"),
        ("GB,,E1,", "GB E1"),
    ];
    for (place, shown) in cases {
        assert_told(
            &told_of_pieces(&format!("x,{place}\ny,{place}")),
            &format!("territories.csv:3:1: territories `y` and `x` (line 2) both claim {shown}"),
            "delete this line or line 2",
        );
    }
}

#[test]
fn a_part_of_what_another_claims_as_precisely() {
    let cases = [
        ("DE,,80331,81929", "DE,,81929,90000", "DE 81929"),
        ("DE,BY,80331,81929", "DE,BY,81000,82000", "DE-BY 81000 to 81929"),
        ("GB,,SW1,SW9", "GB,,SW9,SW12", "GB SW9"),
        ("CA,,K1A,K9Z", "CA,,K1A,L9Z", "CA K1A to K9Z"),
    ];
    for (one, other, shared) in cases {
        for (first, second) in [(one, other), (other, one)] {
            assert_told(
                &told_of_pieces(&format!("x,{first}\ny,{second}")),
                &format!("territories.csv:3:1: territories `y` and `x` (line 2) both claim {shared}"),
                &format!("take {shared} out of this line or of line 2: a place belongs to one territory"),
            );
        }
    }
}

#[test]
fn an_exception_to_a_larger_place() {
    let cases = [
        ("DE,,,", "DE,BY,,"),
        ("DE,BY,,", "DE,,80331,81929"),
        ("DE,,80,", "DE,,80331,81929"),
        ("DE,,80331,81929", "DE,BY,80331,81929"),
        ("GB,,E,", "GB,,E3,E14"),
        ("CA,,K,", "CA,,K1A,L9Z"),
    ];
    for (one, other) in cases {
        for (first, second) in [(one, other), (other, one)] {
            assert_eq!(told_of_pieces(&format!("x,{first}\ny,{second}")), [""; 0], "{first} and {second}");
        }
    }
}

#[test]
fn places_side_by_side() {
    let lines = "x,DE,,80331,81929\ny,DE,,81930,82000\nz,DE,,80399,80400\nw,AT,,,\nv,GB,,E1,\nu,GB,,E10,E14\nt,GB,,EC,\ns,CA,ON,,\nr,CA,QC,,";
    let told = told_of_pieces(lines);
    assert_all_told(
        &told,
        &[(
            "territories.csv:4:1: territories `z` and `x` (line 2) both claim DE 80399 to 80400",
            "take DE 80399 to 80400 out of this line or of line 2: a place belongs to one territory",
        )],
    );
}

#[test]
fn no_more_than_three_others_are_named() {
    let told = told_of_pieces("a,AT,,,\nb,AT,,,\nc,AT,,,\nd,AT,,,\ne,AT,,,");
    assert_eq!(told.len(), 1 + 2 + 3 + 3);
    assert!(
        told[8].starts_with("territories.csv:6:1: territories `e` and `c` (line 4) both claim AT"),
        "{told:?}"
    );
}

#[test]
fn a_line_twice_in_one_territory_is_a_warning_and_an_overlap_within_it_is_nothing() {
    assert_told(
        &told_of_pieces("x,DE,BY,,\nx,DE,,,\nx,DE,Bavaria,,"),
        "territories.csv:4:1: warning: territory `x`: this line says the same as line 2 [R030]",
        "delete one of the two",
    );
}

fn piece(territory: u8, country: bool, part: Option<u8>, postal: Option<(String, String)>) -> Piece {
    let country = if country { "AA" } else { "BB" }.to_owned();
    let subdivision = part.map(|part| format!("{country}-{part}"));
    let postal =
        postal.map(|(one, other)| PostalRange { from: one.clone().min(other.clone()), to: one.max(other) });
    let territory = Placed { value: territory.to_string(), at: Position::START };
    Piece { territory, claim: Claim { country, subdivision, postal }, note: String::new() }
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let postal = (1_usize..4).prop_flat_map(|length| {
        let end = prop::collection::vec(prop::sample::select(vec!['0', '1', '9', 'A', 'Z']), length);
        (end.clone(), end).prop_map(|(one, other)| (one.into_iter().collect(), other.into_iter().collect()))
    });
    let piece = (0_u8..6, any::<bool>(), prop::option::of(0_u8..3), prop::option::of(postal))
        .prop_map(|(territory, country, part, postal)| piece(territory, country, part, postal));
    prop::collection::vec(piece, 0..20)
}

/// Every code of three characters, of every part of every country.
fn places() -> Vec<(&'static str, u8, String)> {
    let letters = ['0', '1', '9', 'A', 'Z'];
    let mut places = Vec::new();
    for country in ["AA", "BB"] {
        for part in 0..3 {
            for a in letters {
                for b in letters {
                    places.extend(letters.map(|c| (country, part, [a, b, c].iter().collect())));
                }
            }
        }
    }
    places
}

/// How precisely a piece names its place.
fn precision(piece: &Piece) -> (usize, bool) {
    let characters = piece.claim.postal.as_ref().map_or(0, |range| range.from.len());
    (characters, piece.claim.subdivision.is_some())
}

fn claims(piece: &Claim, (country, part, code): &(&str, u8, String)) -> bool {
    piece.country == *country
        && piece.subdivision.as_ref().is_none_or(|own| *own == format!("{country}-{part}"))
        && piece.postal.as_ref().is_none_or(|range| range.contains(code))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_overlap_is_found_and_no_other(pieces in pieces()) {
        let places = places();
        let mut expected = Vec::new();
        for (later, own) in pieces.iter().enumerate() {
            let mut named: Vec<&str> = Vec::new();
            let earlier: Vec<usize> = (0..later).filter(|earlier| {
                let other = &pieces[*earlier];
                let both = |place| claims(&own.claim, place) && claims(&other.claim, place);
                let territory = other.territory.value.as_str();
                let is_new = own.territory != other.territory && !named.contains(&territory);
                let is_clash = is_new && precision(own) == precision(other) && places.iter().any(both);
                named.extend(is_clash.then_some(territory));
                is_clash
            }).take(MOST_NAMED).collect();
            if !earlier.is_empty() {
                expected.push(Overlap { later, earlier });
            }
        }
        prop_assert_eq!(overlaps(&pieces), expected);
    }

    #[test]
    fn what_is_shared_is_what_both_claim(one in pieces(), other in pieces()) {
        for (one, other) in one.iter().zip(&other) {
            let shared = one.claim.shared(&other.claim);
            prop_assert_eq!(shared.is_some(), places().iter().any(|it| claims(&one.claim, it) && claims(&other.claim, it)));
            let Some(shared) = shared else { continue };
            for place in places() {
                let both = claims(&one.claim, &place) && claims(&other.claim, &place);
                let range = shared.postal.as_ref();
                let code = &place.2;
                let within = range.is_none_or(|range| {
                    code.as_str() >= range.from.as_str() && (*code <= range.to || code.starts_with(&range.to))
                });
                let elsewhere = Claim { postal: None, ..shared.clone() };
                prop_assert_eq!(claims(&elsewhere, &place) && within, both);
            }
        }
    }
}
