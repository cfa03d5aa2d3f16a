//! Directories of countries and their parts, and tables of their codes and postal codes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::key::Numbers;
use crate::name::{Kind, Name};
use crate::shelf::{Plan, Shelf, leb128};
use crate::{Fallible, table};

/// Letters without spaces, and the codes of what they name.
type Codes = BTreeMap<Vec<u8>, BTreeSet<String>>;

/// The names of places of a kind.
struct Names {
    /// What is found, and as what.
    found: Codes,
    /// What is looked up before one of those is.
    absent: BTreeSet<Vec<u8>>,
}

pub fn write() -> Fallible<()> {
    let rows = table::rows::<2>("countries.txt")?;
    let countries: BTreeSet<&str> = rows.iter().map(|[code, _]| code.as_str()).collect();
    let countries: Vec<&str> = countries.into_iter().collect();
    let parts = Parts::read(&countries)?;

    let mut rust = String::new();
    writeln!(rust, "static COUNTRY_CODES: [[u8; 2]; {}] = [", countries.len())?;
    countries.iter().try_for_each(|code| writeln!(rust, "    *b{code:?},"))?;
    writeln!(rust, "];")?;
    let aliases = table::aliases("country_aliases.txt")?;
    let named: Vec<(&str, &str)> = rows.iter().map(|[code, name]| (code.as_str(), name.as_str())).collect();
    let shelf = shelf(names(Kind::Country, &named, &aliases), &countries)
        .map_err(|why| format!("data/country_aliases.txt: {why}"))?;
    rust.push_str(&Plan::by_key("COUNTRY_NAMES", shelf).write()?);
    rust.push_str(&parts.write(&countries)?);
    rust.push_str(&postal_codes(&parts)?);
    table::write("places.rs", rust)
}

/// The names as they are looked up: the barest form of each, and the whole one where that
/// tells more. What an alias says is all that its name is.
fn names(kind: Kind, named: &[(&str, &str)], aliases: &[(String, Vec<String>)]) -> Names {
    let mut whole = Codes::new();
    let mut bare = Codes::new();
    for (code, text) in named {
        let (first, last) = ends(kind, text);
        whole.entry(first).or_default().insert((*code).to_owned());
        bare.entry(last).or_default().insert((*code).to_owned());
    }
    for (name, codes) in aliases {
        whole.insert(Name::read(name).bytes().collect(), codes.iter().cloned().collect());
    }
    let mut found: Codes =
        aliases.iter().filter_map(|(name, _)| whole.remove_entry(&ends(kind, name).0)).collect();
    for (_, text) in named {
        let (first, last) = ends(kind, text);
        // A name as it stands is nothing else's with a word less.
        let told = found.get(&last).or(whole.get(&last)).or(bare.get(&last)).cloned().unwrap_or_default();
        let needed = whole.get(&first).filter(|codes| **codes != told).cloned();
        if let Some(codes) = needed {
            found.entry(first).or_insert(codes);
        }
        found.entry(last).or_insert(told);
    }
    found.remove([].as_slice());
    let in_vain = |text: &str| {
        forms(kind, text).into_iter().take_while(|form| !found.contains_key(form)).collect::<Vec<_>>()
    };
    let absent = named.iter().flat_map(|(_, text)| in_vain(text)).collect();
    Names { found, absent }
}

/// The first and the last form of a name.
fn ends(kind: Kind, text: &str) -> (Vec<u8>, Vec<u8>) {
    let mut forms = forms(kind, text);
    let last = forms.pop().unwrap_or_default();
    let first = forms.into_iter().next().unwrap_or_else(|| last.clone());
    (first, last)
}

/// The letters of a name as it stands, and with a word less each time.
fn forms(kind: Kind, text: &str) -> Vec<Vec<u8>> {
    let forms = std::iter::successors(Some(Name::read(text)), |name| name.barer(kind));
    forms.map(|name| name.bytes().collect()).collect()
}

/// The names, with the places of their codes among all.
fn shelf(names: Names, all: &[&str]) -> Result<Shelf, String> {
    let place = |code: &String| match all.iter().position(|one| one == code) {
        Some(place) => Ok(place as u64),
        None => Err(format!("{code} is no code of today")),
    };
    let entry = |(name, code): (&Vec<u8>, &String)| Ok((name.clone(), place(code)?));
    let each = names.found.iter().flat_map(|(name, codes)| codes.iter().map(move |code| (name, code)));
    let entries = each.map(entry).collect::<Result<_, String>>()?;
    Ok(Shelf { entries, numbers: Numbers::below(all.len()), absent: names.absent })
}

/// The subdivisions of all countries.
struct Parts {
    /// Code, the code of what it is part of, name.
    rows: Vec<[String; 3]>,
    aliases: Vec<(String, Vec<String>)>,
}

impl Parts {
    fn read(countries: &[&str]) -> Fallible<Self> {
        let rows = table::rows::<3>("subdivisions.txt")?;
        let of_none = |code: &str| !countries.contains(&country(code));
        if let Some([code, ..]) = rows.iter().find(|[code, ..]| of_none(code)) {
            return Err(format!("data/subdivisions.txt: {code} is of no country").into());
        }
        Ok(Self { rows, aliases: table::aliases("subdivision_aliases.txt")? })
    }

    fn write(&self, countries: &[&str]) -> Fallible<String> {
        let mut codes = Vec::new();
        let mut shelves = Vec::new();
        for country in countries {
            let parents = self.of(country);
            let ordered = ordered(&parents);
            codes.extend(columns(&ordered)?);
            shelves.push(self.shelf(country, &parents, &ordered)?);
        }
        table::write("subdivision_codes.bin", codes)?;
        let codes =
            "static CODES: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/subdivision_codes.bin\"));\n";
        Ok(codes.to_owned() + &Plan::shelved("PART_NAMES", shelves).write()?)
    }

    /// The parents of a country's codes.
    fn of(&self, of: &str) -> BTreeMap<&str, &str> {
        let own = self.rows.iter().filter(|[code, ..]| country(code) == of);
        own.map(|[code, parent, _]| (code.as_str(), parent.as_str())).collect()
    }

    fn shelf(&self, of: &str, parents: &BTreeMap<&str, &str>, places: &[&str]) -> Fallible<Shelf> {
        let own = self.rows.iter().filter(|[code, ..]| country(code) == of);
        let aliases = self.aliases.iter().filter(|(_, codes)| codes.iter().any(|code| country(code) == of));
        let aliases: Vec<(String, Vec<String>)> = aliases.cloned().collect();
        let named: Vec<(&str, &str)> = own.map(|[code, _, name]| (code.as_str(), name.as_str())).collect();
        let mut names = names(Kind::Part, &named, &aliases);
        for codes in names.found.values_mut() {
            let all = codes.clone();
            codes.retain(|code| !above(code, parents).any(|larger| all.contains(larger)));
        }
        shelf(names, places).map_err(|why| format!("data/subdivision_aliases.txt: {why}").into())
    }
}

/// What a code is part of, what that is part of, and so on: the first of the chain is the code
/// itself.
fn above<'a>(code: &'a str, parents: &'a BTreeMap<&str, &str>) -> impl Iterator<Item = &'a str> {
    std::iter::successors(Some(code), |code| parents.get(code).copied()).skip(1)
}

/// A country's codes, shorter ones first.
fn ordered<'a>(parents: &BTreeMap<&'a str, &str>) -> Vec<&'a str> {
    let mut codes: Vec<&str> = parents.keys().copied().collect();
    codes.sort_by_key(|code| (code.len(), *code));
    codes
}

/// The second parts of codes: how many of each length, then their characters by columns.
fn columns(codes: &[&str]) -> Fallible<Vec<u8>> {
    let of_length = |length| codes.iter().map(|code| local(code)).filter(move |local| local.len() == length);
    let counts = (1..=3).map(|length| u8::try_from(of_length(length).count()));
    let mut bytes = counts.collect::<Result<Vec<u8>, _>>()?;
    for length in 1..=3 {
        (0..length).for_each(|column| {
            bytes.extend(of_length(length).filter_map(|local| local.as_bytes().get(column)))
        });
    }
    Ok(bytes)
}

fn country(code: &str) -> &str {
    code.split_once('-').map_or(code, |(country, _)| country)
}

fn local(code: &str) -> &str {
    code.split_once('-').map_or(code, |(_, local)| local)
}

/// A range of beginnings: how long they are, the first, how many more, and whose they are.
type Range = (usize, u64, u64, u64);

fn postal_codes(parts: &Parts) -> Fallible<String> {
    let rows = table::rows::<2>("postal_codes.txt")?;
    let mut rust = String::from("static POSTAL_CODES: &[PostalCodes] = &[\n");
    for [of, lengths] in rows.iter().filter(|[code, _]| country(code) == code) {
        let own: Vec<&[String; 2]> =
            rows.iter().filter(|[code, _]| country(code) == of && code != of).collect();
        let lettered = own.iter().any(|[_, range]| range.bytes().any(|byte| byte.is_ascii_uppercase()));
        let parents = parts.of(of);
        let ordered = ordered(&parents);
        let range = |row: &&[String; 2]| range(row, if lettered { 36 } else { 10 }, &ordered);
        let mut ranges = own.iter().map(range).collect::<Fallible<Vec<Range>>>()?;
        ranges.sort_unstable();
        let ranges = encoded(&ranges);
        let lengths: Vec<usize> = lengths.split(' ').map(str::parse).collect::<Result<_, _>>()?;
        writeln!(rust, "    PostalCodes {{ country: {of:?}, lengths: &{lengths:?}, lettered: {lettered},")?;
        writeln!(rust, "        ranges: &{ranges:?} }},")?;
    }
    Ok(rust + "];\n")
}

fn range([code, range]: &[String; 2], radix: u32, ordered: &[&str]) -> Fallible<Range> {
    let (from, to) = range.split_once('-').unwrap_or((range, range));
    let [first, last] = [from, to].map(|text| u64::from_str_radix(text, radix));
    let place = ordered.iter().position(|one| one == code);
    let place = place.ok_or_else(|| format!("data/postal_codes.txt: {code} is no code of today"))?;
    let first = first?;
    Ok((from.len(), first, last? - first, place as u64))
}

/// As `src/place/postal_code.rs` says.
fn encoded(ranges: &[Range]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for alike in ranges.chunk_by(|one, next| one.0 == next.0) {
        let mut before = 0;
        let length = alike.first().map_or(0, |range| range.0);
        bytes.extend([leb128(length as u64), leb128(alike.len() as u64)].concat());
        for (_, from, more, place) in alike {
            bytes.extend([leb128(from - before), leb128(*more), leb128(*place)].concat());
            before = *from;
        }
    }
    bytes
}
