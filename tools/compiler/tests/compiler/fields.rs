//! A form's own fields, and what it says about the standard ones.

use beeline::contract::{FieldKind, MAX_FIELD_RULES};
use beeline_compiler::compile;

use crate::support::{FORMS, ROUTING, assert_told, files, told, told_of_rich, told_with};

/// What is said of a field with these settings. Its heading is on line 7.
fn told_of(name: &str, settings: &str) -> Vec<String> {
    told_with(&format!("[form.demo.field.{name}]\n{settings}"))
}

#[test]
fn a_type_is_one_that_there_is() {
    let why = "and can only be \"email\", \"phone\", \"country\", \"text\", \"number\", \"choice\", \"boolean\" or \"date\"";
    let cases = [
        ("textt", "text"),
        ("string", "text"),
        ("dropdown", "choice"),
        ("Checkbox", "boolean"),
        ("int", "number"),
        ("tel", "phone"),
    ];
    for (wrong, meant) in cases {
        assert_told(
            &told_of("budget", &format!("label = \"Budget\"\ntype = \"{wrong}\"")),
            &format!("forms.toml:9:8: form `demo`, field `budget`: `type` is \"{wrong}\", {why}"),
            &format!("type = \"{meant}\""),
        );
    }
}

#[test]
fn a_forms_own_field_has_a_type_and_a_label() {
    assert_told(
        &told_of("budget", "type = \"text\""),
        "forms.toml:7:1: form `demo`, field `budget` has no `label`",
        "add a line under [form.demo.field.budget], such as label = \"Budget\"",
    );
    assert_told(
        &told_of("budget", "label = \"Budget\""),
        "forms.toml:7:1: form `demo`, field `budget` has no `type`",
        "add a line under [form.demo.field.budget], such as type = \"text\"",
    );
}

#[test]
fn a_name_is_small_letters_digits_and_dots() {
    let (long, cut) = ("x".repeat(65), "x".repeat(40));
    let cases = [
        ("Budget", "budget"),
        ("company-size", "company_size"),
        ("\"Your budget?\"", "your_budget"),
        ("2nd", "nd"),
        ("\"a..b\"", "a_b"),
        (long.as_str(), cut.as_str()),
    ];
    for (wrong, fix) in cases {
        let shown: String = wrong.trim_matches('"').chars().take(60).collect();
        let shown = if wrong.len() > 60 { format!("{shown}…") } else { shown };
        let why = "a field's name is 1 to 64 small letters, digits, _ and dots, and begins with a letter";
        assert_told(
            &told_of(wrong, "type = \"text\""),
            &format!("forms.toml:7:18: form `demo`, field `{shown}`: {why}"),
            &format!("write [form.demo.field.{fix}]"),
        );
    }
}

#[test]
fn a_name_that_has_another_use_is_refused() {
    let cases = [
        ("consent.privacy", "consents have a section of their own", "write it under [form.demo.consent]"),
        ("utm.source", "every form takes the parameters utm.… by itself", "delete it"),
        ("form_token", "browsers and Beeline itself add a field of that name", "give it another name"),
        (
            "page.urll",
            "names that begin with client or page belong to Beeline",
            "write [form.demo.field.page.url], or give it another name",
        ),
    ];
    for (wrong, why, fix) in cases {
        let column = 18 + wrong.find('.').map_or(0, |dot| dot + 1);
        let message = format!("forms.toml:7:{column}: form `demo`, field `{wrong}`: {why}");
        assert_told(&told_of(wrong, "required = true"), &message, fix);
    }
}

#[test]
fn a_name_with_dots_may_be_a_heading_of_several_words() {
    let forms = format!(
        "{FORMS}[form.demo.field.shipping.city]\ntype = \"text\"\nlabel = \"City\"\n[form.demo.field.\"shipping.zip\"]\ntype = \"text\"\nlabel = \"Zip\"\n"
    );
    let compiled = compile(&files(&forms, ROUTING)).unwrap();
    let names: Vec<&str> =
        compiled.bundle.form("demo").unwrap().contract.fields.iter().map(|rule| rule.name.as_str()).collect();
    assert_eq!(names, ["shipping.city", "shipping.zip"]);
}

#[test]
fn one_field_with_and_without_quotes_is_told() {
    let own = |name: &str| format!("[form.demo.field.{name}]\ntype = \"text\"\nlabel = \"X\"\n");
    assert_told(
        &told_with(&(own("ship.to") + &own("\"ship.to\""))),
        "forms.toml:10:18: form `demo`, field `ship.to` has two headings",
        "put their lines under one heading",
    );
}

#[test]
fn a_json_body_cannot_have_a_value_and_a_group_of_one_name() {
    let own = |name: &str| format!("[form.demo.field.{name}]\ntype = \"text\"\nlabel = \"X\"\n");
    assert_told(
        &told_with(&(own("ship") + &own("ship.to"))),
        "forms.toml:10:23: form `demo`, field `ship.to`: `ship` is a field too, and a JSON body cannot have both",
        "rename one of the two, for instance to ship_to",
    );
    assert_told(
        &told_with(&own("company.vat")),
        "forms.toml:7:26: form `demo`, field `company.vat`: `company` is a field too, and a JSON body cannot have both",
        "rename one of the two, for instance to company_vat",
    );
}

#[test]
fn the_order_of_the_file_is_the_order_of_the_page() {
    let own = |name: &str| format!("[form.demo.field.{name}]\ntype = \"text\"\nlabel = \"X\"\n");
    let order = |forms: String| -> Vec<String> {
        let compiled = compile(&files(&forms, ROUTING)).unwrap();
        compiled.bundle.form("demo").unwrap().contract.fields.iter().map(|rule| rule.name.clone()).collect()
    };
    assert_eq!(order(format!("{FORMS}{}{}{}", own("c"), own("a"), own("b"))), ["c", "a", "b"]);
    assert_eq!(order(format!("{}{FORMS}{}", own("c"), own("a"))), ["c", "a"]);
}

#[test]
fn a_standard_field_keeps_its_type() {
    for (name, kind) in [("email", "email"), ("employees", "number"), ("notes", "text"), ("gclid", "text")] {
        assert_told(
            &told_of(name, "type = \"date\""),
            &format!(
                "forms.toml:8:8: form `demo`, field `{name}`: `type` is \"date\", and `{name}` is always of type \"{kind}\""
            ),
            "delete the line, or give the field a name of its own",
        );
        assert_eq!(told_of(name, &format!("type = \"{kind}\"")), [""; 0], "it may be said");
    }
}

#[test]
fn a_standard_text_may_become_a_choice() {
    let forms =
        format!("{FORMS}[form.demo.field.product]\ntype = \"choice\"\nchoices = [\"Starter\", \"Team\"]\n");
    let compiled = compile(&files(&forms, ROUTING)).unwrap();
    let rule = compiled.bundle.form("demo").unwrap().contract.fields.get("product").unwrap().clone();
    assert_eq!((rule.kind, rule.choices.len()), (FieldKind::Choice, 2));
    let told = told_of("product", "type = \"choice\"\nchoices = [\"Starter\"]\nmultiple = true");
    assert_told(
        &told,
        "forms.toml:10:12: form `demo`, field `product`: `multiple` is true, and a standard field has one answer",
        "delete the line, or give the field a name of its own",
    );
}

#[test]
fn only_a_standard_field_can_be_switched_off() {
    assert_told(
        &told_of("budget", "type = \"text\"\nlabel = \"Budget\"\nenabled = false"),
        "forms.toml:10:11: form `demo`, field `budget`: `enabled` is false, and only a standard field can be switched off",
        "delete [form.demo.field.budget] and its lines",
    );
    assert_eq!(told_of("company", "enabled = false"), [""; 0]);
}

#[test]
fn a_field_is_not_both_required_and_switched_off() {
    assert_told(
        &told_of("company", "required = true\nenabled = false"),
        "forms.toml:8:12: form `demo`, field `company`: `required` is true, and the field is switched off by `enabled`",
        "delete one of the two lines",
    );
}

#[test]
fn somebody_can_be_reached_through_every_form() {
    for other in ["name", "phone"] {
        let off =
            format!("[form.demo.field.{other}]\nenabled = false\n[form.demo.field.email]\nenabled = false");
        assert_told(
            &told_with(&off),
            &format!("forms.toml:9:18: form `demo`: without `email` and `{other}` nobody could be answered"),
            &format!("delete the line enabled = false of `email` or of `{other}`"),
        );
    }
    assert_eq!(told_of("email", "enabled = false"), [""; 0]);
}

#[test]
fn what_a_page_sends_unseen_has_no_label_and_no_limits() {
    for name in ["gclid", "page.url", "client.attempt", "tz"] {
        assert_told(
            &told_of(name, "label = \"X\""),
            &format!(
                "forms.toml:8:9: form `demo`, field `{name}`: `label` is \"X\", and a page sends `{name}` without asking anybody"
            ),
            "delete the line",
        );
        assert_eq!(told_of(name, "required = true"), [""; 0]);
    }
}

#[test]
fn a_setting_that_no_field_has_is_recognised() {
    assert_told(
        &told_of("email", "requird = true"),
        "forms.toml:8:1: form `demo`, field `email` has no setting `requird`",
        "did you mean `required`? Otherwise delete it",
    );
    assert_told(
        &told_of("email", "team = \"sales\""),
        "forms.toml:8:1: form `demo`, field `email` has no setting `team`",
        "move it under a heading [form.…] in forms.toml",
    );
    assert_told(
        &told_of("email", "colour = 1"),
        "forms.toml:8:1: form `demo`, field `email` has no setting `colour`",
        "delete it; form `demo`, field `email` can have type, label, required, enabled, min_length, max_length, minimum, maximum, choices, multiple",
    );
}

#[test]
fn a_field_that_stands_beside_the_fields_is_sent_to_them() {
    assert_told(
        &told_with("[form.demo.email]\nrequired = true"),
        "forms.toml:7:12: form `demo` has no section `email`",
        "move it under a heading [form.demo.field.email]",
    );
    assert_told(
        &told_with("[form.demo.budget]\ntype = \"text\""),
        "forms.toml:7:12: form `demo` has no section `budget`",
        "move it under a heading [form.demo.field.budget]",
    );
    assert_told(
        &told_with("max_length = 5"),
        "forms.toml:7:1: form `demo` has no setting `max_length`",
        "move it under a heading [form.demo.field.…], with the name of the field",
    );
    assert_told(
        &told_with("[form.demo.field]\nbudget = \"text\""),
        "forms.toml:8:1: form `demo`: `budget` stands under field, which names no field",
        "give it a heading [form.demo.field.budget], and write its settings below",
    );
}

#[test]
fn a_hundred_fields_are_read_and_no_more() {
    let own = |at: usize| format!("[form.demo.field.f{at}]\ntype = \"text\"\nlabel = \"X\"\n");
    let many = |count: usize| -> String { (0..count).map(own).collect() };
    assert_eq!(told_with(&many(MAX_FIELD_RULES)), [""; 0]);
    assert_told(
        &told_with(&many(101)),
        "forms.toml:307:18: form `demo` has 101 fields, and at most 100 are read",
        "delete fields that nobody needs",
    );
}

#[test]
fn a_field_written_twice_names_both_headings_and_is_checked_twice() {
    let told = told_of_rich(
        "[form.demo.web_to_lead]",
        "[form.demo.field.email]\nmax_length = 9\n[form.demo.web_to_lead]",
    );
    assert_eq!(told.len(), 2, "{told:?}");
    let expected = "routing-config/forms.toml:46:18: the heading `[form.demo.field.email]` is written twice, first on line 19";
    assert!(told[0].starts_with(expected), "{told:?}");
    assert!(told[1].contains("forms.toml:47:14: form `demo`, field `email`: `max_length` is 9"), "{told:?}");
}

#[test]
fn the_fields_of_one_form_are_not_those_of_another() {
    let other = FORMS.replace("[form.demo]", "[form.trial]");
    let forms = format!(
        "{FORMS}[form.demo.consent]\nsms = \"none\"\n{other}[form.trial.consent]\nsms = \"none\"\n[form.demo.consent]\nsms = \"none\"\n"
    );
    assert_told(
        &told(&files(&forms, ROUTING)),
        "forms.toml:17:12: the heading `[form.demo.consent]` is written twice, first on line 7",
        "give one of the two another id, or put their lines under one heading",
    );
}
