//! The exercise on a case: its set-up, what is known at a time of its clock, how teams did, and its documents.

use super::Engine;
use super::analysis::CaseAnalysis;
use super::export::{self, Paper, by_own, paper, titled};
use super::protocol::PaperFormat;
use super::roles::through;
use super::view::{Exported, ReportView};
use super::word::{Make, PackFile};
use crate::chart::{Chart, VersusRow};
use crate::document::exercise::{Concealed, ExerciseInput, PackPart, Played, msel_csv, write};
use crate::document::template::{self, Of};
use crate::exercise::{Hold, Interval, Known, TeamScore, intervals, plan_steps, propose, score};
use crate::model::exercise::{Exercise, Inject, Session, Setup};
use crate::model::{Duty, EventId, Milestone, Moment, Span, Timestamp, Zone};
use crate::say;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// The page Exercise.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ExerciseView {
    /// The set-up as it stands: a person's own, else the proposal.
    pub setup: Setup,
    /// Whether it is only proposed.
    pub proposed: bool,
    /// The sessions, with how their teams did.
    pub sessions: Vec<SessionView>,
    /// The steps of the plan under the titles of their sections; empty without a plan.
    pub plan: Vec<(String, Vec<String>)>,
    /// The name of the plan, where there is one.
    pub plan_name: Option<String>,
    /// How many events the case has that become known.
    pub events: u32,
    /// Results over all sessions.
    pub results: Vec<ResultLine>,
}

/// A session with its results.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SessionView {
    /// The session.
    pub session: Session,
    /// How its teams did.
    pub scores: Vec<TeamScore>,
    /// Stretches of the response.
    pub intervals: Vec<Interval>,
    /// The same as a chart.
    pub chart: Option<Chart>,
    /// What was hidden at each inject.
    pub debrief: Vec<Debriefed>,
}

/// A team's result, to be compared over sessions.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ResultLine {
    /// The session.
    pub session: u32,
    /// Its name.
    pub name: String,
    /// When it was begun.
    pub began: Timestamp,
    /// The team.
    pub team: String,
    /// Half points, how many actions were expected, and how many are only proposed.
    pub total: (u32, u32, u32),
    /// Whether evidence was secured first.
    pub evidence_first: Option<bool>,
    /// How long the team took to each of [`TIMED`]; none where it did not get there.
    pub times: [Option<Span>; 3],
}

/// The points whose times are compared over sessions.
pub const TIMED: [Milestone; 3] = [Milestone::Declared, Milestone::Contained, Milestone::AuthorityNotified];

/// An inject after the exercise.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Debriefed {
    /// The inject.
    pub inject: Inject,
    /// What had happened by then and was not known, the first that happened first; cut where there is much.
    pub hidden: Vec<KnownEvent>,
    /// How many of these there were.
    pub hidden_count: u32,
    /// What was done next in the case.
    pub history: Vec<String>,
}

/// An event with when it became known.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct KnownEvent {
    /// The event.
    pub id: EventId,
    /// When it happened.
    pub moment: Moment,
    /// When it is known.
    pub known: Timestamp,
    /// What happened.
    pub text: String,
    /// Who did it.
    pub actor: String,
    /// What it happened to.
    pub asset: String,
}

/// What is known at a time of the exercise, and, for the facilitator, what is not.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct KnownView {
    /// The time.
    pub at: Timestamp,
    /// What became known last, the newest first; cut where there is much.
    pub known: Vec<KnownEvent>,
    /// How many events are known.
    pub known_count: u32,
    /// What is not known yet, the next first; cut where there is much. Never on the participants' screen.
    pub hidden: Vec<KnownEvent>,
    /// How many events are not known yet.
    pub hidden_count: u32,
    /// When the next thing becomes known.
    pub next: Option<Timestamp>,
}

/// So many events stand on the screen.
const SHOWN: usize = 60;
/// So many stand in the debrief of an inject.
const DEBRIEFED: usize = 12;
/// A text is cut to so many characters on the screen.
const CUT: usize = 400;

/// What was known when, of the case and the way of holding back that it was made for.
pub(super) type Kept = (Rc<CaseAnalysis>, bool, Rc<Known>);

/// What was known when, made once while an exercise is played.
fn known(engine: &Engine, analysis: &Rc<CaseAnalysis>, holds: bool) -> Rc<Known> {
    if let Some((of, held, known)) = engine.known.borrow().as_ref()
        && Rc::ptr_eq(&of.timeline, &analysis.timeline)
        && of.milestones == analysis.milestones
        && *held == holds
    {
        return known.clone();
    }
    let hold = Hold::of(&analysis.milestones).filter(|_| holds);
    let made = Rc::new(Known::of(&analysis.timeline, hold));
    *engine.known.borrow_mut() = Some((analysis.clone(), holds, made.clone()));
    made
}

/// The set-up as it stands, and whether it is only proposed.
fn setup(engine: &Engine, analysis: &Rc<CaseAnalysis>) -> (Setup, bool) {
    match &analysis.case.exercise.setup {
        Some(setup) => ((**setup).clone(), false),
        None => {
            let judgement = analysis.judgement();
            let view = analysis.view(&judgement.obligations);
            (propose(&view, &known(engine, analysis, Setup::default().holds)), true)
        }
    }
}

fn event(analysis: &CaseAnalysis, (from, position): (Timestamp, u32)) -> Option<KnownEvent> {
    let event = analysis.timeline.event(position)?;
    Some(KnownEvent {
        id: event.id,
        moment: event.moment,
        known: from,
        text: crate::document::words::cut(event.text, CUT),
        actor: event.actor.to_owned(),
        asset: event.asset.to_owned(),
    })
}

/// What is known at a time.
pub(super) fn known_view(
    engine: &Engine,
    analysis: &Rc<CaseAnalysis>,
    holds: bool,
    at: Timestamp,
) -> KnownView {
    let known = known(engine, analysis, holds);
    let (before, after) = (known.at(at), known.hidden(at));
    let shown = |one: &(Timestamp, u32)| event(analysis, *one);
    KnownView {
        at,
        known: before.iter().rev().take(SHOWN).filter_map(shown).collect(),
        known_count: before.len() as u32,
        hidden: after.iter().take(SHOWN).filter_map(shown).collect(),
        hidden_count: after.len() as u32,
        next: known.next(at),
    }
}

/// How far the clock of a session came.
fn reached(session: &Session) -> Timestamp {
    let answers = session.teams.iter().flat_map(|t| &t.answers).map(|a| a.exercise);
    // While it runs nobody says what time it is; what was answered has come.
    let last = answers.max().unwrap_or(session.clock.at).max(session.clock.at);
    if session.ended.is_some() { session.clock.at } else { last }
}

fn session_view(engine: &Engine, analysis: &Rc<CaseAnalysis>, session: &Session) -> SessionView {
    let plan = analysis.plan.as_deref();
    let intervals = intervals(&analysis.milestones, plan, &session.teams);
    let rows = intervals.iter().map(|i| VersusRow {
        label: i.label(),
        history: i.history,
        target: i.target,
        teams: i.teams.clone(),
    });
    let chart = Chart::versus(session.teams.iter().map(|t| t.name.clone()).collect(), rows.collect());
    SessionView {
        scores: score(session, reached(session)),
        chart,
        intervals,
        debrief: debrief(engine, analysis, &session.setup),
        session: session.clone(),
    }
}

/// What was hidden at each inject, and what was done next.
fn debrief(engine: &Engine, analysis: &Rc<CaseAnalysis>, setup: &Setup) -> Vec<Debriefed> {
    let known = known(engine, analysis, setup.holds);
    let timeline = &analysis.timeline;
    let one = |(n, inject): (usize, &Inject)| {
        let happened = |(_, position): &&(Timestamp, u32)| {
            timeline.moment(*position).is_some_and(|m| m.latest <= inject.at)
        };
        let mut hidden: Vec<&(Timestamp, u32)> = known.hidden(inject.at).iter().filter(happened).collect();
        hidden.sort_unstable_by_key(|(_, position)| *position);
        let until = setup.injects.get(n + 1).map_or(setup.end, |next| next.at);
        let reached = Milestone::ALL.iter().filter_map(|m| Some((analysis.milestones.moment(m)?, m)));
        let mut reached: Vec<(Moment, &Milestone)> =
            reached.filter(|(m, _)| m.latest > inject.at && m.latest <= until).collect();
        reached.sort_by_key(|(m, _)| m.latest);
        let history = reached.into_iter().map(|(moment, milestone)| {
            let held = analysis.milestones.get(milestone);
            let text = held.and_then(|h| h.events.iter().find_map(|id| Some(timeline.find(*id)?.text)));
            let after = moment.latest.since(inject.at);
            let said = text.map(|t| format!(": {}", crate::document::words::cut(t, 160))).unwrap_or_default();
            say!(
                "{milestone} after {after}{said}",
                milestone = crate::language::known(milestone.label()),
                after,
                said
            )
        });
        Debriefed {
            inject: inject.clone(),
            hidden_count: hidden.len() as u32,
            hidden: hidden.into_iter().take(DEBRIEFED).filter_map(|one| event(analysis, *one)).collect(),
            history: history.collect(),
        }
    };
    setup.injects.iter().enumerate().map(one).collect()
}

/// The page.
pub(super) fn view(engine: &Engine, analysis: &Rc<CaseAnalysis>) -> ExerciseView {
    let (setup, proposed) = setup(engine, analysis);
    let Exercise { sessions, .. } = &analysis.case.exercise;
    let sessions: Vec<SessionView> = sessions.iter().map(|s| session_view(engine, analysis, s)).collect();
    let line = |of: &SessionView| {
        let session = of.session.clone();
        let time = |team: usize, to: &Milestone| {
            of.intervals.iter().find(|i| i.to == *to).and_then(|i| i.teams.get(team).copied().flatten())
        };
        of.scores
            .iter()
            .enumerate()
            .map(|(n, score)| ResultLine {
                times: TIMED.map(|to| time(n, &to)),
                session: session.id,
                name: session.name.clone(),
                began: session.began,
                team: score.team.clone(),
                total: score.total(),
                evidence_first: score.evidence_first,
            })
            .collect::<Vec<_>>()
    };
    ExerciseView {
        results: sessions.iter().flat_map(line).collect(),
        plan: analysis.plan.as_deref().map(plan_steps).unwrap_or_default(),
        plan_name: engine.workspace().plan.as_ref().map(|plan| plan.name.clone()),
        events: known(engine, analysis, setup.holds).all().len() as u32,
        setup,
        proposed,
        sessions,
    }
}

/// What the documents are written from.
fn with_input<T>(
    engine: &Engine,
    analysis: &Rc<CaseAnalysis>,
    (zone, date): (Zone, NaiveDate),
    then: impl FnOnce(&ExerciseInput<'_>) -> T,
) -> T {
    let (setup, _) = setup(engine, analysis);
    let known = known(engine, analysis, setup.holds);
    let at_start: Vec<(Timestamp, String)> = known
        .at(setup.start)
        .iter()
        .rev()
        .take(SHOWN)
        .filter_map(|(at, position)| Some((*at, analysis.timeline.event(*position)?.text.to_owned())))
        .collect();
    let debrief = debrief(engine, analysis, &setup);
    let concealed = |d: Debriefed| Concealed {
        inject: d.inject.id,
        hidden: d.hidden.into_iter().map(|e| (e.moment, e.text)).collect(),
        history: d.history,
    };
    let hidden: Vec<Concealed> = debrief.into_iter().map(concealed).collect();
    let sessions: Vec<SessionView> =
        analysis.case.exercise.sessions.iter().map(|s| session_view(engine, analysis, s)).collect();
    let played: Vec<Played<'_>> = sessions
        .iter()
        .map(|s| Played {
            session: &s.session,
            scores: &s.scores,
            intervals: &s.intervals,
            chart: s.chart.as_ref(),
        })
        .collect();
    let steps = analysis.plan.as_deref().map(plan_steps).unwrap_or_default();
    let probed: Vec<Duty> =
        Duty::ALL.iter().copied().filter(|d| setup.injects.iter().any(|i| i.duty == *d)).collect();
    then(&ExerciseInput {
        title: &analysis.case.title,
        setup: &setup,
        at_start: &at_start,
        hidden: &hidden,
        plan_name: engine.workspace().plan.as_ref().map(|plan| plan.name.as_str()),
        plan: &steps,
        probed: &probed,
        played: &played,
        zone,
        date,
    })
}

/// A document of the pack as it will print.
pub(super) fn on_page(
    engine: &Engine,
    analysis: &Rc<CaseAnalysis>,
    part: PackPart,
    (zone, date): (Zone, NaiveDate),
) -> ReportView {
    let cast = engine.roles(analysis.case.id);
    with_input(engine, analysis, (zone, date), |input| {
        export::on_page(papered(engine, input, part), date, cast.as_deref())
    })
}

/// A document of the pack as a file.
pub(super) fn file(
    engine: &Engine,
    analysis: &Rc<CaseAnalysis>,
    part: PackPart,
    format: PaperFormat,
    (zone, date): (Zone, NaiveDate),
) -> Exported {
    with_input(engine, analysis, (zone, date), |input| {
        let name = if part.is_open() { &input.setup.name } else { input.title };
        let cast = engine.roles(analysis.case.id);
        let cast = cast.as_deref();
        let stem = format!("{}-{}", titled(name, cast), part.id());
        match part {
            PackPart::EventsListCsv => Exported {
                name: format!("{stem}.csv"),
                mime: "text/csv".to_owned(),
                text: through(cast, msel_csv(input)),
                make: None,
            },
            _ => paper(papered(engine, input, part), &stem, format, date, cast),
        }
    })
}

/// A document of the pack, by the organisation's own template where there is one.
fn papered(engine: &Engine, input: &ExerciseInput<'_>, part: PackPart) -> Paper {
    by_own(engine.workspace().template(Of::Exercise(part)), write(input, part), |document, template| {
        template::exercise_job(input, part, document, template)
    })
}

/// The whole pack in one archive, each document in one format.
pub(super) fn pack(
    engine: &Engine,
    analysis: &Rc<CaseAnalysis>,
    format: PaperFormat,
    (zone, date): (Zone, NaiveDate),
) -> Exported {
    let title = analysis.case.title.clone();
    let files = with_input(engine, analysis, (zone, date), |input| {
        let mut files: Vec<PackFile> = PackPart::PAPERS
            .iter()
            .map(|part| {
                let name = format!("{}.{}", part.id(), format.extension());
                match papered(engine, input, *part) {
                    Paper::BuiltIn(document) => PackFile::Paper { name, document, format },
                    Paper::ByTemplate(job) => PackFile::ByTemplate { name, job, format },
                }
            })
            .collect();
        files.push(PackFile::Text {
            name: format!("{}.csv", PackPart::EventsListCsv.id()),
            text: msel_csv(input),
        });
        files
    });
    let cast = engine.roles(analysis.case.id);
    let name = format!("{}-exercise-pack.zip", titled(&title, cast.as_deref()));
    Make::Pack { title, files, date }.exported(name, cast.as_deref())
}
