//! Writes what the domain looks things up in, as static tables: from the files in `data/`,
//! from the database of the crate `phonenumber`, and from `unicode-security`. And, from the
//! files in `web/`, the stylesheet.

mod domains;
mod lookalikes;
mod phones;
mod places;
mod shelf;
mod stylesheet;
mod table;
mod time_zones;

// What decides which key a text has is the very code that looks it up.
#[path = "../src/text/caseless.rs"]
mod caseless;
#[path = "../src/directory/key.rs"]
mod key;
#[path = "../src/place/name.rs"]
mod name;
#[path = "../src/domain_name/rule.rs"]
mod rule;

/// The crate's module, as far as it is needed here.
mod text {
    pub(crate) use crate::caseless;
}

use std::error::Error;

type Fallible<T> = Result<T, Box<dyn Error>>;

fn main() -> Fallible<()> {
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed=data");
    for shared in ["directory/key.rs", "domain_name/rule.rs", "place/name.rs", "text/caseless.rs"] {
        println!("cargo:rerun-if-changed=src/{shared}");
    }
    table::write("phone_plans.rs", phones::tables()?)?;
    places::write()?;
    domains::write()?;
    time_zones::write()?;
    lookalikes::write()?;
    stylesheet::write()
}
