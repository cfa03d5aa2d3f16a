//! Lengths, numbers and choices.

use crate::support::{assert_told, told_with};

/// What is said of a form's own field with these settings, which begin on line 10.
fn told_of(kind: &str, settings: &str) -> Vec<String> {
    told_with(&format!("[form.demo.field.own]\nlabel = \"Own\"\ntype = \"{kind}\"\n{settings}"))
}

#[test]
fn only_a_choice_has_choices() {
    for kind in ["text", "number", "boolean", "date", "email", "phone", "country"] {
        assert_told(
            &told_of(kind, "choices = [\"A\", \"B\"]"),
            &format!(
                "forms.toml:10:11: form `demo`, field `own`: `choices` is a list, and only a field of type \"choice\" has that; this one is of type \"{kind}\""
            ),
            "delete the line, or write type = \"choice\"",
        );
        let told = told_of(kind, "multiple = true");
        assert!(
            told.concat().contains("`multiple` is true, and only a field of type \"choice\" has that"),
            "{told:?}"
        );
    }
}

#[test]
fn a_choice_has_something_to_choose_from() {
    assert_told(
        &told_of("choice", ""),
        "forms.toml:7:1: form `demo`, field `own` has no `choices`",
        "add a line under [form.demo.field.own], such as choices = [\"under 10k\", \"10k to 50k\", \"over 50k\"]",
    );
    assert_told(
        &told_of("choice", "choices = []"),
        "forms.toml:10:11: form `demo`, field `own`: `choices` is a list, and has nothing to choose from",
        "write something like choices = [\"Yes\", \"No\"]",
    );
}

#[test]
fn each_choice_is_a_line_of_text_and_stands_there_once() {
    let fix = "delete it, or write something like choices = [\"under 10k\", \"10k to 50k\", \"over 50k\"]";
    let cases = [
        ("[\"A\", \"a\"]", "\"a\" twice", fix),
        ("[\"A\", \" \"]", "\" \", and must not be empty", fix),
        ("[\"A\", 5]", "something that is not text in quotes", fix),
        ("[\"A\", \"B\\nC\"]", "\"B\\\\nC\", and must stand on one line", "write \"B C\" in its place"),
    ];
    for (wrong, what, fix) in cases {
        let message = format!("forms.toml:10:17: form `demo`, field `own`: in `choices` stands {what}");
        assert_told(&told_of("choice", &format!("choices = {wrong}")), &message, fix);
    }
}

#[test]
fn two_hundred_choices_are_read_and_no_more() {
    let many = |count: usize| {
        let all: Vec<String> = (0..count).map(|at| format!("\"{at}\"")).collect();
        format!("choices = [{}]", all.join(", "))
    };
    assert_eq!(told_of("choice", &many(200)), [""; 0]);
    assert_told(
        &told_of("choice", &many(201)),
        "forms.toml:10:11: form `demo`, field `own`: `choices` is a list, and has 201 entries: at most 200 are read",
        "delete what nobody needs",
    );
}

#[test]
fn only_text_has_a_length() {
    for (kind, more) in [("number", ""), ("choice", "choices = [\"A\"]\n"), ("date", ""), ("email", "")] {
        let told = told_of(kind, &format!("{more}max_length = 5"));
        assert!(
            told.concat().contains("`max_length` is 5, and only a field of type \"text\" has that"),
            "{told:?}"
        );
        assert_eq!(told.len(), 1);
    }
}

#[test]
fn a_length_is_within_what_is_kept() {
    for wrong in ["0", "5001", "-3"] {
        assert_told(
            &told_of("text", &format!("max_length = {wrong}")),
            &format!(
                "forms.toml:10:14: form `demo`, field `own`: `max_length` is {wrong}, and must be from 1 to 5000 (the most that is kept of it)"
            ),
            "write something like max_length = 100",
        );
    }
    for (name, most) in [("company", 200), ("product", 100), ("postal_code", 20), ("notes", 5_000)] {
        let of_standard =
            |length: u32| told_with(&format!("[form.demo.field.{name}]\nmax_length = {length}"));
        assert_eq!(of_standard(most), [""; 0]);
        let told = of_standard(most + 1).concat();
        assert!(
            told.contains(&format!("and must be from 1 to {most} (the most that is kept of it)")),
            "{told}"
        );
    }
}

#[test]
fn the_shortest_is_not_longer_than_the_longest() {
    assert_told(
        &told_of("text", "min_length = 10\nmax_length = 5"),
        "forms.toml:10:14: form `demo`, field `own`: `min_length` is 10, and more than the 5 characters that it may have",
        "write a smaller number, or max_length = 10",
    );
    assert_told(
        &told_of("text", "min_length = 201"),
        "forms.toml:10:14: form `demo`, field `own`: `min_length` is 201, and more than the 200 characters that it may have",
        "write a smaller number, or max_length = 201",
    );
}

#[test]
fn only_a_number_has_a_range_and_it_has_room() {
    let told = told_of("text", "minimum = 5");
    assert!(
        told.concat().contains("`minimum` is 5, and only a field of type \"number\" has that"),
        "{told:?}"
    );
    assert_told(
        &told_of("number", "minimum = 10\nmaximum = 5"),
        "forms.toml:10:11: form `demo`, field `own`: `minimum` is 10, and more than the `maximum`, 5",
        "write minimum = 5 and maximum = 10",
    );
    assert_eq!(told_of("number", "minimum = -5\nmaximum = -5"), [""; 0]);
}

#[test]
fn a_range_is_within_what_is_exact_and_what_is_built_in() {
    let told = told_of("number", "maximum = 9007199254740992").concat();
    assert!(told.contains("(the numbers that are exact in JSON)"), "{told}");
    let told = told_with("[form.demo.field.employees]\nmaximum = 10000001").concat();
    assert!(told.contains("and must be from 0 to 10000000 (what is built in)"), "{told}");
    assert_told(
        &told_of("number", "minimum = \"1\""),
        "forms.toml:10:11: form `demo`, field `own`: `minimum` is \"1\", and must be a whole number",
        "write digits without quotes: minimum = 1",
    );
}
