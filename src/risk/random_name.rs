//! Names that no language has, as robots make them up and people mash them in.
//!
//! Real names are stranger than any rule: Mkrtchyan, Llwyngwril, Vlk, Ng, Chruschtschow. So
//! a word has to be impossible, not unlikely, and only words in plain Latin letters are
//! judged at all: a typist who bothers with an accent is no robot.

use super::keyboard;

/// More consonants in a row than in any name: Mkrtchyan has five and, transliterated to
/// German, Chruschtschow too, an `h` after a consonant not counted.
const CONSONANTS: u32 = 7;
/// A shorter word without a vowel may be an initialism.
const VOWELLESS: u32 = 5;
/// A shorter word of one letter may be a Roman numeral.
const ONE_LETTER: u32 = 4;
/// A shorter word with capitals inside may be a name: McDonald, `LaToya`, `DeShawn`.
const MIXED_CASE: u32 = 10;
/// And it needs as many consonants in a row as names joined in camel case do not have.
const MIXED_CASE_CONSONANTS: u32 = 4;

/// Whether a word of the name cannot be one.
pub(super) fn is_random(name: &str) -> bool {
    name.split(|letter: char| letter.is_ascii() && !letter.is_ascii_alphabetic()).any(is_random_word)
}

fn is_random_word(word: &str) -> bool {
    if !word.is_ascii() {
        return false;
    }
    let shape = Shape::of(word);
    let unspeakable = shape.consonants >= CONSONANTS
        || (shape.letters >= VOWELLESS && !shape.has_vowel && !shape.has_sonorant)
        || (shape.letters >= ONE_LETTER && shape.alphabet.count_ones() == 1);
    // Letters drawn at random change case at every second place; camel case does so less.
    let drawn = shape.letters >= MIXED_CASE
        && shape.case_changes * 100 >= (shape.letters - 1) * 45
        && shape.consonants >= MIXED_CASE_CONSONANTS;
    unspeakable || drawn || keyboard::is_walk(word)
}

/// What is counted of a word.
#[derive(Default)]
struct Shape {
    letters: u32,
    /// The longest run of consonants.
    consonants: u32,
    /// `y` and `w` count: Welsh and Polish build syllables on them.
    has_vowel: bool,
    /// Slavic languages build syllables on `l` and `r` (Vlk, Krk), others on `m` and `n` (Ng).
    has_sonorant: bool,
    /// Neighbours of different case.
    case_changes: u32,
    /// One bit for each letter there is.
    alphabet: u32,
}

impl Shape {
    fn of(word: &str) -> Self {
        let mut shape = Self::default();
        let mut run = 0;
        let mut before: Option<u8> = None;
        for byte in word.bytes() {
            let letter = byte.to_ascii_lowercase();
            shape.letters += 1;
            shape.alphabet |= 1_u32.checked_shl(u32::from(letter.wrapping_sub(b'a'))).unwrap_or(0);
            shape.has_sonorant |= b"lmnr".contains(&letter);
            shape.case_changes +=
                u32::from(before.is_some_and(|b| b.is_ascii_lowercase() != byte.is_ascii_lowercase()));
            if b"aeiouyw".contains(&letter) {
                shape.has_vowel = true;
                run = 0;
            } else if letter != b'h' || run == 0 {
                run += 1;
            }
            shape.consonants = shape.consonants.max(run);
            before = Some(byte);
        }
        shape
    }
}
