//! Text folded to be compared.

use std::borrow::Cow;

use beeline::text::{folded, shown};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

use crate::tricky_text::tricky;

#[track_caller]
fn assert_folded(cases: &[(&str, &str)]) {
    for (typed, expected) in cases {
        assert_eq!(folded(typed), *expected, "{typed:?}");
    }
}

#[test]
fn what_is_folded_already_is_not_even_copied() {
    for text in ["", "ada lovelace", "a@b.example, 100%"] {
        assert!(matches!(folded(text), Cow::Borrowed(_)), "{text:?}");
    }
}

#[test]
fn case_width_accents_and_blanks_are_folded() {
    assert_folded(&[
        ("  Ada\t LOVELACE \n", "ada lovelace"),
        ("Zoë", "zoe"),
        ("STRASSE Straße ẞ", "strasse strasse ss"),
        ("Ｆｕｌｌ　Ｗｉｄｔｈ", "full width"),
        ("ﬁnance", "finance"),
        ("𝐁𝐞𝐞𝐥𝐢𝐧𝐞", "beeline"),
        ("Ⅷ ①", "viii 1"),
        ("Łódź Ærø Þór", "lodz aero thor"),
        ("İstanbul Iğdır", "istanbul igdir"),
        ("x\u{a0}\u{2003}y", "x y"),
        ("pa\u{200b}ss\u{ad}word\u{200d}", "password"),
        ("Z\u{335}\u{327}\u{316}algo", "zalgo"),
        ("wait…", "wait."),
        ("한국어 が か", "한국어 が か"),
        ("ประเทศ", "ประเทศ"),
    ]);
}

#[test]
fn lookalikes_are_the_letter_they_look_like() {
    assert_folded(&[
        ("раураӏ", "paypal"),
        ("Аррӏе", "apple"),
        ("ΑΒC", "abc"),
        ("аВс", "abc"),
        ("ｇооgle", "google"),
        ("micгоsoft", "microsoft"),
        ("ᴄᴏᴡ", "cow"),
        ("Ꭺmazon", "amazon"),
        ("ѕесurе", "secure"),
        ("paypal 1l0O", "paypal 1l0o"),
    ]);
}

#[test]
fn case_makes_no_difference_in_any_script() {
    for text in ["Москва", "Ελλάδα Σίσυφος", "Übung", "Ⴀⴀ", "Հայաստան", "Ꭰꭰ", "ǅ", "ﬀ"]
    {
        assert_eq!(folded(&text.to_uppercase()), folded(text), "{text}");
        assert_eq!(folded(&text.to_lowercase()), folded(text), "{text}");
    }
}

#[test]
fn every_letter_that_looks_like_one_of_ascii_alone_is_that_one() {
    let mut held = 0;
    for one in '\u{80}'..=char::MAX {
        let look: String = skeleton(one.encode_utf8(&mut [0; 4])).collect();
        let text = one.to_string();
        // What has a case or an accent is folded before it is looked at.
        let is_bare = one.to_lowercase().eq([one]) && text.nfkd().eq([one]) && unspelled(one);
        if is_bare
            && shown(&text) == text
            && !look.is_empty()
            && look.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            assert_eq!(folded(&text), look.to_lowercase(), "{one:?} U+{:04X}", u32::from(one));
            held += 1;
        }
    }
    assert!(held > 300, "{held}");
}

/// Not one that is spelled out, is folded to its capital (Cherokee), or is an old form of
/// another letter (Cyrillic Extended-C), or newer than the standard library (Latin Extended-G).
fn unspelled(one: char) -> bool {
    let folded_otherwise = matches!(one,
        '\u{13a0}'..='\u{13ff}' | '\u{ab70}'..='\u{abbf}' | '\u{1c80}'..='\u{1c88}' | '\u{1df00}'..='\u{1dfff}');
    !folded_otherwise && !"ßæœøłđðħıþς".contains(one)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn folding_what_is_shown_is_folding(text in prop_oneof![any::<String>(), tricky()]) {
        let once = shown(&text).into_owned();
        prop_assert_eq!(folded(&once), folded(&text));
    }

    #[test]
    fn folding_again_changes_nothing(text in prop_oneof![any::<String>(), tricky()]) {
        let once = folded(&text).into_owned();
        prop_assert_eq!(folded(&once), once.as_str());
    }

    #[test]
    fn compatibility_forms_fold_alike(text in "[\u{2460}-\u{2473}\u{ff01}-\u{ff9f}\u{1d400}-\u{1d7ff}\u{2100}-\u{214f}\u{fb00}-\u{fb06}\u{3200}-\u{33ff}a-zÀ-ɏ ]{0,24}") {
        // These few would become a full stop, which no domain name may hold.
        prop_assume!(!text.contains(['㏂', '㏇', '㏘']));
        let compatible: String = text.nfkc().collect();
        prop_assert_eq!(folded(&compatible), folded(&text));
    }

    #[test]
    fn ascii_folds_as_ascii(text in "[ -~\t\n]{0,40}") {
        let expected = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
        prop_assert_eq!(folded(&text), expected);
    }

}
