//! What somebody most likely meant.

use crate::problem::shown;

/// The candidate nearest to what was written, if any is near.
pub fn closest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = plain(written);
    let ranked = candidates.into_iter().map(|candidate| (distance(&written, &plain(candidate)), candidate));
    let near = |(steps, candidate): &(usize, &str)| {
        let shorter = plain(candidate).len().min(written.len());
        let contained = candidate.contains(&written) || written.contains(candidate);
        *steps <= (shorter / 3).max(1) && shorter > 1 || (contained && shorter > 2)
    };
    ranked.filter(near).min_by_key(|(steps, _)| *steps).map(|(_, candidate)| candidate)
}

/// Spelled as settings and ids are: small, one kind of separator.
fn plain(text: &str) -> String {
    text.chars()
        .take(60)
        .flat_map(char::to_lowercase)
        .map(|c| if c == '-' || c == ' ' { '_' } else { c })
        .collect()
}

/// How many letters must be added, dropped, changed or swapped with a neighbour.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut previous = None;
    for (row, letter) in from.chars().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in to.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX - 1);
            let changed = at(&last, column) + usize::from(letter != *other);
            let mut steps = changed.min(at(&last, column + 1) + 1).min(at(&current, column) + 1);
            let neighbour = column.checked_sub(1).and_then(|left| to.get(left));
            if neighbour == Some(&letter) && previous == Some(*other) {
                steps = steps.min(at(&before_last, column.saturating_sub(1)) + 1);
            }
            current.push(steps);
        }
        before_last = std::mem::replace(&mut last, current);
        previous = Some(letter);
    }
    last.last().copied().unwrap_or_default()
}

/// An id made of what was written: small letters, digits and single hyphens.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.trim().chars().flat_map(char::to_lowercase) {
        match character {
            'a'..='z' | '0'..='9' => slug.push(character),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let slug: String = slug.chars().take(40).collect();
    match slug.trim_matches('-') {
        "" => "an-id".to_owned(),
        slug => slug.to_owned(),
    }
}

/// Text as TOML writes it.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", shown(text).replace('\\', "\\\\").replace('"', "\\\""))
}
