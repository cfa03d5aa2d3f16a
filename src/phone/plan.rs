//! Numbering plans: the slices of `phonenumber`'s database that `build.rs` carved out.
//!
//! Choosing a plan costs a binary search. A plan's patterns are compiled when a number is
//! first held against it, and kept for as long as the thread lives.
//!
//! Only functions of `phonenumber` that take a `Database` may be called: one reference to
//! the crate's own static would link and decode all of it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use phonenumber::metadata::Database;
use phonenumber::metadata::loader::{Descriptor, Metadata};

include!(concat!(env!("OUT_DIR"), "/phone_plans.rs"));

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
    static BUILT: RefCell<BTreeMap<(u16, &'static str), Rc<Database>>> = const { RefCell::new(BTreeMap::new()) };
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
        // RFC 3966 with a calling code is the form that needs no guessing.
        let dialled = format!("+{}-{dialled}", self.code);
        let number = phonenumber::parse_with(self.database()?.as_ref(), None, dialled).ok()?;
        Some(number.national().to_string())
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
            && self.database().is_some_and(|database| self.describes(&database, number))
    }

    fn describes(&self, database: &Database, number: &str) -> bool {
        let plans = database.by_code(&self.code).unwrap_or_default();
        plans.iter().any(|plan| plan.descriptors().general().is_match(number))
    }

    fn database(&self) -> Option<Rc<Database>> {
        let key = (self.code, self.id);
        if let Some(built) = BUILT.with_borrow(|built| built.get(&key).cloned()) {
            return Some(built);
        }
        let database = Rc::new(Database::from(vec![self.metadata()]).ok()?);
        BUILT.with_borrow_mut(|built| built.insert(key, Rc::clone(&database)));
        Some(database)
    }

    /// The general descriptor describes exactly the valid numbers, so no other is needed.
    fn metadata(&self) -> Metadata {
        let general = Descriptor { national_number: Some(self.numbers.to_owned()), ..Descriptor::default() };
        Metadata {
            id: Some(self.id.to_owned()),
            country_code: Some(self.code),
            general: Some(general),
            national_prefix_for_parsing: self.trunk.map(str::to_owned),
            national_prefix_transform_rule: self.rewrite.map(str::to_owned),
            ..Metadata::default()
        }
    }
}

/// What follows a prefix in which a dot is any digit.
fn after<'a>(number: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = number.split_at_checked(prefix.len())?;
    let mut pairs = head.bytes().zip(prefix.bytes());
    pairs.all(|(digit, expected)| expected == b'.' || digit == expected).then_some(rest)
}
