//! The flow, run over one case: from evidence to amendments.

use super::brief::Brief;
use super::events::CaseEvents;
use crate::document::words::cut;
use crate::finding::{self, CaseView, Earlier};
use crate::import::{Content, Imported};
use crate::language::{Language, language, written};
use crate::metric::{self, Metric};
use crate::milestone::Milestones;
use crate::model::case::Carried;
use crate::model::source::is_hash;
use crate::model::{
    Abbreviation, Case, Duration, EventId, EventTable, Finding, MetricId, Milestone, Moment, Refusal,
    RowTime, Source, SourceSummary, Span, Thresholds, Timestamp, Unplaced, Zone,
};
use crate::obligation::{self, Obligation, Pack};
use crate::plan::change::{self, Amendment};
use crate::plan::read::Plan;
use crate::timeline::{Duplicates, Timeline};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// What a file yielded, with what is asked of it for each of its incidents.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// What the file yielded.
    pub imported: Arc<Imported>,
    /// For a file of incidents: the last plausible times in it, of those that lie without a zone being asserted, and of wall clocks.
    last: [Option<RowTime>; 2],
}

impl Evidence {
    /// Wraps what a file yielded.
    pub fn new(imported: Imported) -> Self {
        let mut last = [None; 2];
        if let Content::Incidents(all) = &imported.content {
            let times = all.iter().flat_map(|i| (0..i.events.len() as u32).map(|n| i.events.time(n)));
            for time in times.filter(|time| time.abbreviation.is_none()) {
                let [stated, naive] = &mut last;
                // Wall clocks as UTC, in which those of one zone stand in the same order.
                let placed = time.place(None, Span::ZERO).map(|moment| (stated, moment));
                let placed =
                    placed.or_else(|_| time.place(Some(Zone::Utc), Span::ZERO).map(|moment| (naive, moment)));
                let Ok((latest, moment)) = placed else { continue };
                if moment.earliest.is_plausible() && latest.is_none_or(|(other, _)| moment.earliest > other) {
                    *latest = Some((moment.earliest, time));
                }
            }
        }
        Evidence { imported: Arc::new(imported), last: last.map(|latest| latest.map(|(_, time)| time)) }
    }

    /// For a file of incidents: the last plausible moment in it, at which the record of each of them ends; with the zone
    /// and the clock offset of one of its sources.
    pub(super) fn last(&self, source: &Source) -> Option<Timestamp> {
        let placed = self.last.iter().flatten();
        placed
            .filter_map(|time| time.place(source.asserted(), source.clock_offset).ok())
            .map(|m| m.earliest)
            .max()
    }

    /// The events of a source of this file.
    pub(super) fn table(&self, source: &Source) -> Option<Arc<EventTable>> {
        match (&self.imported.content, source.incident) {
            (Content::Events(table), _) => Some(table.clone()),
            (Content::Incidents(all), Some(n)) => all.get(n as usize).map(|i| i.events.clone()),
            (Content::Incidents(_), None) => None,
        }
    }
}

/// What follows from the evidence and the decisions of one case. Judgement is made when first asked for, since over
/// thousands of cases only the metrics are needed.
#[derive(Clone, Debug)]
pub struct CaseAnalysis {
    /// The case that this is of.
    pub case: Arc<Case>,
    /// The plan that this is of.
    pub plan: Option<Arc<Plan>>,
    /// A person's own rules, where the case is judged by them.
    pub rules: Option<Rc<Pack>>,
    /// Its files, with `None` for those not at hand.
    pub evidence: Vec<Option<Evidence>>,
    /// All events in order.
    pub timeline: Rc<Timeline>,
    events: Rc<CaseEvents>,
    /// The milestones.
    pub milestones: Rc<Milestones>,
    /// The metrics.
    pub metrics: Rc<[Metric]>,
    /// The end of the record; the epoch when nothing has a time.
    pub as_of: Timestamp,
    /// Whether the end of the record is known.
    pub as_of_known: bool,
    /// What it is held against.
    pub thresholds: Thresholds,
    /// The cases of the workspace that it is compared with, itself among them.
    pub(super) briefs: Rc<[Rc<Brief>]>,
    earlier: Rc<OnceCell<Vec<Earlier>>>,
    judgement: Rc<OnceCell<Judgement>>,
    /// The same in the language of the page, where that is not English.
    said: Rc<OnceCell<Judgement>>,
}

/// Obligations, findings and amendments.
#[derive(Debug)]
pub struct Judgement {
    /// The rules of the pack, applicable or not.
    pub obligations: Vec<Obligation>,
    /// The findings in order of weight.
    pub findings: Vec<Finding>,
    /// The amendments to the plan.
    pub amendments: Vec<Amendment>,
}

impl CaseAnalysis {
    /// Runs the flow over the events of a case.
    pub(super) fn new(
        case: &Arc<Case>,
        plan: Option<Arc<Plan>>,
        rules: Option<Rc<Pack>>,
        events: Rc<CaseEvents>,
        thresholds: Thresholds,
        briefs: Rc<[Rc<Brief>]>,
    ) -> Self {
        let stated = &events.stated;
        let milestones = events.milestones(case);
        let known = events.as_of(case);
        let metrics = metric::compute(&milestones, &case.metrics, &stated.durations, known);
        CaseAnalysis {
            case: case.clone(),
            plan,
            rules,
            evidence: events.evidence.clone(),
            timeline: events.timeline.clone(),
            events,
            milestones: Rc::new(milestones),
            metrics: metrics.into(),
            as_of: known.unwrap_or_default(),
            as_of_known: known.is_some(),
            thresholds,
            briefs,
            earlier: Rc::default(),
            judgement: Rc::default(),
            said: Rc::default(),
        }
    }

    /// The same of another state of the case and of the cases beside it, in which nothing differs that it rests on.
    pub(super) fn of(&self, case: &Arc<Case>, briefs: Option<&Rc<[Rc<Brief>]>>) -> Self {
        let briefs = briefs.unwrap_or(&self.briefs).clone();
        CaseAnalysis { case: case.clone(), briefs, ..self.clone() }
    }

    /// What the other cases tell that rules over cases look at.
    fn earlier(&self) -> &[Earlier] {
        let make = || {
            let others = self.briefs.iter().filter(|brief| brief.case.id != self.case.id);
            others.filter_map(|brief| brief.earlier().clone()).collect()
        };
        self.earlier.get_or_init(|| written(make))
    }

    /// The rules that it is judged by.
    pub fn pack(&self) -> &Pack {
        self.rules.as_deref().unwrap_or(Pack::builtin())
    }

    /// The events that it rests on.
    pub(super) fn events(&self) -> &CaseEvents {
        &self.events
    }

    /// The durations that its records state by themselves.
    pub(super) fn stated_durations(&self) -> &BTreeMap<MetricId, Duration> {
        &self.events.stated.durations
    }

    /// The events that are told more than once.
    pub fn duplicates(&self) -> &Duplicates {
        self.events.duplicates()
    }

    /// Everything that rules may look at.
    pub fn view<'a>(&'a self, obligations: &'a [Obligation]) -> CaseView<'a> {
        CaseView {
            case: &self.case,
            timeline: &self.timeline,
            duplicates: self.duplicates(),
            milestones: &self.milestones,
            metrics: &self.metrics,
            obligations,
            plan: self.plan.as_deref(),
            as_of: self.as_of,
            thresholds: &self.thresholds,
            earlier: self.earlier(),
        }
    }

    /// Obligations, findings and amendments; the words of the former two in the language of what is made now. Amendments are
    /// text for the plan, and as they are written everywhere.
    pub fn judgement(&self) -> &Judgement {
        if language() == Language::English {
            return self.written_judgement();
        }
        self.said.get_or_init(|| {
            let (obligations, findings) = self.judge();
            let amendments = self.written_judgement().amendments.clone();
            Judgement { obligations, findings, amendments }
        })
    }

    fn judge(&self) -> (Vec<Obligation>, Vec<Finding>) {
        let obligations = obligation::assess(self.pack(), &self.case.facts, &self.milestones, self.as_of);
        let findings = finding::find_in(&self.view(&obligations), &self.events.scan());
        (obligations, findings)
    }

    fn written_judgement(&self) -> &Judgement {
        let make = || {
            let (obligations, findings) = self.judge();
            let view = self.view(&obligations);
            // What a person dismissed changes no plan.
            let standing: Vec<Finding> = findings
                .iter()
                .filter(|f| {
                    !matches!(
                        self.case.findings.get(&f.rule),
                        Some(crate::model::case::FindingDecision::Dismissed { .. })
                    )
                })
                .cloned()
                .collect();
            let mut amendments =
                self.plan.as_deref().map(|plan| change::propose(plan, &view, &standing)).unwrap_or_default();
            // Who was named goes with the change wherever it is written.
            for amendment in &mut amendments {
                if let Some(owner) = self.case.owners.get(&amendment.id) {
                    amendment.own(owner);
                }
            }
            Judgement { obligations, findings, amendments }
        };
        self.judgement.get_or_init(|| written(make))
    }

    /// The figures of a source of the case, by its place there.
    pub fn summary(&self, place: usize) -> Option<SourceSummary> {
        let source = self.case.sources.get(place)?;
        let mut summary = SourceSummary {
            name: source.name.clone(),
            sha256: if is_hash(&source.sha256) { source.sha256.clone() } else { String::new() },
            bytes: source.bytes,
            format: source.reading.format.id().to_owned(),
            zone: "stated".to_owned(),
            ..SourceSummary::default()
        };
        let Some(evidence) = self.evidence.get(place).and_then(Option::as_ref) else {
            summary
                .notes
                .push("The file is not on this device; open it again to bring its rows back.".to_owned());
            return Some(summary);
        };
        let report = &evidence.imported.report;
        summary.rows = report.rows;
        summary.merged = report.merged;
        summary.incidents = report.incidents;
        summary.refusals.clone_from(&report.refusals);
        summary.notes.clone_from(&report.notes);
        if let Some(table) = evidence.table(source) {
            let waiting = self.timeline.unplaced().iter().filter(|(id, _)| id.source == source.id);
            let unplaced: Vec<Refusal> = waiting.map(|(id, why)| unplaced(&table, *id, *why)).collect();
            summary.events = report.events - (unplaced.len() as u64).min(report.events);
            summary.zone = zone_word(source, &table, unplaced.len());
            summary.refusals.extend(unplaced);
            summary.refusals.sort_by_key(|r| r.line);
            summary.span = span(&table, source);
        }
        summary.refused = summary.refusals.len() as u64;
        Some(summary)
    }

    /// The figures of all sources.
    pub fn summaries(&self) -> Vec<SourceSummary> {
        (0..self.case.sources.len()).filter_map(|n| self.summary(n)).collect()
    }

    /// Rows of a source that wait to be told what their zone abbreviation means.
    pub fn abbreviated(&self, source: &Source) -> BTreeMap<Abbreviation, u64> {
        let mut counts = BTreeMap::new();
        for (id, why) in self.timeline.unplaced() {
            if let (true, Unplaced::Abbreviation(written)) = (id.source == source.id, why) {
                *counts.entry(*written).or_default() += 1;
            }
        }
        counts
    }

    /// Whether the dates of a source fit both orders of day and month, and nobody said which it is.
    pub fn dates_open(&self, place: usize) -> bool {
        let report = self.evidence.get(place).and_then(Option::as_ref).map(|e| &e.imported.report);
        report.is_some_and(|report| report.dates.is_some() && report.day_first.is_none())
    }

    /// Rows of a source that wait for a zone, or that the asserted one skips.
    pub fn waiting(&self, source: &Source) -> u64 {
        // No other zone helps where the row itself states one.
        let waits = |why: &Unplaced| !matches!(why, Unplaced::SkippedAsStated(_));
        self.timeline.unplaced().iter().filter(|(id, why)| id.source == source.id && waits(why)).count()
            as u64
    }
}

/// What the records of a case state by themselves.
#[derive(Debug)]
pub(super) struct Stated {
    pub milestones: BTreeMap<Milestone, (Moment, EventId)>,
    pub durations: BTreeMap<MetricId, Duration>,
}

impl Stated {
    pub fn of(case: &Case, evidence: &[Option<Evidence>]) -> Self {
        let mut stated = Stated { milestones: BTreeMap::new(), durations: BTreeMap::new() };
        for (source, evidence) in case.sources.iter().zip(evidence) {
            let (Some(n), Some(evidence)) = (source.incident, evidence) else { continue };
            let Content::Incidents(all) = &evidence.imported.content else { continue };
            let Some(incident) = all.get(n as usize) else { continue };
            for (milestone, row) in &incident.milestones {
                let event = EventId { source: source.id, row: *row };
                if let Some(moment) = incident.moment(milestone, source.asserted(), source.clock_offset) {
                    stated.milestones.entry(milestone.clone()).or_insert((moment, event));
                }
            }
            for (metric, duration) in &incident.durations {
                stated.durations.entry(metric.clone()).or_insert(*duration);
            }
        }
        if let Some(carried) = &case.carried {
            stated.carry(carried);
        }
        stated
    }
}

impl Stated {
    /// Takes over what the records of the case stated that this one was made of.
    fn carry(&mut self, carried: &Carried) {
        for (milestone, all) in &carried.milestones {
            let stated = all
                .iter()
                .find(|held| held.stated)
                .and_then(|held| Some((held.moment, *held.events.first()?)));
            if let Some(stated) = stated {
                self.milestones.entry(milestone.clone()).or_insert(stated);
            }
        }
        for (metric, duration) in &carried.durations {
            self.durations.entry(metric.clone()).or_insert(*duration);
        }
    }
}

/// How the reason of a row begins that waits to be told what its abbreviation means.
pub(super) const ABBREVIATION: &str = "the zone abbreviation ";

fn unplaced(table: &EventTable, id: EventId, why: Unplaced) -> Refusal {
    let reason = match why {
        Unplaced::NoZone => "no time zone; assert one for this source".to_owned(),
        // Not in quotation marks: rows of one abbreviation have one answer, and those of another have another.
        Unplaced::Abbreviation(written) => {
            format!("the zone abbreviation {written} is not unique; say which zone it means in this source")
        }
        Unplaced::Skipped => {
            "time does not exist: the clock skips it in the asserted zone; assert another zone".to_owned()
        }
        Unplaced::SkippedAsStated(zone) => {
            format!(
                "time does not exist: the clock of {}, which the row names, skips it; correct it in the file",
                zone.name()
            )
        }
    };
    Refusal {
        line: table.line(id.row),
        pointer: table.pointer(id.row).to_owned(),
        text: cut(table.text(id.row), 300),
        reason,
    }
}

/// `stated`, `assumed`, `mixed`, or the asserted zone where it is needed.
fn zone_word(source: &Source, table: &EventTable, waiting: usize) -> String {
    let waits = (0..table.len() as u32)
        .map(|n| table.time(n))
        .filter(|time| time.is_naive() || time.abbreviation.is_some());
    let (abbreviated, naive) = waits.fold((0, 0), |(a, n), time| match time.abbreviation {
        Some(_) => (a + 1, n),
        None => (a, n + 1),
    });
    if abbreviated > 0 {
        let said = |written: &Abbreviation| source.asserted().meaning(*written).or(source.zone);
        let mut meant: Vec<Option<Zone>> = table.abbreviated().keys().map(said).collect();
        meant.extend((naive > 0).then_some(source.zone));
        meant.dedup();
        return match meant.as_slice() {
            // Each row is either stated or of this one zone.
            [Some(zone)] if waiting == 0 => zone.to_string(),
            _ => "mixed".to_owned(),
        };
    }
    match source.zone {
        _ if naive == 0 => "stated".to_owned(),
        Some(zone) => zone.to_string(),
        None if naive == table.len() => "assumed".to_owned(),
        None => "mixed".to_owned(),
    }
}

fn span(table: &EventTable, source: &Source) -> Option<[Timestamp; 2]> {
    let placed = (0..table.len() as u32)
        .filter_map(|n| table.moment(n, source.asserted(), source.clock_offset).ok())
        .map(|m| m.earliest)
        .filter(|t| t.is_plausible());
    placed.fold(None, |span: Option<[Timestamp; 2]>, t| {
        Some(span.map_or([t, t], |[a, b]| [a.min(t), b.max(t)]))
    })
}
