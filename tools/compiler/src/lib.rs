//! `routing-config/` in, a checked bundle out: a wrong file cannot be built.
//!
//! One file's way through the modules: [`files`](Files) holds its bytes, `page` makes text
//! of them, `damage` and `syntax` say in plain words what is not TOML, `document` gives
//! every key and value its position, `sections` finds the entries, `reader` takes their
//! settings out one by one, `home` knows where a misplaced one belongs, and `forms` and
//! `teams` say what the settings mean: of a form, `fields`, `kinds` and `limits` its questions,
//! `consent` its consents, `drop_ins` where else its leads arrive; `residency` which countries'
//! leads stay where. Tables come through `csv`: `territories`, and `roster` and `holidays`, which
//! make the `reps` of a team; `overflow` says who else is asked. `destinations` is about CRMs, `score` about
//! what points are for. `rules`, `addresses`, `countries` and `vendors` are about single values.
//!
//! Of files in which nothing is wrong, `analysis` says what can be proved about their rules, by
//! `proof`; `coverage` says what their tests try, and `trials` makes tests for the rest; `layout`
//! lays them out. `schema` is for editors.
//!
//! Nothing stops at the first mistake: all problems of all files come out of one run. A
//! syntax mistake hides what stands on its line, so where there is one, nothing in that
//! file is called missing; a broken heading hides whose settings follow, so then only
//! syntax is reported.

mod addresses;
mod amounts;
mod analysis;
mod answers;
mod availability;
pub mod calendar_text;
mod cases;
mod conditions;
mod consent;
mod countries;
mod coverage;
pub mod csv;
mod damage;
mod destinations;
mod document;
mod drop_ins;
mod embed;
mod entries;
mod example;
mod fields;
mod files;
mod forms;
pub mod holidays;
mod home;
mod hours;
mod kinds;
mod layout;
mod limits;
mod lists;
mod overflow;
mod page;
mod places;
mod problem;
pub mod proof;
mod reader;
mod reps;
mod residency;
pub mod roster;
mod rules;
mod schema;
mod score;
mod sections;
pub mod staffing;
mod suggest;
mod syntax;
mod table;
mod teams;
pub mod territories;
mod trials;
mod vendors;
pub mod week;
pub mod words;
mod zones;

use std::path::Path;

use beeline::destination::settings::Settings;
use beeline::routing::{Bundle, BundleError, bundle_hash};
use beeline::schedule::Zone;
use beeline::warm::score::Sheet;

pub use analysis::Lint;
pub use cases::Case;
pub use coverage::{Coverage, Untried};
pub use destinations::{destinations, embed_destinations_for_build_script};
pub use embed::{embed_for_build_script, embed_score_for_build_script};
pub use example::lead;
pub use files::{Files, SCORE, TESTS};
pub use layout::laid_out;
pub use places::{Named, Places, World};
pub use problem::{Failure, Problem, Severity};
pub use schema::{Schema, schemas};
pub use suggest::closest;
pub use trials::{Trial, trials};

use analysis::Checked;
use availability::Availability;
use entries::Entries;
use reps::Reps;

/// A bundle in every form it is needed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiled {
    /// What the edge embeds and reads.
    pub bytes: Vec<u8>,
    /// The name of these bytes.
    pub hash: String,
    /// The bundle itself.
    pub bundle: Bundle,
    /// What leaves for which CRM: no part of the bundle.
    pub destinations: Settings,
    /// The points file, if there is one.
    pub score: Option<Sheet>,
    /// The example leads of `tests.toml`, each of which goes where it must.
    pub cases: Vec<Case>,
    /// Warnings and notes: what is probably not meant, and what is good to know.
    pub remarks: Vec<Problem>,
    /// The files' time zone, over the years that calendars are kept for.
    pub zone: Zone,
    /// Its name.
    pub zone_name: String,
}

/// What a compiler may know besides the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// A moment of today, in milliseconds since the epoch.
    pub today_ms: Option<i64>,
    /// How many steps each question about a rule may take; without it,
    /// [`DEFAULT_STEPS`](proof::DEFAULT_STEPS).
    pub steps: Option<u64>,
}

/// Files that are right in themselves, and what their tests came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The files. Nothing is proved about their rules while a test fails.
    pub compiled: Compiled,
    /// Each lead of `tests.toml` that goes elsewhere than it must.
    pub failures: Vec<Problem>,
}

/// Compiles files already in memory, or says everything that is wrong with them: a lead of
/// `tests.toml` that goes elsewhere than it must is wrong too.
pub fn compile(files: &Files) -> Result<Compiled, Vec<Problem>> {
    compile_with(files, &Options::default())
}

/// The same, with remarks about today. Options change no bundle: the same files always give the
/// same.
pub fn compile_with(files: &Files, options: &Options) -> Result<Compiled, Vec<Problem>> {
    let Tried { compiled, failures } = tried(files, options)?;
    if failures.is_empty() { Ok(compiled) } else { Err(failures) }
}

/// The same, with the tests that fail apart.
///
/// Forms and teams are sorted by id, so that comments, spacing and the order of the
/// entries leave the hash as it is. The fields of a form keep theirs: its page has it too.
/// So do the rules, because the first that fits decides.
pub fn tried(files: &Files, options: &Options) -> Result<Tried, Vec<Problem>> {
    let entries = Entries::of(files, options);
    if entries.problems.iter().any(|problem| problem.severity == Severity::Error) {
        return Err(entries.problems);
    }
    let compiled = Compiled::of(&entries).map_err(|error| vec![files.refused_by_domain(&error)])?;
    let failures = |source| cases::failures(source, &compiled);
    let failures: Vec<Problem> = entries.tests.iter().flat_map(failures).collect();
    if !failures.is_empty() {
        return Ok(Tried { compiled, failures });
    }
    let proved = analysis::remarks(&Checked {
        bundle: &compiled.bundle,
        cases: &compiled.cases,
        lines: &entries.lines,
        routing: &entries.routing,
        tests: entries.tests.as_ref(),
        steps: options.steps,
    });
    let available = availability(files, &entries.reps, &compiled, options);
    let mut remarks: Vec<Problem> = compiled.remarks.into_iter().chain(proved).chain(available).collect();
    remarks.sort_by_key(|remark| (files.place(&remark.file), remark.line, remark.column));
    Ok(Tried { compiled: Compiled { remarks, ..compiled }, failures })
}

/// What the hours of reps mean for leads.
fn availability(files: &Files, reps: &Reps, compiled: &Compiled, options: &Options) -> Vec<Problem> {
    let availability = Availability {
        file: &files.shown(files::ROSTER),
        reps: &reps.roster.reps,
        bundle: &compiled.bundle,
        zone_name: &compiled.zone_name,
        zone: &compiled.zone,
        today_ms: options.today_ms,
    };
    availability.remarks()
}

/// Compiles a folder such as `routing-config/`.
pub fn compile_dir(path: &Path) -> Result<Compiled, Failure> {
    compile(&Files::read(path)?).map_err(Failure::Problems)
}

impl Compiled {
    /// Files in which nothing is wrong; what is remarked on single lines is known.
    fn of(entries: &Entries<'_>) -> Result<Self, BundleError> {
        let bundle = entries.bundle()?;
        let zone_name = entries.teams.zone_name.clone();
        let (cases, remarks) = (entries.cases.clone(), entries.problems.clone());
        let (destinations, score) = (entries.destinations.clone(), entries.score.clone());
        let bytes = bundle.write()?;
        // It was read before.
        let zone = zones::of(&zone_name).map_err(|complaint| BundleError::Unreadable(complaint.message))?;
        let hash = bundle_hash(&bytes);
        Ok(Self { bytes, hash, bundle, destinations, score, cases, remarks, zone, zone_name })
    }
}
