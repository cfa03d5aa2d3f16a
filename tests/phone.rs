//! What becomes of the phone numbers that people type, also held against the whole database
//! of the crate `phonenumber`.
//!
//! That database is asked for plain digits only: numbering plans are what is compared, not
//! how punctuation is read.

use std::sync::LazyLock;

use beeline::phone::{Phone, PhoneFlag, normalize};
use phonenumber::metadata::{DATABASE, Database, Descriptor, loader};
use phonenumber::{Metadata, PhoneNumber};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// `(typed, default country) -> (E.164, country)`, all of them valid.
#[track_caller]
fn assert_valid(cases: &[(&str, &str, &str, &str)]) {
    for (typed, home, e164, country) in cases {
        let phone = normalize(typed, Some(*home).filter(|home| !home.is_empty()));
        assert_eq!(phone.e164.as_deref(), Some(*e164), "{typed} from {home}");
        assert_eq!(phone.country.as_deref().unwrap_or_default(), *country, "{typed} from {home}");
        assert_eq!(phone.flag, None, "{typed} from {home}");
        assert_eq!(phone.raw, *typed);
    }
}

/// `(typed, default country) -> (E.164, flag)`, empty for none.
#[track_caller]
fn assert_flagged(flag: PhoneFlag, cases: &[(&str, &str, &str)]) {
    for (typed, home, e164) in cases {
        let phone = normalize(typed, Some(*home).filter(|home| !home.is_empty()));
        assert_eq!(phone.flag, Some(flag), "{typed} from {home}");
        assert_eq!(phone.e164.as_deref().unwrap_or_default(), *e164, "{typed} from {home}");
        assert_eq!(phone.raw, *typed);
    }
}

#[test]
fn national_numbers_are_read_as_their_country_dials_them() {
    assert_valid(&[
        ("(415) 555-2671", "US", "+14155552671", "US"),
        ("1-415-555-2671", "us", "+14155552671", "US"),
        ("020 7946 0958", "GB", "+442079460958", "GB"),
        ("(030) 123456", "DE", "+4930123456", "DE"),
        ("02 3661 8300", "IT", "+390236618300", "IT"),
        ("06 12 34 56 78", "FR", "+33612345678", "FR"),
        ("098765 43210", "IN", "+919876543210", "IN"),
        ("0 31 11 96123-4567", "BR", "+5511961234567", "BR"),
        ("011 15-2345-6789", "AR", "+5491123456789", "AR"),
        ("8 (800) 555-35-35", "RU", "+78005553535", "RU"),
    ]);
}

#[test]
fn international_numbers_need_no_default_country() {
    assert_valid(&[
        ("+1 415 555 2671", "", "+14155552671", "US"),
        ("+44 (0)20 7946 0958", "", "+442079460958", "GB"),
        ("+49.30.123456", "FR", "+4930123456", "DE"),
        ("+39 02 3661 8300", "", "+390236618300", "IT"),
        ("0044 20 7946 0958", "", "+442079460958", "GB"),
        ("+0044 20 7946 0958", "", "+442079460958", "GB"),
        ("011 44 20 7946 0958", "US", "+442079460958", "GB"),
        ("00 44 20 7946 0958", "US", "+442079460958", "GB"),
        ("810 44 20 7946 0958", "RU", "+442079460958", "GB"),
        ("tel:+44-20-7946-0958", "", "+442079460958", "GB"),
        ("+800 1234 5678", "", "+80012345678", ""),
    ]);
}

#[test]
fn a_shared_calling_code_still_tells_the_country() {
    assert_valid(&[
        ("+1 604 555 0123", "", "+16045550123", "CA"),
        ("(604) 555 0123", "US", "+16045550123", "CA"),
        ("+1 876 555 1234", "", "+18765551234", "JM"),
        ("222 1234", "KY", "+13452221234", "KY"),
        ("+44 7781 123456", "", "+447781123456", "GG"),
        ("07781 123456", "GB", "+447781123456", "GG"),
        ("+7 701 234 5678", "", "+77012345678", "KZ"),
        ("+39 06 698 12345", "IT", "+390669812345", "VA"),
        ("800 234 5678", "CA", "+18002345678", "CA"),
    ]);
}

#[test]
fn a_number_that_begins_like_its_calling_code_or_trunk_prefix_stays_whole() {
    assert_valid(&[
        ("9123456789", "IN", "+919123456789", "IN"),
        ("91 91234 56789", "IN", "+919123456789", "IN"),
        ("393 123 4567", "IT", "+393931234567", "IT"),
        ("47 12 34 56", "NO", "+4747123456", "NO"),
        ("+7 800 555 35 35", "", "+78005553535", "RU"),
        ("49 1512 3456789", "DE", "+4915123456789", "DE"),
    ]);
}

#[test]
fn extensions_remarks_and_foreign_digits_do_not_matter() {
    assert_valid(&[
        ("+1 415 555 2671 ext. 5", "", "+14155552671", "US"),
        ("+1 415 555 2671 x302/x2303", "", "+14155552671", "US"),
        ("+1 415 555 2671, 12", "", "+14155552671", "US"),
        ("tel:+1-415-555-2671;ext=12", "", "+14155552671", "US"),
        ("415-555-2671 #12", "US", "+14155552671", "US"),
        ("+1 (415) 5552671#", "", "+14155552671", "US"),
        ("Office: 415.555.2671", "US", "+14155552671", "US"),
        ("07400 123456 (mobile, after 5pm)", "GB", "+447400123456", "GB"),
        ("+33 1 42 68 53 00 poste 12", "", "+33142685300", "FR"),
        ("1-800-FLOWERS", "US", "+18003569377", "US"),
        ("＋８１（３）１２３４－５６７８", "", "+81312345678", "JP"),
        ("\u{202a}+1\u{a0}(415)\u{a0}555\u{2011}2671\u{202c}", "", "+14155552671", "US"),
        (
            "+\u{669}\u{661} \u{669}\u{668}\u{667}\u{666}\u{665}\u{664}\u{663}\u{662}\u{661}\u{660}",
            "",
            "+919876543210",
            "IN",
        ),
    ]);
}

#[test]
fn what_holds_no_number_is_unparsable() {
    let long = "+1 415 555 2671".to_owned() + &" ".repeat(64);
    let cases = ["", "+", "12", "n/a", "call me", "name1110@example.com", "+1 <b>415</b> 555", long.as_str()];
    assert_flagged(PhoneFlag::Unparsable, &cases.map(|typed| (typed, "US", "")));
}

#[test]
fn a_calling_code_that_nobody_has_is_told_apart() {
    let cases = [
        ("+999 123 4567", "US", ""),
        ("+0 123 4567", "", ""),
        ("00 999 123456", "GB", ""),
        ("00999123456", "", ""),
    ];
    assert_flagged(PhoneFlag::UnknownCallingCode, &cases);
}

#[test]
fn a_national_number_without_a_country_is_told_apart() {
    let cases =
        [("415 555 2671", "", ""), ("020 7946 0958", "XX", ""), ("020 7946 0958", "United Kingdom", "")];
    assert_flagged(PhoneFlag::NoCountry, &cases);
}

#[test]
fn a_number_that_is_not_valid_keeps_its_e164_when_it_is_as_long_as_a_valid_one() {
    assert_flagged(
        PhoneFlag::NotValid,
        &[
            ("+1 000 000 0000", "", "+10000000000"),
            ("(015) 555-2671", "US", "+10155552671"),
            ("555-2671", "US", ""),
            ("+1 415 555 26711", "", ""),
            ("+44 20 7946", "", ""),
        ],
    );
    assert_eq!(normalize("+44 20 7946", None).country.as_deref(), Some("GB"));
}

#[test]
fn debug_output_shows_nothing_of_the_person() {
    for typed in ["+1 415 555 2671", "415 555 26711", "call Ann"] {
        let shown = format!("{:?}", normalize(typed, Some("US")));
        assert!(!shown.contains("415") && !shown.contains("Ann"), "{shown}");
    }
}

#[test]
fn stored_json_unchanged() {
    let stored = |typed| serde_json::to_string(&normalize(typed, None)).expect("a phone is JSON");
    let valid = r#"{"raw":"+44 20 7946 0958","e164":"+442079460958","country":"GB"}"#;
    assert_eq!(stored("+44 20 7946 0958"), valid);
    assert_eq!(stored("no"), r#"{"raw":"no","flag":"unparsable"}"#);

    let flags =
        [PhoneFlag::Unparsable, PhoneFlag::UnknownCallingCode, PhoneFlag::NoCountry, PhoneFlag::NotValid];
    let names = serde_json::to_string(&flags).expect("flags are JSON");
    assert_eq!(names, r#"["unparsable","unknown_calling_code","no_country","not_valid"]"#);
}

/// Every numbering plan. Not `DATABASE.iter()`: that has one of the non-geographic ones.
fn plans() -> Vec<&'static Metadata> {
    (1..=999u16).filter_map(|code| DATABASE.by_code(&code)).flatten().collect()
}

/// What makes a number of this plan valid.
fn descriptors(plan: &Metadata) -> impl Iterator<Item = &Descriptor> {
    let all = plan.descriptors();
    let lines = [all.fixed_line(), all.mobile(), all.voip(), all.pager(), all.personal_number()];
    let services = [all.toll_free(), all.premium_rate(), all.shared_cost(), all.uan(), all.voicemail()];
    lines.into_iter().chain(services).flatten()
}

/// Every plan with every example number it has.
fn examples() -> Vec<(&'static Metadata, &'static str)> {
    let of = |plan| descriptors(plan).filter_map(Descriptor::example).map(move |number| (plan, number));
    plans().into_iter().flat_map(of).collect()
}

fn country(plan: &Metadata) -> Option<&str> {
    Some(plan.id()).filter(|id| *id != "001")
}

fn valid_e164(phone: &Phone) -> Option<&str> {
    phone.e164.as_deref().filter(|_| phone.flag.is_none())
}

/// A number of the crate, exactly as it stands: its parser also takes off what merely looks
/// like a trunk prefix (`+7 800 ...`, whose trunk prefix is 8).
fn as_it_stands(code: u16, number: &str) -> Option<PhoneNumber> {
    let zeros = number.bytes().take_while(|digit| *digit == b'0').count() as u64;
    let value = number.trim_start_matches('0').parse::<u64>().ok().filter(|value| *value < 1 << 56)?;
    let code = serde_json::json!({ "value": code, "source": "plus" });
    let national = serde_json::json!({ "value": zeros << 56 | value });
    let parts = serde_json::json!({ "code": code, "national": national, "extension": null, "carrier": null });
    serde_json::from_value(parts).ok()
}

/// The whole database, its patterns asked for all of a number. The crate is content when a
/// pattern matches the first digits; Google's own library is not, and neither is Beeline.
static WHOLE: LazyLock<Option<Database>> = LazyLock::new(|| {
    let pattern = |kind: &Descriptor| Some(format!("^(?:{})$", kind.national_number().as_str()));
    let strict = |kind: &Descriptor| loader::Descriptor {
        national_number: pattern(kind),
        possible_length: kind.possible_length().to_vec(),
        ..Default::default()
    };
    let plan = |plan: &Metadata| loader::Metadata {
        id: Some(plan.id().to_owned()),
        country_code: Some(plan.country_code()),
        main_country_for_code: plan.is_main_country_for_code(),
        leading_digits: plan.leading_digits().map(|pattern| pattern.as_str().to_owned()),
        general: Some(strict(plan.descriptors().general())),
        fixed_line: plan.descriptors().fixed_line().map(strict),
        mobile: plan.descriptors().mobile().map(strict),
        toll_free: plan.descriptors().toll_free().map(strict),
        premium_rate: plan.descriptors().premium_rate().map(strict),
        shared_cost: plan.descriptors().shared_cost().map(strict),
        personal_number: plan.descriptors().personal_number().map(strict),
        voip: plan.descriptors().voip().map(strict),
        pager: plan.descriptors().pager().map(strict),
        uan: plan.descriptors().uan().map(strict),
        voicemail: plan.descriptors().voicemail().map(strict),
        ..Default::default()
    };
    Database::from(plans().into_iter().map(plan).collect()).ok()
});

/// Whether the whole database holds that the number is valid, and networks dial that many digits:
/// Germany's patterns leave room for two more than the fifteen of ITU-T E.164.
fn is_valid(code: u16, number: &str) -> bool {
    let dialable = code.to_string().len() + number.len() <= 15;
    dialable
        && as_it_stands(code, number)
            .zip(WHOLE.as_ref())
            .is_some_and(|(number, whole)| number.is_valid_with(whole))
}

#[test]
fn every_example_number_is_valid_in_international_form_and_from_its_country() {
    for (plan, number) in examples() {
        let code = plan.country_code();
        let e164 = format!("+{code}{number}");
        assert!(is_valid(code, number), "{e164} of {}", plan.id());
        for typed in [e164.clone(), format!("+{code} {number}"), format!("tel:+{code}-{number}")] {
            assert_eq!(valid_e164(&normalize(&typed, None)), Some(e164.as_str()), "{typed}");
        }
        if let Some(country) = country(plan) {
            assert_eq!(
                valid_e164(&normalize(number, Some(country))),
                Some(e164.as_str()),
                "{number} from {country}"
            );
        }
    }
}

/// Example numbers with a few digits changed, and any digits: region, calling code, number.
fn nearly_numbers() -> impl Strategy<Value = (&'static str, u16, String)> {
    let changes = proptest::collection::vec((any::<Index>(), "[0-9]"), 0..4);
    let near = (select(examples()), changes, "[0-9]{0,2}").prop_map(|((plan, number), changes, end)| {
        let mut number = number.to_owned();
        for (at, digit) in changes {
            let at = at.index(number.len());
            number.replace_range(at..=at, &digit);
        }
        number.truncate(number.len() + 1 - end.len());
        (plan, number + &end)
    });
    let far = (select(plans()), "[0-9]{3,15}");
    prop_oneof![4 => near, 1 => far].prop_map(|(plan, number)| (plan.id(), plan.country_code(), number))
}

/// Strings made of what phone numbers are made of, far likelier to get far than any string.
fn phone_like() -> impl Strategy<Value = String> {
    "[0-9+０-９٠-٩ ()./#,;:xX*~\u{a0}\u{ad}a-fext-]{0,70}"
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_international_number_is_valid_when_the_whole_database_says_so((_, code, number) in nearly_numbers()) {
        let e164 = format!("+{code}{number}");
        let phone = normalize(&e164, None);
        match valid_e164(&phone) {
            Some(ours) if ours == e164 => prop_assert!(is_valid(code, &number)),
            // Not valid as it stands, but without a trunk prefix: `+44 (0)20 ...`.
            Some(ours) => {
                let bare = ours.trim_start_matches(&format!("+{code}"));
                prop_assert!(!is_valid(code, &number) && is_valid(code, bare), "{ours}");
            }
            None => prop_assert!(!is_valid(code, &number), "{e164}"),
        }
    }

    #[test]
    fn a_national_number_is_what_the_whole_database_makes_of_it((region, code, number) in nearly_numbers(), trunk: bool) {
        let prefix = DATABASE.by_id(region).and_then(Metadata::national_prefix).unwrap_or_default();
        let typed = if trunk { format!("{prefix}{number}") } else { number };
        let ours = normalize(&typed, Some(region));
        if let (Some(e164), Some(country)) = (valid_e164(&ours), &ours.country) {
            let code = DATABASE.by_id(country).map(Metadata::country_code).unwrap_or_default();
            let number = e164.strip_prefix(&format!("+{code}")).unwrap_or_default();
            prop_assert!(is_valid(code, number), "{} from {}", typed, region);
        }
        if let Ok(theirs) = phonenumber::parse(region.parse().ok(), &typed) {
            let number = theirs.national().to_string();
            // The crate takes a prefix off twice, and off numbers of other countries as well.
            let taken_off = typed.strip_suffix(&number).unwrap_or_default();
            let overdone = !prefix.is_empty() && taken_off.ends_with(&prefix.repeat(2));
            if code == theirs.code().value() && !overdone && is_valid(code, &number) {
                let e164 = format!("+{code}{number}");
                prop_assert_eq!(valid_e164(&ours), Some(e164.as_str()), "{} from {}", typed, region);
            }
        }
    }

    #[test]
    fn nothing_that_is_typed_makes_it_panic(typed in prop_oneof![any::<String>(), phone_like()], home in "[A-Z]{2}|.{0,3}") {
        let phone = normalize(&typed, Some(&home));
        prop_assert_eq!(&phone.raw, &typed);
        prop_assert!(phone.flag.is_some() || phone.e164.is_some());
        if let Some(e164) = phone.e164 {
            let digits = e164.strip_prefix('+').unwrap_or_default();
            prop_assert!((4..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit()));
        }
    }

    #[test]
    fn normalizing_twice_changes_nothing(typed in phone_like(), home in "US|GB|DE|IN|BR|RU|KZ|IT") {
        let once = normalize(&typed, Some(&home));
        if let Some(e164) = once.e164.filter(|_| once.flag.is_none()) {
            let twice = normalize(&e164, None);
            prop_assert_eq!(twice.e164, Some(e164));
            prop_assert_eq!(twice.flag, None);
        }
    }
}
