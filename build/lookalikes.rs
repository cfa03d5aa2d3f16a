//! Characters that look like ASCII letters and digits, out of UTS 39's confusables.

use std::collections::BTreeMap;
use std::fmt::Write;

use unicode_security::confusable_detection::skeleton;

use crate::caseless::caseless;
use crate::{Fallible, table};

pub fn write() -> Fallible<()> {
    let looks: BTreeMap<char, String> =
        ('\u{80}'..=char::MAX).filter_map(|one| Some((one, look(one)?))).collect();
    let mut texts: Vec<&String> = looks.values().collect();
    texts.sort_unstable();
    texts.dedup();
    let spelled = texts.iter().map(|text| text.as_str()).collect::<Vec<_>>().join(" ");
    let mut rust = format!("static TEXTS: &str = {spelled:?};\n");
    for (plane, name) in [(0, "BASIC"), (1, "SUPPLEMENTARY")] {
        let there = || looks.iter().filter(|(one, _)| u32::from(**one) >> 16 == plane);
        let codes: Vec<u32> = there().map(|(one, _)| u32::from(*one) & 0xffff).collect();
        let place = |text: &String| texts.binary_search(&text).map_err(|_| "every text is there");
        let places = there().map(|(_, text)| place(text)).collect::<Result<Vec<usize>, _>>()?;
        writeln!(rust, "static {name}: [u16; {}] = {codes:?};", codes.len())?;
        writeln!(rust, "static {name}_TEXTS: [u8; {}] = {places:?};", places.len())?;
    }
    if looks.keys().any(|one| u32::from(*one) >> 16 > 1) {
        return Err("a character beyond the first two planes looks like ASCII".into());
    }
    table::write("lookalikes.rs", rust)
}

/// What a character that has no case left looks like: itself, or else its capital, since
/// both are folded to it.
fn look(one: char) -> Option<String> {
    let is_folded = folded(one) == String::from(one);
    let ascii =
        |looks: String| Some(looks).filter(|looks| looks.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let capital =
        || one.to_uppercase().map(|capital| skeleton(capital.encode_utf8(&mut [0; 4])).collect::<String>());
    let as_it_stands = skeleton(one.encode_utf8(&mut [0; 4])).collect();
    let looks =
        ascii(as_it_stands).or_else(|| ascii(capital().collect()).filter(|looks| looks.len() == 1))?;
    is_folded.then(|| looks.to_ascii_lowercase())
}

fn folded(one: char) -> String {
    let mut folded = String::new();
    caseless(one.encode_utf8(&mut [0; 4]), &mut |next| folded.push(next));
    folded
}
