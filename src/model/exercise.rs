//! An exercise on a past case: how it is set up, and how teams played it.
//!
//! Times of the exercise are times of the case: the clock of a session starts where the case starts and runs at a pace.
//! Times at which people did something are kept beside them.

use super::event::EventId;
use super::finding::Duty;
use super::milestone::Milestone;
use super::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// Where an expected action was drawn from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A step of the plan.
    #[default]
    Plan,
    /// What was done in the case.
    History,
    /// A person's own.
    Own,
}

impl Basis {
    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Basis::Plan => "Plan",
            Basis::History => "History",
            Basis::Own => "Own",
        }
    }
}

/// What a team is expected to do at an inject.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Expected {
    /// In words.
    pub text: String,
    /// Where it was drawn from.
    pub basis: Basis,
}

/// What is put before the teams at a time of the exercise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Inject {
    /// Its number in the set-up; never used twice.
    pub id: u32,
    /// When, on the clock of the exercise.
    pub at: Timestamp,
    /// Its title.
    pub title: String,
    /// What participants are told.
    #[serde(default)]
    pub told: String,
    /// The question.
    #[serde(default)]
    pub prompt: String,
    /// The duty of the chapter that it probes.
    pub duty: Duty,
    /// What teams are expected to do.
    #[serde(default)]
    pub expected: Vec<Expected>,
    /// The events that what is told was cut from.
    #[serde(default)]
    pub events: Vec<EventId>,
}

/// How an exercise is set up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Setup {
    /// What participants see it called; the title of the case may give it away.
    pub name: String,
    /// What the exercise is for.
    pub objective: String,
    /// The roles that are played.
    pub roles: Vec<String>,
    /// So many seconds of the exercise pass in one.
    pub pace: u32,
    /// Whether the clock stops at each inject.
    pub stops: bool,
    /// Whether what happened before the first signal, with no word of when it was known, stays hidden until detection.
    pub holds: bool,
    /// When the clock starts.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    /// The injects in order of time.
    pub injects: Vec<Inject>,
    /// The number of the next inject.
    pub next_inject: u32,
}

impl Default for Setup {
    fn default() -> Self {
        Setup {
            name: "Tabletop exercise".to_owned(),
            objective: String::new(),
            roles: vec![],
            pace: 60,
            stops: true,
            holds: true,
            start: Timestamp::default(),
            end: Timestamp::default(),
            injects: vec![],
            next_inject: 1,
        }
    }
}

/// The paces that may be set: from real time to an hour in a second.
pub const PACES: [u32; 6] = [1, 10, 60, 300, 900, 3600];

/// The clock of a session: where it stood, and since when it runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Clock {
    /// Where it stood, on the clock of the exercise.
    pub at: Timestamp,
    /// Since when it runs; none while it stands.
    pub since: Option<Timestamp>,
    /// So many seconds of the exercise pass in one.
    pub pace: u32,
}

/// What a team said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// An answer to the inject.
    #[default]
    Answer,
    /// A decision.
    Decision,
}

/// An answer or a decision of a team.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// Its number in the session; never used twice.
    pub id: u32,
    /// The inject that it answers; none before the first.
    #[serde(default)]
    pub inject: Option<u32>,
    /// What it is.
    #[serde(default)]
    pub said: Said,
    /// In the team's words.
    pub text: String,
    /// When, on the clock of the exercise.
    pub exercise: Timestamp,
    /// When it was written.
    pub at: Timestamp,
}

/// Something that a team did: a step of the plan, or a point of the response reached.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Done<T> {
    /// What.
    pub what: T,
    /// When, on the clock of the exercise.
    pub exercise: Timestamp,
    /// When it was ticked.
    pub at: Timestamp,
}

/// How far an answer covered an expected action.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// Not covered.
    No,
    /// In part.
    Partly,
    /// Covered.
    Yes,
}

impl Rating {
    /// All of them, the best first.
    pub const ALL: [Rating; 3] = [Rating::Yes, Rating::Partly, Rating::No];

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Rating::Yes => "Yes",
            Rating::Partly => "Partly",
            Rating::No => "No",
        }
    }

    /// Half points: 2 for yes, 1 for partly.
    pub fn halves(self) -> u32 {
        match self {
            Rating::Yes => 2,
            Rating::Partly => 1,
            Rating::No => 0,
        }
    }
}

/// What an evaluator said of an expected action.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rated {
    /// The inject.
    pub inject: u32,
    /// The expected action, by its place there.
    pub expected: u32,
    /// How far it was covered.
    pub rating: Rating,
}

/// A team in a session.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Team {
    /// Its name.
    pub name: String,
    /// Its answers and decisions, in order.
    pub answers: Vec<Answer>,
    /// The steps of the plan that it took, by their text.
    pub steps: Vec<Done<String>>,
    /// The points of the response that it reached.
    pub reached: Vec<Done<Milestone>>,
    /// What the evaluator said.
    pub rated: Vec<Rated>,
}

/// A session: teams that play the same injects on the same clock.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Session {
    /// Its number; never used twice.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// When it was begun.
    pub began: Timestamp,
    /// When it ended, where it has.
    #[serde(default)]
    pub ended: Option<Timestamp>,
    /// The set-up as it was when it began, so that results can be compared later.
    pub setup: Setup,
    /// Its clock.
    pub clock: Clock,
    /// Its teams.
    pub teams: Vec<Team>,
    /// The number of the next answer.
    #[serde(default)]
    pub next_answer: u32,
}

/// The exercise on a case.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Exercise {
    /// The set-up as a person edited it; none: as it is proposed.
    pub setup: Option<Box<Setup>>,
    /// The sessions, in order.
    pub sessions: Vec<Session>,
    /// The number of the next session.
    pub next_session: u32,
}

impl Setup {
    /// The injects that have come by a time.
    pub fn come(&self, at: Timestamp) -> impl DoubleEndedIterator<Item = &Inject> {
        self.injects.iter().filter(move |inject| inject.at <= at)
    }

    /// The injects that are on at a time: the last that has come, with those of the same time.
    pub fn on(&self, at: Timestamp) -> impl Iterator<Item = &Inject> {
        let last = self.come(at).next_back().map(|inject| inject.at);
        self.injects.iter().filter(move |inject| Some(inject.at) == last)
    }

    /// When the first inject after a time comes.
    pub fn next_after(&self, at: Timestamp) -> Option<Timestamp> {
        self.injects.iter().map(|inject| inject.at).find(|next| *next > at)
    }

    /// Puts the injects in order of time; those of one time stay as they were.
    pub fn sort(&mut self) {
        super::order::sort_by_key(&mut self.injects, |inject| (inject.at, inject.id));
    }
}

impl Session {
    /// Where the clock stands at a time of the wall.
    pub fn position(&self, now: Timestamp) -> Timestamp {
        let stop = self.setup.next_after(self.clock.at).filter(|_| self.setup.stops);
        self.clock.position(now, stop.unwrap_or(self.setup.end).min(self.setup.end))
    }

    /// The team of a name.
    pub fn team(&self, name: &str) -> Option<&Team> {
        self.teams.iter().find(|team| team.name == name)
    }
}

impl Clock {
    /// Where it stands at a time of the wall: never beyond `stop`, and never before where it stood.
    ///
    /// ```
    /// use floodmark::model::exercise::Clock;
    /// use floodmark::model::Timestamp;
    /// let second = Timestamp::from_seconds;
    /// let clock = Clock { at: second(1_000), since: Some(second(50)), pace: 60 };
    /// assert_eq!(clock.position(second(52), second(9_999)), second(1_120));
    /// assert_eq!(clock.position(second(52), second(1_100)), second(1_100));
    /// assert_eq!(clock.position(second(40), second(9_999)), second(1_000));
    /// ```
    pub fn position(&self, now: Timestamp, stop: Timestamp) -> Timestamp {
        let Some(since) = self.since else { return self.at };
        let passed = now.0.saturating_sub(since.0).max(0).saturating_mul(i64::from(self.pace));
        self.at.plus(Span(passed)).min(stop.max(self.at))
    }
}

impl Team {
    /// When the team reached a point of the response, on the clock of the exercise: as it said itself, else when it took
    /// the first step of the plan that leads there, as `leads_to` tells.
    pub fn reached(
        &self,
        milestone: &Milestone,
        leads_to: impl Fn(&str) -> Option<Milestone>,
    ) -> Option<Timestamp> {
        let said = self.reached.iter().find(|done| done.what == *milestone).map(|done| done.exercise);
        let step = || {
            let of = self.steps.iter().filter(|done| leads_to(&done.what).as_ref() == Some(milestone));
            of.map(|done| done.exercise).min()
        };
        said.or_else(step)
    }

    /// What the evaluator said of an expected action.
    pub fn rating(&self, inject: u32, expected: u32) -> Option<Rating> {
        let of = self.rated.iter().find(|r| (r.inject, r.expected) == (inject, expected));
        of.map(|r| r.rating)
    }
}
