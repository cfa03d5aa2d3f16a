//! Personal data as somebody may see it who must not have it: enough to know a lead again, not
//! enough to reach or name anybody. What has one character only is hidden: it would be shown in full.

use crate::domain_name::{is_disposable, registrable};
use crate::intake::Email;
use crate::lead::Lead;
use crate::whereabouts::Flag;

/// What is not shown.
const HIDDEN: char = '…';

/// `ada@example.com` as `a…@e….com`: whoever has a domain of their own is named by it.
pub fn email(raw: &str) -> String {
    match raw.rsplit_once('@') {
        Some((local, own)) if !own.is_empty() => format!("{}@{}", begun(local), domain(own)),
        _ => begun(raw.trim_end_matches('@')),
    }
}

/// A lead's address. The domain of a mail provider, and one of throw-away mailboxes, is shown: it is
/// everybody's, and says something to whoever looks into it.
pub fn email_of(lead: &Lead) -> Option<String> {
    let Email { raw, domain, .. } = lead.email.as_ref()?.expose();
    let is_flagged = lead.flags.iter().any(|flag| matches!(flag, Flag::FreeMail | Flag::DisposableMail));
    match raw.rsplit_once('@').filter(|_| is_flagged && is_everybodys(domain)) {
        Some((local, _)) => Some(format!("{}@{domain}", begun(local))),
        None => Some(email(raw)),
    }
}

/// Whether a provider's domain is the provider's own: some give each person one below it.
fn is_everybodys(domain: &str) -> bool {
    let is_below_another = domain.split_once('.').is_some_and(|(_, parent)| is_disposable(parent));
    registrable(domain) == Some(domain) && !is_below_another
}

/// `example.com` as `e….com`.
fn domain(name: &str) -> String {
    let (own, top) = name.rsplit_once('.').unwrap_or((name, ""));
    let own = begun(own.split('.').next().unwrap_or_default());
    if top.is_empty() { own } else { format!("{own}.{top}") }
}

/// The first character of several.
fn begun(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().filter(|_| characters.next().is_some());
    first.into_iter().chain([HIDDEN]).collect()
}

/// `+12025550123` as `…23`: two digits, so that a short number stays unknown too.
pub fn phone(dialable: &str) -> String {
    let digits: Vec<char> = dialable.chars().filter(char::is_ascii_digit).collect();
    let last: String = digits.iter().skip(digits.len().saturating_sub(2)).collect();
    format!("{HIDDEN}{last}")
}

/// The most initials of a name: more would be a sentence that somebody typed into its field.
const MOST_INITIALS: usize = 3;

/// `Ada Lovelace` as `A. L.`, and `李 明` as `… …`.
pub fn name(full: &str) -> String {
    let initials = full.split_whitespace().filter_map(initial).take(MOST_INITIALS);
    initials.collect::<Vec<_>>().join(" ")
}

fn initial(word: &str) -> Option<String> {
    let mut letters = word.chars().filter(|character| character.is_alphanumeric());
    let first = letters.next()?;
    Some(if letters.next().is_some() { format!("{first}.") } else { HIDDEN.to_string() })
}
