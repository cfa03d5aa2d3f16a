//! Domain names: whose a name is, and whether anybody can have a mailbox there.
//!
//! Names are in their ASCII (IDNA) form, as [`crate::intake::Email`] gives them; case does
//! not matter.

mod rule;

use crate::directory::{Directory, Numbers};

include!(concat!(env!("OUT_DIR"), "/domains.rs"));

/// No name is longer (RFC 1035, section 2.3.4), and what is longer need not be read to its end.
const MOST_BYTES: usize = 255;

/// The part of a name that somebody registered: a label and the public suffix after it.
///
/// Suffixes are those of the Public Suffix List's ICANN section; a top level domain without
/// rules is one itself. `None` for a suffix alone, and for what is no name of several labels.
///
/// A name is taken for a suffix that it is not with odds of 1 to 8,192, and only
/// below a top level domain that has suffixes of several labels.
///
/// ```
/// use beeline::domain_name::registrable;
/// assert_eq!(registrable("mail.example.co.uk"), Some("example.co.uk"));
/// assert_eq!(registrable("example.com"), Some("example.com"));
/// assert_eq!(registrable("co.uk"), None);
/// ```
pub fn registrable(domain: &str) -> Option<&str> {
    let (_, top) = domain.rsplit_once('.')?;
    let is_address = top.bytes().all(|byte| byte.is_ascii_digit());
    if is_address || domain.len() > MOST_BYTES || domain.split('.').any(str::is_empty) {
        return None;
    }
    let before = domain.get(..domain.len().checked_sub(suffix_bytes(domain) + 1)?)?;
    let start = before.rfind('.').map_or(0, |dot| dot + 1);
    domain.get(start..)
}

/// How many bytes at the end of a name are its public suffix.
fn suffix_bytes(domain: &str) -> usize {
    let top = domain.rsplit('.').next().unwrap_or_default();
    let common = common_below(top);
    let mut suffix = 0;
    let mut read = 0;
    let mut key = SUFFIXES.key();
    let mut below_wildcard = false;
    // The last label first, as rules apply; so keys are those of names from end to start.
    for label in domain.rsplit('.') {
        let parent = read;
        if parent > 0 {
            key = key.and(b'.');
            read += 1;
        }
        read += label.len();
        key = key.and_all(label.bytes().rev().map(|byte| byte.to_ascii_lowercase()));
        if parent == 0 || below_wildcard {
            suffix = read;
        }
        let told = match common {
            Some(_) if parent == 0 => Some(rule::ABOVE),
            Some(labels) if parent == top.len() && is_among(labels, label) => return read,
            _ => SUFFIXES.find(key, Numbers::Unary).next(),
        };
        below_wildcard = told == Some(rule::WILDCARD);
        match told {
            Some(rule::EXCEPTION) => return parent,
            Some(rule::SUFFIX) => suffix = read,
            Some(_) => {}
            None => break,
        }
    }
    suffix
}

/// Which of the common labels are public suffixes below a country's top level domain, and
/// have no others below them; nothing for a top level domain without other rules.
fn common_below(top: &str) -> Option<u8> {
    let top = <[u8; 2]>::try_from(top.as_bytes()).ok()?.map(|byte| byte.to_ascii_lowercase());
    let found = COMMON_BELOW.binary_search_by_key(&top, |(country, _)| *country).ok()?;
    COMMON_BELOW.get(found).map(|(_, labels)| *labels)
}

fn is_among(labels: u8, label: &str) -> bool {
    let common = rule::COMMON.iter().position(|common| common.eq_ignore_ascii_case(label));
    common.is_some_and(|bit| labels >> bit & 1 == 1)
}

/// Whether a registrable domain is a mail provider's, free or by subscription: an address
/// there says nothing of where somebody works.
///
/// Another domain is taken for one with odds of 1 to 8,192.
pub fn is_free_mail(registrable: &str) -> bool {
    is_in(&FREE_MAIL, registrable)
}

/// Whether a domain, or one that it is below, is known for disposable mailboxes.
///
/// The list is a careful one: what is not on it may be disposable all the same. Another
/// domain is taken for one with odds of 1 to 8,192 for each of its labels.
pub fn is_disposable(domain: &str) -> bool {
    if domain.len() > MOST_BYTES {
        return false;
    }
    let parents = std::iter::successors(Some(domain), |name| name.split_once('.').map(|(_, parent)| parent));
    parents.filter(|name| name.contains('.')).any(|name| is_in(&DISPOSABLE_MAIL, name))
}

fn is_in(directory: &Directory, name: &str) -> bool {
    let key = directory.key().and_all(name.bytes().map(|byte| byte.to_ascii_lowercase()));
    directory.find(key, Numbers::OfBits(0)).next().is_some()
}
