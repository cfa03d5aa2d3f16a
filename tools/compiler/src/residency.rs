//! The section `residency` of `forms.toml`: which countries' leads stay in which jurisdiction.

use std::collections::BTreeMap;

use beeline::identity::Jurisdiction;
use beeline::place::Country;
use beeline::routing::Residency;

use crate::countries;
use crate::document::{Entry, Value};
use crate::reader::{Field, Reader};
use crate::rules;
use crate::suggest::quoted;

/// What stands in its heading.
pub(crate) const HEADING: &str = "residency";

/// A line for each jurisdiction.
pub(crate) const FIELDS: &[Field] =
    &[Field::optional("eu", "[\"EEA\", \"CH\"]"), Field::optional("us", "[\"US\"]")];

/// One line may have this many entries: there are not so many countries.
const MOST_ENTRIES: usize = 300;

/// The countries so far: where each stays, and what was written that it is one of.
type Taken = BTreeMap<Country, (Jurisdiction, String)>;

/// Reads which countries are pinned, from what stands above the forms.
pub(crate) fn read(top: &mut Reader<'_>) -> Residency {
    let mut residency = Residency::default();
    let Some((_, entry)) = top.find(HEADING) else { return residency };
    let Some(settings) = top.settings(entry) else { return residency };
    let mut reader = top.inside(HEADING, HEADING.to_owned(), FIELDS, entry, settings.iter().collect());
    let mut taken = Taken::new();
    for jurisdiction in Jurisdiction::ALL {
        line(&mut reader, jurisdiction, &mut taken);
    }
    for (country, (jurisdiction, _)) in taken {
        residency.pin(country, jurisdiction);
    }
    residency
}

/// One jurisdiction's line.
fn line(reader: &mut Reader<'_>, jurisdiction: Jurisdiction, taken: &mut Taken) {
    let name = jurisdiction.name();
    if reader.is_empty_list(name) {
        reader.refuse(name, "and names no country", "name one, or delete the line");
    }
    for (written, at) in reader.placed_texts(name, MOST_ENTRIES, rules::country_or_group) {
        let countries: Vec<Country> = countries::meant_by(&written).collect();
        if let Some((message, fix)) = clash(&written, jurisdiction, &countries, taken) {
            reader.report(at, format!("{}: in `{name}` stands {message}", reader.label), fix);
        }
        for country in countries {
            taken.entry(country).or_insert_with(|| (jurisdiction, written.clone()));
        }
    }
}

/// What is wrong when some of these countries are pinned already, and what to do.
fn clash(
    written: &str,
    jurisdiction: Jurisdiction,
    countries: &[Country],
    taken: &Taken,
) -> Option<(String, &'static str)> {
    let mut twice = countries.iter().filter_map(|country| Some((country, taken.get(country)?)));
    let (country, (holder, as_part_of)) = twice.next()?;
    let which = if countries.len() == 1 { "it".to_owned() } else { country.to_string() };
    let group = if as_part_of == country.as_str() {
        String::new()
    } else {
        format!(", as one of {}", quoted(as_part_of))
    };
    let more = match twice.count() {
        0 => String::new(),
        others => format!(", and {others} more of its countries"),
    };
    let message = format!("{}, and `{}` has {which} already{group}{more}", quoted(written), holder.name());
    let fix = if *holder == jurisdiction {
        "delete one of the two"
    } else {
        "delete it from one of them: a lead stays in one jurisdiction"
    };
    Some((message, fix))
}

/// The line that was meant by `DE = "eu"`: jurisdictions stand before the equals sign.
pub(crate) fn turned_round(reader: &Reader<'_>, entry: &Entry) -> Option<String> {
    let Value::Text(jurisdiction) = &entry.value else { return None };
    let is_here = reader.heading.as_deref() == Some(HEADING);
    let country = Some(&entry.key).filter(|key| is_here && rules::country_or_group(key).is_ok())?;
    let jurisdiction = Jurisdiction::from_name(jurisdiction)?;
    Some(format!("{} = [{}]", jurisdiction.name(), quoted(country)))
}
