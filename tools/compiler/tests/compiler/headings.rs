//! Headings and the ids in them.

use crate::support::{FORMS, ROUTING, assert_told, files, told, told_of_form, told_of_routing};

#[test]
fn an_id_is_small_letters_digits_and_hyphens() {
    let (long, cut) = ("x".repeat(41), "x".repeat(40));
    let cases = [
        ("Demo_1", "demo-1"),
        ("\"Book a demo\"", "book-a-demo"),
        (long.as_str(), cut.as_str()),
        ("\"\"", "an-id"),
    ];
    for (wrong, fix) in cases {
        let id = wrong.trim_matches('"');
        let message =
            format!("forms.toml:1:7: form `{id}`: an id is 1 to 40 small letters, digits and hyphens");
        assert_told(
            &told_of_form("[form.demo]", &format!("[form.{wrong}]")),
            &message,
            &format!("write [form.{fix}]"),
        );
    }
}

#[test]
fn a_form_cannot_be_called_like_a_lead() {
    assert_told(
        &told_of_form("[form.demo]", "[form.ld_demo]"),
        "forms.toml:1:7: form `ld_demo`: ids that begin with ld_ belong to leads",
        "write [form.demo]",
    );
}

#[test]
fn a_team_with_a_wrong_id_is_reported_once_not_as_unknown_as_well() {
    assert_told(
        &told_of_routing("[team.sales]", "[team.Sales]"),
        "routing.toml:2:7: team `Sales`: an id is 1 to 40 small letters, digits and hyphens",
        "write [team.sales]",
    );
}

#[test]
fn a_heading_without_its_first_word_is_completed() {
    assert_told(
        &told_of_form("[form.demo]", "[demo]"),
        "forms.toml:1:2: `forms.toml` has no section `demo`",
        "did you mean [form.demo]? Otherwise delete it",
    );
    assert_told(
        &told_of_form("[form.demo]", "[forms.demo]"),
        "forms.toml:1:2: `forms.toml` has no section `forms`",
        "did you mean `form`? Otherwise delete it",
    );
}

#[test]
fn a_heading_without_an_id_is_completed() {
    let fix = "give each form a heading with its id, such as [form.an-id], and its settings below";
    let message = "forms.toml:2:1: `title` stands under [form], which names no form";
    assert_told(&told_of_form("[form.demo]", "[form]"), message, fix);
    let message = "forms.toml:1:3: `form` here belongs to no id, so Beeline cannot tell which form it is";
    assert_told(&told_of_form("[form.demo]", "[[form]]"), message, fix);
}

#[test]
fn two_hundred_forms_are_read_and_no_more() {
    let many = |count: usize| -> String {
        (0..count).map(|number| FORMS.replace("demo]", &format!("demo-{number}]"))).collect()
    };
    assert_eq!(told(&files(&many(200), ROUTING)), [""; 0]);
    assert_told(
        &told(&files(&many(201), ROUTING)),
        "forms.toml:1201:7: there are 201 forms, and at most 200 are read",
        "delete forms that nobody uses",
    );
}

#[test]
fn two_hundred_teams_are_read_and_no_more() {
    let team = |number: usize| format!("[team.t-{number}]\nname = \"T\"\nsla_seconds = 300\n");
    let routing = ROUTING.to_owned() + &(0..200).map(team).collect::<String>();
    assert_told(
        &told(&files(FORMS, &routing)),
        "routing.toml:603:7: there are 201 teams, and at most 200 are read",
        "delete teams that nobody uses",
    );
}
