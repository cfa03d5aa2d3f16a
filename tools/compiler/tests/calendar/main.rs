//! Calendars as people write them: one file per behaviour.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod against_the_database;
mod dates_refused;
mod holidays;
mod hours;
mod hours_refused;
mod out_of_office;
mod zones;
