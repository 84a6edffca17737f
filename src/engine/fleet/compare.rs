//! Two groups of cases beside each other.

use super::asked::{Keep, Of};
use super::facet::{PLAN, SINCE, YEAR};
use super::{Fleet, Member, fleet, times};
use crate::chart::Chart;
use crate::document::fleet::{self as words, Two};
use crate::engine::{Engine, view};
use crate::model::{CaseId, MetricId};

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
    let members = members(&all, &kept, by, groups);
    let two = two(&members, id, by, groups);
    let both = kept.iter().filter(|case| groups.iter().all(|value| all.has(case, by, value))).count();
    let out = kept.iter().filter(|case| !groups.iter().any(|value| all.has(case, by, value))).count();
    let rest = |case: &&Member| -> (CaseId, String) {
        let case_ = &case.analysis.case;
        words::case_rest(case_.id, &case_.title, &case.duration(id))
    };
    let mut blocks = two.blocks(members.map(|group| group.iter().map(rest).collect()));
    blocks.extend(words::both(both));
    if by == YEAR && kept.iter().any(|case| case.found.is_some() || case.stands_at_compromise()) {
        blocks.push(words::by_year_of_incident());
    }
    // Sides of a version of the plan are an order of time as well.
    if by.starts_with(SINCE) || by == PLAN {
        let stand = |case: &&&Member| {
            case.stands_at_compromise() && groups.iter().any(|value| all.has(case, by, value))
        };
        blocks.extend(words::at_compromise(kept.iter().filter(stand).count(), "the later group"));
    }
    let undated = by.starts_with(SINCE).then(|| kept.iter().filter(|case| case.lies.is_none()).count());
    view::CompareView {
        chart: Chart::pair(id, two.names.clone(), [&two.groups[0], &two.groups[1]]),
        neither: words::neither(&all.label(by), out, undated),
        draws: two.can_test(),
        blocks,
    }
}

/// The cases of two groups; one that has both values is in both.
fn members<'a>(all: &Fleet, kept: &[&'a Member], by: &str, groups: &[String; 2]) -> [Vec<&'a Member>; 2] {
    let mut members: [Vec<&Member>; 2] = Default::default();
    for (group, value) in members.iter_mut().zip(groups) {
        group.extend(kept.iter().filter(|case| all.has(case, by, value)));
    }
    members
}

/// The durations of two groups.
fn two(members: &[Vec<&Member>; 2], id: &MetricId, by: &str, groups: &[String; 2]) -> Two {
    let durations =
        [0, 1].map(|n: usize| members.get(n).into_iter().flatten().map(|case| case.duration(id)).collect());
    Two::new(id, groups.clone(), durations, by.starts_with(SINCE))
}

/// The groups that are drawn anew together; none where there is nothing to compare.
pub fn asked(engine: &Engine, id: &MetricId, keep: &Keep, of: &Of) -> Option<Two> {
    let all = fleet(engine);
    let kept = all.kept(keep);
    match of {
        Of::All => None,
        Of::Halves => words::halves(id, &times(&kept, id)),
        Of::Groups { by, groups } => {
            Some(two(&members(&all, &kept, by, groups), id, by, groups)).filter(Two::can_test)
        }
    }
}
