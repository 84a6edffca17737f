//! analysis.json: the analysis as other programs read it. `analysis.schema.json` beside this file is its schema.

use crate::finding::CaseView;
use crate::metric::Metric;
use crate::milestone::{Held, Proposal, Status};
use crate::model::action::ActionItem;
use crate::model::{Duration, Finding, Measure, MetricId, Milestone, SourceSummary, Timestamp};
use crate::obligation::{Obligation, Question, Verdict};
use crate::plan::change::{Amendment, AmendmentKind};
use crate::statistics::FleetMetric;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// The JSON Schema of the document.
pub const SCHEMA: &str = include_str!("analysis.schema.json");

/// The whole document.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Analysis {
    /// Names the schema and its version.
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// One entry an incident.
    pub incidents: Vec<Incident>,
    /// Distributions over the incidents, where there is more than one.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fleet: BTreeMap<MetricId, FleetMetric>,
    /// Files that could not be read at all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<UnreadFile>,
}

/// A file that could not be read at all.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct UnreadFile {
    /// Its name or path as given.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Why, and what to do.
    pub reason: String,
}

/// One incident.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Incident {
    /// Its identifier.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The end of the record.
    pub as_of: Timestamp,
    /// Its files.
    pub sources: Vec<SourceSummary>,
    /// Its milestones.
    pub milestones: BTreeMap<Milestone, MilestoneOut>,
    /// Its metrics.
    pub metrics: BTreeMap<MetricId, MetricOut>,
    /// The obligations that apply or may apply.
    pub obligations: Vec<ObligationOut>,
    /// The findings.
    pub findings: Vec<FindingOut>,
    /// The amendments to the plan.
    pub amendments: Vec<AmendmentOut>,
    /// The action items.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionOut>,
}

/// One milestone; without a time when it was set to none.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MilestoneOut {
    /// The earliest it may have been.
    pub earliest: Option<Timestamp>,
    /// The latest it may have been.
    pub latest: Option<Timestamp>,
    /// `confirmed`, `stated`, `proposed` or `none`.
    pub status: Status,
    /// From 0 to 1.
    pub confidence: f64,
    /// Why.
    pub reasons: Vec<String>,
    /// Rows of the events file, from 0.
    pub events: Vec<u32>,
    /// What else the evidence suggests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<AlternativeOut>,
}

/// What else the evidence suggests for a milestone.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct AlternativeOut {
    /// The earliest it may have been.
    pub earliest: Timestamp,
    /// The latest it may have been.
    pub latest: Timestamp,
    /// From 0 to 1.
    pub confidence: f64,
    /// Why.
    pub reasons: Vec<String>,
    /// Rows of the events file, from 0.
    pub events: Vec<u32>,
}

/// One metric.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MetricOut {
    /// `exact`, `range`, `right_censored` or `unknown`.
    pub kind: &'static str,
    /// The shortest it may be.
    pub min_seconds: Option<f64>,
    /// The longest it may be.
    pub max_seconds: Option<f64>,
    /// Where it starts.
    pub from: Milestone,
    /// Where it ends.
    pub to: Milestone,
    /// How the weaker of its ends stands.
    pub basis: Status,
}

/// One obligation.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ObligationOut {
    /// The rule.
    pub rule: String,
    /// Whether it applies; null while a fact is missing.
    pub applies: Option<bool>,
    /// Why.
    pub because: String,
    /// What is still to be said, where `applies` is null.
    pub question: Option<Question>,
    /// The principal limit in words.
    pub limit: String,
    /// What practice holds for reasonable where the rule has no number.
    pub benchmark: Option<String>,
    /// The milestone that starts its clock.
    pub starts: Option<Milestone>,
    /// When its clock starts, earliest and latest.
    pub trigger: Option<[Timestamp; 2]>,
    /// The strict limit.
    pub due: Option<[Timestamp; 2]>,
    /// The lenient limit.
    pub due_lenient: Option<[Timestamp; 2]>,
    /// Whether `due` is the earliest time allowed.
    pub not_before: bool,
    /// When the notice was sent.
    pub sent: Option<[Timestamp; 2]>,
    /// When the recipient had it.
    pub received: Option<[Timestamp; 2]>,
    /// The verdict.
    pub verdict: Verdict,
    /// Due less sent.
    pub margin_seconds: Option<[i64; 2]>,
    /// The version of the rule pack.
    pub pack: String,
    /// How it was computed, and what else to know.
    pub notes: Vec<String>,
    /// Always there.
    pub notice: &'static str,
}

/// One finding.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FindingOut {
    /// The rule that saw it.
    pub rule: String,
    /// The kind of rule.
    pub family: &'static str,
    /// How much it weighs.
    pub severity: &'static str,
    /// The duty that it belongs to.
    pub duty: Option<&'static str>,
    /// What the evidence shows of the duty.
    pub outcome: &'static str,
    /// What the evidence shows.
    pub claim: String,
    /// Rows of the events file, from 0.
    pub events: Vec<u32>,
    /// What it is about.
    pub themes: Vec<&'static str>,
    /// What it was held against, where a person may set it.
    pub thresholds: Vec<ThresholdOut>,
}

/// A threshold as it stood.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ThresholdOut {
    /// Which.
    pub threshold: &'static str,
    /// Its value.
    pub value: u32,
    /// What that counts.
    pub unit: &'static str,
    /// What it is where nobody set it.
    pub default: u32,
}

/// One amendment.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct AmendmentOut {
    /// Its name.
    pub id: String,
    /// What it does.
    pub kind: AmendmentKind,
    /// The section that it changes.
    pub section: String,
    /// The findings that justify it.
    pub findings: Vec<String>,
    /// The new words.
    pub text: String,
}

/// One action item.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ActionOut {
    /// Its name, which trackers carry.
    pub id: String,
    /// What is to be done.
    pub title: String,
    /// Who sees to it; empty where nobody does.
    pub owner: String,
    /// The day by which it shall be done.
    pub due: Option<NaiveDate>,
    /// The day on which its effect is looked at.
    pub review: Option<NaiveDate>,
    /// `open`, `in_progress`, `done` or `dropped`.
    pub status: &'static str,
    /// The rule whose finding is behind it.
    pub finding: Option<String>,
    /// The amendment that it carries out.
    pub amendment: Option<String>,
    /// What it should change.
    pub effect: String,
    /// Where a tracker has it; empty where none does.
    pub link: String,
    /// When it was agreed.
    pub opened: Timestamp,
    /// When it was done or dropped.
    pub closed: Option<Timestamp>,
}

impl Analysis {
    /// The document over some incidents.
    pub fn new(incidents: Vec<Incident>, fleet: BTreeMap<MetricId, FleetMetric>) -> Self {
        Analysis {
            schema: "floodmark/analysis/1",
            version: env!("CARGO_PKG_VERSION"),
            incidents,
            fleet,
            unread: vec![],
        }
    }
}

/// One incident from what the flow made of it.
pub fn incident(
    id: &str,
    title: &str,
    sources: &[SourceSummary],
    view: &CaseView<'_>,
    findings: &[Finding],
    amendments: &[Amendment],
) -> Incident {
    let positions = |events: &[crate::model::EventId]| -> Vec<u32> {
        events.iter().filter_map(|id| view.timeline.position(*id)).collect()
    };
    let alternative = |p: &Proposal| AlternativeOut {
        earliest: p.moment.earliest,
        latest: p.moment.latest,
        confidence: p.confidence,
        reasons: p.reasons.clone(),
        events: positions(&p.events),
    };
    let milestone = |held: &Held| MilestoneOut {
        earliest: held.moment.map(|m| m.earliest),
        latest: held.moment.map(|m| m.latest),
        status: held.status,
        confidence: held.confidence,
        reasons: held.reasons.clone(),
        events: positions(&held.events),
        alternatives: held.alternatives.iter().map(alternative).collect(),
    };
    Incident {
        id: id.to_owned(),
        title: title.to_owned(),
        as_of: view.as_of,
        sources: sources.to_vec(),
        milestones: view.milestones.0.iter().map(|(m, held)| (m.clone(), milestone(held))).collect(),
        metrics: view.metrics.iter().map(|m| (m.id.clone(), metric(m))).collect(),
        obligations: view.obligations.iter().filter(|o| listed(o)).map(obligation).collect(),
        findings: findings
            .iter()
            .map(|f| FindingOut {
                rule: f.rule.clone(),
                family: f.family.id(),
                severity: f.severity.id(),
                duty: f.duty.map(|d| d.id()),
                outcome: f.outcome.id(),
                claim: f.claim.clone(),
                events: positions(&f.events),
                themes: f.themes.iter().map(|t| t.id()).collect(),
                thresholds: f.measures.iter().map(threshold).collect(),
            })
            .collect(),
        amendments: amendments
            .iter()
            .map(|a| AmendmentOut {
                id: a.id.clone(),
                kind: a.kind,
                section: a.section.clone(),
                findings: a.findings.clone(),
                text: a.text.clone(),
            })
            .collect(),
        actions: view.case.actions.iter().map(action).collect(),
    }
}

fn action(item: &ActionItem) -> ActionOut {
    let what = item.what.clone();
    ActionOut {
        id: item.id.clone(),
        title: what.title,
        owner: what.owner,
        due: what.due,
        review: what.review,
        status: item.status.id(),
        finding: what.finding,
        amendment: what.amendment,
        effect: what.effect,
        link: item.link.clone(),
        opened: item.opened,
        closed: item.closed,
    }
}

fn threshold(measure: &Measure) -> ThresholdOut {
    let of = measure.threshold;
    let [_, unit] = of.unit().words();
    ThresholdOut { threshold: of.id(), value: measure.value, unit, default: of.default_value() }
}

fn metric(metric: &Metric) -> MetricOut {
    let kind = match metric.duration {
        Duration::Exact { .. } => "exact",
        Duration::Range { .. } => "range",
        Duration::RightCensored { .. } => "right_censored",
        Duration::Unknown { .. } => "unknown",
    };
    MetricOut {
        kind,
        min_seconds: metric.duration.min().map(|s| s.as_seconds()),
        max_seconds: metric.duration.max().map(|s| s.as_seconds()),
        from: metric.from.clone(),
        to: metric.to.clone(),
        basis: metric.basis,
    }
}

/// Whether a rule may apply: it is selected, or waits for a fact other than where people live and which contracts there
/// are, without which it says nothing of the case.
fn listed(obligation: &Obligation) -> bool {
    let elsewhere = matches!(obligation.question, Some(Question::Place | Question::Contracts));
    obligation.selected || obligation.applies.is_none() && !elsewhere
}

fn obligation(obligation: &Obligation) -> ObligationOut {
    ObligationOut {
        rule: obligation.rule.clone(),
        applies: obligation.applies,
        because: obligation.because.clone(),
        question: obligation.question.filter(|_| obligation.applies.is_none()),
        limit: obligation.limit.clone(),
        benchmark: obligation.benchmark.clone(),
        starts: obligation.starts.clone(),
        trigger: obligation.trigger,
        due: obligation.due,
        due_lenient: obligation.due_lenient,
        not_before: obligation.not_before,
        sent: obligation.sent,
        received: obligation.received,
        verdict: obligation.verdict,
        margin_seconds: obligation.margin_seconds,
        pack: obligation.pack.clone(),
        notes: obligation.notes.clone(),
        notice: super::NOT_LEGAL_ADVICE,
    }
}
