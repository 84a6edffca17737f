//! The files of participants beside a case: what they add, and what they say differently, in words.

use super::Engine;
use super::analysis::CaseAnalysis;
use crate::document::words::{self, cut, quoted};
use crate::language::{Language, count, known, language, look, retold};
use crate::model::action::ActionItem;
use crate::model::case::{AmendmentDecision, FindingDecision};
use crate::model::exercise::Session;
use crate::model::meeting::{Ballot, Entry};
use crate::model::{
    Case, CaseId, EventId, HandEvent, Milestone, MilestoneDecision, RowTime, Timestamp, Zone,
};
use crate::say;
use crate::workspace::Change;
use crate::workspace::change::ChangeError;
use crate::workspace::merge::{self, Merged, merge_files};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The files of participants beside the case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MergeView {
    /// What would be taken over: what it is, and its words.
    pub new: Vec<(String, String)>,
    /// What is said differently.
    pub conflicts: Vec<Conflict>,
    /// Files that were left out, each with the reason.
    pub left_out: Vec<(String, String)>,
}

/// Two sides that say different things of the same, in words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Conflict {
    /// Names it: the way to the value, such as `milestones/contained`.
    pub place: String,
    /// What it is.
    pub what: String,
    /// What the facilitator's case says; empty where it says nothing.
    pub ours: String,
    /// What the others say: the name of a file and its value, each value once.
    pub theirs: Vec<(String, String)>,
    /// The file whose value was chosen; none for the facilitator's own.
    pub chosen: Option<String>,
}

/// Lays files beside a case.
pub(super) fn view(
    analysis: &CaseAnalysis,
    files: &[(String, String)],
    choices: &BTreeMap<String, String>,
    zone: Zone,
) -> MergeView {
    let Merged { new, conflicts, left_out, .. } = merge_files(&analysis.case, files, choices);
    let told = Told { analysis, zone };
    let conflict = |of: merge::Conflict| Conflict {
        what: told.what(&of.place),
        ours: of.ours.map(|ours| told.value(&of.place, &ours)).unwrap_or_default(),
        theirs: of.theirs.into_iter().map(|(file, value)| (file, told.value(&of.place, &value))).collect(),
        place: of.place,
        chosen: of.chosen,
    };
    MergeView {
        new: new.iter().map(|new| (told.what(&new.place), told.value(&new.place, &new.value))).collect(),
        conflicts: conflicts.into_iter().map(conflict).collect(),
        left_out: left_out.into_iter().map(|(name, why)| (name, retold(why))).collect(),
    }
}

impl Engine {
    /// The change that takes over what the files of a [`super::Query::Merge`] add to the case as it stands now, whatever was
    /// written since somebody looked.
    ///
    /// * `seen`: how many things were said differently when they looked.
    ///
    /// # Errors
    /// When the case is gone, or more is said differently by now, which is for a person to look at first.
    pub fn taken_over(
        &self,
        case: CaseId,
        files: &[(String, String)],
        choices: BTreeMap<String, String>,
        seen: usize,
    ) -> Result<Change, ChangeError> {
        let ours = self.workspace().case(case).ok_or(ChangeError::NoSuchCase(case.0))?;
        let merged = merge_files(ours, files, &self.unmarked_places(choices));
        if merged.conflicts.len() > seen {
            return Err(ChangeError::SaidMeanwhile);
        }
        let merged = serde_json::to_string(&merged.case).map_err(|e| ChangeError::Merged(e.to_string()))?;
        Ok(Change::TakeMerged { case, merged })
    }
}

/// Tells places and values of a merging as people know them.
struct Told<'a> {
    analysis: &'a CaseAnalysis,
    zone: Zone,
}

impl Told<'_> {
    /// What a place is.
    fn what(&self, place: &str) -> String {
        let mut parts = place.splitn(3, '/');
        let (top, name, field) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        let name = name.unwrap_or_default();
        let case: &Case = &self.analysis.case;
        match top {
            "milestones" => name.parse().map_or_else(|_| name.to_owned(), |m: Milestone| known(m.label())),
            "findings" => say!("Finding {claim}", claim = self.claim(name)),
            "notes" => say!("Note on {claim}", claim = self.claim(name)),
            "amendments" | "comments" | "owners" => {
                let judgement = self.analysis.judgement();
                let of = judgement.amendments.iter().find(|a| a.id == name);
                let section = of.map_or_else(|| name.to_owned(), |a| quoted(&a.section));
                match top {
                    "comments" => say!("Comment on the amendment in {section}", section),
                    "owners" => say!("Owner of the amendment in {section}", section),
                    _ => say!("Amendment in {section}", section),
                }
            }
            "event_edits" => {
                let of = name.parse().ok().and_then(|id: EventId| self.analysis.timeline.find(id));
                let event = of.map_or_else(|| name.to_owned(), |event| quoted(event.text));
                match field.unwrap_or_default() {
                    "known_at" => say!("When {event} was known", event),
                    field => say!("Event {event}, {field}", event, field = self::field(field)),
                }
            }
            "facts" => say!("Fact: {name}", name = self::field(name)),
            "actions" => {
                let of = case.actions.iter().find(|item| item.id == name);
                let title = of.map_or_else(|| name.to_owned(), |item| quoted(&item.what.title));
                say!("Action {title}", title)
            }
            "votes" => say!("Vote of {name}", name),
            "sessions" => say!("Session of the exercise").to_owned(),
            "hand_events" => say!("New event").to_owned(),
            "meeting" => say!("Entry of the meeting").to_owned(),
            other => self::field(other),
        }
    }

    fn claim(&self, rule: &str) -> String {
        let judgement = self.analysis.judgement();
        let of = judgement.findings.iter().find(|f| f.rule == rule);
        of.map_or_else(|| rule.to_owned(), |f| quoted(&f.claim))
    }

    /// What is said there.
    fn value(&self, place: &str, value: &Value) -> String {
        let words = match place.split('/').next().unwrap_or_default() {
            "milestones" => read(value).map(|decision| match decision {
                MilestoneDecision::At { moment, .. } => words::moment(&moment, self.zone),
                MilestoneDecision::None { .. } => say!("not known, or does not apply").to_owned(),
            }),
            "findings" => read(value).map(|decision| match decision {
                FindingDecision::Accepted => say!("accepted").to_owned(),
                FindingDecision::Dismissed { reason } => say!("dismissed: {reason}", reason),
            }),
            "amendments" => read(value).map(|decision| match decision {
                AmendmentDecision::Accepted { text: None } => say!("accepted").to_owned(),
                AmendmentDecision::Accepted { text: Some(text) } => {
                    say!("accepted as {text}", text = quoted(&text))
                }
                AmendmentDecision::Rejected => say!("rejected").to_owned(),
            }),
            "actions" => read(value).map(|item: ActionItem| {
                let due = item.what.due.map(|due| say!(", due {due}", due)).unwrap_or_default();
                format!("{}, {}{due}, {}", item.what.title, item.what.owner, known(item.status.label()))
            }),
            "votes" => read(value).map(|ballot: Ballot| {
                let points =
                    ballot.iter().map(|(rule, n)| say!("{n} on {claim}", n, claim = self.claim(rule)));
                points.collect::<Vec<_>>().join(", ")
            }),
            "hand_events" => read(value)
                .map(|event: HandEvent| format!("{}: {}", self.time(event.time), cut(&event.text, 160))),
            "sessions" => read(value).map(|session: Session| {
                let teams = session.teams.iter().map(|team| {
                    let answers = count(team.answers.len() as u64, "answer", "answers");
                    say!("{team} with {answers}", team = team.name, answers)
                });
                let began = words::instant(session.began, self.zone);
                format!("{}, {began}: {}", session.name, teams.collect::<Vec<_>>().join(", "))
            }),
            "meeting" => {
                read(value).map(|entry: Entry| format!("{}: {}", known(entry.kind.label()), entry.text))
            }
            _ => read(value).map(|time| self.time(time)),
        };
        words.unwrap_or_else(|| plain(value))
    }

    /// A time of a row, in the zone of the page where it says its own.
    fn time(&self, time: RowTime) -> String {
        let wall = || Zone::Utc.local(Timestamp(time.micros)).format("%Y-%m-%d %H:%M:%S");
        match (time.offset, time.zone) {
            (Some(_), _) => words::instant(time.instant(), self.zone),
            (None, Some(zone)) => format!("{} {}", wall(), zone.name()),
            (None, None) => say!("{time} without a zone", time = wall()),
        }
    }
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

/// The name of a field in words.
fn field(name: &str) -> String {
    let words = name.replace('_', " ");
    match language() {
        Language::English => words,
        Language::German => known(words::sentence(&words).trim_end_matches('.')),
    }
}

/// A value whose kind nothing is known of.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(yes) => look(if *yes { "yes" } else { "no" }).to_owned(),
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(all) => {
            let each = all.iter().filter(|(_, value)| !value.is_null());
            each.map(|(name, value)| format!("{}: {}", field(name), plain(value)))
                .collect::<Vec<_>>()
                .join(", ")
        }
        other => other.to_string(),
    }
}
