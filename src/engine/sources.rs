//! Answers about the files of a case: their figures, and what a zone or a clock offset would do to them.

use super::analysis::CaseAnalysis;
use super::answer::CHIP_TEXT;
use super::protocol::QueryError;
use super::view;
use crate::document::words::cut;
use crate::import::Report;
use crate::language::retold;
use crate::model::time::SECOND;
use crate::model::{
    Abbreviation, EventId, Moment, Precision, RowTime, Source, SourceId, SourceSummary, Span, Timestamp, Zone,
};
use crate::timeline::{OffsetEstimate, SameEvent};
use crate::workspace::Workspace;

/// A preview shows as many rows.
const PREVIEWED: usize = 3;
/// An estimate shows as many pairs of events.
const PAIRS: usize = 100;

/// The files of a case of a workspace.
pub(super) fn sources(workspace: &Workspace, analysis: &CaseAnalysis) -> view::SourcesView {
    let all = || workspace.cases.iter().flat_map(|case| &case.sources);
    let row = |(n, source): (usize, &Source)| {
        let evidence = analysis.evidence.get(n).and_then(Option::as_ref);
        view::SourceRow {
            id: source.id,
            // The refused rows are asked for on their own: there may be a hundred thousand.
            summary: told(analysis.summary(n).unwrap_or_default()),
            format_label: source.reading.format.label().to_owned(),
            why: evidence.map(|e| retold(e.imported.report.why.as_str())).unwrap_or_default(),
            reading: source.reading.clone(),
            zone: source.zone,
            naive_rows: evidence.map_or(0, |e| e.imported.report.naive_rows),
            waiting: analysis.waiting(source),
            abbreviations: abbreviations(analysis, source),
            dates: evidence.and_then(|e| dates(&e.imported.report)),
            clock_offset: source.clock_offset,
            file_cases: source.incident.map_or(0, |_| all().filter(|s| s.is_of_file(source)).count() as u32),
            at_hand: evidence.is_some(),
        }
    };
    view::SourcesView {
        sources: analysis.case.sources.iter().enumerate().map(row).collect(),
        duplicates: analysis.duplicates().groups().iter().filter(|g| g.across_sources).count(),
    }
}

/// The figures of a source with what is to be known of it, without its refused rows.
fn told(summary: SourceSummary) -> SourceSummary {
    let notes = summary.notes.into_iter().map(retold).collect();
    SourceSummary { refusals: vec![], notes, ..summary }
}

/// The zone abbreviations of a source's rows, with what each may mean.
fn abbreviations(analysis: &CaseAnalysis, source: &Source) -> Vec<view::AbbreviationRow> {
    let Some(table) = analysis.table(source.id) else { return vec![] };
    let waiting = analysis.abbreviated(source);
    let one = |(written, rows): (Abbreviation, u64)| {
        let first = (0..table.len() as u32).map(|n| table.time(n)).find(|t| t.abbreviation == Some(written));
        let meanings = written.meanings().filter_map(|(zone, words)| {
            let zone: Zone = zone.parse().ok()?;
            let placed = first.and_then(|time| {
                RowTime { abbreviation: None, ..time }.place(Some(zone), source.clock_offset).ok()
            });
            Some((zone, words.to_owned(), placed))
        });
        view::AbbreviationRow {
            abbreviation: written,
            rows,
            waiting: waiting.get(&written).copied().unwrap_or_default(),
            zone: source.asserted().meaning(written),
            meanings: meanings.collect(),
        }
    };
    table.abbreviated().into_iter().map(one).collect()
}

/// The dates of which the file does not tell which figure is the day.
fn dates(report: &Report) -> Option<view::DatesView> {
    let open = report.dates.as_ref()?;
    let first = open
        .first
        .iter()
        .map(|(text, day, month)| (cut(text, CHIP_TEXT), wall_clock(*day), wall_clock(*month)));
    Some(view::DatesView { rows: open.rows, day_first: report.day_first, first: first.collect() })
}

/// What a zone would do to the rows of a source that have none, or an abbreviation that may mean several.
pub(super) fn zone_preview(
    analysis: &CaseAnalysis,
    id: SourceId,
    zone: Zone,
    written: Option<Abbreviation>,
) -> Result<view::ZonePreview, QueryError> {
    let source = analysis.case.sources.iter().find(|s| s.id == id).ok_or(QueryError::NoSuchSource)?;
    let table = analysis.table(id).ok_or(QueryError::NoSuchSource)?;
    let mut preview = view::ZonePreview { rows: vec![], rows_in_all: 0, skipped: 0, repeated: 0 };
    for row in 0..table.len() as u32 {
        let time = table.time(row);
        if time.offset.is_some() || time.zone.is_some() || time.abbreviation != written {
            continue;
        }
        preview.rows_in_all += 1;
        let after = RowTime { abbreviation: None, ..time }.place(Some(zone), source.clock_offset).ok();
        match after.map(|m| m.precision) {
            None => preview.skipped += 1,
            Some(Precision::Repeated) => preview.repeated += 1,
            Some(_) => {}
        }
        if preview.rows.len() < PREVIEWED {
            preview.rows.push(view::ZonePreviewRow {
                written: match written {
                    Some(written) => format!("{} {written}", wall_clock(time)),
                    None => wall_clock(time),
                },
                text: cut(table.text(row), CHIP_TEXT),
                before: time.place(source.asserted(), source.clock_offset).ok(),
                after,
            });
        }
    }
    Ok(preview)
}

/// A wall clock as one would write it.
pub(super) fn wall_clock(time: RowTime) -> String {
    let wall = time.micros + i64::from(time.offset.unwrap_or(0)) * SECOND;
    let text = Timestamp(wall).to_string();
    let text = text.trim_end_matches('Z').replace('T', " ");
    match time.precision {
        Precision::Day => text.chars().take(10).collect(),
        Precision::Month => text.chars().take(7).collect(),
        _ => text,
    }
}

/// What a clock offset would do to the first rows of a source.
pub(super) fn offset_preview(
    analysis: &CaseAnalysis,
    id: SourceId,
    offset: Span,
) -> Result<view::OffsetPreview, QueryError> {
    let source = source_of(analysis, id)?;
    let table = analysis.table(id).ok_or(QueryError::NoSuchSource)?;
    let placed = (0..table.len() as u32).filter_map(|row| {
        let before = table.moment(row, source.asserted(), source.clock_offset).ok()?;
        Some((row, before))
    });
    let rows = placed.clone().take(PREVIEWED).map(|(row, before)| view::OffsetPreviewRow {
        text: cut(table.text(row), CHIP_TEXT),
        before,
        after: table.moment(row, source.asserted(), offset).ok(),
    });
    Ok(view::OffsetPreview { rows: rows.collect(), rows_in_all: placed.clone().count() as u64 })
}

/// What the same events in other sources say of a clock.
pub(super) fn offset_evidence(
    analysis: &CaseAnalysis,
    id: SourceId,
) -> Result<view::OffsetEvidence, QueryError> {
    source_of(analysis, id)?;
    let others = || analysis.case.sources.iter().enumerate().filter(|(_, s)| s.id != id);
    let rows = others().filter_map(|(place, other)| {
        let estimate = analysis.timeline.estimate_offset(id, other.id)?;
        let shown = estimate.pairs.iter().take(PAIRS);
        Some(view::OffsetRow {
            source: place as u32,
            name: other.name.clone(),
            offset: estimate.median,
            pairs: estimate.pairs.len() as u32,
            agree: estimate.agree() as u32,
            spread: estimate.spread,
            shown: shown.filter_map(|p| pair(analysis, &estimate, p)).collect(),
        })
    });
    Ok(view::OffsetEvidence { others: rows.collect(), compared: others().count() as u32 })
}

fn pair(analysis: &CaseAnalysis, estimate: &OffsetEstimate, pair: &SameEvent) -> Option<view::OffsetPair> {
    let told = |id: EventId, offset: Option<Span>| -> Option<(String, Moment)> {
        let source = source_of(analysis, id.source).ok()?;
        let table = analysis.table(id.source)?;
        let moment = table.moment(id.row, source.asserted(), offset.unwrap_or(source.clock_offset)).ok()?;
        Some((cut(table.text(id.row), CHIP_TEXT), moment))
    };
    let (text, own) = told(pair.own, Some(Span::ZERO))?;
    let (other_text, other) = told(pair.other, None)?;
    Some(view::OffsetPair {
        text,
        other_text: (!pair.equal).then_some(other_text),
        own,
        other,
        difference: pair.difference,
        agrees: estimate.agrees(pair),
    })
}

fn source_of(analysis: &CaseAnalysis, id: SourceId) -> Result<&Source, QueryError> {
    analysis.case.sources.iter().find(|s| s.id == id).ok_or(QueryError::NoSuchSource)
}
