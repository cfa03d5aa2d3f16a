//! Sorted lists of spans are sets of moments.

use beeline::schedule::Span;
use beeline::schedule::span_algebra::{complement, intersection, length_ms, normal, union};
use proptest::prelude::*;

const MOMENTS: usize = 120;

fn span(from: i64, until: i64) -> Span {
    Span::new(from, until).unwrap()
}

fn bits(spans: &[Span]) -> Vec<bool> {
    (0..MOMENTS as i64).map(|at| spans.iter().any(|span| span.contains(at))).collect()
}

/// The one list of a set.
fn list(bits: &[bool]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut from = None;
    for at in 0..=MOMENTS {
        match (bits.get(at).copied().unwrap_or(false), from) {
            (true, None) => from = Some(at as i64),
            (false, Some(begin)) => {
                spans.push(span(begin, at as i64));
                from = None;
            }
            _ => {}
        }
    }
    spans
}

fn any_spans() -> impl Strategy<Value = Vec<Span>> {
    let one = (0..MOMENTS as i64 - 1, 1..40_i64)
        .prop_map(|(from, length)| span(from, (from + length).min(MOMENTS as i64)));
    prop::collection::vec(one, 0..8)
}

fn both(one: &[bool], other: &[bool], op: fn(bool, bool) -> bool) -> Vec<Span> {
    list(&one.iter().zip(other).map(|(one, other)| op(*one, *other)).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_computed_is_what_a_bitmap_says(one in any_spans(), other in any_spans()) {
        let (one_bits, other_bits) = (bits(&one), bits(&other));
        let (one, other) = (normal(one), normal(other));
        prop_assert_eq!(&one, &list(&one_bits));
        prop_assert_eq!(union(&one, &other), both(&one_bits, &other_bits, |one, other| one || other));
        prop_assert_eq!(intersection(&one, &other), both(&one_bits, &other_bits, |one, other| one && other));
        prop_assert_eq!(length_ms(&one), one_bits.iter().filter(|bit| **bit).count() as i64);
    }

    #[test]
    fn what_is_left_of_a_window_is_what_a_bitmap_says(spans in any_spans(), window in any_spans()) {
        let Some(window) = window.first().copied() else { return Ok(()) };
        let expected = both(&bits(&[window]), &bits(&spans), |inside, taken| inside && !taken);
        prop_assert_eq!(complement(&normal(spans), window), expected);
    }
}

#[test]
fn a_span_is_never_empty() {
    assert_eq!(Span::new(5, 5), None);
    assert_eq!(Span::new(6, 5), None);
    assert_eq!(span(5, 6).length_ms(), 1);
}

#[test]
fn spans_that_touch_are_joined() {
    assert_eq!(normal(vec![span(3, 5), span(1, 3)]), [span(1, 5)]);
    assert_eq!(intersection(&[span(0, 2), span(2, 4)], &[span(1, 3)]), [span(1, 3)]);
}
