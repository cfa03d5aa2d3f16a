//! Which characters of a text are to be seen, and which only do something to the others.

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_properties::CodePointMapDataBorrowed;
use icu_properties::props::{GeneralCategory, JoiningType};

/// Marks on one character. Written languages need up to five (Vietnamese two, pointed Hebrew
/// three, Tibetan stacks more); what has dozens is made to run over its neighbours.
const MOST_MARKS: usize = 8;

/// The virama's canonical combining class.
const VIRAMA: u8 = 9;

/// The text's visible characters, and those that are needed for them to be what they are.
/// Every line break is `\n`.
pub(super) fn visible(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut before = Before::default();
    let mut rest = text.chars();
    while let Some(next) = rest.next() {
        let next = match next {
            '\r' if rest.as_str().starts_with('\n') => continue,
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            other => other,
        };
        if before.allows(next, rest.as_str()) {
            kept.push(next);
            before.note(next);
        }
    }
    kept
}

/// What was kept so far, as far as it matters for the next.
#[derive(Default)]
struct Before {
    /// The last character.
    last: Option<char>,
    /// The last that is no mark, joiner, selector or skin tone.
    base: Option<char>,
    /// Marks since then.
    marks: usize,
    /// Whether one of them is a virama. Not whether the last is: marks change places when
    /// the text is composed.
    virama: bool,
}

impl Before {
    fn allows(&self, next: char, rest: &str) -> bool {
        match next {
            ' '..='~' | '\n' | '\t' => true,
            '\0'..='\u{7f}' => false,
            '\u{200c}' => self.allows_non_joiner(rest),
            '\u{200d}' => self.allows_joiner(rest),
            '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
                self.last.is_some_and(|last| last > '~' || last.is_ascii_graphic()) && self.last == self.base
            }
            other if is_blank(other) => false,
            other => match category(other) {
                GeneralCategory::Control => false,
                GeneralCategory::Format => is_visible_format(other),
                GeneralCategory::NonspacingMark
                | GeneralCategory::SpacingMark
                | GeneralCategory::EnclosingMark => self.marks < MOST_MARKS,
                _ => true,
            },
        }
    }

    fn note(&mut self, next: char) {
        self.last = Some(next);
        if is_mark(next) {
            self.marks += 1;
            self.virama |= is_virama(next);
        } else if !is_attachment(next) {
            self.base = Some(next);
            self.marks = 0;
            self.virama = false;
        }
    }

    /// RFC 5892, appendix A.1: after a virama, or between letters that would join.
    fn allows_non_joiner(&self, rest: &str) -> bool {
        self.is_alone(rest) && (self.virama || (self.joins_on() && is_joined(rest)))
    }

    /// Beside a virama, beside a letter that joins, and between the parts of an emoji.
    fn allows_joiner(&self, rest: &str) -> bool {
        let emoji = self.base.is_some_and(is_symbol) && rest.chars().next().is_some_and(is_symbol);
        let marks =
            rest.chars().take_while(|next| is_mark(*next)).take(MOST_MARKS.saturating_sub(self.marks));
        let conjunct = self.base.is_some_and(|base| !base.is_ascii()) && { marks }.any(is_virama);
        self.is_alone(rest) && (conjunct || emoji || self.virama || self.joins_on() || is_joined(rest))
    }

    /// Of several joiners in a row the last counts.
    fn is_alone(&self, rest: &str) -> bool {
        !rest.starts_with(['\u{200c}', '\u{200d}']) && !self.last.is_some_and(is_joiner)
    }

    /// Whether the letter before would join one after it.
    fn joins_on(&self) -> bool {
        let joins = |base| matches!(joining(base), JoiningType::LeftJoining | JoiningType::DualJoining);
        self.base.is_some_and(joins)
    }
}

/// Whether the next letter would join one before it.
fn is_joined(rest: &str) -> bool {
    let next = rest.chars().map(joining).find(|joining| *joining != JoiningType::Transparent);
    matches!(next, Some(JoiningType::RightJoining | JoiningType::DualJoining))
}

const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// Part of the character before it without being a mark of it.
const fn is_attachment(character: char) -> bool {
    is_joiner(character) || matches!(character, '\u{1f3fb}'..='\u{1f3ff}')
}

/// What emoji are joined of: nearly all are "other symbols", a few arrows mathematical ones.
fn is_symbol(character: char) -> bool {
    matches!(category(character), GeneralCategory::OtherSymbol | GeneralCategory::MathSymbol)
}

/// A virama, or one of two Sinhala vowel signs that are composed with one.
fn is_virama(mark: char) -> bool {
    matches!(mark, '\u{dda}' | '\u{ddd}')
        || const { CanonicalCombiningClassMapBorrowed::new() }.get_u8(mark) == VIRAMA
}

fn is_mark(character: char) -> bool {
    use GeneralCategory::{EnclosingMark, NonspacingMark, SpacingMark};
    !character.is_ascii() && matches!(category(character), EnclosingMark | NonspacingMark | SpacingMark)
}

/// Letters and marks that show nothing, code points kept for more of them, and such as are no
/// characters.
const fn is_blank(character: char) -> bool {
    matches!(character,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{2065}' | '\u{3164}' | '\u{ffa0}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{fff8}' | '\u{e0000}'..='\u{e0fff}')
        || character as u32 & 0xfffe == 0xfffe
}

/// Signs of the category "format" that are seen: those around numbers in Arabic, Syriac and
/// Kaithi, and the quadrats of hieroglyphs.
const fn is_visible_format(character: char) -> bool {
    matches!(character,
        '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}'
        | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}')
}

fn category(character: char) -> GeneralCategory {
    const { CodePointMapDataBorrowed::<GeneralCategory>::new() }.get(character)
}

fn joining(character: char) -> JoiningType {
    const { CodePointMapDataBorrowed::<JoiningType>::new() }.get(character)
}
