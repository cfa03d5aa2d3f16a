//! What a person wrote in a phone field, reduced to the digits they meant.
//!
//! The rules are those of the natural-language parser in `phonenumber`, without its large
//! Unicode patterns. Kinder than it in three points: digits of any script count, white space
//! and invisible characters separate wherever a copied number has them, and a remark after
//! the number (`mobile`, `poste 12`) is no part of it.

/// Enough for a number with an extension and a remark; nobody's number is longer.
const MAX_CHARS: usize = 64;

/// The fewest digits any plan has use for.
const MIN_DIGITS: usize = 3;

/// The most digits before the letters of a vanity number: `1-800-555-CALL`.
const MAX_BEFORE_LETTERS: usize = 7;

/// The longest extension; more digits than this belong to the number.
const MAX_EXTENSION: usize = 7;

/// The longest one that only a `#` after it tells.
const MAX_CLOSED_EXTENSION: usize = 5;

/// How an extension is announced, in lower case.
const EXTENSION_MARKS: [&str; 12] =
    [";ext=", "extension", "extn", "ext", "xtn", "xt", "anexo", "int", "x", "#", ";", "~"];

/// The zero of each script whose digits are read.
const ZEROS: [char; 14] = [
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}',
    '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}',
];

/// The digits of a number, and whether a plus sign stood before them.
pub(super) struct Written {
    /// A plus sign: the digits begin with a calling code.
    pub(super) plus: bool,
    /// At least three ASCII digits.
    pub(super) digits: String,
}

/// Reads a phone field; `None` when it holds no number.
pub(super) fn read(raw: &str) -> Option<Written> {
    if raw.chars().nth(MAX_CHARS).is_some() {
        return None;
    }
    let folded: String = raw.chars().map(fold).collect();
    let from_start = folded.trim_start_matches(|next: char| next != '+' && !next.is_ascii_digit());
    let number = without_remainder(without_second_extension(from_start));
    let number = without_extension(number).unwrap_or(number);
    let after_plus = number.trim_start_matches('+');
    let digits = digits(after_plus)?;
    Some(Written { plus: after_plus.len() < number.len(), digits })
}

/// A full-width form, a foreign digit or an upper-case letter as its plain ASCII.
fn fold(next: char) -> char {
    let code = u32::from(next);
    let zero = ZEROS.iter().map(|zero| u32::from(*zero)).find(|zero| (*zero..*zero + 10).contains(&code));
    let plain = match (zero, code) {
        (Some(zero), _) => char::from_digit(code - zero, 10),
        (None, 0xff01..=0xff5e) => char::from_u32(code - 0xfee0),
        _ => None,
    };
    match plain.unwrap_or(next) {
        'ó' | 'Ó' => 'o',
        plain => plain.to_ascii_lowercase(),
    }
}

/// Without what follows the first of two extensions: `x302/x2303`.
fn without_second_extension(number: &str) -> &str {
    let second = number.match_indices(['/', '\\']).find_map(|(at, slash)| {
        let (head, tail) = number.split_at_checked(at)?;
        tail.trim_start_matches(slash).trim_start_matches(' ').starts_with('x').then_some(head)
    });
    second.unwrap_or(number)
}

/// Without what cannot end a number; `#` can, it may end an extension.
fn without_remainder(number: &str) -> &str {
    number.trim_end_matches(|next: char| !next.is_alphanumeric() && next != '#')
}

/// The number before its extension, if it ends in one: `ext. 5`, `x5`, `, 5`, `#5`, ` 5#`.
fn without_extension(number: &str) -> Option<&str> {
    let open = number.strip_suffix('#').unwrap_or(number);
    let closed = (open.len() < number.len()).then_some(open);
    let before_digits = open.trim_end_matches(|next: char| next.is_ascii_digit());
    let length = open.len() - before_digits.len();
    if length > MAX_EXTENSION {
        return closed;
    }
    let before_gap = before_digits.trim_end_matches([' ', '\u{a0}', '\t', ',', '-']);
    let gap = before_digits.strip_prefix(before_gap)?;
    let before_sign = before_gap.strip_suffix([':', '.']).unwrap_or(before_gap);
    let marked = EXTENSION_MARKS.iter().find_map(|mark| before_sign.strip_suffix(mark));
    let told_by_hash =
        closed.is_some() && gap.ends_with([' ', '-']) && (1..=MAX_CLOSED_EXTENSION).contains(&length);
    marked.or((gap.contains(',') || told_by_hash).then_some(before_gap)).or(closed)
}

/// The digits alone, letters as on a keypad when it is a vanity number (`1-800-FLOWERS`).
fn digits(number: &str) -> Option<String> {
    let mut digits = String::with_capacity(number.len());
    let mut vanity = None;
    for next in number.chars() {
        match next {
            '0'..='9' => digits.push(next),
            'x' if digits.len() < MIN_DIGITS => {}
            'a'..='z' if digits.len() < MIN_DIGITS => return None,
            'a'..='z' => match vanity.get_or_insert(digits.len() <= MAX_BEFORE_LETTERS) {
                true => digits.push(keypad(next)),
                false => break,
            },
            other if separates(other) => {}
            _ => return None,
        }
    }
    (digits.len() >= MIN_DIGITS).then_some(digits)
}

fn keypad(letter: char) -> char {
    match letter {
        'a'..='c' => '2',
        'd'..='f' => '3',
        'g'..='i' => '4',
        'j'..='l' => '5',
        'm'..='o' => '6',
        'p'..='s' => '7',
        't'..='v' => '8',
        _ => '9',
    }
}

/// White space, brackets, dots and dashes, and the invisible characters that come along
/// when a number is copied from a contact card.
fn separates(next: char) -> bool {
    next.is_whitespace()
        || matches!(next, '-' | '.' | '(' | ')' | '[' | ']' | '/' | '~' | '*')
        || matches!(next, '\u{2010}'..='\u{2015}' | '\u{2053}' | '\u{2212}' | '\u{223c}' | '\u{30fc}')
        || matches!(next, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(next, '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
