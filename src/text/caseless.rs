//! Text without what readers overlook: case, accents, widths and styles of letters.
//!
//! The case mapping is that of UTS 46, which is Unicode's `NFKC_Casefold` but for a few
//! characters treated here. It is what `idna` links for domain names, so it costs no table.

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_normalizer::uts46::Uts46MapperBorrowed;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::CodePointMapDataBorrowed;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use utf8_iter::Utf8CharsEx;

/// Hands over the text's characters in lower case, compatibility forms as what they stand
/// for (`ﬁ`, `Ａ`, `𝐀`, `①`), letters without accents and strokes, any white space as a
/// space, and nothing invisible. What Unicode leaves unassigned or to private use is U+FFFD.
///
/// Marks that make another letter stay: vowel signs, viramas, the voicing marks of kana.
pub fn caseless(text: &str, take: &mut dyn FnMut(char)) {
    if text.is_ascii() {
        return text.chars().for_each(|next| take(next.to_ascii_lowercase()));
    }
    // Texts in between, though iterators would do, and not `str::chars`: `idna` has its
    // normalizer for this type of iterator, and for each type it is compiled again.
    let mappable = collected(&mut text.chars().filter_map(mappable));
    let mapped = collected(&mut MAPPER.map_normalize(mappable.as_bytes().chars()));
    let apart = const { DecomposingNormalizerBorrowed::new_nfd() }.normalize_iter(mapped.as_bytes().chars());
    let bare = collected(&mut apart.filter(|next| !is_accent(*next)));
    composed(&bare).chars().for_each(|next| base_letter(next, take));
}

static MAPPER: Uts46MapperBorrowed<'static> = Uts46MapperBorrowed::new();

/// The text in NFC.
pub fn composed(text: &str) -> String {
    collected(&mut const { ComposingNormalizerBorrowed::new_nfc() }.normalize_iter(text.as_bytes().chars()))
}

/// The characters as text. Compiled once, not for every kind of iterator.
fn collected(characters: &mut dyn Iterator<Item = char>) -> String {
    characters.collect()
}

/// The character, or one that means the same and that UTS 46 does not refuse. Not the two
/// joiners, which it keeps, since they tell domain names apart.
fn mappable(character: char) -> Option<char> {
    match character {
        '\u{200c}' | '\u{200d}' => None,
        '\u{2024}'..='\u{2026}' | '\u{fe12}' | '\u{fe19}' | '\u{fe30}' | '\u{fe52}' => Some('.'),
        space if space.is_whitespace() => Some(' '),
        other => Some(other),
    }
}

/// Whether readers may leave the mark out: by its canonical combining class an overlay, a
/// nukta, a Hebrew, Arabic or Syriac point, a Thai or Lao tone, or an accent; or an
/// enclosing mark, of which the class is zero.
fn is_accent(mark: char) -> bool {
    let class = const { CanonicalCombiningClassMapBorrowed::new() }.get_u8(mark);
    matches!(class, 1 | 7 | 10..=35 | 107 | 122 | 200..) || is_enclosing(mark)
}

/// Unicode's marks of the category Me.
const fn is_enclosing(mark: char) -> bool {
    matches!(mark,
        '\u{488}' | '\u{489}' | '\u{1abe}' | '\u{20dd}'..='\u{20e0}' | '\u{20e2}'..='\u{20e4}'
        | '\u{a670}'..='\u{a672}')
}

/// A lower-case letter without a stroke through it, or as the letters that it is made of.
fn base_letter(letter: char, take: &mut dyn FnMut(char)) {
    let spelled = match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'þ' => "th",
        'ς' => "σ",
        other => return take(other),
    };
    spelled.chars().for_each(take);
}

/// Whether words are made of it: letters, digits, and marks that are neither.
pub fn is_of_words(character: char) -> bool {
    let words =
        GeneralCategoryGroup::Letter.union(GeneralCategoryGroup::Number).union(GeneralCategoryGroup::Mark);
    match character.is_ascii() {
        true => character.is_ascii_alphanumeric(),
        false => words.contains(const { CodePointMapDataBorrowed::<GeneralCategory>::new() }.get(character)),
    }
}
