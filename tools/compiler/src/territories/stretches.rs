//! A line of texts in order, and which pieces claim which stretch of it: a segment tree, so that
//! 20,000 pieces that all lie on top of each other are compared as quickly as any others.

use std::ops::Range;

/// So many territories of those that claim a stretch are known: one may be whoever asks, the
/// others can be named.
const MOST_KNOWN: usize = super::overlaps::MOST_NAMED + 1;

/// Who claims something first: territory and piece, no territory twice, in the order of pieces.
type Firsts<'a> = Vec<(&'a str, usize)>;

/// A stretch and its halves, if it has any.
#[derive(Clone, Debug, Default)]
struct Node<'a> {
    /// Claims of all of it, but for those that are noted of more.
    whole: Firsts<'a>,
    /// Claims of any of it, but for those that are noted of more.
    any: Firsts<'a>,
}

/// The line between the first and the last of some texts.
pub(super) struct Stretches<'a> {
    /// In order, none twice.
    bounds: Vec<String>,
    /// The halves of the one at `n` are at `2n` and `2n + 1`; the whole line is at 1.
    nodes: Vec<Node<'a>>,
}

impl<'a> Stretches<'a> {
    /// A line that nobody claims yet; claims begin and end at these texts alone.
    pub(super) fn between(mut bounds: Vec<String>) -> Self {
        bounds.sort();
        bounds.dedup();
        let nodes = vec![Node::default(); bounds.len().next_power_of_two() * 2];
        Self { bounds, nodes }
    }

    /// Adds a claim from one text to another, the end not included. Pieces come in order.
    pub(super) fn claim(&mut self, span: Range<&str>, territory: &'a str, piece: usize) {
        self.visit(span, &mut |node, is_whole| {
            note(&mut node.any, territory, piece);
            if is_whole {
                note(&mut node.whole, territory, piece);
            }
        });
    }

    /// The first claims of any of a stretch, in no order, a territory perhaps several times.
    pub(super) fn claims(&mut self, span: Range<&str>) -> Firsts<'a> {
        let mut found = Vec::new();
        self.visit(span, &mut |node, is_whole| found.extend(if is_whole { &node.any } else { &node.whole }));
        found
    }

    /// Visits each node that shares something with the span, down to those that lie in it, and
    /// says whether this one does.
    fn visit(&mut self, span: Range<&str>, visit: &mut impl FnMut(&mut Node<'a>, bool)) {
        let place = |text: &str| self.bounds.partition_point(|bound| bound.as_str() < text);
        let wanted = place(span.start)..place(span.end);
        let mut open = vec![(1, 0..self.nodes.len() / 2)];
        while let Some((number, own)) = open.pop() {
            if own.start >= wanted.end || wanted.start >= own.end {
                continue;
            }
            let is_whole = wanted.start <= own.start && own.end <= wanted.end;
            let Some(node) = self.nodes.get_mut(number) else { continue };
            visit(node, is_whole);
            if !is_whole {
                let middle = own.start.midpoint(own.end);
                open.extend([(2 * number, own.start..middle), (2 * number + 1, middle..own.end)]);
            }
        }
    }
}

fn note<'a>(firsts: &mut Firsts<'a>, territory: &'a str, piece: usize) {
    if firsts.len() < MOST_KNOWN && firsts.iter().all(|(known, _)| *known != territory) {
        firsts.push((territory, piece));
    }
}
