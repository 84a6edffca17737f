//! The minutes of a meeting: what was decided and agreed first, then what was said, part by part.

use super::words::{count, cut, in_zone, instant, sentence, zone_at};
use super::{Document, Run, plain};
use crate::model::meeting::{Entry, EntryKind, OnScreen, Part};
use crate::model::{Case, Finding, Timestamp, Zone};
use crate::plan::change::Amendment;

/// The sections that minutes may have, by the names of their headings.
pub const SECTIONS: [&str; 10] = [
    "opening",
    "decisions",
    "actions",
    "what-matters-most",
    "changes-of-the-plan-that-were-accepted",
    "what-surprised-us",
    "open-questions",
    "put-aside-for-another-time",
    "added-to-the-record-and-corrected-in-it",
    "course-of-the-meeting",
];

/// What minutes are written from.
#[derive(Clone, Copy)]
pub struct MinutesInput<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its findings.
    pub findings: &'a [Finding],
    /// The amendments that are proposed.
    pub amendments: &'a [Amendment],
    /// The teams that the timeline names and that did not take part.
    pub missing: &'a [String],
    /// What an event on screen says, by its id.
    pub event: &'a dyn Fn(crate::model::EventId) -> Option<String>,
    /// The zone of its times.
    pub zone: Zone,
}

/// The minutes.
pub fn minutes(input: &MinutesInput<'_>) -> Document {
    let (case, meeting) = (input.case, &input.case.meeting);
    let mut document =
        Document { title: format!("Minutes: {}", case.title), meta: meta(input), ..Document::default() };
    if meeting.began().is_none() && meeting.entries.is_empty() {
        document.note("The meeting has not begun: nothing was captured yet.");
        return document;
    }
    let of = |kind: &'static [EntryKind]| {
        meeting.entries.iter().filter(|e| kind.contains(&e.kind)).map(|e| said(e, input)).collect::<Vec<_>>()
    };
    section(&mut document, "Decisions", of(&[EntryKind::Decision]), "Nothing was decided.");
    document.heading(2, "Actions");
    actions(&mut document, input);
    ranked(&mut document, input);
    plan(&mut document, input);
    for (title, kind) in [
        ("What surprised us", &[EntryKind::Surprise][..]),
        ("Open questions", &[EntryKind::Question][..]),
        ("Put aside for another time", &[EntryKind::Parked][..]),
    ] {
        let entries = meeting.entries.iter().filter(|e| kind.contains(&e.kind));
        let entries: Vec<_> = entries.map(|e| said(e, input)).collect();
        if !entries.is_empty() {
            document.heading(2, title);
            document.list(entries);
        }
    }
    let record =
        |e: &&Entry| matches!(e.kind, EntryKind::Event(_) | EntryKind::Correction(_) | EntryKind::Time(_));
    let record: Vec<_> = meeting.entries.iter().filter(record).map(|e| said(e, input)).collect();
    if !record.is_empty() {
        document.heading(2, "Added to the record and corrected in it");
        document.list(record);
    }
    course(&mut document, input);
    document
}

fn meta(input: &MinutesInput<'_>) -> Vec<(String, String)> {
    let (case, meeting) = (input.case, &input.case.meeting);
    let mut meta = vec![("Case".to_owned(), case.title.clone())];
    if let Some(began) = meeting.began() {
        let (from, zone) = (input.zone.local(began).format("%Y-%m-%d %H:%M"), zone_at(began, input.zone));
        let held = match meeting.ended() {
            Some(end) => {
                format!("{from} to {} {zone}, {}", input.zone.local(end).format("%H:%M"), end.since(began))
            }
            None => format!("{from} {zone}"),
        };
        meta.push(("Held".to_owned(), held));
    }
    let teams =
        |teams: &[String]| if teams.is_empty() { "not on record".to_owned() } else { teams.join(", ") };
    meta.push(("Took part".to_owned(), teams(&case.facts.review_teams)));
    if !input.missing.is_empty() {
        meta.push(("In the timeline, but not here".to_owned(), input.missing.join(", ")));
    }
    meta
}

fn section(document: &mut Document, title: &str, items: Vec<Vec<Run>>, none: &str) {
    document.heading(2, title);
    if items.is_empty() {
        document.paragraph(none);
    }
    document.list(items);
}

/// An entry with what was on the screen.
fn said(entry: &Entry, input: &MinutesInput<'_>) -> Vec<Run> {
    let mut words = sentence(&entry.text);
    if entry.kind == EntryKind::Question && words.ends_with('.') {
        words.truncate(words.len() - 1);
        words.push('?');
    }
    if let EntryKind::Event(row) = entry.kind
        && let Some(event) = input.case.hand_events.get(row as usize)
    {
        words = format!("{}: {words}", instant(event.time.instant(), input.zone));
    }
    if let EntryKind::Time(id) = entry.kind
        && let Some(time) = input.case.event_edits.get(&id).and_then(|edit| edit.time)
    {
        words = instant(time.instant(), input.zone);
    }
    let mut runs = plain(words);
    let shown = match &entry.on_screen {
        // A correction says what the event says now.
        OnScreen::Event(_) if matches!(entry.kind, EntryKind::Correction(_)) => None,
        OnScreen::Part => None,
        OnScreen::Event(id) => (input.event)(*id).map(|event| format!("on {event}")),
        OnScreen::Finding(rule) => {
            let finding = input.findings.iter().find(|f| f.rule == *rule);
            let claim = |f: &Finding| in_zone(f.claim.trim_end_matches('.'), input.zone);
            finding.map(|f| format!("on the finding “{}”", cut(&claim(f), 90)))
        }
        OnScreen::Amendment(id) => {
            let amendment = input.amendments.iter().find(|a| a.id == *id);
            amendment.map(|a| format!("on the amendment “{}” in {}", a.kind.label(), a.section))
        }
    };
    if let Some(shown) = shown {
        runs.push(Run::Emphasis(format!(" ({shown})")));
    }
    runs
}

fn actions(document: &mut Document, input: &MinutesInput<'_>) {
    let agreed = |id: &String| input.case.actions.iter().find(|item| item.id == *id);
    let items = input.case.meeting.entries.iter().filter_map(|e| match &e.kind {
        EntryKind::Action(id) => agreed(id),
        _ => None,
    });
    let row = |item: &crate::model::action::ActionItem| {
        let due = item.what.due.map_or_else(|| "no day agreed".to_owned(), |d| d.to_string());
        let owner = if item.what.owner.is_empty() { "nobody yet" } else { &item.what.owner };
        vec![
            plain(sentence(&item.what.title).trim_end_matches('.')),
            plain(owner),
            plain(due),
            vec![Run::Code(item.id.clone())],
        ]
    };
    let rows: Vec<_> = items.map(row).collect();
    match rows.is_empty() {
        true => document.paragraph("No action was agreed in the meeting."),
        false => {
            document.table("Actions agreed in the meeting", &["Action", "Owner", "Due\t", "Name"], rows);
        }
    }
}

fn ranked(document: &mut Document, input: &MinutesInput<'_>) {
    let ranked = input.case.meeting.ranked();
    if ranked.is_empty() {
        return;
    }
    let claim = |rule: &str| {
        let found = input.findings.iter().find(|f| f.rule == rule);
        found.map_or_else(|| rule.to_owned(), |f| in_zone(&f.claim, input.zone))
    };
    let row = |(n, (rule, points, voters)): (usize, &(String, u32, u32))| {
        vec![
            plain((n + 1).to_string()),
            plain(claim(rule)),
            plain(points.to_string()),
            plain(voters.to_string()),
        ]
    };
    document.heading(2, "What matters most");
    let voters = count(input.case.meeting.ballots.len(), "person", "people");
    document.paragraph(format!("Silent vote of {voters}, {} points each.", crate::model::meeting::POINTS));
    let rows = ranked.iter().enumerate().map(row).collect();
    document.table("Findings by their points", &["Place\t", "Finding", "Points\t", "Voters\t"], rows);
}

fn plan(document: &mut Document, input: &MinutesInput<'_>) {
    use crate::model::case::AmendmentDecision;
    let accepted = input
        .amendments
        .iter()
        .filter(|a| matches!(input.case.amendments.get(&a.id), Some(AmendmentDecision::Accepted { .. })));
    let items: Vec<_> = accepted
        .map(|a| plain(format!("{}, in “{}”. {}", a.kind.label(), a.section, in_zone(&a.reason, input.zone))))
        .collect();
    if !items.is_empty() {
        document.heading(2, "Changes of the plan that were accepted");
        document.list(items);
    }
}

/// What was said, part by part, with the time that each took.
fn course(document: &mut Document, input: &MinutesInput<'_>) {
    let meeting = &input.case.meeting;
    let end = meeting.ended().or_else(|| last(input)).unwrap_or_default();
    document.heading(2, "Course of the meeting");
    document.paragraph(format!("Times in {}.", input.zone));
    let before: Vec<&Entry> = meeting.entries.iter().filter(|e| e.part.is_none()).collect();
    if !before.is_empty() {
        document.heading(3, "Before and after");
        document.list(before.into_iter().map(|e| timed(e, input)).collect());
    }
    for planned in meeting.agenda() {
        let entries: Vec<&Entry> = meeting.entries.iter().filter(|e| e.part == Some(planned.part)).collect();
        let spent = meeting.spent(planned.part, end);
        if entries.is_empty() && spent.0 == 0 {
            continue;
        }
        let minutes = count((spent.0 as f64 / 6e7).round() as usize, "minute", "minutes");
        document.heading(3, &format!("{}: {minutes} of {} planned", planned.part.label(), planned.minutes));
        document.list(entries.into_iter().map(|e| timed(e, input)).collect());
    }
    let skipped: Vec<&str> = meeting
        .agenda()
        .iter()
        .filter(|p| meeting.spent(p.part, end).0 == 0)
        .map(|p: &crate::model::meeting::Planned| Part::label(p.part))
        .collect();
    if !skipped.is_empty() && meeting.began().is_some() {
        document.paragraph(format!("Not taken up: {}.", skipped.join(", ")));
    }
}

fn last(input: &MinutesInput<'_>) -> Option<Timestamp> {
    let meeting = &input.case.meeting;
    meeting.entries.iter().map(|e| e.at).chain(meeting.turns.iter().map(|t| t.at)).max()
}

fn timed(entry: &Entry, input: &MinutesInput<'_>) -> Vec<Run> {
    let clock = input.zone.local(entry.at).format("%H:%M ").to_string();
    let mut runs = vec![Run::Code(clock.trim().to_owned()), Run::Text(" ".to_owned())];
    if entry.kind != EntryKind::Note {
        runs.push(Run::Strong(format!("{}: ", entry.kind.label())));
    }
    runs.extend(said(entry, input));
    runs
}

/// An event in a few words, for what was on the screen.
pub fn event_words(text: &str, at: Timestamp, zone: Zone) -> String {
    format!("{}: {}", instant(at, zone), cut(text, 90))
}
