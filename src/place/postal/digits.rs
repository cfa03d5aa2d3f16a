//! Countries whose postal codes are so many digits, and nothing else.
//!
//! Lengths: the Universal Postal Union's addressing profiles
//! (<https://www.upu.int/en/postal-solutions/programmes-services/addressing-solutions>), blanks
//! and dashes not counted.

/// The codes of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits {
    /// How many digits a code has.
    pub length: usize,
    /// With how many zeros one can begin; a program that takes codes for numbers loses them.
    pub zeros: usize,
}

/// Country, length, zeros.
const COUNTRIES: [(&str, usize, usize); 59] = [
    ("AM", 4, 3),
    ("AT", 4, 0),
    ("AU", 4, 1),
    ("BA", 5, 0),
    ("BE", 4, 0),
    ("BG", 4, 0),
    ("BR", 8, 1),
    ("CH", 4, 0),
    ("CN", 6, 1),
    ("CO", 6, 1),
    ("CY", 4, 0),
    ("CZ", 5, 0),
    ("DE", 5, 1),
    ("DK", 4, 1),
    ("DZ", 5, 1),
    ("EC", 6, 1),
    ("EE", 5, 0),
    ("ES", 5, 1),
    ("FI", 5, 2),
    ("FR", 5, 1),
    ("GE", 4, 1),
    ("GR", 5, 0),
    ("HR", 5, 0),
    ("HU", 4, 0),
    ("ID", 5, 0),
    ("IN", 6, 0),
    ("IT", 5, 2),
    ("JP", 7, 2),
    ("KE", 5, 2),
    ("KR", 5, 1),
    ("LI", 4, 0),
    ("LK", 5, 2),
    ("LT", 5, 1),
    ("LU", 4, 0),
    ("LV", 4, 0),
    ("MA", 5, 0),
    ("MX", 5, 1),
    ("MY", 5, 1),
    ("NL", 4, 0),
    ("NO", 4, 3),
    ("NZ", 4, 1),
    ("PH", 4, 1),
    ("PL", 5, 4),
    ("PR", 5, 2),
    ("PT", 7, 0),
    ("RO", 6, 1),
    ("RS", 5, 0),
    ("RU", 6, 0),
    ("SE", 5, 0),
    ("SG", 6, 1),
    ("SI", 4, 0),
    ("SK", 5, 1),
    ("TH", 5, 0),
    ("TN", 4, 0),
    ("TR", 5, 1),
    ("UA", 5, 1),
    ("US", 5, 2),
    ("UY", 5, 0),
    ("ZA", 4, 3),
];

/// The codes of a country, if they are so many digits.
pub fn digits_of(country: &str) -> Option<Digits> {
    let known = COUNTRIES.iter().find(|(code, ..)| *code == country);
    known.map(|(_, length, zeros)| Digits { length: *length, zeros: *zeros })
}
