//! All cases of the workspace together.

pub mod asked;
mod compare;
mod facet;
mod others;
pub mod resample;
mod rows;

use super::analysis::CaseAnalysis;
use super::{Engine, view};
use crate::chart::Chart;
use crate::document::Block;
use crate::document::fleet::{self, CaseTime, Labelled};
use crate::language::written;
use crate::model::finding::Outcome;
use crate::model::{Duration, MetricId, Milestone, Moment, Timestamp};
use crate::say;
use crate::statistics::{self, FleetMetric};
use crate::workspace::InEffect;
use crate::workspace::effect::Says;
use asked::Keep;
use facet::{Facet, Sought};
use std::rc::Rc;

pub use compare::compare;
pub use facet::told_value;
pub use others::Beside;
pub use rows::{Asked, rows};

/// What the page Cases asks of every case, made once for each revision of the workspace.
#[derive(Debug)]
pub struct Fleet {
    /// The cases in order.
    pub cases: Vec<Member>,
    /// What they can be told apart by.
    pub facets: Vec<Facet>,
    /// The versions of the plan with the time from which each was in effect.
    pub versions: Vec<InEffect>,
}

/// One case among many.
#[derive(Debug)]
pub struct Member {
    /// Its analysis.
    pub analysis: Rc<CaseAnalysis>,
    /// When it was detected, else when it began.
    pub began: Option<Moment>,
    /// When it was found, where only a table of incidents tells it: its compromise and the dwell time that it states.
    found: Option<Moment>,
    /// When it was found, else when it began: over the whole year where the record gives no more.
    lies: Option<Moment>,
    /// Title and identifier in small letters, for the search.
    words: String,
    /// The places of its values in each facet: none where it has none, several where it belongs to several groups.
    values: Vec<Vec<u32>>,
}

impl Fleet {
    /// Looks at all cases.
    fn new(engine: &Engine) -> Fleet {
        let versions = engine.workspace().plan.as_ref().map(|plan| plan.in_effect()).unwrap_or_default();
        let mut cases: Vec<Member> = analyses(engine).into_iter().map(Member::new).collect();
        let facets = facet::facets(&mut cases, &versions);
        Fleet { cases, facets, versions }
    }

    /// The cases that are kept.
    fn kept(&self, keep: &Keep) -> Vec<&Member> {
        let needle = keep.text.trim().to_lowercase();
        let sought: Vec<Sought<'_>> = keep.values.iter().map(|(by, value)| self.sought(by, value)).collect();
        let has = |c: &Member| sought.iter().all(|value| value.is_of(c));
        self.cases.iter().filter(|c| (needle.is_empty() || c.words.contains(&needle)) && has(c)).collect()
    }

    /// A value of a facet, to be asked of each case.
    fn sought(&self, by: &str, value: &str) -> Sought<'_> {
        Sought::new(&self.facets, &self.versions, by, value)
    }

    /// The name of a facet on screen.
    fn label(&self, by: &str) -> String {
        match by.strip_prefix(facet::SINCE) {
            Some(version) => say!("Plan {version}", version),
            None => facet::label(by),
        }
    }
}

impl Member {
    fn new(analysis: Rc<CaseAnalysis>) -> Member {
        let case = &analysis.case;
        let words = format!("{}\n{}", case.title, case.name).to_lowercase();
        let began = analysis.began();
        let start = lies(&analysis, began);
        let found = start.and_then(|start| found(&analysis, start));
        Member { began, found, lies: found.or(start), words, values: vec![], analysis }
    }

    /// Whether it stands at its compromise, as a table of incidents does not tell when it was found.
    pub(super) fn stands_at_compromise(&self) -> bool {
        let compromise = self.analysis.milestones.moment(&Milestone::Compromise);
        self.found.is_none()
            && is_of_table(&self.analysis)
            && !is_detected(&self.analysis)
            && compromise.is_some()
    }

    /// How long a metric took; absent where the case has none.
    fn duration(&self, id: &MetricId) -> Duration {
        let absent = Duration::Unknown { reason: crate::model::Unknown::Absent };
        self.analysis.duration(id).unwrap_or(absent)
    }
}

/// Whether all that is known of a case is a line of a table of incidents.
fn is_of_table(analysis: &CaseAnalysis) -> bool {
    let sources = &analysis.case.sources;
    !sources.is_empty() && sources.iter().all(|s| s.incident.is_some())
}

fn is_detected(analysis: &CaseAnalysis) -> bool {
    analysis.milestones.moment(&Milestone::Detected).is_some()
}

/// When an incident of a table was found: the time from compromise to discovery that it states, after when it began.
fn found(analysis: &CaseAnalysis, start: Moment) -> Option<Moment> {
    if !is_of_table(analysis) || is_detected(analysis) {
        return None;
    }
    let dwell = analysis.duration(&MetricId::Dwell)?;
    let (least, most) = (dwell.min()?, dwell.max()?);
    Some(Moment { earliest: start.earliest.plus(least), latest: start.latest.plus(most), ..start })
}

/// When a case lies: a record that gives the year alone is anywhere in it.
fn lies(analysis: &CaseAnalysis, began: Option<Moment>) -> Option<Moment> {
    let dated =
        [Milestone::Detected, Milestone::Compromise].iter().any(|m| analysis.milestones.moment(m).is_some());
    let year = (!dated).then(|| facet::stated_year(analysis)).flatten();
    let first = |year: i32| -> Option<Timestamp> {
        let date = chrono::NaiveDate::from_ymd_opt(year, 1, 1)?;
        Some(Timestamp::from_naive_utc(date.and_time(chrono::NaiveTime::MIN)))
    };
    match (began, year) {
        (Some(began), Some(year)) => {
            Some(Moment { earliest: first(year)?, latest: first(year.checked_add(1)?)?, ..began })
        }
        (began, _) => began,
    }
}

/// What is looked at of every case, made once for each revision.
pub fn fleet(engine: &Engine) -> Rc<Fleet> {
    let revision = engine.revision();
    if let Some((of, held)) = engine.fleet.borrow().as_ref()
        && *of == revision
    {
        return held.clone();
    }
    // It is kept: names of facets and their values are ids as well.
    let made = Rc::new(written(|| Fleet::new(engine)));
    *engine.fleet.borrow_mut() = Some((revision, made.clone()));
    made
}

/// The analyses of all cases in order.
pub fn analyses(engine: &Engine) -> Vec<Rc<CaseAnalysis>> {
    engine.workspace().cases.iter().filter_map(|c| engine.analysis(c.id)).collect()
}

/// A metric over many cases.
pub fn metric(cases: &[Rc<CaseAnalysis>], id: &MetricId) -> FleetMetric {
    statistics::fleet_metric(cases.iter().filter_map(|c| c.duration(id)))
}

/// What can be said of a metric over the kept cases.
pub fn cases(engine: &Engine, id: &MetricId, keep: &Keep) -> view::CasesView {
    let all = fleet(engine);
    let kept = all.kept(keep);
    let labelled = labelled(&kept, id);
    let durations: Vec<Duration> = labelled.iter().map(|case| case.2).collect();
    let over_time = times(&kept, id);
    let undated: Vec<&Member> = kept.iter().copied().filter(|c| time(c, id).is_none()).collect();
    let figures = statistics::fleet_metric(durations.iter().copied());
    let survival = Chart::survival(id, &labelled).map(Chart::without_cases);
    let spread = Chart::spread(id, &labelled).map(Chart::without_cases);
    let in_order = fleet::latest(&over_time).into_iter().map(|c| (c.id, c.title, c.began, c.duration));
    let course = Chart::course(id, &in_order.collect::<Vec<_>>());
    view::CasesView {
        total: all.cases.len(),
        kept: kept.len(),
        left_out: left_out(&all, kept.len(), keep),
        without: fleet::rests(&self::labelled(&without(&all, &kept), id)),
        sentence: statistics::sentence(id, &figures),
        rests: fleet::rests(&labelled),
        figures: fleet::figures(id, &figures, &durations),
        noise: view::CaseNoise {
            survival: fleet::noise::of_median(&figures),
            spread: fleet::noise::of_shares(&figures),
            course: fleet::noise::of_course(id, &over_time),
        },
        over_time: [fleet::over_time(id, &over_time, &self::labelled(&undated, id)), truncated(&kept, id)]
            .concat(),
        halves: fleet::halves(id, &over_time).is_some(),
        survival,
        strip: Chart::strip(id, &labelled),
        spread,
        course,
        facets: facets(&all),
        plans: all.versions.iter().map(plan_start).collect(),
        metric: id.clone(),
    }
}

/// Cases with their titles and how long a metric took in each.
fn labelled(cases: &[&Member], id: &MetricId) -> Vec<Labelled> {
    let one = |c: &&Member| (c.analysis.case.id, c.analysis.case.title.clone(), c.duration(id));
    cases.iter().map(one).collect()
}

/// What is said of cases that stand at their compromise in the order of time of a metric.
fn truncated(kept: &[&Member], id: &MetricId) -> Vec<Block> {
    let in_order = |c: &&Member| c.stands_at_compromise() && c.analysis.duration(id).is_some();
    let cases: Vec<&Member> = kept.iter().copied().filter(in_order).collect();
    fleet::at_compromise(&labelled(&cases, id), say!("the end of the course")).into_iter().collect()
}

/// The kept cases in order of time; those without a beginning are left out.
fn times(kept: &[&Member], id: &MetricId) -> Vec<CaseTime> {
    let mut all: Vec<CaseTime> = kept.iter().filter_map(|c| time(c, id)).collect();
    all.sort_by_key(|case| case.began.middle());
    all
}

/// A case in the order of time; `None` without a beginning, or where its record does not have the metric.
fn time(case: &Member, id: &MetricId) -> Option<CaseTime> {
    Some(CaseTime {
        id: case.analysis.case.id,
        title: case.analysis.case.title.clone(),
        began: case.found.or(case.began)?,
        duration: case.analysis.duration(id)?,
    })
}

/// The cases that a filter leaves out; both stand in the order of the workspace.
fn without<'a>(all: &'a Fleet, kept: &[&Member]) -> Vec<&'a Member> {
    let mut kept = kept.iter().map(|c| c.analysis.case.id).peekable();
    let is_out = |c: &&Member| kept.next_if_eq(&c.analysis.case.id).is_none();
    all.cases.iter().filter(is_out).collect()
}

/// How many cases the filter leaves out, and why.
fn left_out(all: &Fleet, kept: usize, keep: &Keep) -> String {
    let out = all.cases.len() - kept;
    if keep.text.trim().is_empty() && keep.values.is_empty() {
        return String::new();
    }
    let one = |(by, value): &(String, String)| {
        say!("{label} is “{value}”", label = all.label(by), value = facet::told_value(by, value))
    };
    let mut why: Vec<String> = keep.values.iter().map(one).collect();
    if !keep.text.trim().is_empty() {
        why.push(say!("the title or identifier has “{text}”", text = keep.text.trim()));
    }
    let (all, why) = (all.cases.len(), why.join(say!(" and ")));
    match out {
        1 => say!(
            "Of {all} incidents {kept} are looked at, where {why}; 1 is left out by this filter.",
            all,
            kept,
            why
        ),
        n => say!(
            "Of {all} incidents {kept} are looked at, where {why}; {n} are left out by this filter.",
            all,
            kept,
            why,
            n
        ),
    }
}

fn facets(all: &Fleet) -> Vec<view::FacetView> {
    let one = |(place, facet): (usize, &Facet)| {
        let mut counts = vec![0; facet.values.len()];
        let held = || all.cases.iter().filter_map(|c| c.values.get(place));
        for value in held().flatten() {
            if let Some(count) = counts.get_mut(*value as usize) {
                *count += 1;
            }
        }
        view::FacetView {
            id: facet.id.clone(),
            label: facet::label(&facet.id),
            values: facet.values.iter().cloned().zip(counts).collect(),
            several: held().filter(|values| values.len() > 1).count(),
        }
    };
    all.facets.iter().enumerate().map(one).collect()
}

fn plan_start(version: &InEffect) -> view::PlanStart {
    view::PlanStart {
        version: version.version.clone(),
        by: format!("{}{}", facet::SINCE, version.version),
        groups: facet::around(&version.version),
        from: version.from,
        says: match version.says {
            Says::History => say!("by the plan’s revision history"),
            Says::Document => say!("by a date in the plan"),
            Says::Written => say!("written here then"),
        }
        .to_owned(),
    }
}

/// Gaps among the eleven duties; `None` for a case without events of its own responders, as in a VERIS file, which shows
/// none either way.
fn gaps(analysis: &CaseAnalysis) -> Option<usize> {
    // Counts have no language.
    let findings = (!is_of_table(analysis)).then(|| written(|| &analysis.judgement().findings))?;
    Some(findings.iter().filter(|f| f.duty.is_some() && f.outcome == Outcome::Gap).count())
}
