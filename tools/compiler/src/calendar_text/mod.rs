//! Calendars as people write them in a cell of a spreadsheet or in a setting, and what is wrong
//! with what they wrote.
//!
//! Everything that may mean two things is refused, with both of them in the fix: an hour that is
//! wrong by twelve, or a day that is a month, is noticed by a lead nobody calls.

mod abbreviation;
mod clock;
mod complaint;
mod cursor;
mod date;
mod holiday;
mod hours;
mod local;
mod mangled;
mod out_of_office;
mod part_of_day;
mod printed_hours;
mod printed_moment;
mod stint;
mod token;
mod weekday;
mod zone_name;
mod zone_offsets;

pub use complaint::Complaint;
pub use holiday::{day_span, holiday};
pub use hours::hours;
pub(crate) use local::{date_of, showing};
pub use out_of_office::{moment, out_of_office};
pub use part_of_day::Part;
pub use printed_hours::printed_hours;
pub use printed_moment::{printed_day, printed_minute, printed_moment, printed_weekday};
pub use zone_name::zone_name;
pub use zone_offsets::{Years, zone};
