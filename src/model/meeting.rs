//! A retrospective meeting: its agenda and clock, what was captured, and how people voted.
//!
//! Who was there is a fact of the case ([`crate::model::Facts::review_teams`]); what was agreed is an action item
//! ([`crate::model::action`]). What is kept here is the course of the meeting itself.

use super::action::NewAction;
use super::case::HandEvent;
use super::event::EventId;
use super::row_time::RowTime;
use super::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A part of the agenda.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Why we are here, how we speak, who is missing.
    Prepare,
    /// The timeline, event by event.
    Walk,
    /// What helped.
    Helped,
    /// What hindered.
    Hindered,
    /// The findings and the vote on them.
    Findings,
    /// What is decided.
    Decisions,
    /// Who does what by when.
    Actions,
    /// What changes in the plan.
    Plan,
}

impl Part {
    /// All of them in the order of the template.
    pub const ALL: [Part; 8] = [
        Part::Prepare,
        Part::Walk,
        Part::Helped,
        Part::Hindered,
        Part::Findings,
        Part::Decisions,
        Part::Actions,
        Part::Plan,
    ];

    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Part::Prepare => "Prepare",
            Part::Walk => "Timeline walk",
            Part::Helped => "What helped",
            Part::Hindered => "What hindered",
            Part::Findings => "Findings",
            Part::Decisions => "Decisions",
            Part::Actions => "Actions",
            Part::Plan => "Plan changes",
        }
    }

    /// What the facilitator asks.
    pub fn question(self) -> &'static str {
        match self {
            Part::Prepare => {
                "We look at how the system worked, not at who erred. Everybody did what made sense with what they knew then. Who should be here and is not?"
            }
            Part::Walk => "What did you see at this moment, what did you expect, and what did you do next?",
            Part::Helped => "What went well because somebody had prepared it? What went well by luck?",
            Part::Hindered => {
                "What made the right thing hard to do? What was missing, unclear, slow or unknown?"
            }
            Part::Findings => "What explains this? What would have to be different for it to go otherwise?",
            Part::Decisions => "What do we decide, and who needs to hear of it?",
            Part::Actions => "Who sees to it, by when, and how will we know that it worked?",
            Part::Plan => "Would the plan, as changed, have helped in this incident?",
        }
    }

    /// Its minutes in the template, which add up to an hour and a half.
    pub fn minutes(self) -> u32 {
        match self {
            Part::Prepare => 5,
            Part::Walk => 25,
            Part::Helped | Part::Hindered | Part::Decisions | Part::Actions | Part::Plan => 10,
            Part::Findings => 10,
        }
    }
}

/// What an entry is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A note.
    Note,
    /// A decision.
    Decision,
    /// An action item, by its name.
    Action(String),
    /// An open question.
    Question,
    /// What surprised somebody.
    Surprise,
    /// Put aside for another time.
    Parked,
    /// An event that the record lacked, by its row among those written by hand.
    Event(u32),
    /// A correction of an event.
    Correction(EventId),
    /// Another time of an event.
    Time(EventId),
    /// A team that is here.
    Present,
}

impl EntryKind {
    /// Its name on screen.
    pub fn label(&self) -> &'static str {
        match self {
            EntryKind::Note => "Note",
            EntryKind::Decision => "Decision",
            EntryKind::Action(_) => "Action",
            EntryKind::Question => "Question",
            EntryKind::Surprise => "Surprise",
            EntryKind::Parked => "Parking lot",
            EntryKind::Event(_) => "New event",
            EntryKind::Correction(_) => "Correction",
            EntryKind::Time(_) => "Other time",
            EntryKind::Present => "Here",
        }
    }
}

/// What was on the screen.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnScreen {
    /// The part of the agenda itself.
    #[default]
    Part,
    /// An event.
    Event(EventId),
    /// A finding, by its rule.
    Finding(String),
    /// An amendment to the plan, by its id.
    Amendment(String),
}

/// Something captured.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Its number in the meeting; never used twice.
    pub id: u32,
    /// What it is.
    pub kind: EntryKind,
    /// Its words.
    pub text: String,
    /// When it was captured.
    pub at: Timestamp,
    /// The part of the agenda that was on; none before the meeting began.
    #[serde(default)]
    pub part: Option<Part>,
    /// What was on the screen.
    #[serde(default)]
    pub on_screen: OnScreen,
    /// For a correction: what it stands in the place of.
    #[serde(default)]
    pub before: Before,
}

/// What had been corrected of an event already when an entry corrected it again.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Before {
    /// Its text.
    pub text: Option<String>,
    /// Its time.
    pub time: Option<RowTime>,
}

/// Something on its way into the meeting.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Captured {
    /// A note.
    Note(String),
    /// A decision.
    Decision(String),
    /// An open question.
    Question(String),
    /// What surprised somebody.
    Surprise(String),
    /// Put aside for another time.
    Parked(String),
    /// An action item.
    Action(Box<NewAction>),
    /// An event that the record lacked.
    Event(Box<HandEvent>),
    /// Other words for an event.
    Correction(EventId, String),
    /// Another time of an event.
    Time(EventId, RowTime),
    /// A team that is here.
    Present(String),
}

/// A turn to a part of the agenda.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Turn {
    /// The part; none for the end of the meeting.
    pub to: Option<Part>,
    /// When.
    pub at: Timestamp,
}

/// A part of the agenda with its minutes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Planned {
    /// The part.
    pub part: Part,
    /// The minutes it may take.
    pub minutes: u32,
}

/// So many points each voter has.
pub const POINTS: u32 = 5;

/// One person's points, by rule.
pub type Ballot = BTreeMap<String, u32>;

/// A meeting on a case.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Meeting {
    /// The agenda, where it is not the template's.
    pub agenda: Vec<Planned>,
    /// The turns from part to part, in order; the first began the meeting.
    pub turns: Vec<Turn>,
    /// What was captured, in order.
    pub entries: Vec<Entry>,
    /// The number of the next entry.
    pub next_entry: u32,
    /// The votes, by voter.
    pub ballots: BTreeMap<String, Ballot>,
}

impl Meeting {
    /// The agenda: as it was set, else the template.
    pub fn agenda(&self) -> Vec<Planned> {
        if self.agenda.is_empty() {
            Part::ALL.map(|part| Planned { part, minutes: part.minutes() }).to_vec()
        } else {
            self.agenda.clone()
        }
    }

    /// The part that is on; none before the meeting and after it.
    pub fn now(&self) -> Option<Part> {
        self.turns.last().and_then(|turn| turn.to)
    }

    /// When it began.
    pub fn began(&self) -> Option<Timestamp> {
        self.turns.first().map(|turn| turn.at)
    }

    /// When it ended, where it has.
    pub fn ended(&self) -> Option<Timestamp> {
        self.turns.last().filter(|turn| turn.to.is_none()).map(|turn| turn.at)
    }

    /// The name under which somebody has voted, however it is spelt in capital and small letters.
    pub fn voter(&self, name: &str) -> Option<&str> {
        let small = name.trim().to_lowercase();
        self.ballots.keys().find(|known| known.to_lowercase() == small).map(String::as_str)
    }

    /// How long a part has been on, all turns to it together.
    pub fn spent(&self, part: Part, now: Timestamp) -> Span {
        let ends = self.turns.iter().skip(1).map(|turn| turn.at).chain([now]);
        let each = self.turns.iter().zip(ends).filter(|(turn, _)| turn.to == Some(part));
        Span(each.map(|(turn, end)| end.since(turn.at).0.max(0)).sum())
    }

    /// The findings by their points, most first; those of equal points by name. Nobody has more than [`POINTS`]: what a
    /// ballot gives beyond them, in the order of its rules, does not count.
    ///
    /// ```
    /// use floodmark::model::meeting::Meeting;
    /// let mut meeting = Meeting::default();
    /// for (voter, rule, points) in [("A", "support", 2), ("B", "support", 1), ("B", "evidence", 9)] {
    ///     meeting.ballots.entry(voter.into()).or_default().insert(rule.into(), points);
    /// }
    /// let ranked: Vec<(String, u32, u32)> = meeting.ranked();
    /// assert_eq!(ranked, [("evidence".into(), 5, 1), ("support".into(), 2, 1)]);
    /// ```
    pub fn ranked(&self) -> Vec<(String, u32, u32)> {
        let mut sums: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
        for ballot in self.ballots.values() {
            let mut left = POINTS;
            for (rule, points) in ballot {
                let counted = (*points).min(left);
                left -= counted;
                if counted > 0 {
                    let sum = sums.entry(rule).or_default();
                    *sum = (sum.0 + counted, sum.1 + 1);
                }
            }
        }
        let mut ranked: Vec<_> = sums.into_iter().map(|(rule, (p, v))| (rule.to_owned(), p, v)).collect();
        ranked.sort_by_key(|(_, points, _)| std::cmp::Reverse(*points));
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_takes_an_hour_and_a_half() {
        assert_eq!(Meeting::default().agenda().iter().map(|p| p.minutes).sum::<u32>(), 90);
    }

    #[test]
    fn time_counts_for_the_part_that_is_on() {
        let minute = |n: i64| Timestamp(n * 60_000_000);
        let turn = |to, n| Turn { to, at: minute(n) };
        let turns = vec![
            turn(Some(Part::Prepare), 0),
            turn(Some(Part::Walk), 5),
            turn(Some(Part::Prepare), 9),
            turn(None, 10),
        ];
        let meeting = Meeting { turns, ..Meeting::default() };
        assert_eq!(meeting.spent(Part::Prepare, minute(60)), Span(6 * 60_000_000));
        assert_eq!(meeting.spent(Part::Walk, minute(60)), Span(4 * 60_000_000));
        assert_eq!(meeting.spent(Part::Plan, minute(60)), Span(0));
        assert_eq!((meeting.now(), meeting.ended()), (None, Some(minute(10))));
    }
}
