//! Names of places, reduced to what is the same however they are written.

use crate::text::caseless::{caseless, is_of_words};

/// Words between the words of a name, said or not said.
const CONNECTIVES: Words = Words("and et och og the und ve");

/// Words that some put before a name.
const ARTICLES: Words = Words("das de der die el het il l la las le les los os");

/// Words before "of" and the name of a country.
const REALMS: Words =
    Words("commonwealth federal federation federative islamic kingdom peoples principality republic union");

/// Words for a part of a country, before or after its name, as names are read.
const PARTS: Words = Words(
    "autonomous bundesland canton cidade ciudad co commune comunidad condado county departament departamento \
     departement department depto dist district distrikt distrito do dpto edo emirate estado freistaat fu fylke \
     governorate gwangyeoksi il ili judet judetul kanton ken krai kray lan land maakunta megye municipality \
     obl oblast oblasti okrug parish pref prefecture prov province provincia provincie region regione \
     respublika sheng shi state tinh to voivodeship wojewodztwo zupanija краи область республика",
);

/// The same, written without a blank.
const ENDINGS: Words = Words("県 縣 府 都 省 州 市 道 특별자치도 특별자치시 특별시 광역시 도 시");

/// Between the word for what a place is and its name.
const GENITIVES: Words = Words("d da de del dels di do du of von");

/// Words between spaces, which takes less room than a slice of them.
struct Words(&'static str);

impl Words {
    fn contains(&self, word: &str) -> bool {
        self.0.split(' ').any(|one| one == word)
    }
}

/// What a name is of, which tells the words it can do without.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A country.
    Country,
    /// A part of one.
    Part,
}

/// A place's name in lower case: its letters and digits, words between spaces.
pub struct Name {
    words: String,
}

impl Name {
    /// Reads a name. Case, accents, punctuation and blanks do not matter, nor do "the" and
    /// "and"; "Saint" is "St", and "Rep." is "Republic".
    pub fn read(text: &str) -> Self {
        let mut all = String::with_capacity(text.len());
        caseless(text, &mut |next| match next {
            '.' | '\'' | '’' => {}
            inside if is_of_words(inside) => all.push(inside),
            _ => all.push(' '),
        });
        Self {
            words: joined(&all, |word| !CONNECTIVES.contains(word)).unwrap_or_else(|| all.trim().to_owned()),
        }
    }

    /// The name in UTF-8, without the spaces, which are not always written.
    pub fn bytes(&self) -> impl Iterator<Item = u8> {
        self.words.bytes().filter(|byte| *byte != b' ')
    }

    /// The name without an article or a word for what it names, one word at a time; `None`
    /// when nothing can go.
    pub fn barer(&self, kind: Kind) -> Option<Self> {
        let words = self.words.as_str();
        let bare = match kind {
            Kind::Country => without_first(words, &REALMS).or_else(|| words.strip_suffix(" republic of")),
            Kind::Part => without_first(words, &PARTS).or_else(|| without_last(words)),
        };
        let article =
            || words.split_once(' ').filter(|(word, _)| ARTICLES.contains(word)).map(|(_, rest)| rest);
        Some(Self { words: bare.or_else(article)?.to_owned() })
    }
}

/// The words between blanks that are kept, one space between them; `None` if none is.
fn joined(all: &str, keep: impl Fn(&str) -> bool) -> Option<String> {
    let mut words = String::with_capacity(all.len());
    for word in all.split(' ').filter(|word| !word.is_empty() && keep(word)) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(match word {
            "saint" => "st",
            "rep" => "republic",
            whole => whole,
        });
    }
    (!words.is_empty()).then_some(words)
}

/// Without the first word, if it is one of these, and a genitive after it.
fn without_first<'a>(words: &'a str, dispensable: &Words) -> Option<&'a str> {
    let (_, rest) = words.split_once(' ').filter(|(word, _)| dispensable.contains(word))?;
    let genitive = rest.split_once(' ').filter(|(word, _)| GENITIVES.contains(word));
    Some(genitive.map_or(rest, |(_, rest)| rest))
}

/// Without the last word or ending, of which at least two characters stay: `京都` is one.
fn without_last(words: &str) -> Option<&str> {
    let word = words.rsplit_once(' ').filter(|(_, word)| PARTS.contains(word)).map(|(rest, _)| rest);
    let bare = |ending| words.strip_suffix(ending).filter(|rest: &&str| rest.chars().nth(1).is_some());
    word.or_else(|| ENDINGS.0.split(' ').find_map(bare))
}
