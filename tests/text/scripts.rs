//! Words that mix scripts, as whoever imitates a name writes it, and words that do not.

use beeline::text::{mixes_scripts, shown};
use proptest::prelude::*;
use proptest::sample::select;

#[test]
fn letters_of_two_alphabets_in_one_word_are_mixed() {
    for text in [
        "Аda",          // a Cyrillic A
        "Ada Lоvelace", // a Cyrillic o
        "раypal",
        "ivan@gооgle.com",
        "Иvan",
        "Ελlas",
        "Αθήνaς",
        "Iванов", // a Latin I
        "Ꭺmazon", // a Cherokee A
        "Bօb",    // an Armenian o
        "Аｄａ",  // wide Latin letters
        "p\u{301}аul",
        "p\u{200b}аul",
    ] {
        assert!(mixes_scripts(text), "{text:?}");
    }
}

#[test]
fn one_alphabet_in_each_word_is_not() {
    for text in [
        "",
        "Ada Lovelace",
        "Ivan Иванов",
        "Анна-Maria",
        "Αθήνα / Athens",
        "ООО «Romashka»",
        "A1Телеком",
        "Łódź Þór Øyvind Yıldız Nguyễn Zoë",
        "Hawaiʻi",
        "Ｆｕｌｌ Width",
        "ada@münchen.example",
        "компания.рф",
    ] {
        assert!(!mixes_scripts(text), "{text:?}");
    }
}

#[test]
fn latin_letters_beside_scripts_that_people_write_them_beside_are_not() {
    for text in ["LG전자", "株式会社ABC", "Tシャツ", "中国A股", "الiPhone", "בiPhone", "ABCไทย"]
    {
        assert!(!mixes_scripts(text), "{text:?}");
    }
}

#[test]
fn a_sign_is_no_letter_whatever_it_is_made_of() {
    for text in ["Яндекс™", "Школа№5", "Ромашка®", "Кафе℠", "Ω™"] {
        assert!(!mixes_scripts(text), "{text:?}");
    }
}

/// Names of places in some thirty languages, as their speakers write them.
#[test]
fn no_name_of_a_country_or_of_a_part_of_one_is() {
    let tables = [include_str!("../../data/countries.txt"), include_str!("../../data/subdivisions.txt")];
    let lines = tables.iter().flat_map(|table| table.lines()).filter(|line| !line.starts_with('#'));
    let names: Vec<&str> = lines.filter_map(|line| line.rsplit('\t').next()).collect();
    assert!(names.len() > 10_000, "{} names", names.len());
    let mixed: Vec<&&str> = names.iter().filter(|name| mixes_scripts(name)).collect();
    assert_eq!(mixed, [&""; 0]);
}

/// Latin letters and the Cyrillic ones that look the same.
const TWINS: [(char, char); 12] = [
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
    ('A', 'А'),
    ('B', 'В'),
    ('M', 'М'),
    ('T', 'Т'),
    ('i', 'і'),
];

proptest! {
    #[test]
    fn ascii_never_is(text in "[ -~]{0,60}") {
        prop_assert!(!mixes_scripts(&text));
    }

    #[test]
    fn one_letter_of_a_word_in_its_cyrillic_twins_place_is_enough(
        before in "[a-zA-Z]{1,8}", twin in select(TWINS.as_slice()), after in "[a-z]{0,8}",
    ) {
        let (latin, cyrillic) = twin;
        let right = format!("{before}{latin}{after}");
        let wrong = format!("{before}{cyrillic}{after}");
        prop_assert!(!mixes_scripts(&right), "{right}");
        prop_assert!(mixes_scripts(&wrong), "{wrong}");
    }

    #[test]
    fn a_text_is_if_one_of_its_words_is(words in prop::collection::vec("[a-zа-яα-ωé0-9]{0,5}", 0..6)) {
        let any = words.iter().any(|word| mixes_scripts(word));
        prop_assert_eq!(mixes_scripts(&words.join(" ")), any);
        prop_assert_eq!(mixes_scripts(&words.join("-")), any);
    }

    #[test]
    fn what_is_not_seen_changes_nothing(text in "\\PC{0,30}") {
        prop_assert_eq!(mixes_scripts(&text), mixes_scripts(&shown(&text)));
    }
}
