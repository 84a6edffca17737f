//! Answers: one function a query, each from the analysis of a case to what the screen shows.

use super::analysis::CaseAnalysis;
use super::events::CaseEvents;
use super::export::Paper;
use super::protocol::{Answer, Query, QueryError};
use super::rows::{self, Listing};
use super::{
    Engine, Originals, actions, exercise, export, findings, fleet, meeting, merging, notices, obligations,
    plans, refusals, response, share, slack, sources, view,
};
use crate::chart::{Chart, Phase, PhaseChart};
use crate::document::template::Of;
use crate::document::words::cut;
use crate::language::{aloud, written};
use crate::milestone::Status;
use crate::model::finding::Severity;
use crate::model::source::is_hash;
use crate::model::{
    CaseId, Duration, EventId, Format, MetricId, Milestone, Moment, Source, SourceId, Timestamp, Zone,
};
use crate::obligation::Pack;
use crate::plan::change::Revision;
use crate::timeline::{Facet, Filter, HiddenEvent, Stack, Timeline};
use crate::{import, obligation};
use std::rc::Rc;

/// Evidence chips are cut to this many characters.
pub(super) const CHIP_TEXT: usize = 90;
/// At most so many rows cross to the page at once.
pub(super) const MOST_ROWS: u32 = 1000;
/// The original of one event is read as far as this, in bytes.
const MOST_ORIGINAL: u32 = 4 << 20;
/// At most so many lines of a file are shown for one event that was put together from them.
const MOST_LINES: usize = 500;

/// Answers a query: for the screen in its language, for documents and files in English.
pub(super) fn answer(
    engine: &Engine,
    query: &Query,
    originals: &dyn Originals,
) -> Result<Answer, QueryError> {
    if query.is_written() {
        written(|| made(engine, query, originals))
    } else {
        aloud(|| made(engine, query, originals))
    }
}

fn made(engine: &Engine, query: &Query, originals: &dyn Originals) -> Result<Answer, QueryError> {
    let of = |case: &CaseId| -> Result<Rc<CaseAnalysis>, QueryError> {
        engine.analysis(*case).ok_or(QueryError::NoSuchCase(case.0))
    };
    let events = |case: &CaseId| -> Result<Rc<CaseEvents>, QueryError> {
        engine.events(*case).ok_or(QueryError::NoSuchCase(case.0))
    };
    Ok(match query {
        Query::Overview => overview(engine).into(),
        Query::Head { case } => head(engine.revision(), &*of(case)?).into(),
        Query::Sources { case } => sources::sources(engine.workspace(), &*of(case)?).into(),
        Query::ZonePreview { case, source, zone, abbreviation } => {
            sources::zone_preview(&*of(case)?, *source, *zone, *abbreviation)?.into()
        }
        Query::OffsetPreview { case, source, offset } => {
            sources::offset_preview(&*of(case)?, *source, *offset)?.into()
        }
        Query::OffsetEvidence { case, source } => sources::offset_evidence(&*of(case)?, *source)?.into(),
        Query::SlackPreview { case, source, choice } => {
            slack::preview(&*of(case)?, *source, choice.as_ref())?.into()
        }
        Query::Refusals { case, source, reason, from, count } => {
            let asked = (reason.as_deref(), *from, (*count).min(MOST_ROWS));
            refusals::refusals(&*of(case)?, *source, asked)?.into()
        }
        Query::RefusalsCsv { case, source } => refusals::csv(&*of(case)?, *source)?.into(),
        Query::Awareness { case, filter, zone } => {
            let events = events(case)?;
            let open = Filter { from: None, to: None, ..filter.clone() };
            let selection = (!open.is_empty()).then(|| engine.selection(&events, &open));
            awareness(&events.timeline, selection.as_deref().map(Vec::as_slice), *zone).into()
        }
        Query::Facets { case } => events(case)?.timeline.facets().into(),
        Query::Techniques { case } => techniques_named(&*events(case)?).into(),
        Query::Rows { case, filter, open, from, count } => {
            rows::rows(engine, *case, &*events(case)?, &Listing { filter, open }, (*from, *count)).into()
        }
        Query::Histogram { case, filter, from, to, bins, by_phase } => {
            let phases = if *by_phase { phases(&*of(case)?) } else { Phases::default() };
            let stack = if *by_phase { Stack::Times(&phases.edges) } else { Stack::Sources };
            let events = events(case)?;
            let [first, last] = events.timeline.span().unwrap_or_default();
            let open = Filter { from: None, to: None, ..filter.clone() };
            let selection = (!open.is_empty()).then(|| engine.selection(&events, &open));
            let histogram = events.timeline.histogram(
                selection.as_deref().map(Vec::as_slice),
                from.unwrap_or(first),
                to.unwrap_or(last),
                (*bins).clamp(1, 2000) as usize,
                stack,
            );
            view::Density { histogram, phases: phases.names }.into()
        }
        Query::Locate { case, filter, open, event } => {
            rows::locate(engine, &*events(case)?, &Listing { filter, open }, *event).into()
        }
        Query::Hidden { case } => hidden(*case, &events(case)?.timeline).into(),
        Query::TimelinePart { case, filter } => export::timeline_part(engine, &*of(case)?, filter).into(),
        Query::Event { case, event } => event_detail(&*of(case)?, *event, originals)?.into(),
        Query::Response { case, zone } => response::view(engine, &of(case)?, *zone).into(),
        Query::WhatIf { case, zone, milestone, to } => {
            response::what_if(&*of(case)?, *zone, milestone, *to).into()
        }
        Query::Obligations { case, zone } => obligations::view(&*of(case)?, *zone).into(),
        Query::Rule { case, rule } => obligations::rule(&*of(case)?, rule)?.into(),
        Query::Rules => obligations::rules(engine.rules().as_deref().unwrap_or(Pack::builtin())).into(),
        Query::Findings { case } => findings::view(&*of(case)?, engine.too_many()).into(),
        Query::Actions { case, date } => actions::actions(engine, &*of(case)?, *date).into(),
        Query::ReadTracker { name, text } => actions::tracker(engine, name, text)?.into(),
        Query::Plan { case, date } => {
            plans::view(engine, case.as_ref().map(of).transpose()?.as_deref(), *date)?.into()
        }
        Query::PlanDraft { case, date, approver, version, exercised } => {
            let revision = Revision {
                date: *date,
                approver: approver.clone(),
                version: version.clone(),
                exercised: *exercised,
                ..Revision::default()
            };
            plans::draft(engine, &*of(case)?, &revision)?.into()
        }
        Query::PlanPaper { edition } => plans::paper(engine, *edition)?.into(),
        Query::ComparePlans { from, to } => plans::compare(engine, *from, *to)?.into(),
        Query::Report { case, zone, date } => {
            let of = of(case)?;
            let paper = match export::report_by_template(engine, &of, *zone, *date) {
                Some(job) => Paper::ByTemplate(Box::new(job)),
                None => Paper::BuiltIn(export::report(&of, *zone, *date)),
            };
            let shown = export::on_page(paper, *date, engine.roles(*case).as_deref());
            view::ReportView { paper: of.case.paper.clone(), ..shown }.into()
        }
        Query::Notice { case, which, zone, date } => {
            notices::view(engine, &*of(case)?, which, *zone, *date).into()
        }
        Query::Roles { case } => engine.roles_view(*case)?.into(),
        Query::Ballots { case, files } => meeting::ballots(&*of(case)?, files).into(),
        Query::Merge { case, files, choices, zone } => {
            merging::view(&*of(case)?, files, choices, *zone).into()
        }
        Query::Exercise { case } => exercise::view(engine, &of(case)?).into(),
        Query::Known { case, holds, at } => exercise::known_view(engine, &of(case)?, *holds, *at).into(),
        Query::ExercisePaper { case, part, zone, date } => {
            exercise::on_page(engine, &of(case)?, *part, (*zone, *date)).into()
        }
        Query::ExerciseFile { case, part: Some(part), format, zone, date } => {
            exercise::file(engine, &of(case)?, *part, *format, (*zone, *date)).into()
        }
        Query::ExerciseFile { case, part: None, format, zone, date } => {
            exercise::pack(engine, &of(case)?, *format, (*zone, *date)).into()
        }
        Query::Meeting { case, zone } => {
            let cast = engine.roles(*case);
            let shown = |text: &str| engine.marked(cast.as_deref(), text);
            meeting::view(&*of(case)?, *zone, &shown).into()
        }
        Query::NoticeFile { case, which, format, zone, date } => {
            notices::file(engine, &*of(case)?, which, *format, *zone, *date).into()
        }
        Query::StartingPlan { zone, date } => export::starting_plan(engine, *zone, *date).into(),
        Query::TemplateFile { of } => export::template_file(engine, *of).into(),
        Query::Share { case, wish } => share::known(engine, *case, wish)?.view().into(),
        Query::ShareFile { case, wish, part, zone, date } => {
            let title = of(case)?.case.title.clone();
            share::known(engine, *case, wish)?.part(*part, &title, *zone, *date)?.into()
        }
        Query::Cases { metric, keep } => fleet::cases(engine, metric, keep).into(),
        Query::CaseRows { keep, by, sort, down, metric, from, count } => {
            let asked = fleet::Asked { keep, by: by.as_deref(), sort, down: *down, metric };
            fleet::rows(engine, asked, *from, *count).into()
        }
        Query::Compare { metric, keep, by, groups } => {
            fleet::compare(engine, metric, keep, by, groups).into()
        }
        Query::Resample { .. } => fleet::resample::answer(engine, query).into(),
        Query::Export { what, case, zone, date } => {
            export::export(engine, *what, case.as_ref().map(of).transpose()?.as_deref(), *zone, *date)?.into()
        }
    })
}

fn overview(engine: &Engine) -> view::Overview {
    let workspace = engine.workspace();
    view::Overview {
        revision: engine.revision(),
        cases: workspace
            .cases
            .iter()
            .map(|c| view::CaseLine {
                id: c.id,
                title: c.title.clone(),
                name: c.name.clone(),
                sources: c.sources.len(),
                created: c.created,
            })
            .collect(),
        plan: workspace.plan.as_ref().zip(engine.plan()).map(|(document, plan)| view::PlanLine {
            name: document.name.clone(),
            title: plan.title.clone(),
            version: plan.version.clone(),
        }),
        undo: engine.history.undo_label().map(str::to_owned),
        redo: engine.history.redo_label().map(str::to_owned),
        templates: Of::ALL
            .into_iter()
            .filter_map(|(of, _)| Some((of, workspace.template(of)?.name.clone())))
            .collect(),
    }
}

fn head(revision: u64, analysis: &CaseAnalysis) -> view::CaseHead {
    let case = &analysis.case;
    let judgement = analysis.judgement();
    let weighty = || judgement.findings.iter().filter(|f| f.severity > Severity::Info);
    let mut zones: Vec<Zone> = case.sources.iter().filter_map(|s| s.zone).collect();
    zones.dedup();
    let open = |(n, s): &(usize, &Source)| {
        let waits = analysis.waiting(s) > 0 || analysis.dates_open(*n);
        waits || analysis.evidence.get(*n).is_none_or(Option::is_none)
    };
    let held = analysis.milestones.0.values();
    view::CaseHead {
        revision,
        id: case.id,
        title: case.title.clone(),
        roles: case.roles.on,
        zones,
        sources: case.sources.len(),
        sources_open: case.sources.iter().enumerate().filter(open).count(),
        events: analysis.timeline.len(),
        milestones: held.clone().filter(|h| h.moment.is_some()).count(),
        milestones_open: held.filter(|h| h.status == Status::Proposed).count(),
        findings: weighty().count(),
        findings_open: weighty().filter(|f| !case.findings.contains_key(&f.rule)).count(),
        amendments: judgement.amendments.len(),
        amendments_open: judgement.amendments.iter().filter(|a| !case.amendments.contains_key(&a.id)).count(),
        obligations: obligation::applicable(&judgement.obligations).count(),
        obligations_open: obligation::open_questions(&judgement.obligations).len(),
    }
}

/// The phases of the response on the time axis.
#[derive(Default)]
struct Phases {
    /// Where one ends and the next begins, the first's beginning and the last's end included.
    edges: Vec<Timestamp>,
    /// What lies before, between and after these.
    names: Vec<Option<Phase>>,
}

/// The phases as the chart on Response has them.
fn phases(analysis: &CaseAnalysis) -> Phases {
    let chart = PhaseChart::new(&analysis.milestones, &[], analysis.as_of, Zone::Utc);
    let mut phases = Phases { edges: vec![], names: vec![None] };
    for stretch in &chart.stretches {
        phases.edges.push(stretch.from.middle());
        phases.names.push(Some(stretch.phase));
    }
    if let Some(end) = chart.stretches.last().and_then(|last| last.to) {
        phases.edges.push(end.middle());
        phases.names.push(None);
    }
    phases
}

fn awareness(timeline: &Timeline, selection: Option<&[u32]>, zone: Zone) -> view::AwarenessView {
    let both = timeline.awareness(selection);
    let lanes = both.iter().take(view::AwarenessView::LANES);
    let told: Vec<(String, Moment, Moment)> = both
        .iter()
        .filter_map(|a| Some((cut(timeline.event(a.position)?.text, CHIP_TEXT), a.happened, a.known)))
        .collect();
    view::AwarenessView {
        total: both.len() as u32,
        lanes: lanes.map(|a| [a.happened.middle(), a.known.middle()]).collect(),
        gaps: Chart::awareness(&told, zone),
    }
}

fn event_detail(
    analysis: &CaseAnalysis,
    id: EventId,
    originals: &dyn Originals,
) -> Result<view::EventDetail, QueryError> {
    let timeline = &analysis.timeline;
    let event = timeline.find(id).ok_or(QueryError::NoSuchEvent)?;
    let table = analysis.table(id.source);
    let place = analysis.case.sources.iter().position(|s| s.id == id.source);
    let source = place.and_then(|n| analysis.case.sources.get(n));
    let (mut burst, mut is_cut) = (None, false);
    let original = match source {
        None => analysis.case.hand_events.get(id.row as usize).map(|h| h.words.clone()),
        Some(source) => table.as_ref().and_then(|table| {
            let (offset, length) = table.place(id.row);
            let bytes = originals.read(&source.sha256, offset, length.min(MOST_ORIGINAL))?;
            let encoding = analysis.evidence.get(place?)?.as_ref()?.imported.report.encoding;
            let text = import::original_row(&bytes, encoding);
            if source.reading.format != Format::AccessLog {
                is_cut = length > MOST_ORIGINAL;
                return Some(text);
            }
            // Lines of other bursts stand between those of this one.
            let (lines, all) = import::burst_lines(&text, MOST_LINES);
            let shown = lines.len() as u32;
            let all = (length <= MOST_ORIGINAL).then_some(all);
            // A lone request is its line.
            burst = (all != Some(1)).then_some(view::RawLines { shown, all });
            Some(lines.join("\n"))
        }),
    };
    let as_found = table.as_ref().zip(source).map(|(table, source)| {
        let moment = table.moment(id.row, source.asserted(), source.clock_offset).ok();
        let known = table.known_moment(id.row, source.asserted(), source.clock_offset);
        (table.text(id.row).to_owned(), moment, known)
    });
    let edit = event.edit.cloned();
    let changed = |f: fn(&crate::model::EventEdit) -> bool| edit.as_ref().is_some_and(f);
    Ok(view::EventDetail {
        row: rows::row(analysis.events(), &rows::standing_on(analysis), &event, None, usize::MAX),
        original,
        cut: is_cut,
        burst,
        line: event.line,
        pointer: event.pointer.to_owned(),
        sha256: source.map(|s| s.sha256.clone()).filter(|hash| is_hash(hash)).unwrap_or_default(),
        evidence_text: as_found.as_ref().filter(|_| changed(|e| e.text.is_some())).map(|(t, ..)| t.clone()),
        evidence_moment: as_found.as_ref().filter(|_| changed(|e| e.time.is_some())).and_then(|(_, m, _)| *m),
        evidence_known: as_found.filter(|_| changed(|e| e.known_at.is_some())).and_then(|(.., known)| known),
        edit,
    })
}

fn techniques_named(events: &CaseEvents) -> view::TechniquesView {
    let scan = events.scan();
    let facet = |(id, count, tactics): (&str, u32, Vec<&'static str>)| Facet {
        value: id.to_owned(),
        count,
        note: tactics.join(", "),
    };
    let mut techniques: Vec<Facet> = scan.technique_counts().map(facet).collect();
    techniques.sort_by_key(|facet| std::cmp::Reverse(facet.count));
    view::TechniquesView { techniques, several: events.duplicates().events_told_by_several() }
}

/// The events that a person left out of the timeline.
fn hidden(case: CaseId, timeline: &Timeline) -> view::HiddenView {
    let one = |event: HiddenEvent<'_>| view::HiddenRow {
        id: event.id,
        moment: event.moment,
        source_name: event.source.to_owned(),
        text: cut(event.text, CHIP_TEXT * 2),
        edit: event.edit.clone(),
    };
    let events = timeline.hidden_events().take(view::HiddenView::SHOWN).map(one);
    view::HiddenView { case, total: timeline.hidden(), events: events.collect() }
}

impl CaseAnalysis {
    /// The table of a source in the timeline.
    pub fn table(&self, id: SourceId) -> Option<std::sync::Arc<crate::model::EventTable>> {
        self.timeline.sources().iter().find(|s| s.id == id).map(|s| s.table.clone())
    }

    /// The duration of a metric.
    pub fn duration(&self, id: &MetricId) -> Option<Duration> {
        self.metrics.iter().find(|m| m.id == *id).map(|m| m.duration)
    }

    /// When the case was detected, else the first moment that it has.
    pub fn began(&self) -> Option<Moment> {
        let first = || self.timeline.event(0).map(|e| e.moment);
        self.milestones
            .moment(&Milestone::Detected)
            .or_else(|| self.milestones.moment(&Milestone::Compromise))
            .or_else(first)
    }
}
