//! Phone numbers: what a lead typed, and its E.164 form.
//!
//! A number is read in every way it may have been meant, likeliest first, and the first
//! reading that is a valid number of its plan wins. Nothing blocks: what fits no plan keeps
//! its raw text and gets a flag.
//!
//! | typed | readings |
//! |---|---|
//! | `+` first | calling code and number; else without the prefix dialled before a calling code |
//! | from a country | without that country's international prefix, as a national number, with its calling code but no `+`, without `00` |
//! | from nowhere | without `00` |
//!
//! A reading is tried as it stands and without the national (trunk) prefix: an international
//! number first as it stands, a national one first without it.

mod plan;
mod written;

use std::fmt;

use serde::{Deserialize, Serialize};

use plan::Plan;
use written::Written;

/// A plus and fifteen digits (ITU-T E.164, section 6.1): no network dials more, whatever
/// lengths a country leaves open.
const LONGEST_E164: usize = 16;
/// The international prefix that most of the world dials, and many write for `+`.
const COMMON_ABROAD: &str = "00";

/// A phone number as a lead gave it, and what could be made of it.
///
/// `Debug` shows neither the raw text nor the number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// What was typed, unchanged.
    pub raw: String,
    /// `+`, calling code and number, without an extension. Absent when nothing of the length
    /// of a number could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e164: Option<String>,
    /// ISO 3166-1 alpha-2 of the numbering plan; absent for a non-geographic one, such as +800.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// What is odd about the number; absent for a valid one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<PhoneFlag>,
}

/// Why a number is not a valid one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneFlag {
    /// No number could be read, or the text is longer than any number.
    Unparsable,
    /// International, with a calling code nobody has.
    UnknownCallingCode,
    /// A national number, and no country that it could be of.
    NoCountry,
    /// Read, but not a number of that plan.
    NotValid,
}

impl fmt::Debug for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Phone");
        shown.field("country", &self.country).field("flag", &self.flag).finish_non_exhaustive()
    }
}

/// Normalizes a phone number to E.164.
///
/// `default_country` (ISO 3166-1 alpha-2) is where a number without a calling code is dialled
/// from; one that has no numbering plan is as good as none.
pub fn normalize(raw: &str, default_country: Option<&str>) -> Phone {
    let home = default_country.and_then(Plan::of_country);
    let settled = written::read(raw).ok_or(PhoneFlag::Unparsable).and_then(|written| settle(&written, home));
    let (plan, e164, flag) = match settled {
        Ok(Settled { plan, e164, flag }) => (Some(plan), e164, flag),
        Err(flag) => (None, None, Some(flag)),
    };
    let country = plan.and_then(Plan::country).map(str::to_owned);
    Phone { raw: raw.to_owned(), e164, country, flag }
}

/// A number that some plan was found for.
struct Settled {
    plan: &'static Plan,
    e164: Option<String>,
    flag: Option<PhoneFlag>,
}

fn settle(written: &Written, home: Option<&'static Plan>) -> Result<Settled, PhoneFlag> {
    let readings = readings(written, home);
    // Plans have numbers that are longer than any network dials: Germany's, with an extension.
    let dialable = |(_, e164): &(_, String)| e164.len() <= LONGEST_E164;
    if let Some((plan, e164)) = readings.iter().filter_map(|reading| reading.valid(home)).find(dialable) {
        return Ok(Settled { plan, e164: Some(e164), flag: None });
    }
    let abroad = dials_abroad(written, home);
    let likeliest = readings.first().filter(|reading| !(abroad && reading.national));
    let unplaced = if abroad { PhoneFlag::UnknownCallingCode } else { PhoneFlag::NoCountry };
    let likeliest = likeliest.ok_or(unplaced)?;
    let possible = readings.iter().filter_map(Reading::possible).find(dialable);
    let (plan, e164) = possible.map_or((likeliest.plan, None), |(plan, e164)| (plan, Some(e164)));
    Ok(Settled { plan, e164, flag: Some(PhoneFlag::NotValid) })
}

fn dials_abroad(written: &Written, home: Option<&Plan>) -> bool {
    let digits = written.digits.as_str();
    let prefixed = home.map(|home| home.without_abroad(digits).next().is_some());
    written.plus || prefixed.unwrap_or_else(|| digits.starts_with(COMMON_ABROAD))
}

/// One way a number may have been meant.
struct Reading<'a> {
    plan: &'static Plan,
    digits: &'a str,
    national: bool,
}

/// Every way the number may have been meant, likeliest first.
fn readings<'a>(written: &'a Written, home: Option<&'static Plan>) -> Vec<Reading<'a>> {
    let digits = written.digits.as_str();
    let after_prefix = home.into_iter().flat_map(|home| home.without_abroad(digits));
    let after_common = digits.strip_prefix(COMMON_ABROAD);
    if written.plus {
        let numbers = [digits].into_iter().chain(after_prefix).chain(after_common);
        return numbers.filter_map(Reading::international).collect();
    }
    let national = home.into_iter().flat_map(|plan| national(plan, digits));
    let abroad = after_prefix.filter_map(Reading::international);
    abroad.chain(national).chain(after_common.and_then(Reading::international)).collect()
}

/// A national number, or one that lacks the `+` before its calling code. Where a trunk prefix
/// is dialled a national number begins with it, so a calling code is no coincidence.
fn national<'a>(plan: &'static Plan, digits: &'a str) -> impl Iterator<Item = Reading<'a>> {
    let with_code = digits.strip_prefix(plan.code().to_string().as_str());
    let both = if plan.has_trunk() { [with_code, Some(digits)] } else { [Some(digits), with_code] };
    both.into_iter().flatten().map(move |digits| Reading { plan, digits, national: true })
}

impl<'a> Reading<'a> {
    fn international(digits: &'a str) -> Option<Self> {
        let (plan, digits) = Plan::of_international(digits)?;
        Some(Self { plan, digits, national: false })
    }

    /// As it stands and without a trunk prefix. An international number rarely has one, and
    /// may begin like one (Russia's toll-free 800 numbers and its trunk prefix 8).
    fn numbers(&self) -> impl Iterator<Item = String> {
        let bare_first = [self.national, !self.national].into_iter();
        bare_first.filter_map(|bare| match bare {
            true => self.plan.significant(self.digits),
            false => Some(self.digits.to_owned()),
        })
    }

    fn valid(&self, home: Option<&'static Plan>) -> Option<(&'static Plan, String)> {
        self.numbers().find_map(|number| Some((self.plan.owner(&number, home)?, self.e164(&number))))
    }

    /// Not valid, yet as long as a number of the plan: worth dialling, and the same each time.
    fn possible(&self) -> Option<(&'static Plan, String)> {
        let mut numbers = self.numbers();
        let number = numbers.find(|number| self.plan.may_have_length_of(number))?;
        Some((self.plan, self.e164(&number)))
    }

    fn e164(&self, number: &str) -> String {
        format!("+{}{number}", self.plan.code())
    }
}
