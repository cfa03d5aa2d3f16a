//! What people typed, as text: fit to be shown, and folded to be compared.
//!
//! Both take ASCII text, which most is, for what it is: one look at its bytes, no table.

pub(crate) mod caseless;
mod lookalike;
mod scripts;
mod visible;

use std::borrow::Cow;

use caseless::composed;
pub use scripts::mixes_scripts;

/// Text that people write is stable after two.
const MOST_ROUNDS: usize = 4;

/// Zero-width joiners and variation selectors.
const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// The text as it may be shown: composed (NFC), and without what hides or reorders text:
///
/// * bidi controls, zero-width and other invisible characters, tags, noncharacters, and
///   controls other than line breaks (`\n`, which stands for all of them) and tabs;
/// * joiners and variation selectors but where a script or an emoji needs them;
/// * more than eight marks on a character.
///
/// Showing it again changes nothing.
pub fn shown(text: &str) -> Cow<'_, str> {
    let plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    if text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    if text.is_ascii() {
        return Cow::Owned(visible::visible(text));
    }
    let mut shown = composed(text);
    // What was between two characters may be gone, and they then compose, change places, or
    // leave a joiner without its neighbour: again, until nothing changes. Each round that
    // changes anything but an order makes the text shorter.
    for _ in 0..MOST_ROUNDS {
        let next = composed(&visible::visible(&shown));
        if next == shown {
            return Cow::Owned(shown);
        }
        shown = next;
    }
    // Nobody writes like this: without joiners there is nothing left to depend on.
    let bare: String = shown.chars().filter(|character| !is_joiner(*character)).collect();
    Cow::Owned(composed(&visible::visible(&bare)))
}

/// The text as it may be shown, without a copy of what may be shown already.
pub(crate) fn fit(text: String) -> String {
    let fit = match shown(&text) {
        Cow::Borrowed(_) => None,
        Cow::Owned(fit) => Some(fit),
    };
    fit.unwrap_or(text)
}

/// The text as it may be shown, if there is anything to show.
pub(crate) fn something(text: String) -> Option<String> {
    Some(fit(text)).filter(|fit| !fit.trim().is_empty())
}

/// What looks or reads alike as one text: for risk and for search **only**, never by itself for
/// telling people apart and never to be shown.
///
/// Compatibility forms, case and accents are gone, letters and digits of any script that
/// look like an ASCII one (UTS 39), themselves or in their other case, are that one, and any
/// white space is a single space. ASCII stays what it is, but for its case: `1` is not `l`.
pub fn folded(text: &str) -> Cow<'_, str> {
    if is_folded_ascii(text) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    caseless::caseless(&shown(text), &mut |next| {
        if next.is_whitespace() {
            gap = !folded.is_empty();
            return;
        }
        if std::mem::take(&mut gap) {
            folded.push(' ');
        }
        match lookalike::of(next) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(next),
        }
    });
    Cow::Owned(folded)
}

/// Lower case, single spaces inside only.
fn is_folded_ascii(text: &str) -> bool {
    let mut before = b' ';
    let is_plain = text.bytes().all(|byte| {
        let doubled = byte == b' ' && before == b' ';
        before = byte;
        !doubled && matches!(byte, b' '..=b'@' | b'['..=b'~')
    });
    is_plain && (text.is_empty() || before != b' ')
}
