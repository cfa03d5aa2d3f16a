//! `routing-config/` in, a checked bundle out: a wrong file cannot be built.
//!
//! One file's way through the modules: [`files`](Files) holds its bytes, `page` makes text
//! of them, `damage` and `syntax` say in plain words what is not TOML, `document` gives
//! every key and value its position, `sections` finds the entries, `reader` takes their
//! settings out one by one, `home` knows where a misplaced one belongs, and `forms` and
//! `teams` say what the settings mean: of a form, `fields`, `kinds` and `limits` its questions,
//! `consent` its consents, `drop_ins` where else its leads arrive; `residency` which countries'
//! leads stay where. `rules`, `addresses`, `countries` and `vendors` are about single values.
//!
//! Nothing stops at the first mistake: all problems of all files come out of one run. A
//! syntax mistake hides what stands on its line, so where there is one, nothing in that
//! file is called missing; a broken heading hides whose settings follow, so then only
//! syntax is reported.

mod addresses;
mod consent;
mod countries;
mod damage;
mod document;
mod drop_ins;
mod embed;
mod fields;
mod files;
mod forms;
mod home;
mod kinds;
mod limits;
mod lists;
mod page;
mod problem;
mod reader;
mod residency;
mod rules;
mod sections;
mod suggest;
mod syntax;
mod teams;
mod vendors;

use std::path::Path;

use beeline::routing::{Bundle, BundleError, bundle_hash};

pub use embed::embed_for_build_script;
pub use files::Files;
pub use problem::{Failure, Problem};

use forms::Forms;
use page::Page;

/// A bundle in every form it is needed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiled {
    /// What the edge embeds and reads.
    pub bytes: Vec<u8>,
    /// The name of these bytes.
    pub hash: String,
    /// The bundle itself.
    pub bundle: Bundle,
}

/// Compiles files already in memory, or says everything that is wrong with them.
///
/// Forms and teams are sorted by id, so that comments, spacing and the order of the
/// entries leave the hash as it is. The fields of a form keep theirs: its page has it too.
pub fn compile(files: &Files) -> Result<Compiled, Vec<Problem>> {
    let mut routing = Page::open(files, files::ROUTING);
    let teams = teams::read(&mut routing);
    let mut forms = Page::open(files, files::FORMS);
    let Forms { forms: all, residency } = forms::read(&mut forms, teams.known.as_ref());

    let mut problems = forms.into_problems();
    problems.extend(routing.into_problems());
    problems.extend(files.strangers());
    if !problems.is_empty() {
        return Err(problems);
    }
    Bundle::new(all, teams.teams, teams.fallback)
        .map(|bundle| bundle.with_residency(residency))
        .and_then(Compiled::from_bundle)
        .map_err(|error| vec![files.refused_by_domain(&error)])
}

/// Compiles a folder such as `routing-config/`.
pub fn compile_dir(path: &Path) -> Result<Compiled, Failure> {
    compile(&Files::read(path)?).map_err(Failure::Problems)
}

impl Compiled {
    fn from_bundle(bundle: Bundle) -> Result<Self, BundleError> {
        let bytes = bundle.write()?;
        Ok(Self { hash: bundle_hash(&bytes), bytes, bundle })
    }
}
