//! A form after a refusal: every wrong field is named, explained and led to.

use crate::contracts::{about, contract, own};
use crate::form_pages::{form, refused, returned, rich};
use crate::html::{assert_sound, attributes};
use beeline::contract::{FieldKind, FieldRule};
use beeline::problem::Problem;

#[test]
fn every_wrong_field_is_explained_beside_it_and_linked_from_the_summary() {
    let long = "x".repeat(6_000);
    let mut sent = vec![("email", "ada@"), ("employees", "many"), ("consent.marketing", "perhaps")];
    let texts = ["name", "phone", "company", "country", "region", "postal_code", "product", "notes"];
    sent.extend(texts.map(|name| (name, long.as_str())));
    let (html, problem) = refused(&sent);
    assert_eq!(problem.errors().len(), sent.len() + 1); // and consent.privacy, which was not sent
    assert_all_explained(&html, &problem);
    let positions =
        ["#field-name", "#field-email", "#field-notes", "#field-consent.privacy"].map(|id| html.find(id));
    assert!(positions.is_sorted(), "the summary is in focus order");
}

#[test]
fn every_wrong_field_of_a_forms_own_is_explained_and_linked_too() {
    let form = form(rich());
    let (html, problem) =
        returned(&form, &[("colours", "Green"), ("seats", "two"), ("starts.on", "2026-02-30")]);
    assert_eq!(problem.errors().len(), 11, "nine of its own, the email, and privacy");
    assert_all_explained(&html, &problem);
    for advice in [
        "The colour: Choose an answer.",
        "The colours: Must be one of the choices.",
        "The seats: Write a number in digits, like 250 or 2.5.",
        "The starts.on: Must be a date such as 2026-11-30.",
        "Work email: Fill this in to send.",
    ] {
        assert!(html.contains(advice), "{advice}");
    }
}

#[test]
fn a_question_in_the_summary_has_no_colon_after_it() {
    let label = Some("What is it about?".into());
    let asked = FieldRule { required: true, label, ..own("topic", FieldKind::Text) };
    let (html, _) = returned(&form(contract(vec![asked])), &[("name", "Ada")]);
    assert!(html.contains("<a href=\"#field-topic\">What is it about? Fill this in to send.</a>"), "{html}");
}

#[track_caller]
fn assert_all_explained(html: &str, problem: &Problem) {
    assert!(html.contains("<title>Error: Talk to sales</title>"));
    assert!(html.contains(&format!("{} fields need another look", problem.errors().len())));
    for error in problem.errors() {
        let field = &error.field;
        assert!(html.contains(&format!("<a href=\"#field-{field}\">")), "no link to {field}");
        assert!(
            html.contains(&format!("<div class=\"error\" id=\"field-{field}-error\"><p>")),
            "no error at {field}"
        );
        let described = |value: &&str| value.split(' ').any(|id| id == format!("field-{field}-error"));
        assert!(attributes(html, "aria-describedby").iter().any(described), "{field} is not described");
        let tag = html.split('<').find(|tag| tag.contains(&format!(" id=\"field-{field}\""))).unwrap();
        assert!(tag.contains(" aria-invalid=\"true\""), "{tag}");
    }
    assert_sound(html);
}

#[test]
fn a_wrong_field_that_the_page_does_not_have_is_named_and_left_out() {
    let long = "x".repeat(600);
    let strict = form(contract(vec![about("gclid")]));
    let (html, _) =
        returned(&strict, &[("email", "ada@example.com"), ("consent.privacy", "on"), ("gclid", &long)]);
    assert!(html.contains("One field needs another look"));
    assert!(html.contains("<code>gclid</code>"));
    assert!(!html.contains(&long));
}
