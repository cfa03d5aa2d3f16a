//! Whether two field names may mean the same.

/// The shortest name that says something when it is part of another: `tz` is in many.
const MIN_PART: usize = 4;
/// How much of the longer name may be more, if it contains the other: `work_email`,
/// `email_address` and `contact_name` are email, email and name.
const MAX_MORE_PERCENT: usize = 70;
/// How much of the longer name may be different: two letters of `company`.
const MAX_OTHER_PERCENT: usize = 34;

/// How far apart two names are, in percent of the longer; `None` when they have nothing to
/// do with each other. Case and punctuation do not count.
pub(super) fn distance_percent(one: &str, other: &str) -> Option<usize> {
    let (one, other) = (letters(one), letters(other));
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    if short.is_empty() {
        return None;
    }
    let percent = |of: usize| of * 100 / long.len();
    let is_part = short.len() >= MIN_PART && long.windows(short.len()).any(|part| part == short.as_slice());
    if is_part {
        return Some(percent(long.len() - short.len())).filter(|more| *more <= MAX_MORE_PERCENT);
    }
    Some(percent(edits(short, long))).filter(|other| *other <= MAX_OTHER_PERCENT)
}

fn letters(name: &str) -> Vec<u8> {
    let said = name.bytes().filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    said.map(|byte| byte.to_ascii_lowercase()).collect()
}

/// Levenshtein's distance: letters to change, add or leave out.
fn edits(one: &[u8], other: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut left = at + 1;
        let mut diagonal = at;
        for (place, theirs) in row.iter_mut().zip(std::iter::once(&0).chain(other)).skip(1) {
            let changed = diagonal + usize::from(letter != theirs);
            diagonal = *place;
            left = changed.min(*place + 1).min(left + 1);
            *place = left;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}
