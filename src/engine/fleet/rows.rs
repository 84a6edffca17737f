//! The table of cases: filtered, sorted, grouped, a page of lines at a time.

use super::asked::{CaseSort, Keep};
use super::facet::label;
use super::{Fleet, Member, fleet, gaps, told_value};
use crate::engine::{Engine, view};
use crate::model::{Duration, MetricId, Span};
use crate::say;
use crate::statistics::fleet_metric;
use std::cmp::Ordering;

/// At most so many lines cross to the page at once.
const MOST: u32 = 500;

/// What is asked of the table.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Which cases.
    pub keep: &'a Keep,
    /// The facet that groups them.
    pub by: Option<&'a str>,
    /// What they are sorted by.
    pub sort: &'a CaseSort,
    /// Whether the greatest come first.
    pub down: bool,
    /// The metric that a group's line tells.
    pub metric: &'a MetricId,
}

/// Some lines of the table.
pub fn rows(engine: &Engine, asked: Asked<'_>, from: u32, count: u32) -> view::CaseRowsView {
    let all = fleet(engine);
    let kept = sorted(all.kept(asked.keep), &asked);
    let place = asked.by.and_then(|by| all.facets.iter().position(|f| f.id == by));
    let held = |case: &&Member| place.and_then(|place| case.values.get(place)).map_or(0, Vec::len);
    let (cases, several) = (kept.len(), kept.iter().filter(|case| held(case) > 1).count());
    let groups = groups(&all, kept, place);
    let lines = groups.iter().flat_map(|group| {
        let head = group.name.as_ref().map(|name| Line::Head(name, group));
        head.into_iter().chain(group.cases.iter().map(|case| Line::Case(case)))
    });
    let (from, count) = (from as usize, count.min(MOST) as usize);
    let shown: Vec<Line> = lines.clone().skip(from).take(count).collect();
    // A page that begins within a group says which.
    let before = lines.clone().take(from).filter_map(|line| match line {
        Line::Head(name, _) => Some(name.clone()),
        Line::Case(_) => None,
    });
    let begins_within = matches!(shown.first(), Some(Line::Case(_)));
    view::CaseRowsView {
        continued: before.last().filter(|_| begins_within),
        lines: lines.count(),
        cases,
        several,
        groups: groups.iter().filter(|g| g.name.is_some()).count(),
        shown: shown.into_iter().map(|line| line.view(&asked)).collect(),
    }
}

/// Cases that share a value.
struct Group<'a> {
    name: Option<String>,
    value: Option<String>,
    cases: Vec<&'a Member>,
}

/// A line of the table.
#[derive(Clone, Copy)]
enum Line<'a> {
    Head(&'a String, &'a Group<'a>),
    Case(&'a Member),
}

impl Line<'_> {
    fn view(self, asked: &Asked<'_>) -> view::CaseTableLine {
        match self {
            Line::Head(name, Group { value, cases, .. }) => {
                let figures = fleet_metric(cases.iter().map(|c| c.duration(asked.metric)));
                let median = figures.exact_only.median_seconds.map(|s| Span((s * 1e6).round() as i64));
                view::CaseTableLine::Group {
                    name: name.clone(),
                    value: value.clone(),
                    cases: cases.len(),
                    known: figures.exact_only.n,
                    open: figures.right_censored,
                    median: median.map(|value| Duration::Exact { value }),
                }
            }
            Line::Case(member) => {
                let a = &member.analysis;
                view::CaseTableLine::Case(view::CaseRow {
                    id: a.case.id,
                    name: a.case.name.clone(),
                    title: a.case.title.clone(),
                    events: a.timeline.len(),
                    began: member.began,
                    metrics: a.metrics.iter().map(|m| (m.id.clone(), m.duration)).collect(),
                    gaps: gaps(a),
                })
            }
        }
    }
}

/// Cases in the order asked for; what is missing comes last in either direction.
fn sorted<'a>(mut cases: Vec<&'a Member>, asked: &Asked<'_>) -> Vec<&'a Member> {
    let turned = |order: Ordering| if asked.down { order.reverse() } else { order };
    if *asked.sort == CaseSort::Title {
        cases.sort_by(|a, b| turned(a.words.cmp(&b.words)));
        return cases;
    }
    let key = |case: &Member| match asked.sort {
        CaseSort::Title => None,
        CaseSort::Began => case.began.map(|m| m.earliest.0),
        CaseSort::Metric(id) => case.duration(id).min().map(|s| s.0),
        CaseSort::Gaps => gaps(&case.analysis).and_then(|n| i64::try_from(n).ok()),
        CaseSort::Events => i64::try_from(case.analysis.timeline.len()).ok(),
    };
    let mut keyed: Vec<(Option<i64>, &Member)> = cases.into_iter().map(|c| (key(c), c)).collect();
    keyed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) => turned(a.cmp(b)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    keyed.into_iter().map(|(_, case)| case).collect()
}

/// The cases by value, in the order of the facet; those without one last, those with several in each of their groups.
fn groups<'a>(all: &Fleet, cases: Vec<&'a Member>, place: Option<usize>) -> Vec<Group<'a>> {
    let Some((place, facet)) = place.and_then(|n| Some((n, all.facets.get(n)?))) else {
        return vec![Group { name: None, value: None, cases }];
    };
    let told = |value: Option<&String>| match value {
        Some(value) => told_value(&facet.id, value),
        None => say!("not known").to_owned(),
    };
    let group = |value: Option<&String>| Group {
        name: Some(format!("{}: {}", label(&facet.id), told(value))),
        value: value.cloned(),
        cases: vec![],
    };
    let mut groups: Vec<Group<'a>> = facet.values.iter().map(Some).chain([None]).map(group).collect();
    for case in cases {
        let unknown = [facet.values.len() as u32];
        let held =
            case.values.get(place).filter(|values| !values.is_empty()).map_or(&unknown[..], Vec::as_slice);
        for value in held {
            if let Some(group) = groups.get_mut(*value as usize) {
                group.cases.push(case);
            }
        }
    }
    groups.retain(|g| !g.cases.is_empty());
    groups
}
