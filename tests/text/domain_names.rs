//! Whose a domain name is, and whether anybody can have a mailbox there.

use std::collections::BTreeSet;
use std::fs;

use beeline::domain_name::{is_disposable, is_free_mail, registrable};
use proptest::prelude::*;
use proptest::sample::select;

fn lines(file: &str) -> Vec<String> {
    let text = fs::read_to_string(format!("data/{file}")).unwrap();
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(str::to_owned).collect()
}

/// The list's own algorithm (publicsuffix.org, "Algorithm"), a rule at a time.
fn by_the_list(rules: &BTreeSet<String>, domain: &str) -> Option<String> {
    let labels: Vec<&str> = domain.split('.').collect();
    let at = |from: usize| labels.get(from..).unwrap_or_default().join(".");
    let exception = (0..labels.len()).find(|from| rules.contains(&format!("!{}", at(*from))));
    let wildcard = |from: usize| rules.contains(&format!("*.{}", at(from + 1)));
    let longest = (0..labels.len()).find(|from| rules.contains(&at(*from)) || wildcard(*from));
    let suffix = exception.map(|from| from + 1).or(longest).unwrap_or(labels.len() - 1);
    suffix.checked_sub(1).map(at)
}

/// Domain and its registrable part, empty for none.
#[track_caller]
fn assert_registrable(cases: &[(&str, &str)]) {
    for (domain, expected) in cases {
        assert_eq!(registrable(domain).unwrap_or_default(), *expected, "{domain}");
    }
}

#[test]
fn the_registrable_part_is_a_label_and_a_suffix() {
    assert_registrable(&[
        ("example.com", "example.com"),
        ("mail.example.com", "example.com"),
        ("a.b.example.com", "example.com"),
        ("example.co.uk", "example.co.uk"),
        ("www.example.co.uk", "example.co.uk"),
        ("example.uk", "example.uk"),
        ("example.com.br", "example.com.br"),
        ("WWW.Example.CO.UK", "Example.CO.UK"),
        ("example.de", "example.de"),
        ("xn--bcher-kva.example.ch", "example.ch"),
    ]);
}

#[test]
fn a_suffix_alone_was_registered_by_nobody() {
    assert_registrable(&[
        ("com", ""),
        ("co.uk", ""),
        ("com.br", ""),
        ("tokyo.jp", ""),
        ("chiyoda.tokyo.jp", ""),
        ("foo.ck", ""),
    ]);
}

#[test]
fn wildcards_cover_one_label_and_exceptions_end_them() {
    assert_registrable(&[
        ("ck", ""),
        ("a.ck", ""),
        ("b.a.ck", "b.a.ck"),
        ("c.b.a.ck", "b.a.ck"),
        ("www.ck", "www.ck"),
        ("www.www.ck", "www.ck"),
        ("kobe.jp", "kobe.jp"),
        ("a.kobe.jp", ""),
        ("b.a.kobe.jp", "b.a.kobe.jp"),
        ("city.kobe.jp", "city.kobe.jp"),
        ("www.city.kobe.jp", "city.kobe.jp"),
        ("parliament.uk", "parliament.uk"),
        ("x.sch.uk", ""),
        ("school.x.sch.uk", "school.x.sch.uk"),
    ]);
}

#[test]
fn deep_suffixes_are_found() {
    assert_registrable(&[
        ("example.k12.ca.us", "example.k12.ca.us"),
        ("www.example.k12.ca.us", "example.k12.ca.us"),
        ("k12.ca.us", ""),
        ("example.pvt.k12.ma.us", "example.pvt.k12.ma.us"),
        ("example.ide.kyoto.jp", "example.ide.kyoto.jp"),
        ("example.kyoto.jp", "example.kyoto.jp"),
        ("example.xn--55qx5d.cn", "example.xn--55qx5d.cn"),
        ("www.example.xn--fiqs8s", "example.xn--fiqs8s"),
    ]);
}

#[test]
fn a_top_level_domain_that_is_not_listed_is_one_label() {
    assert_registrable(&[
        ("example", ""),
        ("example.example", "example.example"),
        ("b.example.example", "example.example"),
        ("nas.local", "nas.local"),
    ]);
}

#[test]
fn only_the_icann_section_counts() {
    assert_registrable(&[
        ("octocat.github.io", "github.io"),
        ("me.blogspot.com", "blogspot.com"),
        ("x.s3.amazonaws.com", "amazonaws.com"),
    ]);
}

#[test]
fn what_is_no_name_of_several_labels_has_none() {
    assert_registrable(&[
        ("", ""),
        (".", ""),
        (".com", ""),
        ("com.", ""),
        ("example.com.", ""),
        ("a..com", ""),
        ("127.0.0.1", ""),
        ("localhost", ""),
    ]);
}

/// Whether the answer is right but for having taken the registrable part for a suffix, which
/// happens once in 8,192 times.
fn took_it_for_a_suffix(ours: Option<&str>, right: Option<&str>) -> bool {
    let Some(right) = right else { return false };
    ours.is_none_or(|ours| ours.strip_suffix(right).is_some_and(|more| more.ends_with('.')))
}

#[test]
fn every_rule_is_kept() {
    let rules: BTreeSet<String> = lines("public_suffixes.txt").into_iter().collect();
    let mut mistaken = 0;
    for rule in &rules {
        let name = rule.trim_start_matches('!').trim_start_matches("*.");
        for domain in [name.to_owned(), format!("b.{name}"), format!("a.b.{name}"), format!("a.b.c.{name}")] {
            let right = by_the_list(&rules, &domain);
            let ours = registrable(&domain);
            if ours != right.as_deref() {
                assert!(took_it_for_a_suffix(ours, right.as_deref()), "{domain}: {ours:?} for {right:?}");
                mistaken += 1;
            }
        }
    }
    assert!(mistaken <= 12, "{mistaken} of {}", 4 * rules.len());
}

#[test]
fn a_top_level_domain_without_rules_is_never_taken_for_one_with() {
    let tops = lines("public_suffixes.txt").into_iter().filter(|rule| !rule.contains('.'));
    for top in tops {
        assert_eq!(registrable(&top), None, "{top}");
    }
}

#[test]
fn free_mail_is_known_by_its_registrable_domain() {
    for domain in [
        "gmail.com",
        "GMAIL.com",
        "gmx.de",
        "yahoo.co.jp",
        "qq.com",
        "mail.ru",
        "proton.me",
        "orange.fr",
        "naver.com",
    ] {
        assert!(is_free_mail(domain), "{domain}");
    }
    for domain in ["example.com", "google.com", "microsoft.com", "mail.gmail.com", "co.uk", "com", ""] {
        assert!(!is_free_mail(domain), "{domain}");
    }
}

#[test]
fn every_listed_domain_of_free_mail_is_registrable_and_known() {
    let generated = lines("free_mail.txt");
    let (struck, by_hand): (Vec<String>, Vec<String>) =
        lines("free_mail_by_hand.txt").into_iter().partition(|line| line.starts_with('!'));
    for line in &struck {
        let domain = line.trim_start_matches('!').to_owned();
        assert!(!is_free_mail(&domain) && generated.contains(&domain), "{line}");
    }
    let kept = generated.iter().filter(|domain| !struck.contains(&format!("!{domain}")));
    for domain in kept.chain(&by_hand) {
        assert_eq!(registrable(domain), Some(domain.as_str()), "{domain} is never asked for");
        assert!(is_free_mail(domain), "{domain}");
    }
    let twice: Vec<&String> = by_hand.iter().filter(|domain| generated.contains(domain)).collect();
    assert_eq!(twice, Vec::<&String>::new());
}

#[test]
fn every_listed_disposable_domain_and_what_is_below_it_is_known() {
    for domain in lines("disposable_mail.txt") {
        assert!(is_disposable(&domain), "{domain}");
        assert!(is_disposable(&format!("x7.{domain}").to_uppercase()), "{domain}");
        assert!(!is_free_mail(&domain), "{domain} is both");
    }
}

#[test]
fn ordinary_domains_are_not_disposable() {
    for domain in
        ["gmail.com", "example.com", "mailinator.example", "siemens.com", "bbc.co.uk", "co.uk", "com", ""]
    {
        assert!(!is_disposable(domain), "{domain}");
    }
    assert!(is_disposable("mailinator.com"));
}

/// Labels that rules are made of, and others.
fn domain() -> impl Strategy<Value = String> {
    let parts = lines("public_suffixes.txt").into_iter().flat_map(|rule| {
        rule.trim_start_matches('!')
            .split('.')
            .filter(|label| *label != "*")
            .map(str::to_owned)
            .collect::<Vec<_>>()
    });
    let known: Vec<String> = parts.collect::<BTreeSet<_>>().into_iter().collect();
    let rule = select(lines("public_suffixes.txt")).prop_map(|rule| rule.replace("*", "x").replace('!', ""));
    let label = prop_oneof![select(known), "[a-z][a-z0-9]{0,6}"];
    (proptest::collection::vec(label, 0..4), rule)
        .prop_map(|(labels, rule)| [labels, vec![rule]].concat().join("."))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn names_are_split_as_the_list_says(domain in domain()) {
        thread_local! {
            static RULES: BTreeSet<String> = lines("public_suffixes.txt").into_iter().collect();
        }
        let right = RULES.with(|rules| by_the_list(rules, &domain));
        let ours = registrable(&domain);
        prop_assert!(ours == right.as_deref() || took_it_for_a_suffix(ours, right.as_deref()), "{} is {:?}", domain, ours);
    }

    #[test]
    fn names_are_split_as_another_library_does(domain in domain()) {
        // Its list has the private section too, whose rules only make suffixes longer.
        let suffix = psl::suffix(domain.as_bytes()).filter(|suffix| suffix.typ() == Some(psl::Type::Icann));
        if suffix.is_some() {
            let (ours, theirs) = (registrable(&domain), psl::domain_str(&domain));
            prop_assert!(ours == theirs || took_it_for_a_suffix(ours, theirs), "{} is {:?}", domain, ours);
        }
    }

    #[test]
    fn no_name_makes_it_panic(domain in prop_oneof![any::<String>(), "[a-z.]{0,30}"]) {
        if let Some(part) = registrable(&domain) {
            prop_assert!(domain.ends_with(part) && part.contains('.'));
            prop_assert_eq!(registrable(part), Some(part));
        }
        is_free_mail(&domain);
        is_disposable(&domain);
    }
}

#[test]
fn names_are_hardly_ever_taken_for_suffixes() {
    let tops = ["uk", "jp", "it", "br", "au", "tokyo.jp", "co.uk", "com.br"];
    let names = |top: &'static str| (0..4_000).map(move |number| format!("company-{number}.{top}"));
    let mistaken = |top| names(top).filter(|name| registrable(name) != Some(name.as_str())).count();
    // 1 to 8,192 each, but for what is common below many countries.
    assert!(tops.into_iter().map(mistaken).sum::<usize>() <= 16);
    // Nothing is looked up below a top level domain without rules of its own.
    assert_eq!(["com", "de", "net", "ch"].into_iter().map(mistaken).sum::<usize>(), 0);
}

#[test]
fn what_is_longer_than_any_name_is_none() {
    let long = "a.".repeat(200_000) + "mailinator.com";
    assert!(registrable(&long).is_none() && !is_disposable(&long) && !is_free_mail(&long));
}

#[test]
fn other_domains_are_hardly_ever_taken_for_mail() {
    let names: Vec<String> = (0..20_000).map(|number| format!("company-{number}.com")).collect();
    // 1 to 8,192 each.
    assert!(names.iter().filter(|name| is_free_mail(name)).count() <= 9);
    assert!(names.iter().filter(|name| is_disposable(name)).count() <= 9);
}
