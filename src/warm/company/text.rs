//! A vendor's text, before it goes anywhere.

use crate::text;

/// The longest that is kept, in characters: a name, not a description.
const MOST_CHARACTERS: usize = 120;

/// A vendor's text as it may be shown, on one line and of bounded length; `None` if nothing of it
/// is left.
pub(super) fn line(text: &str) -> Option<String> {
    let shown = text::shown(text);
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().take(MOST_CHARACTERS).collect();
    let line = line.trim_end();
    (!line.is_empty()).then(|| line.to_owned())
}
