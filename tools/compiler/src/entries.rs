//! Everything that the files say, each entry read as far as it can be.

use beeline::destination::settings::Settings;
use beeline::routing::{self, Bundle, BundleError, Form, Residency, Rule};
use beeline::warm::score::Sheet;

use crate::Options;
use crate::analysis::Lines;
use crate::answers::Vocabulary;
use crate::cases::{self, Case};
use crate::destinations;
use crate::files::{self, Files};
use crate::forms::{self, Forms};
use crate::overflow;
use crate::page::{Page, Source};
use crate::problem::Problem;
use crate::reps::Reps;
use crate::score;
use crate::table;
use crate::teams::{self, Teams};
use crate::territories::Territories;

/// What the files say.
pub(crate) struct Entries<'a> {
    pub teams: Teams,
    pub reps: Reps,
    /// The points file, if there is one.
    pub score: Option<Sheet>,
    pub cases: Vec<Case>,
    pub lines: Lines,
    pub destinations: Settings,
    /// `routing.toml`.
    pub routing: Source<'a>,
    /// `tests.toml`, if there is one.
    pub tests: Option<Source<'a>>,
    /// What is wrong, and what is remarked on single lines.
    pub problems: Vec<Problem>,
    forms: Vec<Form>,
    residency: Residency,
    rules: Vec<Rule>,
    territories: routing::Territories,
}

impl<'a> Entries<'a> {
    /// Reads the files. What one says of another is told in the order of the files.
    pub(crate) fn of(files: &'a Files, options: &Options) -> Self {
        let mut page = Page::open(files, files::ROUTING);
        let teams = teams::read(&mut page);
        let mut forms = Page::open(files, files::FORMS);
        let Forms { forms: all, residency } = forms::read(&mut forms, teams.known.as_ref());
        let Territories { pieces, problems: told_of_territories, is_whole } = Territories::of(files);
        let territories = routing::Territories::of_pieces(pieces.into_iter().map(Into::into).collect());
        let vocabulary = Vocabulary {
            forms: (!forms.document.damaged).then_some(all.as_slice()),
            territories: is_whole.then_some(&territories),
        };
        let (rules, lines): (Vec<_>, Vec<_>) =
            table::read(&mut page, &teams, &vocabulary).into_iter().unzip();
        let lines = Lines { rules: lines, ..teams::lines(&page) };
        let reps = Reps::of(files, teams.known.as_ref());
        overflow::tell(&mut page, &teams, &reps.roster);
        let mut points = Page::open_if_there(files, files::SCORE);
        let score = points.as_mut().and_then(|page| score::read(page, &vocabulary));
        let mut tests = Page::open_if_there(files, files::TESTS);
        let known = cases::Known { forms: &all, territories: &territories, teams: &teams, rules: &rules };
        let cases = tests.as_mut().map(|page| cases::read(page, &known)).unwrap_or_default();
        let (tests, told_of_tests) = tests.map(|page| (page.source, page.problems)).unzip();
        let (destinations, told_of_destinations) = destinations::read(files);
        let Page { source: routing, problems: told_of_routing, .. } = page.sorted();
        let mut problems = forms.into_problems();
        problems.extend(told_of_routing);
        problems.extend(told_of_territories);
        problems.extend(reps.problems(files, options.today_ms));
        problems.extend(told_of_destinations);
        problems.extend(points.map(Page::into_problems).unwrap_or_default());
        problems.extend(told_of_tests.unwrap_or_default());
        problems.extend(files.strangers());
        Self {
            teams,
            reps,
            score,
            cases,
            lines,
            destinations,
            routing,
            tests,
            problems,
            forms: all,
            residency,
            rules,
            territories,
        }
    }

    /// The bundle that they make, if nothing is wrong with them.
    pub(crate) fn bundle(&self) -> Result<Bundle, BundleError> {
        let Teams { teams, fallback, zone, .. } = &self.teams;
        let rosters = self.reps.crews(&self.teams)?;
        let bundle = Bundle::new(self.forms.clone(), teams.clone(), fallback.clone())?;
        let bundle = bundle.with_rosters(rosters)?;
        let bundle = bundle.with_rules(self.rules.clone(), self.territories.clone(), zone.clone())?;
        Ok(bundle.with_residency(self.residency.clone()))
    }
}
