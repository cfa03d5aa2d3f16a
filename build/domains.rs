//! Directories of domain names: public suffixes, and domains of free and disposable mailboxes.

use std::collections::{BTreeMap, BTreeSet};

use crate::key::Numbers;
use crate::rule;
use crate::shelf::{Plan, Shelf};
use crate::{Fallible, table};

pub fn write() -> Fallible<()> {
    let by_hand = table::lines("free_mail_by_hand.txt")?;
    let mut free = [table::lines("free_mail.txt")?, by_hand.clone()].concat();
    free.retain(|name| !name.starts_with('!') && !by_hand.contains(&format!("!{name}")));
    let lines = table::lines("public_suffixes.txt")?;
    let mut rules = rules(&lines)?;
    let common = common(&mut rules);
    let plans = [
        Plan::by_key("SUFFIXES", suffixes(rules, &lines)),
        Plan::by_key("FREE_MAIL", names(free)),
        Plan::by_key("DISPOSABLE_MAIL", names(table::lines("disposable_mail.txt")?)),
    ];
    let mut rust = format!("static COMMON_BELOW: [([u8; 2], u8); {}] = {common:?};\n", common.len());
    for plan in &plans {
        rust.push_str(&plan.write()?);
    }
    table::write("domains.rs", rust)
}

fn names(names: Vec<String>) -> Shelf {
    let entries = names.into_iter().map(|name| (name.into_bytes(), 0)).collect();
    Shelf { entries, numbers: Numbers::OfBits(0), absent: BTreeSet::new() }
}

/// Names and what the list says of them, those included that are only above others. A top
/// level domain is a suffix without being told.
type Rules = BTreeMap<String, u64>;

fn rules(lines: &[String]) -> Fallible<Rules> {
    let mut rules = Rules::new();
    for line in lines.iter().filter(|line| line.contains('.')) {
        let (name, number) = match (line.strip_prefix("!"), line.strip_prefix("*.")) {
            (Some(name), _) => (name, rule::EXCEPTION),
            (_, Some(name)) => (name, rule::WILDCARD),
            _ => (line.as_str(), rule::SUFFIX),
        };
        if rules.insert(name.to_owned(), number).is_some() {
            return Err(format!("data/public_suffixes.txt: two rules about {name}").into());
        }
    }
    let above: BTreeSet<String> = rules.keys().flat_map(|name| above(name)).map(str::to_owned).collect();
    for name in above {
        rules.entry(name).or_insert(rule::ABOVE);
    }
    Ok(rules)
}

/// Takes the common labels out of the rules: the countries that have other rules than a
/// wildcard, and which of the labels are suffixes there.
fn common(rules: &mut Rules) -> Vec<([u8; 2], u8)> {
    let tops = rules.iter().filter(|(_, number)| **number == rule::ABOVE);
    let countries = tops.filter_map(|(name, _)| <[u8; 2]>::try_from(name.as_bytes()).ok());
    let countries: Vec<[u8; 2]> = countries.collect();
    let leads: BTreeSet<String> = rules.keys().flat_map(|name| above(name)).map(str::to_owned).collect();
    let mut labels = |country: [u8; 2]| {
        let country = String::from_utf8_lossy(&country).into_owned();
        rules.remove(&country);
        rule::COMMON.iter().enumerate().fold(0, |bits, (bit, label)| {
            let name = format!("{label}.{country}");
            let taken = !leads.contains(&name) && rules.get(&name) == Some(&rule::SUFFIX);
            if taken {
                rules.remove(&name);
            }
            bits | u8::from(taken) << bit
        })
    };
    countries.into_iter().map(|country| (country, labels(country))).collect()
}

/// The rules by names from their ends to their starts. Top level domains without rules below
/// them are looked up in vain.
fn suffixes(rules: Rules, tops: &[String]) -> Shelf {
    let reversed = |name: &str| name.bytes().rev().collect::<Vec<u8>>();
    let absent = tops.iter().filter(|top| !top.contains('.') && !rules.contains_key(*top));
    let absent = absent.map(|top| reversed(top)).collect();
    let entries = rules.iter().map(|(name, number)| (reversed(name), *number)).collect();
    Shelf { entries, numbers: Numbers::Unary, absent }
}

/// What a name is below: the first of the chain is the name itself.
fn above(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |name| name.split_once('.').map(|(_, parent)| parent)).skip(1)
}
