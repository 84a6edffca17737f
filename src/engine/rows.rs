//! The rows of the timeline's list: the events that a filter keeps, where those that several sources tell stand as one
//! row until a person opens it.

use super::analysis::CaseAnalysis;
use super::answer::MOST_ROWS;
use super::events::CaseEvents;
use super::{Engine, view};
use crate::document::words::cut;
use crate::language::retold;
use crate::milestone::Status;
use crate::model::event::RowNote;
use crate::model::{CaseId, EventEdit, EventId, Milestone, Precision, SourceId, Span, ZoneOrigin};
use crate::say;
use crate::timeline::{Duplicate, EventView, Filter};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Text in a list is cut to this many characters; the drawer has all of it.
const ROW_TEXT: usize = 400;

/// What a list shows.
pub(super) struct Listing<'a> {
    /// What is kept.
    pub filter: &'a Filter,
    /// The groups whose events stand apart, each named by its first event in the whole timeline.
    pub open: &'a [EventId],
}

/// A list as it was last made, for paging through it.
#[derive(Debug)]
pub(super) struct Listed {
    /// The positions that the filter keeps.
    kept: Rc<Vec<u32>>,
    /// The positions of the open groups, ascending; none while it is not known which events several sources tell.
    open: Option<Vec<u32>>,
    /// The positions that have a row.
    rows: Rc<Vec<u32>>,
}

/// The positions that a list keeps, and those of them that have a row.
fn listed(engine: &Engine, events: &CaseEvents, listing: &Listing<'_>) -> [Rc<Vec<u32>>; 2] {
    let kept = engine.selection(events, listing.filter);
    let duplicates = events.near_duplicates();
    let open = duplicates.map(|_| {
        let mut open: Vec<u32> =
            listing.open.iter().filter_map(|first| events.timeline.position(*first)).collect();
        open.sort_unstable();
        open
    });
    let mut last = engine.listed.borrow_mut();
    if let Some(listed) = last.as_ref()
        && Rc::ptr_eq(&listed.kept, &kept)
        && listed.open == open
    {
        return [kept, listed.rows.clone()];
    }
    let folded = duplicates.and_then(|d| d.fold(&kept, open.as_deref().unwrap_or_default()));
    let rows = folded.map_or_else(|| kept.clone(), Rc::new);
    *last = Some(Listed { kept: kept.clone(), open, rows: rows.clone() });
    [kept, rows]
}

/// Where an event stands.
pub(super) fn locate(
    engine: &Engine,
    events: &CaseEvents,
    listing: &Listing<'_>,
    event: EventId,
) -> view::Place {
    let nowhere = view::Place { row: None, within: None };
    let Some(position) = events.timeline.position(event) else { return nowhere };
    let [kept, rows] = listed(engine, events, listing);
    // Both lists are in timeline order, so that their positions ascend.
    if let Ok(row) = rows.binary_search(&position) {
        return view::Place { row: Some(row as u32), within: None };
    }
    let group = events.near_duplicates().and_then(|d| d.told_by_several(position));
    let Some(group) = group.filter(|_| kept.binary_search(&position).is_ok()) else { return nowhere };
    let head = group.positions.iter().find_map(|p| rows.binary_search(p).ok());
    let name = group.positions.first().and_then(|first| events.timeline.id(*first));
    view::Place { row: head.map(|row| row as u32), within: name }
}

/// Some rows of a list.
pub(super) fn rows(
    engine: &Engine,
    case: CaseId,
    events: &CaseEvents,
    listing: &Listing<'_>,
    (from, count): (u32, u32),
) -> view::RowsView {
    let timeline = &events.timeline;
    let [kept, selection] = listed(engine, events, listing);
    let group_of = |position: u32| events.near_duplicates().and_then(|d| d.told_by_several(position));
    // Of a large case rows are shown before its milestones are known.
    let analysis = events.is_near().then(|| engine.analysis(case)).flatten();
    let stands = analysis.as_deref().map(standing_on).unwrap_or_default();
    let range = from as usize..(from as usize).saturating_add(count.min(MOST_ROWS) as usize);
    let start = range.start.min(selection.len());
    let end = range.end.min(selection.len());
    let shown = selection.get(start..end).unwrap_or(&[]);
    let mut before = start.checked_sub(1).and_then(|n| timeline.event(*selection.get(n)?));
    let mut rows = Vec::with_capacity(shown.len());
    for position in shown {
        let Some(event) = timeline.event(*position) else { continue };
        let lag = before.as_ref().and_then(|b| lag(b, &event));
        let mut row = row(events, &stands, &event, lag, ROW_TEXT);
        if let Some(group) = group_of(event.position) {
            row.group = mark(events, listing, group, &kept, event.position);
            if row.group.is_some_and(|g| g.first && !g.open) {
                // What stands on an event that has no row of its own stands on the row that it is part of.
                let others = row.also_in.iter().filter_map(|(_, id)| stands.get(id)).flatten().cloned();
                row.milestones.extend(others.collect::<Vec<_>>());
            }
        }
        rows.push(row);
        before = Some(event);
    }
    view::RowsView {
        total: selection.len() as u32,
        kept: kept.len() as u32,
        all: timeline.len() as u32,
        from: start as u32,
        rows,
    }
}

/// How a row belongs to the events that several sources tell; none where the list has but one of these.
fn mark(
    events: &CaseEvents,
    listing: &Listing<'_>,
    group: &Duplicate,
    kept: &[u32],
    position: u32,
) -> Option<view::Group> {
    let mut here = group.positions.iter().filter(|p| kept.binary_search(p).is_ok());
    let first = *here.next()?;
    let name = events.timeline.id(*group.positions.first()?)?;
    let others = here.count() as u32;
    (others > 0).then(|| view::Group {
        name,
        others,
        first: first == position,
        open: listing.open.contains(&name),
    })
}

fn lag(before: &EventView<'_>, event: &EventView<'_>) -> Option<Span> {
    let plausible = before.is_plausible() && event.is_plausible();
    plausible.then(|| event.moment.earliest.since(before.moment.latest)).filter(|s| *s > Span::ZERO)
}

pub(super) type Standing = BTreeMap<EventId, Vec<(Milestone, Status)>>;

/// Which milestones stand on which events.
pub(super) fn standing_on(analysis: &CaseAnalysis) -> Standing {
    let mut stands = Standing::new();
    for (milestone, held) in &analysis.milestones.0 {
        if let Some(event) = held.events.first().filter(|_| held.moment.is_some()) {
            stands.entry(*event).or_default().push((milestone.clone(), held.status));
        }
    }
    stands
}

/// A row, its text cut to so many characters.
pub(super) fn row(
    events: &CaseEvents,
    stands: &Standing,
    event: &EventView<'_>,
    lag: Option<Span>,
    limit: usize,
) -> view::RowView {
    let place_of = |id: SourceId| events.sources().iter().position(|s| s.id == id);
    let place = place_of(event.id.source);
    let group = events.near_duplicates().and_then(|d| d.told_by_several(event.position));
    let also = group.into_iter().flat_map(|g| &g.positions).filter_map(|p| events.timeline.id(*p));
    let also = also.filter(|id| *id != event.id);
    let mut notes: Vec<String> = event.notes.iter().map(note).collect();
    if !event.is_plausible() {
        notes.push(say!("time-implausible: outside 1970 to 2099, so that it bounds nothing").to_owned());
    }
    match (event.moment.precision, event.moment.zone) {
        (Precision::Repeated, _) => notes.push(say!("the clock shows this time twice that day").to_owned()),
        (_, ZoneOrigin::Assumed) => notes.push(say!("no zone: read as a UTC date").to_owned()),
        _ => {}
    }
    view::RowView {
        position: event.position,
        id: event.id,
        moment: event.moment,
        known_at: event.known_at,
        source: place.map(|n| n as u32),
        source_name: event.source.to_owned(),
        text: cut(event.text, limit),
        kind: event.kind.to_owned(),
        actor: event.actor.to_owned(),
        asset: event.asset.to_owned(),
        tags: event.tags.iter().map(|t| (*t).to_owned()).collect(),
        lag,
        also_in: also.map(|id| (place_of(id.source).map(|n| n as u32), id)).collect(),
        milestones: stands.get(&event.id).cloned().unwrap_or_default(),
        starred: event.starred(),
        edited: event.edit.is_some_and(EventEdit::is_correction),
        group: None,
        notes,
    }
}

fn note(note: &RowNote) -> String {
    match note {
        RowNote::MidnightDateOnly => say!("midnight: date only?").to_owned(),
        RowNote::Disagrees { column, value } => {
            say!("column “{column}” says {value}", column, value = retold(value.as_str()))
        }
        RowNote::Unread { column, value } => {
            say!(
                "column “{column}” says “{value}”, which cannot be read, or only once the order of day and month is chosen",
                column,
                value
            )
        }
        RowNote::Ragged { cells, header } => {
            say!("{cells} cells where the header has {header}", cells, header)
        }
        RowNote::TextCut => say!("text cut; the original row has all of it").to_owned(),
        RowNote::Relative => {
            say!("no date: the file counts from its own start, here the beginning of year 1").to_owned()
        }
    }
}
