//! Places: which countries, parts of them and territories rules tell apart, and which of these
//! go together.

use std::collections::BTreeSet;

use super::{Alternative, told_apart};
use crate::routing::bundle::Bundle;
use crate::routing::facts::Facts;
use crate::routing::subject::Subject;

/// Where a lead may be. What no rule and no line names is told by that alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The country.
    pub country: Alternative,
    /// The part of it.
    pub subdivision: Alternative,
    /// What `territories.csv` makes of these and of the postal code.
    pub territory: Alternative,
}

impl Place {
    /// The questions about places.
    pub const SUBJECTS: [Subject; 3] = [Subject::Country, Subject::Subdivision, Subject::Territory];

    /// The answers to these questions.
    pub fn answers(&self) -> [(Subject, &Alternative); 3] {
        let [country, subdivision, territory] = Self::SUBJECTS;
        [(country, &self.country), (subdivision, &self.subdivision), (territory, &self.territory)]
    }

    fn new(country: Alternative, subdivision: Alternative, territory: Option<&str>) -> Self {
        let territory = territory.map_or(Alternative::Unknown, |name| Alternative::Word(name.to_owned()));
        Self { country, subdivision, territory }
    }

    /// Moves a lead there. Its postal code was that of another place.
    pub(crate) fn put(&self, facts: &mut Facts) {
        let word = |answer: &Alternative| match answer {
            Alternative::Word(word) => Some(word.clone()),
            Alternative::AnyOtherWord => Some("\u{0}".to_owned()),
            _ => None,
        };
        facts.country = word(&self.country);
        facts.subdivision = word(&self.subdivision);
        facts.territory = word(&self.territory);
        (facts.country_from, facts.subdivision_from, facts.postal_area) = (None, None, None);
    }
}

/// Every place that rules tell apart. A part of a country is not known without the country.
pub fn places(bundle: &Bundle) -> Vec<Place> {
    let (rules, territories) = (bundle.rules(), bundle.territories());
    let words = |subject: &Subject| {
        let answers = told_apart(subject, rules).into_iter();
        answers.filter_map(|answer| if let Alternative::Word(word) = answer { Some(word) } else { None })
    };
    let parts: BTreeSet<String> = words(&Subject::Subdivision).chain(territories.subdivisions()).collect();
    let of_parts =
        parts.iter().filter_map(|part| part.split_once('-').map(|(country, _)| country.to_owned()));
    let countries: BTreeSet<String> =
        words(&Subject::Country).chain(territories.countries()).chain(of_parts).collect();
    let mut all = BTreeSet::new();
    for country in &countries {
        let own = parts.iter().filter(|part| part.split_once('-').is_some_and(|(of, _)| of == country));
        let named = own.map(|part| (Alternative::Word(part.clone()), Some(part.as_str())));
        let others = [(Alternative::AnyOtherWord, None), (Alternative::Unknown, None)];
        for (answer, part) in named.chain(others) {
            for territory in territories.within(country, part) {
                all.insert(Place::new(Alternative::Word(country.clone()), answer.clone(), territory));
            }
        }
    }
    let nowhere = [
        (Alternative::AnyOtherWord, Alternative::AnyOtherWord),
        (Alternative::AnyOtherWord, Alternative::Unknown),
        (Alternative::Unknown, Alternative::Unknown),
    ];
    all.into_iter().chain(nowhere.map(|(country, part)| Place::new(country, part, None))).collect()
}
