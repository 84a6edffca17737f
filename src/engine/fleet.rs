//! All cases of the workspace together.

use super::analysis::CaseAnalysis;
use super::{Engine, view};
use crate::chart::Chart;
use crate::document::fleet::{self, CaseTime};
use crate::model::finding::Outcome;
use crate::model::{CaseId, Duration, MetricId};
use crate::statistics::{self, FleetMetric};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Comparing with other cases stops being a glance beyond this many.
const MOST_OTHERS: usize = 200;

/// The analyses of all cases in order.
pub fn analyses(engine: &Engine) -> Vec<Rc<CaseAnalysis>> {
    engine.workspace().cases.iter().filter_map(|c| engine.analysis(c.id)).collect()
}

/// A metric over many cases.
pub fn metric(cases: &[Rc<CaseAnalysis>], id: &MetricId) -> FleetMetric {
    statistics::fleet_metric(cases.iter().filter_map(|c| c.duration(id)))
}

/// The table of cases with the distribution of a metric.
pub fn cases(engine: &Engine, id: &MetricId) -> view::CasesView {
    let cases = analyses(engine);
    let row = |a: &Rc<CaseAnalysis>| view::CaseRow {
        id: a.case.id,
        name: a.case.name.clone(),
        title: a.case.title.clone(),
        events: a.timeline.len(),
        began: a.began(),
        metrics: a.metrics.iter().map(|m| (m.id.clone(), m.duration)).collect(),
        gaps: gaps(a),
    };
    let labelled: Vec<(String, Duration)> =
        cases.iter().filter_map(|a| Some((a.case.title.clone(), a.duration(id)?))).collect();
    let fleet = metric(&cases, id);
    view::CasesView {
        sentence: statistics::sentence(id, &fleet),
        survival: Chart::survival(id, &labelled),
        strip: Chart::strip(id, &labelled),
        over_time: fleet::over_time(id, cases.iter().filter_map(|a| case_time(a, id)).collect()),
        cases: cases.iter().map(row).collect(),
        metric: id.clone(),
        fleet,
    }
}

fn case_time(analysis: &CaseAnalysis, id: &MetricId) -> Option<CaseTime> {
    let (began, duration) = (analysis.began()?, analysis.duration(id)?);
    Some(CaseTime { title: analysis.case.title.clone(), began, duration })
}

/// Gaps among the eleven duties. A case without events of its own responders, as in a VERIS file, shows none either way.
fn gaps(analysis: &CaseAnalysis) -> usize {
    let from_table = analysis.case.sources.iter().all(|s| s.incident.is_some());
    if from_table {
        return 0;
    }
    let findings = &analysis.judgement().findings;
    findings.iter().filter(|f| f.duty.is_some() && f.outcome == Outcome::Gap).count()
}

/// Each metric of the other cases in seconds: exact values, and the middles of ranges.
pub fn others(engine: &Engine, case: CaseId) -> BTreeMap<MetricId, Vec<f64>> {
    let mut others: BTreeMap<MetricId, Vec<f64>> = BTreeMap::new();
    let rest = engine.workspace().cases.iter().filter(|c| c.id != case).take(MOST_OTHERS);
    for analysis in rest.filter_map(|c| engine.analysis(c.id)) {
        for m in &analysis.metrics {
            let seconds = match m.duration {
                Duration::Exact { value } => value.as_seconds(),
                Duration::Range { min, max: Some(max) } => (min.as_seconds() + max.as_seconds()) / 2.0,
                _ => continue,
            };
            others.entry(m.id.clone()).or_default().push(seconds);
        }
    }
    others
}
