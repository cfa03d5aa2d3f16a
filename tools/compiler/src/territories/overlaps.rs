//! Two territories that claim the same place, and neither more precisely than the other.

use std::collections::BTreeMap;

use beeline::place::postal::{self, PostalRange, digits_of};

use super::Piece;
use super::stretches::Stretches;
use crate::analysis::Lint;
use crate::csv::Findings;

/// What of the world a piece is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// ISO 3166-2; none for the whole country.
    pub subdivision: Option<String>,
    /// None for all postal codes, and for places without one.
    pub postal: Option<PostalRange>,
}

/// A piece, and the first pieces of other territories before it that claim some of the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The place of the piece in the list.
    pub later: usize,
    /// The places of the others, in order: one of each territory, at most [`MOST_NAMED`].
    pub earlier: Vec<usize>,
}

/// So many other territories are named for a piece: whoever mends that many sees the rest.
pub const MOST_NAMED: usize = 3;

/// Behind every postal code.
const LAST: &str = "\u{7f}";

impl Claim {
    /// What both claim, if anything. Its two beginnings need not be of the same length.
    pub fn shared(&self, other: &Self) -> Option<Self> {
        let both = self.subdivision.as_ref().zip(other.subdivision.as_ref());
        if self.country != other.country || both.is_some_and(|(one, other)| one != other) {
            return None;
        }
        let postal = match (&self.postal, &other.postal) {
            (Some(one), Some(other)) => Some(shared_codes(one, other)?),
            (one, other) => one.clone().or_else(|| other.clone()),
        };
        let subdivision = self.subdivision.clone().or_else(|| other.subdivision.clone());
        Some(Self { country: self.country.clone(), subdivision, postal })
    }

    /// The postal codes as an interval of texts, its end not included.
    fn span(&self) -> (&str, String) {
        let range = self.postal.as_ref();
        (range.map_or("", |range| &range.from), range.map_or(LAST.to_owned(), |range| behind(&range.to)))
    }

    /// The claim in words: `DE-BY 80331 to 81929`.
    fn shown(&self) -> String {
        let place = self.subdivision.as_ref().unwrap_or(&self.country);
        match &self.postal {
            None => place.clone(),
            Some(range) => format!("{place} {}", codes_shown(&self.country, range)),
        }
    }
}

/// The codes that both ranges have.
fn shared_codes(one: &PostalRange, other: &PostalRange) -> Option<PostalRange> {
    let from = one.from.as_str().max(&other.from);
    let to = [&one.to, &other.to].into_iter().min_by_key(|to| behind(to))?;
    (from < behind(to).as_str()).then(|| PostalRange { from: from.to_owned(), to: to.clone() })
}

/// The first text behind all that begin with this one.
fn behind(beginning: &str) -> String {
    let mut characters = beginning.chars();
    let next = characters.next_back().and_then(|last| char::from_u32(u32::from(last) + 1));
    next.map_or(LAST.to_owned(), |next| format!("{}{next}", characters.as_str()))
}

fn codes_shown(country: &str, range: &PostalRange) -> String {
    let (mut from, mut to) = (range.from.clone(), range.to.clone());
    if let Some(digits) = digits_of(country) {
        from = format!("{from:0<length$}", length = digits.length);
        to = format!("{to:9<length$}", length = digits.length);
    }
    let (shorter_from, shorter_to) = (from.len() < to.len(), to.len() < from.len());
    let open = |is_open: bool| if is_open { "…" } else { "" };
    let (from, to) = (postal::shown(country, &from), postal::shown(country, &to));
    if from == to {
        return from;
    }
    format!("{from}{} to {to}{}", open(shorter_from), open(shorter_to))
}

/// Every piece that claims what one of another territory before it does, as precisely, in
/// order. Of two pieces the more precise one has what they share: that is meant.
pub fn overlaps(pieces: &[Piece]) -> Vec<Overlap> {
    let mut countries: BTreeMap<(&str, usize, bool), Vec<usize>> = BTreeMap::new();
    for (place, Piece { claim, .. }) in pieces.iter().enumerate() {
        let characters = claim.postal.as_ref().map_or(0, |range| range.from.len());
        let precision = (claim.country.as_str(), characters, claim.subdivision.is_some());
        countries.entry(precision).or_default().push(place);
    }
    let mut found: Vec<Overlap> = countries.values().flat_map(|places| in_country(pieces, places)).collect();
    found.sort_by_key(|overlap| overlap.later);
    found
}

/// The overlaps of a country's pieces.
///
/// A piece of a subdivision meets those of the subdivision and those of the whole country; one
/// of the whole country meets all.
fn in_country(pieces: &[Piece], places: &[usize]) -> Vec<Overlap> {
    let own = || places.iter().filter_map(|place| Some((*place, pieces.get(*place)?)));
    let mut bounds: BTreeMap<Option<&str>, Vec<String>> = BTreeMap::new();
    let mut all_bounds = Vec::new();
    for (_, piece) in own() {
        let (start, end) = piece.claim.span();
        let both = [start.to_owned(), end];
        all_bounds.extend(both.clone());
        bounds.entry(piece.claim.subdivision.as_deref()).or_default().extend(both);
    }
    bounds.insert(None, all_bounds.clone());
    let mut all = Stretches::between(all_bounds);
    let between = |(part, bounds)| (part, Stretches::between(bounds));
    let mut parts: BTreeMap<Option<&str>, Stretches<'_>> = bounds.into_iter().map(between).collect();
    let mut found = Vec::new();
    for (later, piece) in own() {
        let territory = piece.territory.value.as_str();
        let part = piece.claim.subdivision.as_deref();
        let (start, end) = piece.claim.span();
        let span = || start..end.as_str();
        let mut claims = Vec::new();
        if part.is_none() {
            claims.extend(all.claims(span()));
        } else {
            let met = [part, None].into_iter();
            claims.extend(met.filter_map(|part| Some(parts.get_mut(&part)?.claims(span()))).flatten());
        }
        found.extend(of_others(claims, territory).map(|earlier| Overlap { later, earlier }));
        all.claim(span(), territory, later);
        if let Some(stretches) = parts.get_mut(&part) {
            stretches.claim(span(), territory, later);
        }
    }
    found
}

/// The first claims of other territories, one of each; nothing if there are none.
fn of_others(mut claims: Vec<(&str, usize)>, own: &str) -> Option<Vec<usize>> {
    claims.sort_by_key(|(_, piece)| *piece);
    let mut firsts: Vec<(&str, usize)> = Vec::new();
    for (territory, piece) in claims {
        if territory != own && firsts.iter().all(|(known, _)| *known != territory) {
            firsts.push((territory, piece));
        }
    }
    firsts.truncate(MOST_NAMED);
    Some(firsts.into_iter().map(|(_, piece)| piece).collect())
        .filter(|firsts: &Vec<usize>| !firsts.is_empty())
}

/// Says which places are claimed twice.
pub(super) fn tell(pieces: &[Piece], findings: &mut Findings) {
    let mut said: BTreeMap<(&str, &Claim), usize> = BTreeMap::new();
    for piece in pieces {
        let (territory, at) = (&piece.territory.value, piece.territory.at);
        let first = *said.entry((territory, &piece.claim)).or_insert(at.line);
        if first != at.line {
            let message = format!("territory `{territory}`: this line says the same as line {first}");
            findings.remark(Lint::SamePlace, at, message, "delete one of the two");
        }
    }
    for Overlap { later, earlier } in overlaps(pieces) {
        let earlier = earlier.iter().filter_map(|place| pieces.get(*place));
        let Some(later) = pieces.get(later) else { continue };
        earlier.for_each(|earlier| tell_overlap(earlier, later, findings));
    }
}

fn tell_overlap(earlier: &Piece, later: &Piece, findings: &mut Findings) {
    let Some(shared) = later.claim.shared(&earlier.claim) else { return };
    let (one, other, line) = (&later.territory.value, &earlier.territory.value, earlier.territory.at.line);
    let message = format!("territories `{one}` and `{other}` (line {line}) both claim {}", shared.shown());
    let fix = if shared == later.claim && shared == earlier.claim {
        format!("delete this line or line {line}")
    } else {
        format!(
            "take {} out of this line or of line {line}: a place belongs to one territory",
            shared.shown()
        )
    };
    findings.error(later.territory.at, message, fix);
}
