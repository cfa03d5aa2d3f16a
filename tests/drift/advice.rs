//! What the owner of a drifting form is advised, and the TOML they may paste.

use std::collections::BTreeMap;

use beeline::contract::Contract;
use beeline::drift::{
    Advice, Fault, FieldTally, KnownField, KnownForm, Notice, Shape, Summary, ValueKind, advise, mask, notice,
};
use beeline::identity::Jurisdiction;
use beeline::intake::{FieldCode, FieldError, Fields};
use proptest::prelude::*;

const COUNTED: u32 = 20;

const FIELDS: &[KnownField<'static>] = &[
    known("email"),
    known("name"),
    known("notes"),
    known("phone"),
    KnownField { name: "company", required: true, max_length: Some(200) },
    KnownField { name: "plan", required: true, max_length: None },
    known("consent.privacy"),
    known("utm."),
];
const FORM: KnownForm<'static> = KnownForm { id: "demo", jurisdiction: None, fields: FIELDS };

const fn known(name: &'static str) -> KnownField<'static> {
    KnownField { name, required: false, max_length: Some(200) }
}

fn text(length_up_to: u32, pattern: &str) -> Option<Shape> {
    Some(Shape { kind: ValueKind::Text, length_up_to, pattern: pattern.to_owned() })
}

/// A field that is sent in so many of [`COUNTED`] misfits.
fn sent(name: &str, present: u32, shape: Option<Shape>) -> FieldTally {
    FieldTally { name: name.to_owned(), present, faults: BTreeMap::new(), shape }
}

/// A field that is wrong in all of them.
fn wrong(name: &str, fault: Fault, shape: Option<Shape>) -> FieldTally {
    let present = if shape.is_some() { COUNTED } else { 0 };
    FieldTally { faults: BTreeMap::from([(fault, COUNTED)]), ..sent(name, present, shape) }
}

fn summary(fields: Vec<FieldTally>) -> Summary {
    Summary { misfits: 20, submissions: 50, counted: COUNTED, fields, samples: Vec::new() }
}

fn advice(fields: Vec<FieldTally>) -> Vec<Advice> {
    advise(&FORM, &summary(fields))
}

/// The only advice there is.
fn only(fields: Vec<FieldTally>) -> Advice {
    let mut advice = advice(fields);
    assert_eq!(advice.len(), 1, "{advice:?}");
    advice.remove(0)
}

/// What the TOML says about a field of the form.
fn setting(toml: &str, field: &str, key: &str) -> Option<toml::Value> {
    let document: toml::Table = toml.parse().unwrap_or_else(|error| panic!("{error}: {toml}"));
    document["form"]["demo"]["field"].get(field)?.get(key).cloned()
}

#[test]
fn a_new_field_is_offered_to_the_contract_with_its_likely_type() {
    let guess = |name: &str, shape: Option<Shape>| {
        let toml = only(vec![sent(name, COUNTED, shape)]).toml;
        setting(&toml, name, "type").unwrap().as_str().unwrap().to_owned()
    };
    let of = |kind| Some(Shape { kind, length_up_to: 0, pattern: String::new() });
    assert_eq!(guess("budget", of(ValueKind::Number)), "number");
    assert_eq!(guess("newsletter", of(ValueKind::Boolean)), "boolean");
    assert_eq!(guess("topics", of(ValueKind::List)), "choice");
    assert_eq!(guess("alternative_mail", text(32, "a.a@a.a")), "email");
    assert_eq!(guess("fon", text(16, "+9 (9) 9-9")), "phone");
    assert_eq!(guess("mobile", text(16, "9")), "phone");
    assert_eq!(guess("seats", text(4, "9")), "number");
    assert_eq!(guess("start_date", text(16, "9-9-9")), "date");
    assert_eq!(guess("order", text(16, "9-9-9")), "text");
    assert_eq!(guess("billing_country", text(16, "Aa")), "country");
    assert_eq!(guess("job", text(16, "Aa a")), "text");
    assert_eq!(guess("mystery", None), "text");
}

#[test]
fn a_list_says_that_its_choices_are_to_be_filled_in() {
    let shape = Some(Shape { kind: ValueKind::List, length_up_to: 0, pattern: String::new() });
    let toml = only(vec![sent("topics", COUNTED, shape)]).toml;
    assert_eq!(setting(&toml, "topics", "multiple"), Some(true.into()));
    assert!(toml.contains("# list what there is to choose from"));
}

#[test]
fn a_field_of_the_contract_or_of_its_groups_is_not_new() {
    assert_eq!(advice(vec![sent("name", COUNTED, None), sent("utm.source", COUNTED, None)]), []);
}

#[test]
fn what_only_some_misfits_have_is_no_change_of_the_page() {
    assert_eq!(advice(vec![sent("job", 10, None)]), [], "half of them");
    assert_eq!(advice(vec![sent("job", 11, None)]).len(), 1, "most of them");
    assert_eq!(advise(&FORM, &Summary::default()), []);
}

#[test]
fn a_required_field_that_is_gone_may_be_required_no_longer() {
    let advice = only(vec![wrong("company", Fault::Missing, None)]);
    assert!(advice.text.starts_with("`company` is required, and the page does not send it."));
    assert_eq!(advice.toml, "[form.demo.field.company]\nrequired = false\n");
}

#[test]
fn what_every_lead_needs_is_to_be_put_back_on_the_page() {
    let advice = only(vec![wrong("email", Fault::Missing, None)]);
    assert!(advice.text.contains("put it back on the page"));
    assert_eq!(advice.toml, "", "no contract can do without it");
}

#[test]
fn a_required_field_that_comes_empty_is_told_from_one_that_is_gone() {
    let advice = only(vec![wrong("company", Fault::Missing, text(0, ""))]);
    assert!(advice.text.starts_with("`company` comes empty"));
    assert_eq!(setting(&advice.toml, "company", "required"), Some(false.into()));
}

#[test]
fn a_renamed_field_is_one_piece_of_advice() {
    let advice =
        only(vec![wrong("company", Fault::Missing, None), sent("company_name", COUNTED, text(16, "Aa a"))]);
    assert!(advice.text.starts_with("Was it renamed? `company_name` appears where `company` was."));
    assert_eq!(setting(&advice.toml, "company_name", "type"), Some("text".into()));
    assert_eq!(setting(&advice.toml, "company_name", "required"), Some(true.into()));
    assert_eq!(setting(&advice.toml, "company", "required"), Some(false.into()));
}

#[test]
fn what_every_lead_needs_cannot_be_renamed_in_the_contract() {
    let advice =
        only(vec![wrong("email", Fault::Missing, None), sent("work_email", COUNTED, text(32, "a@a.a"))]);
    assert!(advice.text.ends_with("Call it `email` on the page again: no lead can be answered without."));
    assert_eq!(advice.toml, "");
}

#[test]
fn what_the_contract_finds_fault_with_is_not_new() {
    let advice = only(vec![wrong("seats", Fault::Type, text(4, "9"))]);
    assert!(advice.text.contains("than its `type` says"));
    let refused = only(vec![wrong("job", Fault::Unknown, text(4, "a"))]);
    assert!(refused.text.contains("which the contract does not have"));
}

#[test]
fn renames_are_matched_by_the_closest_names() {
    for (old, new) in [
        ("email", "work_email"),
        ("email", "E-Mail"),
        ("name", "full_name"),
        ("phone", "phoneNumber"),
        ("company", "comapny"),
        ("notes", "contact[notes]"),
    ] {
        let advice = advice(vec![wrong(old, Fault::Missing, None), sent(new, COUNTED, None)]);
        assert!(advice[0].text.starts_with("Was it renamed?"), "{old} and {new}");
        assert_eq!(advice.len(), 1, "{old} and {new}");
    }
    for (old, new) in [("name", "plan_tier"), ("email", "job"), ("company", "organisation"), ("phone", "x")] {
        let advice = advice(vec![wrong(old, Fault::Missing, None), sent(new, COUNTED, None)]);
        assert_eq!(advice.len(), 2, "{old} and {new}");
        assert!(advice.iter().all(|advice| !advice.text.contains("renamed")), "{old} and {new}");
    }
}

#[test]
fn two_renames_are_not_mixed_up() {
    let texts: Vec<String> = advice(vec![
        wrong("name", Fault::Missing, None),
        wrong("company", Fault::Missing, None),
        sent("company_name", COUNTED, None),
        sent("full_name", COUNTED, None),
    ])
    .into_iter()
    .map(|advice| advice.text)
    .collect();
    assert_eq!(texts.len(), 2);
    assert!(texts[0].contains("`company_name` appears where `company` was"), "{texts:?}");
    assert!(texts[1].contains("`full_name` appears where `name` was"), "{texts:?}");
}

#[test]
fn an_unlisted_choice_says_where_to_look() {
    let advice = only(vec![wrong("plan", Fault::Choice, text(8, "Aa"))]);
    assert!(advice.text.contains("`choices` of the entry `[form.demo.field.plan]`"));
    assert_eq!(advice.toml, "", "the answer itself is not known");
}

#[test]
fn a_text_that_is_too_long_gets_more_room_up_to_what_notes_have() {
    let longer = |length| only(vec![wrong("company", Fault::Length, text(length, "Aa a"))]).toml;
    assert_eq!(setting(&longer(512), "company", "max_length"), Some(512.into()));
    assert_eq!(setting(&longer(65_536), "company", "max_length"), Some(5_000.into()));
    let short = advice(vec![wrong("company", Fault::Length, text(2, "A"))]);
    assert_eq!(short, [], "too short is the visitor's");
}

#[test]
fn mostly_wrong_addresses_are_the_pages_fault() {
    let advice = only(vec![wrong("email", Fault::Email, text(16, "a"))]);
    assert!(advice.text.contains("the page's own check is missing or broken"));
    assert_eq!(advice.toml, "");
    let few = FieldTally { faults: BTreeMap::from([(Fault::Email, 9)]), ..sent("email", COUNTED, None) };
    assert_eq!(self::advice(vec![few]), []);
}

#[test]
fn a_changed_type_a_missing_box_and_an_old_wording_are_named() {
    let kind = only(vec![wrong("plan", Fault::Type, text(4, "9"))]);
    assert_eq!(setting(&kind.toml, "plan", "type"), Some("number".into()));
    let consent = only(vec![wrong("consent.privacy", Fault::Consent, None)]);
    assert!(consent.text.contains("without `consent.privacy`"));
    let version = only(vec![sent("name", 1, None), wrong("consent.privacy", Fault::ConsentVersion, None)]);
    assert!(version.text.contains("a wording that the form never showed"));
}

#[test]
fn a_name_that_was_masked_is_never_proposed() {
    assert_eq!(advice(vec![sent("(a@a.a)", COUNTED, None), wrong("(9)", Fault::Missing, None)]), []);
}

#[test]
fn at_most_six_things_are_advised() {
    let fields = (0..30).map(|number| sent(&format!("new{number}"), COUNTED, None)).collect();
    assert_eq!(advice(fields).len(), 6);
}

/// A real misfit, from the body to the notice.
fn notice_of_a_rename() -> Notice {
    notice(&FORM, &a_rename())
}

fn a_rename() -> Summary {
    let body = Fields::from_json(br#"{"email":"ann.lee@example.com","company_name":"Example Inc"}"#).unwrap();
    let error =
        FieldError { field: "company".into(), code: FieldCode::Required, message: "Is needed.".into() };
    let samples = vec![mask(&body, &[error], &Contract::default())];
    let fields =
        vec![sent("company_name", COUNTED, text(16, "Aa Aa")), wrong("company", Fault::Missing, None)];
    Summary { samples, ..summary(fields) }
}

#[test]
fn what_one_submission_looks_like_leaves_no_jurisdiction() {
    let pinned = notice(&KnownForm { jurisdiction: Some(Jurisdiction::Eu), ..FORM }, &a_rename());
    assert!(pinned.lines.iter().all(|line| !line.contains("Aa Aa")), "{:?}", pinned.lines);
    assert_eq!(pinned.lines.len() + 1, notice_of_a_rename().lines.len());
}

#[test]
fn the_notice_says_how_bad_it_is_what_is_wrong_and_what_to_do() {
    let notice = notice_of_a_rename();
    assert_eq!(notice.title, "Form `demo`: 40 % of submissions do not fit");
    assert_eq!(
        notice.lines,
        [
            "In the last hour 20 of 50 submissions were refused: the page and the form's contract no longer \
             agree.",
            "`company` is missing in 20 of 20.",
            "Was it renamed? `company_name` appears where `company` was. Call it `company` on the page again; \
             or, if the new name stays, take `company_name` into the contract and require `company` no longer.",
            "One of them, its values as patterns: `company_name`: `Aa Aa`, `email`: `a.a@a.a`.",
        ]
    );
    assert_eq!(
        notice.toml,
        "[form.demo.field.company_name]\ntype = \"text\"\nrequired = true\n\n[form.demo.field.company]\n\
         required = false\n"
    );
}

#[test]
fn a_notice_without_advice_still_says_what_is_wrong() {
    let few = FieldTally { faults: BTreeMap::from([(Fault::Range, 9)]), ..sent("plan", COUNTED, None) };
    let notice = notice(&FORM, &summary(vec![few]));
    assert_eq!(notice.lines[1..], ["`plan` is out of its range in 9 of 20."]);
    assert_eq!(notice.toml, "");
    assert!(self::notice(&FORM, &Summary::default()).title.contains("0 %"));
}

#[test]
fn a_notice_says_which_submissions_it_is_about_where_they_are_kept_apart() {
    let title = |jurisdiction| notice(&KnownForm { jurisdiction, ..FORM }, &Summary::default()).title;
    assert_eq!(title(None), "Form `demo`: 0 % of submissions do not fit");
    let pinned = title(Some(Jurisdiction::Eu));
    assert_eq!(pinned, "Form `demo`: 0 % of submissions kept in eu do not fit");
}

fn tally() -> impl Strategy<Value = FieldTally> {
    let fault = prop::sample::select(vec![
        Fault::Missing,
        Fault::Type,
        Fault::Email,
        Fault::Length,
        Fault::Choice,
        Fault::Unknown,
        Fault::Consent,
        Fault::Other,
    ]);
    let kind =
        prop::sample::select(vec![ValueKind::Text, ValueKind::Number, ValueKind::Boolean, ValueKind::List]);
    let name = prop_oneof!["[a-z_]{1,12}", "[a-zA-Z0-9_.:/ \\[\\]é\"\\\\-]{1,20}", ".{1,20}"];
    let shape = proptest::option::of((kind, any::<u32>(), "[Aa9x@.,+/:_() -]{0,12}"));
    (name, 0..=COUNTED, prop::collection::btree_map(fault, 0..=COUNTED, 0..2), shape).prop_map(
        |(name, present, faults, shape)| FieldTally {
            name,
            present,
            faults,
            shape: shape.map(|(kind, length_up_to, pattern)| Shape { kind, length_up_to, pattern }),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_proposed_is_one_toml_document_about_fields_of_this_form(
        fields in prop::collection::vec(tally(), 0..8),
    ) {
        let fields: BTreeMap<String, FieldTally> =
            fields.into_iter().map(|tally| (tally.name.clone(), tally)).collect();
        let toml = notice(&FORM, &summary(fields.values().cloned().collect())).toml;
        if !toml.is_empty() {
            let document: toml::Table = toml.parse().unwrap();
            let entries = document["form"]["demo"]["field"].as_table().unwrap();
            prop_assert_eq!((document.len(), document["form"].as_table().unwrap().len()), (1, 1));
            for name in entries.keys() {
                prop_assert!(fields.contains_key(name), "{name}");
            }
        }
    }

    #[test]
    fn a_notice_can_be_written_about_anything(
        fields in prop::collection::vec(tally(), 0..12), misfits in any::<u32>(), fitting in any::<u32>(), counted in any::<u32>(),
    ) {
        let (misfits, fitting) = (u64::from(misfits), u64::from(fitting));
        let summary = Summary { misfits, submissions: misfits + fitting, counted, fields, samples: Vec::new() };
        let notice = notice(&FORM, &summary);
        prop_assert!(notice.lines.len() <= 1 + 5 + 6);
        prop_assert!(!notice.title.contains('\n'));
    }
}
