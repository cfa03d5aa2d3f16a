//! Names as they are compared. They come in [folded](crate::text::folded).

use crate::personal::Personal;

/// What companies are called besides their name: legal forms, each as it stands without dots.
const LEGAL_FORMS: [&str; 32] = [
    "ab",
    "ag",
    "as",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "inc",
    "incorporated",
    "kft",
    "kg",
    "lda",
    "limited",
    "llc",
    "llp",
    "ltd",
    "ltda",
    "nv",
    "ou",
    "oy",
    "plc",
    "pte",
    "pty",
    "sa",
    "sarl",
    "sas",
    "sl",
    "spa",
    "srl",
    "the",
];

/// A person's name without order or punctuation: `Doe, Jane` is `jane doe`. `None` for fewer
/// than two words: a first name alone is nobody.
pub fn name_key(folded: &str) -> Option<Personal<String>> {
    let mut words = words(folded);
    words.sort_unstable();
    (words.len() >= 2).then(|| Personal::new(words.join(" ")))
}

/// A company's name without its legal form: `Acme, Inc.` is `acme`. `None` if nothing is left.
pub fn company_key(folded: &str) -> Option<String> {
    let words = words(folded);
    let is_name = |word: &&String| !LEGAL_FORMS.contains(&word.as_str());
    let name: Vec<&str> = words.iter().filter(is_name).map(String::as_str).collect();
    (!name.is_empty()).then(|| name.join(" "))
}

/// Words of letters and digits. Dots and apostrophes join, as in `S.A.` and `O'Neill`.
fn words(folded: &str) -> Vec<String> {
    let joined: String = folded.chars().filter(|c| !matches!(c, '.' | '\'' | '’')).collect();
    let words = joined.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
