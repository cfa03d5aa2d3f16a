//! Places: which countries, parts of them and territories rules tell apart, and which of these
//! go together.

use std::collections::BTreeSet;

use beeline::routing::{Bundle, Subject};

use super::column::{Answer, Atom, Column, told_apart};

const SUBJECTS: [Subject; 3] = [Subject::Country, Subject::Subdivision, Subject::Territory];

/// The column of places; `None` if no rule asks about any.
pub(super) fn column(bundle: &Bundle) -> Option<Column> {
    let rules = bundle.rules();
    let asks =
        rules.iter().flat_map(|rule| &rule.when).any(|condition| SUBJECTS.contains(&condition.subject));
    if !asks {
        return None;
    }
    let words = |subject: &Subject| {
        let answers = told_apart(subject, rules).into_iter();
        answers.filter_map(|answer| if let Answer::Word(word) = answer { Some(word) } else { None })
    };
    let parts: BTreeSet<String> =
        words(&Subject::Subdivision).chain(bundle.territories().subdivisions()).collect();
    let of_parts =
        parts.iter().filter_map(|part| part.split_once('-').map(|(country, _)| country.to_owned()));
    let countries: BTreeSet<String> =
        words(&Subject::Country).chain(bundle.territories().countries()).chain(of_parts).collect();
    let mut atoms = BTreeSet::new();
    for country in &countries {
        let own = parts.iter().filter(|part| part.split_once('-').is_some_and(|(of, _)| of == country));
        let named = own.map(|part| (Answer::Word(part.clone()), Some(part.as_str())));
        let others = [(Answer::Other, None), (Answer::Unknown, None)];
        for (answer, part) in named.chain(others) {
            for territory in bundle.territories().within(country, part) {
                atoms.insert(place(Answer::Word(country.clone()), answer.clone(), territory));
            }
        }
    }
    let mut atoms: Vec<Atom> = atoms.into_iter().collect();
    let nowhere = [
        (Answer::Other, Answer::Other),
        (Answer::Other, Answer::Unknown),
        (Answer::Unknown, Answer::Unknown),
    ];
    atoms.extend(nowhere.map(|(country, part)| place(country, part, None)));
    Some(Column { subjects: SUBJECTS.into(), atoms })
}

fn place(country: Answer, part: Answer, territory: Option<&str>) -> Atom {
    let territory = territory.map_or(Answer::Unknown, |name| Answer::Word(name.to_owned()));
    vec![(Subject::Country, country), (Subject::Subdivision, part), (Subject::Territory, territory)]
}
