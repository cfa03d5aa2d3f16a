//! Names of time zones, sorted as they are looked up: without case.

use crate::{Fallible, table};

pub fn write() -> Fallible<()> {
    let mut names = table::lines("time_zones.txt")?;
    names.sort_unstable_by_key(|name| name.to_ascii_lowercase());
    table::write("time_zones.rs", format!("static TIME_ZONES: &str = {:?};\n", names.join("\n")))
}
