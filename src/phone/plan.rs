//! Numbering plans: the slices of `phonenumber`'s database that `build/` carved out.
//!
//! Choosing a plan costs a binary search. A plan's patterns are compiled when a number is
//! first held against it, and kept for as long as the thread lives.
//!
//! `phonenumber` itself is not linked: its own patterns need the Unicode tables and all
//! engines of `regex`, which would be most of the edge's wasm. The tests hold every answer
//! against the crate.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use regex_lite::Regex;

include!(concat!(env!("OUT_DIR"), "/phone_plans.rs"));

/// How long a number without its calling code can be (`phonenumber`; ITU-T E.164 allows 15
/// with the calling code, some national ones are longer).
const SIGNIFICANT_DIGITS: std::ops::RangeInclusive<usize> = 2..=17;

/// The id of plans that belong to no country.
const NON_GEOGRAPHIC: &str = "001";

/// One region's numbers under a calling code.
pub(super) struct Plan {
    /// ISO 3166-1 alpha-2, or `001`.
    id: &'static str,
    /// The calling code.
    code: u16,
    /// What this region's numbers begin with, where that alone tells it from its neighbours;
    /// a dot is any digit, here and in `abroad`.
    leading: &'static [&'static str],
    /// What is dialled here before a calling code.
    abroad: &'static [&'static str],
    /// Matches what is dialled only inside the country, at the beginning of a number.
    trunk: Option<&'static str>,
    /// What replaces a match of `trunk`, where that is more than nothing.
    rewrite: Option<&'static str>,
    /// The lengths a valid number can have.
    lengths: &'static [u16],
    /// Matches every valid number, whole.
    numbers: &'static str,
}

thread_local! {
    static BUILT: RefCell<BTreeMap<(u16, &'static str), Rc<Patterns>>> = const { RefCell::new(BTreeMap::new()) };
}

/// A plan's patterns, compiled.
struct Patterns {
    numbers: Regex,
    trunk: Option<Regex>,
}

impl Plan {
    /// The plan of an ISO 3166-1 alpha-2 country.
    pub(super) fn of_country(country: &str) -> Option<&'static Self> {
        let country = country.to_ascii_uppercase();
        let at = REGIONS.binary_search_by(|(id, _)| (*id).cmp(country.as_str())).ok()?;
        REGIONS.get(at).and_then(|(_, plan)| PLANS.get(*plan))
    }

    /// The main plan of the calling code that the digits begin with, and the digits after it.
    pub(super) fn of_international(digits: &str) -> Option<(&'static Self, &str)> {
        (1..=3).find_map(|length| {
            let (code, rest) = digits.split_at_checked(length)?;
            let main = Self::sharing(code.parse().ok()?).first()?;
            // A code never begins with a zero, a number may.
            (!code.starts_with('0')).then_some((main, rest))
        })
    }

    /// The plans under a calling code, the main one first.
    fn sharing(code: u16) -> &'static [Self] {
        let from = PLANS.partition_point(|plan| plan.code < code);
        let to = PLANS.partition_point(|plan| plan.code <= code);
        PLANS.get(from..to).unwrap_or_default()
    }

    /// The calling code.
    pub(super) const fn code(&self) -> u16 {
        self.code
    }

    /// Whether national numbers are dialled with a prefix that is not part of them.
    pub(super) const fn has_trunk(&self) -> bool {
        self.trunk.is_some()
    }

    /// The country, when the plan has one.
    pub(super) fn country(&self) -> Option<&'static str> {
        Some(self.id).filter(|id| *id != NON_GEOGRAPHIC)
    }

    /// Whether the number is as long as some valid number.
    pub(super) fn may_have_length_of(&self, number: &str) -> bool {
        self.lengths.iter().any(|length| usize::from(*length) == number.len())
    }

    /// The readings of what was dialled from here as a number abroad: without its prefix.
    pub(super) fn without_abroad<'a>(&self, dialled: &'a str) -> impl Iterator<Item = &'a str> {
        self.abroad.iter().filter_map(|prefix| after(dialled, prefix))
    }

    /// The number without what is dialled only inside the country.
    pub(super) fn significant(&self, dialled: &str) -> Option<String> {
        let number = self.without_trunk(dialled)?;
        SIGNIFICANT_DIGITS.contains(&number.len()).then_some(number)
    }

    /// As `phonenumber` reads a national prefix: a rewriting rule applies when the last group
    /// of the pattern took part, and is given up if it spoils a valid number.
    fn without_trunk(&self, dialled: &str) -> Option<String> {
        let patterns = self.patterns()?;
        let found = patterns.trunk.as_ref().and_then(|trunk| trunk.captures(dialled));
        let Some(found) = found else { return Some(dialled.to_owned()) };
        let rest = dialled.get(found.get(0)?.end()..)?;
        let last = found.get(found.len() - 1);
        let (Some(rewrite), Some(_)) = (self.rewrite, last) else { return Some(rest.to_owned()) };
        let mut rewritten = String::new();
        found.expand(&rewrite.replace("$1", "${1}").replace("$2", "${2}"), &mut rewritten);
        rewritten.push_str(rest);
        let spoiled = patterns.numbers.is_match(dialled) && !patterns.numbers.is_match(&rewritten);
        Some(if spoiled { dialled.to_owned() } else { rewritten })
    }

    /// The plan under this calling code whose number it is: told by its first digits where
    /// they can tell, else asked one by one. `home` is asked before its neighbours, because
    /// toll-free numbers, for one, belong to every country of North America.
    pub(super) fn owner(&self, number: &str, home: Option<&'static Self>) -> Option<&'static Self> {
        let home = home.filter(|home| home.code == self.code);
        let plans = || home.into_iter().chain(Self::sharing(self.code));
        let told = plans().filter(|plan| plan.leading.iter().any(|prefix| after(number, prefix).is_some()));
        let others = plans().filter(|plan| plan.leading.is_empty());
        told.chain(others).find(|plan| plan.is_number(number))
    }

    fn is_number(&self, number: &str) -> bool {
        // The length first: most of what fails here then needs no pattern at all.
        self.may_have_length_of(number)
            && self.patterns().is_some_and(|patterns| patterns.numbers.is_match(number))
    }

    fn patterns(&self) -> Option<Rc<Patterns>> {
        let key = (self.code, self.id);
        if let Some(built) = BUILT.with_borrow(|built| built.get(&key).cloned()) {
            return Some(built);
        }
        let trunk = match self.trunk {
            None => None,
            Some(pattern) => Some(Regex::new(pattern).ok()?),
        };
        let patterns = Rc::new(Patterns { numbers: Regex::new(self.numbers).ok()?, trunk });
        BUILT.with_borrow_mut(|built| built.insert(key, Rc::clone(&patterns)));
        Some(patterns)
    }
}

/// What follows a prefix in which a dot is any digit.
fn after<'a>(number: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = number.split_at_checked(prefix.len())?;
    let mut pairs = head.bytes().zip(prefix.bytes());
    pairs.all(|(digit, expected)| expected == b'.' || digit == expected).then_some(rest)
}
