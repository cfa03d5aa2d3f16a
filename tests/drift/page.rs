//! The page about forms that drift: what does not fit, and what to change.

use crate::html::assert_sound;
use beeline::drift::{
    DriftCommand, DriftReport, Fault, FieldFault, FormDrift, MaskedField, Sample, Seen, Shape, ValueKind, run,
};
use beeline::identity::Jurisdiction;
use beeline::page;
use beeline::routing::Form;
use proptest::prelude::*;

const NOW: i64 = 1_790_000_400_000;

/// A submission whose `company` is called something else.
fn renamed(name: &str, pattern: &str) -> Sample {
    let shape = Shape { kind: ValueKind::Text, length_up_to: 16, pattern: pattern.into() };
    Sample {
        fields: vec![MaskedField { name: name.into(), shape, fault: None }],
        absent: vec![FieldFault { name: "company".into(), fault: Fault::Missing }],
    }
}

fn form() -> Form {
    Form { id: "demo".into(), title: "Book a <demo>".into(), ..Form::default() }
}

/// A form after it has seen this.
fn seen(form: &Form, fitting: u32, misfits: Vec<Sample>) -> FormDrift {
    let mut report = DriftReport::of(form, None, Seen { fitting, misfits, more_misfits: 0 });
    let stored = run(None, report.take_call(), NOW - 120_000).unwrap().stored;
    let reply = run(Some(&stored), report.call(DriftCommand::Read), NOW).unwrap().reply;
    FormDrift::new(&report, NOW - 120_000, Some(reply))
}

fn shown(forms: &[FormDrift]) -> String {
    let html = page::drift(forms, NOW, "csrf-1");
    assert_sound(&html);
    html
}

#[test]
fn no_form_ever_refused_anything() {
    let html = shown(&[]);
    assert!(html.contains("Every form fits its page") && !html.contains("<table"));
}

#[test]
fn a_drifting_form_says_how_bad_it_is_what_to_change_and_what_was_sent() {
    let html = shown(&[seen(&form(), 9, vec![renamed("company_name", "Aa Aa"); 6])]);
    for words in [
        "Book a &lt;demo&gt; <code>demo</code>",
        "<span class=\"pill bad\">Drifting</span>",
        "<dt>Refused in the last hour</dt><dd>6</dd>",
        "<dt>Of submissions</dt><dd>15</dd>",
        "<dt>Share</dt><dd>40 %</dd>",
        "2 min ago",
        "The owner was not told yet.",
        "Was it renamed? <code>company_name</code> appears where <code>company</code> was.",
        "What was wrong, field by field (6 refused)",
        "is missing in 6",
        "1 sample, values as patterns",
        "<dt><code>company_name</code></dt><dd><code>Aa Aa</code></dd>",
        "once 5 or more, and at least 20 % of an hour",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
}

#[test]
fn a_change_can_be_copied_as_toml() {
    let budget = || renamed("budget", "9");
    let html = shown(&[seen(&form(), 0, vec![budget(); 6])]);
    let toml = "[form.demo.field.budget]\ntype = &quot;number&quot;\n";
    assert!(html.contains(&format!("<pre tabindex=\"0\"><code>{toml}</code></pre>")), "{html}");
}

#[test]
fn a_form_that_fits_has_no_advice() {
    let html = shown(&[seen(&form(), 99, vec![renamed("company_name", "Aa"); 2])]);
    assert!(html.contains("<span class=\"pill good\">Fits</span>") && html.contains("<dd>1 %</dd>"));
    assert!(!html.contains("What to change") && !html.contains("Drifting since"));
}

#[test]
fn a_handful_that_nobody_fitted_beside_is_not_called_a_fit() {
    let html = shown(&[seen(&form(), 0, vec![renamed("company_name", "Aa"); 2])]);
    assert!(html.contains("<span class=\"pill unsure\">Too few to tell</span>") && html.contains("100 %"));
}

#[test]
fn a_value_without_a_pattern_is_said_in_words() {
    let html = shown(&[seen(&form(), 0, vec![renamed("company_name", ""); 6])]);
    assert!(
        html.contains("<dt><code>company_name</code></dt><dd><span class=\"hint\">empty</span>"),
        "{html}"
    );
}

#[test]
fn a_form_that_keeps_no_samples_says_so() {
    let mut form = form();
    form.drift.samples = false;
    let html = shown(&[seen(&form, 0, vec![renamed("company_name", "Aa"); 6])]);
    assert!(html.contains("The form keeps no samples.") && !html.contains("values as patterns"));
    assert!(html.contains("What was wrong, field by field (6 refused)"), "they count all the same");
}

#[test]
fn a_store_that_does_not_answer_hides_no_other() {
    let contact = Form { id: "contact".into(), ..form() };
    let silent =
        FormDrift::new(&DriftReport::of(&contact, Some(Jurisdiction::Eu), Seen::default()), NOW, None);
    let html = shown(&[silent, seen(&form(), 0, vec![renamed("x_company", "Aa"); 6])]);
    assert!(html.contains("Its store did not answer just now.") && html.contains(">kept in eu</span>"));
    let (drifting, unknown) = (html.find(">Drifting<").unwrap(), html.find(">Unknown<").unwrap());
    assert!(drifting < unknown, "what needs somebody comes first");
}

#[test]
fn the_json_says_the_same() {
    let json = serde_json::to_value(seen(&form(), 9, vec![renamed("company_name", "Aa Aa"); 6])).unwrap();
    assert_eq!(json["form"], "demo");
    assert_eq!(json["rate_percent"], 20);
    assert_eq!(json["standing"]["summary"]["misfits"], 6);
    assert_eq!(json["standing"]["episode"]["number"], 1);
    assert!(json["standing"]["advice"][0]["text"].as_str().unwrap().starts_with("Was it renamed?"));
    let silent = FormDrift::new(&DriftReport::of(&form(), None, Seen::default()), NOW, None);
    assert!(serde_json::to_value(silent).unwrap()["standing"].is_null());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_names_a_page_sends_the_page_about_it_is_sound(
        names in prop::collection::vec("\\PC{1,60}", 1..8), pattern in "\\PC{0,12}", fitting in 0..20_u32,
    ) {
        let misfits = names.iter().map(|name| renamed(name, &pattern)).collect();
        shown(&[seen(&form(), fitting, misfits)]);
    }
}
