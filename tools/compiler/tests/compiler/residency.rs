//! Countries whose leads stay in a jurisdiction: what can be written, and what is said to the rest.

use beeline::contract::Contract;
use beeline::identity::Jurisdiction;
use beeline::routing::{Bundle, Countries, Form, jurisdiction};
use beeline_compiler::{Problem, compile};

use crate::support::{FORMS, ROUTING, assert_told, files, told};

/// The forms with this above them: line 1 is the heading, the lines follow.
fn with(lines: &str) -> String {
    format!("[residency]\n{lines}\n{FORMS}")
}

fn told_of(lines: &str) -> Vec<String> {
    told(&files(&with(lines), ROUTING))
}

fn bundle(lines: &str) -> Result<Bundle, Vec<Problem>> {
    compile(&files(&with(lines), ROUTING)).map(|compiled| compiled.bundle)
}

/// The codes, of all there can be, that are pinned there.
fn pinned(bundle: &Bundle, there: Jurisdiction) -> Vec<String> {
    let form = Form { contract: Contract::default(), ..Form::default() };
    let letters = || 'A'..='Z';
    let codes = letters().flat_map(|one| letters().map(move |other| format!("{one}{other}")));
    let is_there = |code: &String| {
        jurisdiction(bundle, &form, Countries { told: Some(code), network: None }) == Some(there)
    };
    codes.filter(is_there).collect()
}

#[test]
fn nothing_is_pinned_unless_it_says_so() {
    let bundle = compile(&files(FORMS, ROUTING)).unwrap().bundle;
    assert!(Jurisdiction::ALL.into_iter().all(|there| pinned(&bundle, there).is_empty()));
    assert_eq!(Ok(bundle), self::bundle(""), "an empty section is none");
}

#[test]
fn the_countries_of_a_line_are_pinned_to_its_jurisdiction() {
    let bundle = bundle("eu = [\"DE\", \"CH\", \"XK\"]\nus = [\"US\"]").unwrap();
    assert_eq!(pinned(&bundle, Jurisdiction::Eu), ["CH", "DE", "XK"]);
    assert_eq!(pinned(&bundle, Jurisdiction::Us), ["US"]);
}

#[test]
fn eu_is_its_27_members_and_what_is_in_it_under_a_code_of_its_own() {
    let eu = pinned(&bundle("eu = [\"EU\"]").unwrap(), Jurisdiction::Eu);
    let besides = ["AX", "GF", "GP", "MF", "MQ", "RE", "YT"];
    let members: Vec<&String> = eu.iter().filter(|code| !besides.contains(&code.as_str())).collect();
    assert_eq!((members.len(), eu.len()), (27, 34));
    for code in ["AT", "BG", "CY", "GR", "HR", "IE", "MT", "RE"] {
        assert!(eu.iter().any(|known| known == code), "{code}");
    }
    for code in ["GB", "CH", "NO", "TR", "UA", "SJ", "GL"] {
        assert!(eu.iter().all(|known| known != code), "{code}");
    }
}

#[test]
fn eea_is_the_eu_and_three_more() {
    let eu = pinned(&bundle("eu = [\"EU\"]").unwrap(), Jurisdiction::Eu);
    let eea = pinned(&bundle("eu = [\"EEA\"]").unwrap(), Jurisdiction::Eu);
    let more: Vec<&str> = eea.iter().filter(|code| !eu.contains(code)).map(String::as_str).collect();
    assert_eq!(more, ["IS", "LI", "NO"]);
    assert!(eu.iter().all(|code| eea.contains(code)));
}

#[test]
fn every_jurisdiction_has_a_line() {
    for there in Jurisdiction::ALL {
        let bundle = bundle(&format!("{} = [\"BR\"]", there.name())).unwrap();
        assert_eq!(pinned(&bundle, there), ["BR"]);
    }
}

#[test]
fn what_is_no_country_is_told_with_the_code_that_was_meant() {
    let cases = [
        ("UK", "write \"GB\" in its place"),
        ("de", "write \"DE\" in its place"),
        ("DEU", "write \"DE\" in its place"),
        ("Germany", "write \"DE\" in its place"),
        ("Schweiz", "write \"CH\" in its place"),
        ("eea", "write \"EEA\" in its place"),
        ("Eu", "write \"EU\" in its place"),
        ("Europe", "delete it, or write something like eu = [\"EEA\", \"CH\"]"),
        ("ZZ", "delete it, or write something like eu = [\"EEA\", \"CH\"]"),
        ("", "delete it, or write something like eu = [\"EEA\", \"CH\"]"),
    ];
    for (wrong, fix) in cases {
        assert_told(
            &told_of(&format!("eu = [\"FR\", \"{wrong}\"]")),
            &format!(
                "forms.toml:2:13: residency: in `eu` stands \"{wrong}\", and must be a country's two capital \
                 letters (ISO 3166), \"EU\" or \"EEA\""
            ),
            fix,
        );
    }
}

#[test]
fn an_unknown_jurisdiction_is_told() {
    assert_told(
        &told_of("ca = [\"CA\"]"),
        "forms.toml:2:1: residency has no setting `ca`",
        "delete it; residency can have eu, us",
    );
    assert_told(
        &told_of("EU = [\"DE\"]"),
        "forms.toml:2:1: residency has no setting `EU`",
        "did you mean `eu`? Otherwise delete it",
    );
}

#[test]
fn a_line_that_is_turned_round_is_turned_back() {
    for country in ["DE", "EE", "EEA", "LU"] {
        assert_told(
            &told_of(&format!("{country} = \"eu\"")),
            &format!("forms.toml:2:1: residency has no setting `{country}`"),
            &format!("write eu = [\"{country}\"]"),
        );
    }
}

#[test]
fn a_country_stands_there_once() {
    assert_told(
        &told_of("eu = [\"DE\", \"FR\", \"DE\"]"),
        "forms.toml:2:19: residency: in `eu` stands \"DE\" twice",
        "delete it, or write something like eu = [\"EEA\", \"CH\"]",
    );
    assert_told(
        &told_of("eu = [\"EU\", \"DE\"]"),
        "forms.toml:2:13: residency: in `eu` stands \"DE\", and `eu` has it already, as one of \"EU\"",
        "delete one of the two",
    );
    assert_told(
        &told_of("eu = [\"DE\", \"EU\"]"),
        "forms.toml:2:13: residency: in `eu` stands \"EU\", and `eu` has DE already",
        "delete one of the two",
    );
    assert_told(
        &told_of("eu = [\"EU\", \"EEA\"]"),
        "forms.toml:2:13: residency: in `eu` stands \"EEA\", and `eu` has AT already, as one of \"EU\", and 33 more \
         of its countries",
        "delete one of the two",
    );
}

#[test]
fn a_country_stays_in_one_jurisdiction() {
    let fix = "delete it from one of them: a lead stays in one jurisdiction";
    assert_told(
        &told_of("eu = [\"DE\"]\nus = [\"US\", \"DE\"]"),
        "forms.toml:3:13: residency: in `us` stands \"DE\", and `eu` has it already",
        fix,
    );
    assert_told(
        &told_of("eu = [\"EEA\"]\nus = [\"NO\"]"),
        "forms.toml:3:7: residency: in `us` stands \"NO\", and `eu` has it already, as one of \"EEA\"",
        fix,
    );
}

#[test]
fn a_line_is_a_list_with_something_in_it() {
    assert_told(
        &told_of("eu = \"DE\""),
        "forms.toml:2:6: residency: `eu` is \"DE\", and must be a list",
        "write eu = [\"DE\"]",
    );
    assert_told(
        &told_of("eu = []"),
        "forms.toml:2:6: residency: `eu` is a list, and names no country",
        "name one, or delete the line",
    );
    assert_told(
        &told_of("eu = [49]"),
        "forms.toml:2:7: residency: in `eu` stands something that is not text in quotes",
        "delete it, or write something like eu = [\"EEA\", \"CH\"]",
    );
}

#[test]
fn it_is_a_section_of_its_own_written_once() {
    assert_told(
        &told(&files(&format!("residency = \"eu\"\n{FORMS}"), ROUTING)),
        "forms.toml:1:13: `forms.toml`: `residency` is \"eu\", and must be a section",
        "give it a heading [residency], and write its settings below",
    );
    assert_told(
        &told(&files(&format!("[residency]\neu = [\"DE\"]\n{FORMS}[residency]\nus = [\"US\"]\n"), ROUTING)),
        "forms.toml:9:2: the heading `[residency]` is written twice, first on line 1",
        "give one of the two another id, or put their lines under one heading",
    );
    assert_told(
        &told_of("eu = [\"DE\"]\neu = [\"FR\"]"),
        "forms.toml:3:1: `eu` is written twice, first on line 2",
        "keep one of the two lines and delete the other",
    );
}

#[test]
fn it_is_found_wherever_somebody_put_it() {
    let in_a_form = format!("{FORMS}[form.demo.residency]\neu = [\"DE\"]\n");
    assert_told(
        &told(&files(&in_a_form, ROUTING)),
        "forms.toml:7:12: form `demo` has no section `residency`",
        "move it to forms.toml, under the heading [residency]",
    );
    let with_the_teams = format!("{ROUTING}[residency]\neu = [\"DE\"]\n");
    assert_told(
        &told(&files(FORMS, &with_the_teams)),
        "routing.toml:6:2: `routing.toml` has no section `residency`",
        "move it to forms.toml, under the heading [residency]",
    );
    assert_told(
        &told(&files(&format!("eu = [\"DE\"]\n{FORMS}"), ROUTING)),
        "forms.toml:1:1: `forms.toml` has no setting `eu`",
        "move it under the heading [residency] in forms.toml",
    );
    assert_told(
        &told(&files(&format!("[residence]\neu = [\"DE\"]\n{FORMS}"), ROUTING)),
        "forms.toml:1:2: `forms.toml` has no section `residence`",
        "did you mean `residency`? Otherwise delete it",
    );
    assert_eq!(
        told(&files(&format!("{FORMS}[residency]\neu = [\"DE\"]\n"), ROUTING)),
        [""; 0],
        "below the forms"
    );
}
