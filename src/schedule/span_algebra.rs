//! Sorted lists of spans as sets of moments.
//!
//! Each list that is taken or answered is sorted and disjoint, and what is answered does not
//! touch either: one set has one list. [`normal`] makes any list so.

use super::span::Span;

/// Sorted, and joined where they overlap or touch.
pub fn normal(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        let previous = joined.last().copied().filter(|previous| span.from_ms() <= previous.until_ms());
        match previous {
            Some(previous) => {
                joined.pop();
                let until_ms = previous.until_ms().max(span.until_ms());
                joined.extend(Span::new(previous.from_ms(), until_ms));
            }
            None => joined.push(span),
        }
    }
    joined
}

/// What lies in either.
pub fn union(one: &[Span], other: &[Span]) -> Vec<Span> {
    normal(one.iter().chain(other).copied().collect())
}

/// What lies in both.
pub fn intersection(one: &[Span], other: &[Span]) -> Vec<Span> {
    let (mut ones, mut others) = (one.iter().peekable(), other.iter().peekable());
    let mut common = Vec::new();
    while let (Some(&&left), Some(&&right)) = (ones.peek(), others.peek()) {
        common.extend(left.common(right));
        if left.until_ms() <= right.until_ms() {
            ones.next();
        } else {
            others.next();
        }
    }
    normal(common)
}

/// What lies in a window and in none of the spans.
pub fn complement(spans: &[Span], window: Span) -> Vec<Span> {
    let mut free = Vec::new();
    let mut from_ms = window.from_ms();
    for span in spans {
        free.extend(Span::new(from_ms, span.from_ms().min(window.until_ms())));
        from_ms = from_ms.max(span.until_ms());
    }
    free.extend(Span::new(from_ms, window.until_ms()));
    free
}

/// How much time lies in the spans.
pub fn length_ms(spans: &[Span]) -> i64 {
    spans.iter().fold(0, |sum, span| sum.saturating_add(span.length_ms()))
}
