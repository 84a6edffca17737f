//! Two groups of cases beside each other.

use super::asked::{Keep, Of};
use super::facet::{SINCE, YEAR};
use super::{Fleet, Member, fleet, times};
use crate::chart::Chart;
use crate::document::fleet::{self as words, Two};
use crate::engine::{Engine, view};
use crate::model::{Duration, MetricId};

/// What can be said of two groups without drawing anew.
pub fn compare(
    engine: &Engine,
    id: &MetricId,
    keep: &Keep,
    by: &str,
    groups: &[String; 2],
) -> view::CompareView {
    let all = fleet(engine);
    let kept = all.kept(keep);
    let two = two(&all, &kept, id, by, groups);
    let [a, b] = [two.groups[0].len(), two.groups[1].len()];
    let mut blocks = two.blocks();
    if by == YEAR && kept.iter().any(|case| case.found.is_some() || case.stands_at_compromise()) {
        blocks.push(words::by_year_of_incident());
    }
    view::CompareView {
        chart: Chart::pair(id, two.names.clone(), [&two.groups[0], &two.groups[1]]),
        neither: words::neither(&all.label(by), kept.len() - a - b, by.starts_with(SINCE)),
        draws: two.can_test(),
        blocks,
    }
}

/// The durations of two groups.
fn two(all: &Fleet, kept: &[&Member], id: &MetricId, by: &str, groups: &[String; 2]) -> Two {
    let mut durations: [Vec<Duration>; 2] = Default::default();
    for case in kept {
        let Some(value) = all.value(case, by) else { continue };
        if let Some(place) = groups.iter().position(|g| *g == value)
            && let Some(group) = durations.get_mut(place)
        {
            group.push(case.duration(id));
        }
    }
    Two::new(id, groups.clone(), durations, by.starts_with(SINCE))
}

/// The groups that are drawn anew together; none where there is nothing to compare.
pub fn asked(engine: &Engine, id: &MetricId, keep: &Keep, of: &Of) -> Option<Two> {
    let all = fleet(engine);
    let kept = all.kept(keep);
    match of {
        Of::All => None,
        Of::Halves => words::halves(id, &times(&kept, id)),
        Of::Groups { by, groups } => Some(two(&all, &kept, id, by, groups)).filter(Two::can_test),
    }
}
