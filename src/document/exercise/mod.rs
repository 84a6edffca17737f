//! The pack of an exercise, in the manner of HSEEP and of CISA's tabletop packages: what each person at the table is handed.
//!
//! Participants get the situation manual and the handout, which hold nothing that is not known when the clock starts. The
//! others are for those who run and judge the exercise.

mod after;
mod guides;
mod msel;
mod players;

pub use msel::msel_csv;

use super::words::{instant, moment};
use super::{Document, Run, plain};
use crate::chart::Chart;
use crate::exercise::{Interval, TeamScore};
use crate::model::exercise::{Inject, Session, Setup};
use crate::model::{Duty, Moment, Span, Timestamp, Zone};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A document of the pack.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PackPart {
    /// For all: what the exercise is, and where it starts.
    SituationManual,
    /// For who runs it: the injects with what is hidden.
    FacilitatorGuide,
    /// For who judges it: what to look for.
    EvaluatorGuide,
    /// For participants: one sheet.
    Handout,
    /// The master scenario events list.
    EventsList,
    /// The same as a table for a spreadsheet.
    EventsListCsv,
    /// The forms in which evaluators write, a duty each.
    EvaluationForms,
    /// What was found, and the improvement plan.
    AfterAction,
}

impl PackPart {
    /// Those that are documents, in the order of the pack.
    pub const PAPERS: [PackPart; 7] = [
        PackPart::SituationManual,
        PackPart::FacilitatorGuide,
        PackPart::EvaluatorGuide,
        PackPart::Handout,
        PackPart::EventsList,
        PackPart::EvaluationForms,
        PackPart::AfterAction,
    ];

    /// Its name in files.
    pub fn id(self) -> &'static str {
        match self {
            PackPart::SituationManual => "situation-manual",
            PackPart::FacilitatorGuide => "facilitator-guide",
            PackPart::EvaluatorGuide => "evaluator-guide",
            PackPart::Handout => "participant-handout",
            PackPart::EventsList | PackPart::EventsListCsv => "events-list",
            PackPart::EvaluationForms => "evaluation-forms",
            PackPart::AfterAction => "after-action-report",
        }
    }

    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            PackPart::SituationManual => "Situation manual",
            PackPart::FacilitatorGuide => "Facilitator guide",
            PackPart::EvaluatorGuide => "Evaluator guide",
            PackPart::Handout => "Participant handout",
            PackPart::EventsList | PackPart::EventsListCsv => "Master scenario events list",
            PackPart::EvaluationForms => "Evaluation forms",
            PackPart::AfterAction => "After-action report",
        }
    }

    /// Whom it is for.
    pub fn reader(self) -> &'static str {
        match self {
            PackPart::SituationManual | PackPart::Handout => "Participants",
            PackPart::FacilitatorGuide | PackPart::EventsList | PackPart::EventsListCsv => {
                "Facilitators only"
            }
            PackPart::EvaluatorGuide | PackPart::EvaluationForms => "Evaluators only",
            PackPart::AfterAction => "All, after the exercise",
        }
    }

    /// Whether participants may read it before the exercise.
    pub fn is_open(self) -> bool {
        matches!(self, PackPart::SituationManual | PackPart::Handout)
    }
}

/// What stands behind an inject.
#[derive(Clone, PartialEq, Debug)]
pub struct Concealed {
    /// The inject.
    pub inject: u32,
    /// What had happened and was not known.
    pub hidden: Vec<(Moment, String)>,
    /// What was done next in the case.
    pub history: Vec<String>,
}

/// A session that was played.
#[derive(Clone, Copy)]
pub struct Played<'a> {
    /// The session.
    pub session: &'a Session,
    /// How its teams did.
    pub scores: &'a [TeamScore],
    /// Stretches of the response.
    pub intervals: &'a [Interval],
    /// The same as a chart.
    pub chart: Option<&'a Chart>,
}

/// What the pack is written from.
#[derive(Clone, Copy)]
pub struct ExerciseInput<'a> {
    /// The title of the case.
    pub title: &'a str,
    /// The set-up.
    pub setup: &'a Setup,
    /// What is known when the clock starts, the newest first.
    pub at_start: &'a [(Timestamp, String)],
    /// What is hidden at each inject, and what was done next in the case.
    pub hidden: &'a [Concealed],
    /// The name of the plan, where there is one.
    pub plan_name: Option<&'a str>,
    /// Its steps under the titles of their sections.
    pub plan: &'a [(String, Vec<String>)],
    /// The duties that injects probe.
    pub probed: &'a [Duty],
    /// The sessions, in order.
    pub played: &'a [Played<'a>],
    /// The zone of its times.
    pub zone: Zone,
    /// Its date.
    pub date: NaiveDate,
}

impl ExerciseInput<'_> {
    fn at(&self, at: Timestamp) -> String {
        instant(at, self.zone)
    }

    fn moment(&self, of: &Moment) -> String {
        moment(of, self.zone)
    }

    /// A time on the clock of the exercise, counted from its start: `+ 1 h 12 min`.
    fn since_start(&self, at: Timestamp) -> String {
        format!("+ {}", at.since(self.setup.start))
    }

    /// How long it takes when the clock is never moved.
    fn takes(&self) -> Span {
        let long = self.setup.end.since(self.setup.start);
        Span(long.0.max(0) / i64::from(self.setup.pace.max(1)))
    }

    /// A document with what stands under every title.
    fn document(&self, part: PackPart) -> Document {
        // The title of the case may give away what participants are to find out.
        let name = if part.is_open() { &self.setup.name } else { self.title };
        let mut meta = vec![
            ("Exercise".to_owned(), name.to_owned()),
            ("For".to_owned(), part.reader().to_owned()),
            ("Date".to_owned(), self.date.to_string()),
        ];
        if let Some(plan) = self.plan_name {
            meta.push(("Plan".to_owned(), plan.to_owned()));
        }
        let title = format!("{}: {name}", part.label());
        let mut document = Document { title, meta, ..Document::default() };
        document.note(match part {
            PackPart::AfterAction => "This reports on an exercise. It is about the plan, the tools and the way of working, never about a person.",
            _ if part.is_open() => "This is an exercise. Nothing in it is happening now.",
            _ => "This is an exercise. Keep this document from participants until it is over.",
        });
        document
    }
}

/// What is told at an inject, a paragraph a line.
fn told(document: &mut Document, inject: &Inject) {
    for line in inject.told.lines().filter(|line| !line.trim().is_empty()) {
        document.paragraph(line);
    }
}

/// A labelled line.
fn labelled(label: &str, text: impl Into<String>) -> Vec<Run> {
    vec![Run::Strong(format!("{label}: ")), Run::Text(text.into())]
}

/// A line that begins with its time.
fn timed(time: &str, text: &str) -> Vec<Run> {
    vec![Run::Strong(format!("{time} ")), Run::Text(text.to_owned())]
}

/// A list of plain lines.
fn lines(document: &mut Document, lines: &[&str]) {
    document.list(lines.iter().map(|line| plain(*line)).collect());
}

/// Writes a document of the pack. The list for a spreadsheet is the same list as a document here.
pub fn write(input: &ExerciseInput<'_>, part: PackPart) -> Document {
    match part {
        PackPart::SituationManual => players::manual(input),
        PackPart::Handout => players::handout(input),
        PackPart::FacilitatorGuide => guides::facilitator(input),
        PackPart::EvaluatorGuide => guides::evaluator(input),
        PackPart::EvaluationForms => guides::forms(input),
        PackPart::EventsList | PackPart::EventsListCsv => msel::list(input),
        PackPart::AfterAction => after::report(input),
    }
}
