//! Steps of an exercise on a case.

use super::change::ChangeError;
use crate::model::exercise::{Answer, Clock, Done, Rated, Rating, Said, Session, Setup, Team};
use crate::model::{Case, Milestone, Timestamp};
use serde::{Deserialize, Serialize};

/// Something that happens in an exercise. Everything here is in the journal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExerciseStep {
    /// Sets the exercise up; none goes back to what is proposed.
    SetUp(Option<Box<Setup>>),
    /// Begins a session: its clock stands at the start.
    Begin {
        /// Its name.
        name: String,
        /// The names of the teams.
        teams: Vec<String>,
        /// The set-up that is played.
        setup: Box<Setup>,
    },
    /// Lets the clock run, or halts it.
    Run {
        /// The session.
        session: u32,
        /// Whether it runs.
        on: bool,
    },
    /// Puts the clock to a later time.
    Jump {
        /// The session.
        session: u32,
        /// The time of the exercise.
        to: Timestamp,
    },
    /// Runs the clock at another pace from now on.
    Pace {
        /// The session.
        session: u32,
        /// So many seconds of the exercise pass in one.
        pace: u32,
    },
    /// Ends a session, or opens it again.
    End {
        /// The session.
        session: u32,
        /// Whether it is over.
        over: bool,
    },
    /// Takes a session away.
    Remove {
        /// The session.
        session: u32,
    },
    /// Writes what a team says.
    Say {
        /// The session.
        session: u32,
        /// The team.
        team: String,
        /// What it is.
        said: Said,
        /// In the team's words.
        text: String,
        /// The inject that it answers, one that has come; none for the one that came last.
        #[serde(default)]
        inject: Option<u32>,
    },
    /// Takes an answer back.
    Unsay {
        /// The session.
        session: u32,
        /// The team.
        team: String,
        /// The answer.
        answer: u32,
    },
    /// Ticks a step of the plan, or takes the tick away.
    Tick {
        /// The session.
        session: u32,
        /// The team.
        team: String,
        /// The step, by its text.
        step: String,
        /// Whether it is done.
        done: bool,
    },
    /// Says that a point of the response is reached, or takes that back.
    Reach {
        /// The session.
        session: u32,
        /// The team.
        team: String,
        /// The point.
        milestone: Milestone,
        /// Whether it is reached.
        done: bool,
    },
    /// Says how far an expected action was covered; none takes that back.
    Rate {
        /// The session.
        session: u32,
        /// The team.
        team: String,
        /// The inject.
        inject: u32,
        /// The expected action, by its place there.
        expected: u32,
        /// How far.
        rating: Option<Rating>,
    },
}

impl ExerciseStep {
    /// What it does, for “Undo: …”.
    pub fn label(&self) -> String {
        match self {
            ExerciseStep::SetUp(Some(_)) => "change the exercise".to_owned(),
            ExerciseStep::SetUp(None) => "propose the exercise anew".to_owned(),
            ExerciseStep::Begin { name, .. } => format!("begin the session “{name}”"),
            ExerciseStep::Run { on: true, .. } => "run the clock".to_owned(),
            ExerciseStep::Run { on: false, .. } => "halt the clock".to_owned(),
            ExerciseStep::Jump { .. } => "move the clock".to_owned(),
            ExerciseStep::Pace { .. } => "change the pace".to_owned(),
            ExerciseStep::End { over: true, .. } => "end the session".to_owned(),
            ExerciseStep::End { over: false, .. } => "open the session again".to_owned(),
            ExerciseStep::Remove { .. } => "remove a session".to_owned(),
            ExerciseStep::Say { said: Said::Answer, team, .. } => format!("keep an answer of {team}"),
            ExerciseStep::Say { said: Said::Decision, team, .. } => format!("keep a decision of {team}"),
            ExerciseStep::Unsay { team, .. } => format!("take back an answer of {team}"),
            ExerciseStep::Tick { done: true, .. } => "tick a step of the plan".to_owned(),
            ExerciseStep::Tick { done: false, .. } => "take a tick away".to_owned(),
            ExerciseStep::Reach { milestone, done: true, .. } => format!("reach “{}”", milestone.label()),
            ExerciseStep::Reach { milestone, .. } => format!("take back “{}”", milestone.label()),
            ExerciseStep::Rate { .. } => "rate an answer".to_owned(),
        }
    }
}

fn session_of(case: &mut Case, id: u32) -> Result<&mut Session, ChangeError> {
    case.exercise.sessions.iter_mut().find(|s| s.id == id).ok_or(ChangeError::NoSuchSession)
}

/// A team with the time of the exercise; a session that is over takes no more.
fn team_of<'a>(
    case: &'a mut Case,
    id: u32,
    team: &str,
    at: Timestamp,
) -> Result<(&'a mut Team, Timestamp), ChangeError> {
    let session = session_of(case, id)?;
    let exercise = session.position(at);
    let over = session.ended.is_some();
    let team = session.teams.iter_mut().find(|t| t.name == team).ok_or(ChangeError::NoSuchTeam)?;
    if over { Err(ChangeError::SessionOver) } else { Ok((team, exercise)) }
}

/// Something done or undone.
fn mark<T: Clone + PartialEq>(
    list: &mut Vec<Done<T>>,
    what: &T,
    done: bool,
    exercise: Timestamp,
    at: Timestamp,
) -> Result<(), ChangeError> {
    let known = list.iter().position(|one| one.what == *what);
    match (known, done) {
        (None, true) => list.push(Done { what: what.clone(), exercise, at }),
        (Some(n), false) => drop(list.remove(n)),
        _ => return Err(ChangeError::Nothing),
    }
    Ok(())
}

/// Takes a step.
pub(super) fn step(case: &mut Case, step: &ExerciseStep, at: Timestamp) -> Result<(), ChangeError> {
    match step {
        ExerciseStep::SetUp(setup) => {
            let mut setup = setup.clone();
            if let Some(setup) = &mut setup {
                setup.sort();
                setup.pace = setup.pace.max(1);
            }
            if case.exercise.setup == setup {
                return Err(ChangeError::Nothing);
            }
            case.exercise.setup = setup;
        }
        ExerciseStep::Begin { name, teams, setup } => {
            let mut played: Vec<Team> = vec![];
            for name in teams.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
                if !played.iter().any(|team| team.name == name) {
                    played.push(Team { name: name.to_owned(), ..Team::default() });
                }
            }
            if played.is_empty() {
                return Err(ChangeError::NoTeam);
            }
            let mut setup = (**setup).clone();
            setup.sort();
            let exercise = &mut case.exercise;
            let id = exercise.next_session;
            exercise.next_session += 1;
            let name = name.trim();
            let name = if name.is_empty() { format!("Session {}", id + 1) } else { name.to_owned() };
            let clock = Clock { at: setup.start, since: None, pace: setup.pace.max(1) };
            exercise.sessions.push(Session {
                id,
                name,
                began: at,
                ended: None,
                setup,
                clock,
                teams: played,
                next_answer: 0,
            });
        }
        ExerciseStep::Run { session, on } => {
            let session = session_of(case, *session)?;
            if session.ended.is_some() {
                return Err(ChangeError::SessionOver);
            }
            let held = session.position(at);
            // A clock that stopped by itself, at an inject, is let go on by running it again.
            let stopped = held <= session.clock.at || session.setup.injects.iter().any(|i| i.at == held);
            if session.clock.since.is_some() == *on && !(*on && stopped) {
                return Err(ChangeError::Nothing);
            }
            session.clock.at = held;
            session.clock.since = on.then_some(at);
        }
        ExerciseStep::Jump { session, to } => {
            let session = session_of(case, *session)?;
            if session.ended.is_some() {
                return Err(ChangeError::SessionOver);
            }
            let to = (*to).min(session.setup.end);
            if to <= session.position(at) {
                return Err(ChangeError::NotLater);
            }
            session.clock.at = to;
            session.clock.since = session.clock.since.map(|_| at);
        }
        ExerciseStep::Pace { session, pace } => {
            let session = session_of(case, *session)?;
            let pace = (*pace).clamp(1, 86_400);
            if session.clock.pace == pace {
                return Err(ChangeError::Nothing);
            }
            session.clock.at = session.position(at);
            session.clock.since = session.clock.since.map(|_| at);
            session.clock.pace = pace;
        }
        ExerciseStep::End { session, over } => {
            let session = session_of(case, *session)?;
            if session.ended.is_some() == *over {
                return Err(ChangeError::Nothing);
            }
            session.clock = Clock { at: session.position(at), since: None, ..session.clock };
            session.ended = over.then_some(at);
        }
        ExerciseStep::Remove { session } => {
            session_of(case, *session)?;
            case.exercise.sessions.retain(|s| s.id != *session);
        }
        ExerciseStep::Say { session, team, said, text, inject } => {
            let text = text.trim();
            if text.is_empty() {
                return Err(ChangeError::Nothing);
            }
            let (_, exercise) = team_of(case, *session, team, at)?;
            let session = session_of(case, *session)?;
            let mut come = session.setup.come(exercise);
            let of = match inject {
                Some(id) => Some(come.find(|i| i.id == *id).ok_or(ChangeError::NoSuchInject)?),
                None => come.next_back(),
            };
            let (id, inject) = (session.next_answer, of.map(|inject| inject.id));
            session.next_answer += 1;
            let answer = Answer { id, inject, said: *said, text: text.to_owned(), exercise, at };
            if let Some(team) = session.teams.iter_mut().find(|t| t.name == *team) {
                team.answers.push(answer);
            }
        }
        ExerciseStep::Unsay { session, team, answer } => {
            let (team, _) = team_of(case, *session, team, at)?;
            let before = team.answers.len();
            team.answers.retain(|a| a.id != *answer);
            if team.answers.len() == before {
                return Err(ChangeError::Nothing);
            }
        }
        ExerciseStep::Tick { session, team, step, done } => {
            let (team, exercise) = team_of(case, *session, team, at)?;
            mark(&mut team.steps, step, *done, exercise, at)?;
        }
        ExerciseStep::Reach { session, team, milestone, done } => {
            let (team, exercise) = team_of(case, *session, team, at)?;
            mark(&mut team.reached, milestone, *done, exercise, at)?;
        }
        ExerciseStep::Rate { session, team, inject, expected, rating } => {
            // An evaluator rates when it is over, too.
            let session = session_of(case, *session)?;
            let of = session.setup.injects.iter().find(|i| i.id == *inject);
            if of.is_none_or(|i| *expected as usize >= i.expected.len()) {
                return Err(ChangeError::NoSuchInject);
            }
            let team = session.teams.iter_mut().find(|t| t.name == *team).ok_or(ChangeError::NoSuchTeam)?;
            if team.rating(*inject, *expected) == *rating {
                return Err(ChangeError::Nothing);
            }
            team.rated.retain(|r| (r.inject, r.expected) != (*inject, *expected));
            if let Some(rating) = rating {
                team.rated.push(Rated { inject: *inject, expected: *expected, rating: *rating });
            }
        }
    }
    Ok(())
}
