//! Fields under another system's names, on their way to Beeline's.

use crate::intake::{Fields, Malformed, Scalar};

/// What campaign parameters begin with in flat forms, and here.
const FLAT_CAMPAIGN: &str = "utm_";
const CAMPAIGN: &str = "utm.";

/// Fields that are being renamed. A name that two fields claim goes to the one that has it
/// already, else to the first that is not blank; the other keeps the name it came with.
pub(super) struct Renaming {
    given: Fields,
    renamed: Fields,
}

impl Renaming {
    pub(super) fn new(given: Fields) -> Self {
        Self { given, renamed: Fields::default() }
    }

    /// Renames what is in a table of their names and ours, in its order.
    pub(super) fn rename_all(&mut self, table: &[(&str, &str)]) -> Result<(), Malformed> {
        table.iter().try_for_each(|(_, ours)| self.rename(ours, ours))?;
        table.iter().try_for_each(|(theirs, ours)| self.rename(theirs, ours))
    }

    /// Makes one full name of two halves where none is given, and keeps the halves.
    pub(super) fn join_name(&mut self, first: &str, last: &str) -> Result<(), Malformed> {
        self.rename_all(&[(first, "first_name"), (last, "last_name"), ("name", "name")])?;
        let half = |name| self.renamed.last_text(name).unwrap_or_default().trim();
        let full = format!("{} {}", half("first_name"), half("last_name"));
        if self.renamed.get("name").is_none_or(is_blank) && !full.trim().is_empty() {
            self.renamed.set("name", Scalar::Text(full.trim().to_owned()))?;
        }
        Ok(())
    }

    /// Says something that no field says in so many words.
    pub(super) fn say(&mut self, ours: &str, value: Scalar) -> Result<(), Malformed> {
        self.given.remove(ours);
        self.renamed.set(ours, value)
    }

    /// The text of one of our names, so far.
    pub(super) fn said(&self, ours: &str) -> Option<&str> {
        self.renamed.last_text(ours).or_else(|| self.given.last_text(ours))
    }

    /// Whether a field is there, and neither blank nor a way to say no. It goes nowhere else.
    pub(super) fn take_tick(&mut self, theirs: &str) -> bool {
        match self.given.remove(theirs) {
            Some(Scalar::Text(text)) => says_yes(&text),
            Some(Scalar::List(items)) => items.last().is_some_and(|text| says_yes(text)),
            Some(Scalar::Boolean(ticked)) => ticked,
            Some(Scalar::Number(number)) => number != 0.0,
            None => false,
        }
    }

    /// The text of a field, if it is not blank. It goes nowhere else.
    pub(super) fn take_text(&mut self, theirs: &str) -> Option<String> {
        let text = match self.given.remove(theirs)? {
            Scalar::Text(text) => text,
            Scalar::List(items) => items.into_iter().next_back()?,
            Scalar::Number(_) | Scalar::Boolean(_) => return None,
        };
        (!text.trim().is_empty()).then_some(text)
    }

    /// Keeps the rest, but for campaign parameters and what the rule has another name for.
    pub(super) fn finish(mut self, rule: impl Fn(&str) -> Option<String>) -> Result<Fields, Malformed> {
        let mut claims = Vec::new();
        for (theirs, value) in std::mem::take(&mut self.given) {
            match campaign(&theirs).or_else(|| rule(&theirs)) {
                Some(ours) => claims.push((ours, theirs, value)),
                None => self.renamed.insert(theirs, value)?,
            }
        }
        for (ours, theirs, value) in claims {
            self.put(&ours, &theirs, value)?;
        }
        Ok(self.renamed)
    }

    fn rename(&mut self, theirs: &str, ours: &str) -> Result<(), Malformed> {
        match self.given.remove(theirs) {
            Some(value) => self.put(ours, theirs, value),
            None => Ok(()),
        }
    }

    fn put(&mut self, ours: &str, theirs: &str, value: Scalar) -> Result<(), Malformed> {
        match self.renamed.get(ours) {
            None => self.renamed.insert(ours.to_owned(), value),
            Some(held) if is_blank(held) => self.renamed.set(ours, value),
            Some(_) if is_blank(&value) => Ok(()),
            Some(_) => self.renamed.insert(theirs.to_owned(), value),
        }
    }
}

/// `utm_source` as `utm.source`.
fn campaign(theirs: &str) -> Option<String> {
    let (prefix, rest) = theirs.split_at_checked(FLAT_CAMPAIGN.len())?;
    let is_campaign = prefix.eq_ignore_ascii_case(FLAT_CAMPAIGN) && !rest.is_empty();
    is_campaign.then(|| format!("{CAMPAIGN}{}", rest.to_ascii_lowercase()))
}

fn is_blank(value: &Scalar) -> bool {
    match value {
        Scalar::Text(text) => text.trim().is_empty(),
        Scalar::List(items) => items.iter().all(|text| text.trim().is_empty()),
        Scalar::Number(_) | Scalar::Boolean(_) => false,
    }
}

fn says_yes(text: &str) -> bool {
    let no = ["", "0", "false", "no", "off"];
    !no.iter().any(|no| no.eq_ignore_ascii_case(text.trim()))
}
