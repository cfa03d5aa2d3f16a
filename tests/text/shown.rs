//! Text fit to be shown.

use std::borrow::Cow;

use beeline::text::shown;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::tricky_text::tricky;

#[track_caller]
fn assert_shown(cases: &[(&str, &str)]) {
    for (typed, expected) in cases {
        assert_eq!(shown(typed), *expected, "{typed:?}");
    }
}

/// Shown as it stands.
#[track_caller]
fn assert_kept(texts: &[&str]) {
    for text in texts {
        assert_eq!(shown(text), *text, "{text:?}");
    }
}

#[test]
fn plain_text_is_not_even_copied() {
    for text in ["", "Ada Lovelace", "two\nlines\tand a tab", "a@b.example, 100%"] {
        assert!(matches!(shown(text), Cow::Borrowed(_)), "{text:?}");
    }
}

#[test]
fn text_is_composed() {
    assert_shown(&[
        ("e\u{301}", "é"),
        ("Zu\u{308}rich", "Zürich"),
        ("\u{212b}", "Å"),
        ("か\u{3099}", "が"),
        ("\u{1112}\u{1161}\u{11ab}", "한"),
    ]);
}

#[test]
fn what_reorders_or_hides_text_is_gone() {
    assert_shown(&[
        ("abc\u{202e}fdp.exe", "abcfdp.exe"),
        ("\u{2066}a\u{2069}\u{200e}b\u{200f}\u{61c}", "ab"),
        ("pass\u{200b}word\u{feff}", "password"),
        ("co\u{ad}operate", "cooperate"),
        ("a\u{2060}b\u{2063}c\u{180e}d", "abcd"),
        ("x\u{e0041}\u{e007f}y", "xy"),
        ("a\u{fffe}b\u{fdd0}c\u{10ffff}", "abc"),
        ("a\0b\u{7f}c\u{9b}d\u{1b}[31m", "abcd[31m"),
        ("\u{3164}", ""),
        ("a\u{34f}b", "ab"),
        ("\u{fff9}a\u{fffa}b\u{fffb}", "ab"),
    ]);
}

#[test]
fn every_line_break_is_one() {
    assert_shown(&[
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u{85}b\u{2028}c\u{2029}d", "a\nb\nc\nd"),
        ("a\u{b}b\u{c}c", "a\nb\nc"),
        ("a\tb", "a\tb"),
    ]);
}

#[test]
fn joiners_stay_where_scripts_need_them() {
    // Persian, Hindi, Bengali, Malayalam, Sinhala.
    assert_kept(&[
        "می\u{200c}خواهم",
        "क्\u{200d}ष",
        "क्\u{200c}ष",
        "র\u{200d}্য",
        "ന്\u{200d}",
        "ශ්\u{200d}රී",
        "ه\u{200d}",
    ]);
}

#[test]
fn a_joiner_follows_a_virama_in_whatever_order_the_marks_came() {
    let typed = "\u{e38}\u{200b}\u{94d}\u{200c}";
    assert_eq!(shown(typed), "\u{94d}\u{e38}\u{200c}");
    assert_kept(&["\u{94d}\u{e38}\u{200c}"]);
}

#[test]
fn emoji_stay_whole() {
    assert_kept(&[
        "👩\u{200d}🚀",
        "👨\u{200d}👩\u{200d}👧\u{200d}👦",
        "👩🏽\u{200d}🚀",
        "❤\u{fe0f}\u{200d}🔥",
        "🏳\u{fe0f}\u{200d}🌈",
        "🙂\u{200d}↔\u{fe0f}",
        "1\u{fe0f}\u{20e3}",
        "🇩🇪",
    ]);
}

#[test]
fn joiners_go_where_they_only_hide() {
    assert_shown(&[
        ("pass\u{200d}word", "password"),
        ("pass\u{200c}word", "password"),
        ("\u{200d}a", "a"),
        ("a\u{200d}", "a"),
        ("می\u{200c}\u{200c}خواهم", "می\u{200c}خواهم"),
        ("می\u{200c} خواهم", "می خواهم"),
        ("👩\u{200d}a", "👩a"),
        ("a\u{200d}🚀", "a🚀"),
    ]);
}

#[test]
fn selectors_are_one_at_most() {
    assert_shown(&[
        ("❤\u{fe0f}\u{fe0f}\u{fe0e}", "❤\u{fe0f}"),
        ("葛\u{e0100}", "葛\u{e0100}"),
        ("\u{fe0f}a", "a"),
        (" \u{fe0f}", " "),
        ("a\u{e0101}\u{e0102}\u{e0103}", "a\u{e0101}"),
    ]);
}

#[test]
fn marks_are_capped_at_eight_a_character() {
    let zalgo = |count| format!("Z{}", "\u{335}".repeat(count));
    assert_eq!(shown(&zalgo(8)), zalgo(8));
    assert_eq!(shown(&zalgo(9)), zalgo(8));
    assert_eq!(shown(&(zalgo(5000) + "a\u{316}")), zalgo(8) + "a\u{316}");
    assert_eq!(shown(&"\u{316}".repeat(20)), "\u{316}".repeat(8));
    // Vietnamese, Hebrew, Tibetan.
    assert_kept(&["Nguyễn Thị Mỹ Lệ", "בְּרֵאשִׁית", "བསྒྲུབས", "ประเทศไทย"]);
}

#[test]
fn ordinary_text_in_many_scripts_is_kept() {
    assert_kept(&[
        "Ελλάδα",
        "Україна",
        "日本語テキスト",
        "한국어",
        "العربية",
        "हिन्दी",
        "தமிழ்",
        "မြန်မာ",
        "ភាសាខ្មែរ",
        "ქართული",
        "€ № ™ ½",
        "\u{600}١٢",
    ]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn showing_again_changes_nothing(text in prop_oneof![any::<String>(), tricky()]) {
        let once = shown(&text).into_owned();
        prop_assert_eq!(shown(&once), once.as_str());
    }

    #[test]
    fn what_is_shown_is_composed(text in prop_oneof![any::<String>(), tricky()]) {
        let once = shown(&text).into_owned();
        prop_assert_eq!(once.nfc().collect::<String>(), once);
    }

    #[test]
    fn text_of_visible_characters_is_only_composed(text in "[a-zA-ZÀ-ɏͰ-ϿЀ-ӿ\u{300}\u{301}\u{316}一-鿿가-힣ぁ-んァ-ン ]{0,40}") {
        let marks = text.split(|next: char| !('\u{300}'..='\u{36f}').contains(&next)).map(|run| run.chars().count()).max();
        prop_assume!(marks.unwrap_or_default() < 5);
        prop_assert_eq!(shown(&text), text.nfc().collect::<String>());
    }

    #[test]
    fn nothing_invisible_is_shown(text in tricky()) {
        let hidden = |next: char| matches!(next,
            '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}' | '\u{fdd0}'..='\u{fdef}');
        prop_assert!(!shown(&text).contains(hidden));
    }
}
