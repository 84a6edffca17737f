//! Two groups of cases beside each other.

use super::asked::{Keep, Of};
use super::facet::{PLAN, SINCE, Sought, YEAR, told_value};
use super::{Member, fleet, labelled, times};
use crate::chart::Chart;
use crate::document::Rests;
use crate::document::fleet::{self as words, Labelled, Two};
use crate::engine::{Engine, view};
use crate::metric;
use crate::model::MetricId;
use crate::say;

/// What can be said of two groups without drawing anew.
pub fn compare(
    engine: &Engine,
    id: &MetricId,
    keep: &Keep,
    by: &str,
    groups: &[String; 2],
) -> view::CompareView {
    // A group beside itself differs in nothing, and the test would say so of any.
    if groups[0] == groups[1] {
        let blocks = vec![words::same(&told_value(by, &groups[0]))];
        return view::CompareView { chart: None, neither: None, draws: false, blocks };
    }
    let all = fleet(engine);
    let kept = all.kept(keep);
    let sought = [&groups[0], &groups[1]].map(|value| all.sought(by, value));
    let members = members(&kept, &sought);
    let two = two(&members, id, by, groups);
    let in_one = |case: &Member| sought.iter().any(|value| value.is_of(case));
    let those = |of: &dyn Fn(&Member) -> bool| -> Vec<Labelled> {
        labelled(&kept.iter().copied().filter(|case| of(case)).collect::<Vec<_>>(), id)
    };
    let both = those(&|case| sought.iter().all(|value| value.is_of(case)));
    let out = those(&|case| !in_one(case));
    let titles = members.each_ref().map(|group| {
        group.iter().map(|case| (case.analysis.case.id, case.analysis.case.title.as_str())).collect()
    });
    let mut blocks = two.blocks(titles);
    blocks.extend(words::both(&both));
    if by == YEAR && kept.iter().any(|case| case.found.is_some() || case.stands_at_compromise()) {
        blocks.push(words::by_year_of_incident());
    }
    // Sides of a version of the plan are an order of time as well.
    if by.starts_with(SINCE) || by == PLAN {
        let stand = those(&|case| case.stands_at_compromise() && in_one(case));
        blocks.extend(words::at_compromise(&stand, say!("the later group")));
    }
    let undated = by.starts_with(SINCE).then(|| kept.iter().filter(|case| case.lies.is_none()).count());
    let labelled = members.each_ref().map(|group| labelled(group, id));
    view::CompareView {
        chart: Chart::pair(id, two.names.clone(), [&labelled[0], &labelled[1]]),
        neither: words::neither(&all.label(by), &out, undated),
        draws: two.can_test(),
        blocks,
    }
}

/// The cases of two groups; one that has both values is in both.
fn members<'a>(kept: &[&'a Member], sought: &[Sought<'_>; 2]) -> [Vec<&'a Member>; 2] {
    sought.map(|value| kept.iter().copied().filter(|case| value.is_of(case)).collect())
}

/// The durations of two groups.
fn two(members: &[Vec<&Member>; 2], id: &MetricId, by: &str, groups: &[String; 2]) -> Two {
    let durations =
        [0, 1].map(|n: usize| members.get(n).into_iter().flatten().map(|case| case.duration(id)).collect());
    Two::new(id, named(by, groups), durations, by.starts_with(SINCE))
}

/// What two groups are called.
fn named(by: &str, groups: &[String; 2]) -> [String; 2] {
    groups.each_ref().map(|value| told_value(by, value))
}

/// What the groups are called that are drawn anew together; `None` where all cases are drawn.
pub fn asked_names(of: &Of) -> Option<[String; 2]> {
    match of {
        Of::All => None,
        Of::Halves => Some(words::halves_named()),
        Of::Groups { by, groups } => Some(named(by, groups)),
    }
}

/// What an interval rests on that is drawn: all cases that are drawn from, with what the metric is.
pub fn drawn_from(engine: &Engine, id: &MetricId, keep: &Keep, of: &Of) -> Rests {
    let all = fleet(engine);
    let kept = all.kept(keep);
    let cases = match of {
        Of::All => labelled(&kept, id),
        Of::Halves => words::latest(&times(&kept, id)).iter().map(words::CaseTime::labelled).collect(),
        Of::Groups { by, groups } => {
            let sought = [&groups[0], &groups[1]].map(|value| all.sought(by, value));
            members(&kept, &sought).iter().flat_map(|group| labelled(group, id)).collect()
        }
    };
    Rests::told([metric::measured(id)]).and(words::rests(&cases))
}

/// The groups that are drawn anew together; none where there is nothing to compare.
pub fn asked(engine: &Engine, id: &MetricId, keep: &Keep, of: &Of) -> Option<Two> {
    let all = fleet(engine);
    let kept = all.kept(keep);
    match of {
        Of::All => None,
        Of::Halves => words::halves(id, &times(&kept, id)),
        Of::Groups { groups: [a, b], .. } if a == b => None,
        Of::Groups { by, groups } => {
            let sought = [&groups[0], &groups[1]].map(|value| all.sought(by, value));
            Some(two(&members(&kept, &sought), id, by, groups)).filter(Two::can_test)
        }
    }
}
