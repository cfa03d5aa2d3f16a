//! How a text is read: as a code, as a name, and without what may be left out.

use super::name::{Kind, Name};
use crate::directory::Found;
use crate::text::caseless::caseless;

/// Twice the longest name that there is. A longer text is not looked at: each word that a name
/// can do without is a look more.
pub(super) const MOST_BYTES: usize = 256;

/// Where to look codes and names up. A place is a number among all of its kind.
pub(super) struct Search<'a> {
    pub(super) kind: Kind,
    pub(super) by_code: &'a dyn Fn(&str) -> Option<usize>,
    pub(super) by_name: &'a dyn Fn(&Name) -> Found,
}

impl Search<'_> {
    /// The places that the text as a whole means; else the text without what stands in
    /// brackets; else that (`Deutschland (DE)`); else those that each of several texts means
    /// (`CH - Schweiz`, `Bolzano/Bozen`).
    pub(super) fn whole(&self, text: &str) -> Vec<u64> {
        if text.len() > MOST_BYTES {
            return Vec::new();
        }
        let (before, bracket) = text.split_once('(').unwrap_or_default();
        let (inside, after) = bracket.split_once(')').unwrap_or_default();
        let outside = [before, after].concat();
        let mut places = self.read(text);
        for part in [outside.as_str(), inside] {
            if places.is_empty() {
                places = self.read(part);
            }
        }
        if places.is_empty() { self.each(text) } else { places }
    }

    /// The places that texts between slashes or dashes mean, if each of them means one.
    fn each(&self, text: &str) -> Vec<u64> {
        let text = text.replace(" - ", "/");
        let mut places = Vec::new();
        for part in text.split(['/', '|', '–']).filter(|_| text.contains(['/', '|', '–'])) {
            let found = self.read(part);
            if found.is_empty() {
                return found;
            }
            places.extend(found);
        }
        distinct(places)
    }

    /// The places that a code, a name, or a name with words too many means.
    pub(super) fn read(&self, text: &str) -> Vec<u64> {
        if text.trim().is_empty() {
            return Vec::new();
        }
        if let Some(place) = code(text).and_then(|code| (self.by_code)(&code)) {
            return vec![place as u64];
        }
        let mut name = Some(Name::read(text));
        while let Some(tried) = name {
            let found: Vec<u64> = (self.by_name)(&tried).collect();
            if !found.is_empty() {
                return found;
            }
            name = tried.barer(self.kind);
        }
        Vec::new()
    }
}

/// The text as a code in upper case: a few ASCII letters and digits. Dots, hyphens and blanks
/// may be in it, but not in what says that nothing is said: `n.a.` is neither Namibia nor Naples.
fn code(text: &str) -> Option<String> {
    /// Of `USCA` and `GBENG`, the longest.
    const MOST: usize = 5;
    let mut code = String::with_capacity(MOST);
    let mut is_code = true;
    let mut is_whole = true;
    caseless(text.trim(), &mut |next| match next {
        ' ' | '.' | '-' => is_whole = false,
        next if next.is_ascii_alphanumeric() && code.len() < MOST => code.push(next.to_ascii_uppercase()),
        _ => is_code = false,
    });
    (is_code && (is_whole || code != "NA")).then_some(code)
}

/// Each place once, in order. There are few: sorting them would take more code than all else.
pub(super) fn distinct(places: Vec<u64>) -> Vec<u64> {
    let mut distinct = Vec::with_capacity(places.len());
    for place in places {
        if let Err(at) = distinct.binary_search(&place) {
            distinct.insert(at, place);
        }
    }
    distinct
}
