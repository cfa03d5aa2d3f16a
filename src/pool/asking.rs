//! In which order pools are asked about one lead.

/// The teams in the order in which they are asked, and whether the lead may wait there: each may
/// pass it on to the next; if all do, it waits in the first.
pub fn asking_order<T: Copy>(teams: &[T]) -> Vec<(T, bool)> {
    match teams {
        [only] => vec![(*only, true)],
        teams => {
            let passing = teams.iter().map(|team| (*team, false));
            passing.chain(teams.first().map(|first| (*first, true))).collect()
        }
    }
}
