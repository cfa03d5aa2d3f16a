//! The page that Beeline makes of a form's contract, empty and as it comes back.

use crate::contracts::{about, contract};
use crate::form_pages::{ESCAPED, HOSTILE, empty, fields, form, refused, returned, rich, usual};
use crate::html::{assert_sound, attributes};
use beeline::contract::{Ask, CONSENT_TEXT_VERSION, Contract, FieldRule, UnknownFields};
use beeline::intake::{Fields, Malformed, Submission, UnsupportedBody};
use beeline::page;
use beeline::problem::Problem;
use beeline::routing::Form;
use proptest::prelude::*;

/// The names of what is to be filled in, in focus order.
fn names(html: &str) -> Vec<&str> {
    let controls = html.split('<').filter(|tag| {
        ["input", "select", "textarea"].iter().any(|start| tag.starts_with(start)) && !tag.contains("hidden")
    });
    let mut names: Vec<&str> = controls.filter_map(|tag| attributes(tag, "name").first().copied()).collect();
    names.dedup();
    names
}

#[test]
fn every_form_is_sound_whatever_it_shows() {
    for form in [usual(), form(rich())] {
        let hostile =
            [("name", HOSTILE), ("email", HOSTILE), ("utm.x", HOSTILE), ("colours", HOSTILE), ("x", HOSTILE)];
        assert_sound(&empty(&form));
        assert_sound(&returned(&form, &hostile).0);
        let kept = fields(&hostile);
        assert_sound(&page::form(&form, &kept, Some((&Problem::Unavailable, "cor_1")), Some(HOSTILE)));
    }
}

#[test]
fn a_form_that_says_nothing_of_its_own_asks_the_usual_questions() {
    let asked = ["name", "email", "phone", "company", "country", "employees", "notes"];
    assert_eq!(names(&empty(&usual())), [&asked[..], &["consent.privacy", "consent.marketing"]].concat());
}

#[test]
fn a_forms_own_fields_stand_in_its_own_order_before_the_notes() {
    let html = empty(&form(rich()));
    let before = ["name", "email", "phone", "company", "country", "postal_code"];
    let own = ["colour", "colours", "starts.on", "seats", "role", "story", "billing_email", "billing_phone"];
    let after = ["billing_country", "newsletter", "notes", "consent.privacy", "consent.marketing", "website"];
    assert_eq!(names(&html), [&before[..], &own, &after].concat());
}

#[test]
fn every_kind_has_its_control() {
    let html = empty(&form(rich()));
    for control in [
        "<select id=\"field-colour\" name=\"colour\" required><option value=\"\">Choose</option><option>Red</option>",
        "<fieldset class=\"field choices\"><legend>The colours <span class=\"needed\">(needed)</span></legend>",
        "<input id=\"field-colours\" name=\"colours\" type=\"checkbox\" value=\"Red\"><label for=\"field-colours\">Red",
        "<input id=\"field-colours-3\" name=\"colours\" type=\"checkbox\" value=\"Blue\">",
        "name=\"starts.on\" type=\"date\" value=\"\" required>",
        "name=\"seats\" type=\"text\" inputmode=\"decimal\" value=\"\" required>",
        "name=\"role\" type=\"text\" value=\"\" required>",
        "<textarea id=\"field-story\" name=\"story\" rows=\"5\" required>",
        "name=\"billing_email\" type=\"email\" value=\"\" autocomplete=\"email\" required>",
        "name=\"billing_phone\" type=\"tel\" value=\"\" autocomplete=\"tel\" required>",
        "<select id=\"field-billing_country\" name=\"billing_country\" autocomplete=\"country\" required>",
        "name=\"newsletter\" type=\"checkbox\" value=\"yes\">",
        "<label for=\"field-email\">Work email <span class=\"needed\">(needed)</span></label>",
        "name=\"postal_code\" type=\"text\" value=\"\" autocomplete=\"postal-code\">",
    ] {
        assert!(html.contains(control), "{control}\n{html}");
    }
}

#[test]
fn the_page_says_what_it_needs() {
    let either = "We need an email address, or a name and a phone number.";
    assert!(empty(&usual()).contains(either));
    let also = form(contract(vec![FieldRule { required: true, ..about("company") }]));
    assert!(empty(&also).contains("or a name and a phone number, and what is marked as needed."));
    assert!(empty(&form(rich())).contains("We need what is marked as needed."));
    let by_phone = form(contract(vec![FieldRule { removed: true, ..about("email") }]));
    let html = empty(&by_phone);
    assert!(!names(&html).contains(&"email") && !html.contains(either));
    assert_eq!(html.matches("(needed)").count(), 2, "name and phone");
}

#[test]
fn a_honeypot_is_out_of_sight_out_of_reach_and_never_filled_in_again() {
    let hidden = "<div class=\"aside\" aria-hidden=\"true\"><label for=\"field-website\">Leave this empty</label>\
                  <input id=\"field-website\" name=\"website\" type=\"text\" value=\"\" autocomplete=\"off\" tabindex=\"-1\">";
    let form = form(rich());
    assert!(empty(&form).contains(hidden));
    let (html, _) = returned(&form, &[("website", "filled in")]);
    assert!(html.contains(hidden) && !html.contains("filled in"));
    assert!(page::STYLESHEET.contains(".aside {") && !empty(&usual()).contains("aside"));
}

#[test]
fn a_token_is_sent_along_and_an_old_one_is_not() {
    let sent = fields(&[("form_token", "old"), ("_charset_", "utf-8")]);
    let html = page::form(&usual(), &sent, Some((&Problem::Unavailable, "cor_1")), Some("new"));
    assert!(html.contains("<input type=\"hidden\" name=\"form_token\" value=\"new\">"));
    assert!(!html.contains("\"old\"") && !html.contains("_charset_"));
    assert!(!empty(&usual()).contains("form_token"));
}

#[test]
fn the_first_receipts_token_is_sent_along_with_a_correction_that_did_not_fit() {
    let (html, _) = refused(&[("email", "ada@"), ("lead_token", HOSTILE)]);
    assert!(html.contains(&format!("<input type=\"hidden\" name=\"lead_token\" value=\"{ESCAPED}\">")));
    assert_eq!(html.matches("lead_token").count(), 1);
    assert!(!empty(&usual()).contains("lead_token"));
}

#[test]
fn what_was_typed_is_kept_and_escaped() {
    let (html, _) =
        refused(&[("name", HOSTILE), ("email", "ada@"), ("notes", "\nfirst\nsecond </textarea>")]);
    assert!(html.contains(&format!("name=\"name\" type=\"text\" value=\"{ESCAPED}\"")));
    assert!(html.contains("value=\"ada@\""));
    // One line break for the parser to drop, one of the visitor's.
    assert!(html.contains(">\n\nfirst\nsecond &lt;/textarea&gt;</textarea>"));
}

#[test]
fn what_was_chosen_and_ticked_stays_so() {
    let (html, _) = refused(&[("country", "de"), ("consent.marketing", "on")]);
    assert!(html.contains("<option value=\"DE\" selected>Germany"));
    assert!(html.contains("name=\"consent.marketing\" type=\"checkbox\" value=\"yes\" checked"));
    assert!(!html.contains("name=\"consent.privacy\" type=\"checkbox\" value=\"yes\" checked"));
    let (html, _) = refused(&[("country", "Liechtenstein")]);
    assert!(html.contains("<option value=\"Liechtenstein\" selected>Liechtenstein"));
    let (html, _) =
        returned(&form(rich()), &[("colour", "red"), ("colours", "Blue;Red"), ("newsletter", "on")]);
    assert!(html.contains("<option selected>Red</option>"));
    assert_eq!(html.matches("name=\"colours\" type=\"checkbox\" value=\"Red\" checked").count(), 1);
    assert_eq!(html.matches("name=\"colours\" type=\"checkbox\" value=\"Blue\" checked").count(), 1);
    assert!(html.contains("name=\"newsletter\" type=\"checkbox\" value=\"yes\" checked"));
}

#[test]
fn what_another_pages_form_sent_is_not_lost() {
    let sent = [
        ("utm.source", "news"),
        ("region", "Bavaria"),
        ("consent.text_version", "other-9"),
        ("referred_by", "Bob"),
    ];
    let (html, _) = refused(&sent);
    assert!(html.contains("<input type=\"hidden\" name=\"utm.source\" value=\"news\">"));
    assert!(html.contains("<input type=\"hidden\" name=\"referred_by\" value=\"Bob\">"));
    assert!(html.contains("name=\"region\" type=\"text\" value=\"Bavaria\""));
    // The wording on this page is the one that is seen last.
    assert!(!html.contains("other-9"));
}

#[test]
fn what_the_contract_would_not_keep_is_not_sent_again() {
    let strict = form(Contract { unknown_fields: UnknownFields::Refuse, ..Contract::default() });
    let (html, _) = returned(&strict, &[("referred_by", "Bob"), ("gclid", "c1")]);
    assert!(html.contains("<code>referred_by</code>: This form has no such field. We left it out"));
    assert!(!html.contains("Bob"));
    assert!(html.contains("<input type=\"hidden\" name=\"gclid\" value=\"c1\">"));
}

#[test]
fn what_a_form_sends_twice_is_shown_as_it_was_said_last() {
    for (body, is_ticked) in [
        ("consent.marketing=off&consent.marketing=on", true),
        ("consent.marketing=on&consent.marketing=off", false),
    ] {
        let fields = Fields::from_urlencoded(body.as_bytes()).unwrap();
        let html = page::form(&usual(), &fields, Some((&Problem::Unavailable, "cor_1")), None);
        let control =
            html.split("<input").find(|control| control.contains("name=\"consent.marketing\"")).unwrap();
        assert_eq!(control.contains("checked"), is_ticked, "{body}");
    }
}

#[test]
fn several_boxes_stay_ticked_and_several_values_are_sent_again() {
    let fields = Fields::from_urlencoded(b"colours=Red&colours=Blue&tag=a&tag=b").unwrap();
    let html = page::form(&form(rich()), &fields, Some((&Problem::Unavailable, "cor_1")), None);
    for value in ["Red", "Blue"] {
        assert!(
            html.contains(&format!("name=\"colours\" type=\"checkbox\" value=\"{value}\" checked")),
            "{value}"
        );
    }
    let again =
        "<input type=\"hidden\" name=\"tag\" value=\"a\"><input type=\"hidden\" name=\"tag\" value=\"b\">";
    assert!(html.contains(again));
}

#[test]
fn a_form_that_could_not_be_taken_says_that_nothing_was_lost() {
    let kept = fields(&[("name", "Ada King")]);
    let html = page::form(&usual(), &kept, Some((&Problem::Unavailable, "cor_1")), None);
    for words in
        ["Nothing was lost", "your entries are kept", "press Send again", "cor_1", "value=\"Ada King\""]
    {
        assert!(html.contains(words), "{words}");
    }
    for problem in [
        Problem::TooLarge,
        Problem::Malformed(Malformed::NotUtf8),
        Problem::UnsupportedMediaType(UnsupportedBody::Missing),
    ] {
        let html = page::form(&usual(), &Fields::default(), Some((&problem, "cor_1")), None);
        assert!(html.contains("It has not been sent."), "{problem:?}");
        assert!(!html.contains("entries are kept"), "{problem:?} came without readable entries");
    }
}

/// The words of the consents on a page.
fn consent_words(html: &str) -> Vec<&str> {
    let labels = html.split("<label for=\"field-consent.").skip(1);
    labels.map(|rest| rest.split(['>', '<']).nth(1).unwrap()).collect()
}

#[test]
fn other_consent_words_need_another_version() {
    let html = empty(&usual());
    let words = [
        "You may use what I entered to answer this request.",
        "Send me product news by email from time to time.",
    ];
    assert_eq!((CONSENT_TEXT_VERSION, consent_words(&html)), ("page-1", words.to_vec()));
    assert!(html.contains("name=\"consent.text_version\" value=\"page-1\""));
}

#[test]
fn the_consents_are_those_of_the_contract_in_its_words() {
    let mut contract = Contract::default();
    contract.consent.text_version = Some("2026-11".into());
    contract.consent.privacy.ask = Ask::Optional;
    contract.consent.marketing.ask = Ask::None;
    contract.consent.sms.ask = Ask::Required;
    contract.consent.sms.text = Some("Text me <b>now</b>.".into());
    let html = empty(&form(contract.clone()));
    let words = ["You may use what I entered to answer this request.", "Text me &lt;b&gt;now&lt;/b&gt;."];
    assert_eq!(consent_words(&html), words);
    assert!(html.contains("name=\"consent.text_version\" value=\"2026-11\""));
    assert!(html.contains("name=\"consent.sms\" type=\"checkbox\" value=\"yes\" required"));
    assert!(!html.contains("Needed: without it we may not reply."));
    for question in [&mut contract.consent.privacy, &mut contract.consent.sms] {
        question.ask = Ask::None;
    }
    assert!(!empty(&form(contract)).contains("Your consent"));
}

#[test]
fn a_consent_of_another_page_is_shown_once_it_is_sent() {
    let (html, _) = refused(&[("consent.sms", "on")]);
    assert!(html.contains("name=\"consent.sms\" type=\"checkbox\" value=\"yes\" checked"));
    assert!(!names(&empty(&usual())).contains(&"consent.sms"));
}

#[test]
fn the_policy_lets_a_form_through_to_its_own_thank_you_page() {
    assert_eq!(page::form_policy(&usual()), page::CONTENT_SECURITY_POLICY);
    let abroad = Form { thank_you_url: "https://www.example.com/thanks?a=b".into(), ..usual() };
    assert!(page::form_policy(&abroad).contains("form-action 'self' https://www.example.com;"));
    let hostile = Form { thank_you_url: "https://a.example; script-src *".into(), ..usual() };
    assert_eq!(page::form_policy(&hostile), page::CONTENT_SECURITY_POLICY);
}

proptest! {
    #[test]
    fn whatever_was_sent_the_page_comes_back_sound(
        sent in proptest::collection::btree_map("(colours?|seats|email|utm\\.[a-z]|consent\\.(sms|privacy)|[ -~]{0,9})", "\\PC{0,40}", 0..9),
    ) {
        let json = serde_json::to_string(&sent).unwrap();
        let fields = Fields::from_json(json.as_bytes()).unwrap();
        let form = form(rich());
        let problem = Problem::WrongFields(Submission::read(&fields, &form.contract).err().unwrap_or_default());
        assert_sound(&page::form(&form, &fields, Some((&problem, "cor_1")), None));
    }
}
