//! Personal data as somebody may see it who must not have it: enough to know a lead again, not
//! enough to reach or name anybody.

/// `ada@example.com` as `a…@example.com`.
pub fn email(raw: &str) -> String {
    let (local, domain) = raw.rsplit_once('@').unwrap_or((raw, ""));
    let first = local.chars().next().map(String::from).unwrap_or_default();
    if domain.is_empty() { format!("{first}…") } else { format!("{first}…@{domain}") }
}

/// `+12025550123` as `…23`: two digits, so that a short number stays unknown too.
pub fn phone(dialable: &str) -> String {
    let digits: Vec<char> = dialable.chars().filter(char::is_ascii_digit).collect();
    let last: String = digits.iter().skip(digits.len().saturating_sub(2)).collect();
    format!("…{last}")
}

/// The most initials of a name: more would be a sentence that somebody typed into its field.
const MOST_INITIALS: usize = 3;

/// `Ada Lovelace` as `A. L.`.
pub fn name(full: &str) -> String {
    let initial = |word: &str| word.chars().find(|character| character.is_alphanumeric());
    let initials = full.split_whitespace().filter_map(initial).take(MOST_INITIALS);
    initials.map(|initial| format!("{initial}.")).collect::<Vec<_>>().join(" ")
}
