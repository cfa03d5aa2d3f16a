//! The thank-you page is true of the form that was sent, and says nothing of whoever sent it.

use crate::html::assert_sound;
use beeline::lead::Lead;
use beeline::page::{THANKS_PATH, thank_you, thank_you_url};
use beeline::routing::{self, Bundle, Facts, Form, Team};
use proptest::prelude::*;

fn team(id: &str, sla_seconds: u32, booking_url: Option<&str>) -> Team {
    let booking_url = booking_url.map(str::to_owned);
    Team { id: id.into(), name: format!("Team {id}"), sla_seconds, booking_url, overflow: None }
}

fn form(id: &str, title: &str, team: Option<&str>) -> Form {
    let (id, title, team) = (id.into(), title.into(), team.map(str::to_owned));
    Form { id, title, team, thank_you_url: THANKS_PATH.into(), ..Form::default() }
}

fn bundle() -> Bundle {
    let forms = vec![form("contact", "Contact us", None), form("demo", "Book a demo", Some("sales"))];
    let sales = team("sales", 300, Some("https://cal.example/x?a=1&b=2"));
    Bundle::new(forms, vec![team("desk", 86_400, None), sales], "desk".into()).unwrap()
}

fn page_of(id: &str) -> String {
    let bundle = bundle();
    let form = bundle.form(id).unwrap();
    let html = thank_you(Some((form, routing::team_of(&bundle, form).0)));
    assert_sound(&html);
    html
}

#[test]
fn each_form_has_its_own_words_promise_and_booking_page() {
    let demo = page_of("demo");
    assert!(demo.contains("Book a demo") && demo.contains("<strong>5 minutes</strong>"));
    assert!(demo.contains("href=\"https://cal.example/x?a=1&amp;b=2\""));
    let contact = page_of("contact");
    assert!(contact.contains("Contact us") && contact.contains("<strong>1 day</strong>"));
    assert!(!contact.contains("demo") && !contact.contains("Book a meeting"));
}

#[test]
fn without_a_form_it_promises_nothing_that_depends_on_one() {
    let html = thank_you(None);
    assert_sound(&html);
    assert!(html.contains("Thank you, we have it") && html.contains("soon"));
    assert!(!html.contains("<strong>") && !html.contains("eyebrow") && !html.contains("Book a meeting"));
}

#[test]
fn the_team_it_speaks_for_is_the_one_that_gets_the_lead() {
    let bundle = bundle();
    for form in bundle.forms() {
        let route = routing::route(&bundle, form, &Facts::of(&bundle, form, &Lead::default(), 0));
        let (team, rule) = routing::team_of(&bundle, form);
        assert_eq!(
            (route.team, route.rule.as_str(), route.sla_seconds),
            (team.id.clone(), rule, team.sla_seconds)
        );
    }
}

#[test]
fn only_our_own_page_is_the_forms_and_any_other_address_stays_as_it_is() {
    assert_eq!(thank_you_url(&form("demo", "Book a demo", None)), "/thanks/demo");
    for elsewhere in ["/thanks?form=demo", "/thanks/", "/welcome", "https://www.example.com/thanks"] {
        let form = Form { thank_you_url: elsewhere.into(), ..form("demo", "Book a demo", None) };
        assert_eq!(thank_you_url(&form), elsewhere);
    }
}

#[test]
fn only_a_safe_booking_page_is_linked() {
    for bad in
        ["javascript:alert(1)", "JAVASCRIPT://cal.example/%0aalert(1)", "http://cal.example", "//cal.example"]
    {
        let html = thank_you(Some((&form("demo", "Book a demo", None), &team("sales", 300, Some(bad)))));
        assert!(!html.contains("Book a meeting") && !html.contains("cal.example"), "{bad}");
    }
}

proptest! {
    #[test]
    fn the_address_of_a_forms_page_is_one_segment_that_fits_a_header(id in "[a-z0-9-]{1,40}") {
        let url = thank_you_url(&form(&id, "A form", None)).into_owned();
        prop_assert_eq!(url.strip_prefix("/thanks/"), Some(id.as_str()));
        prop_assert!(url.bytes().all(|byte| byte.is_ascii_graphic()));
    }
}
