//! How teams did: against what the plan and the chapter ask for, and against what was done in the case.

use crate::finding::stems;
use crate::metric::definition;
use crate::milestone::Milestones;
use crate::model::exercise::{Basis, Inject, Rating, Session, Team};
use crate::model::{Duration, Duty, Milestone, Span, Timestamp};
use crate::plan::read::{Plan, meaning::leads_to};
use crate::say;
use Milestone::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An answer that has so large a part of the words of an expected action is proposed as covering it; a smaller part, as
/// covering some of it.
const COVERED: f64 = 0.6;
const SOME: f64 = 0.3;

/// The intervals that are compared, each from the first of these that is known.
pub const INTERVALS: [(&[Milestone], Milestone); 7] = [
    (&[Detected], Declared),
    (&[Detected], EvidencePreserved),
    (&[Detected], Contained),
    (&[Detected], Eradicated),
    (&[Detected], Recovered),
    (&[Aware, Detected], AuthorityNotified),
    (&[Aware, Detected], IndividualsNotified),
];

/// An expected action beside what a team said.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ExpectedScore {
    /// What was expected.
    pub text: String,
    /// Where that was drawn from.
    pub basis: Basis,
    /// What the evaluator said.
    pub rated: Option<Rating>,
    /// What the words of the team suggest.
    pub proposed: Rating,
}

impl ExpectedScore {
    /// As the evaluator said, else as it is proposed.
    pub fn rating(&self) -> Rating {
        self.rated.unwrap_or(self.proposed)
    }
}

/// An inject beside what a team said to it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct InjectScore {
    /// The inject.
    pub inject: u32,
    /// The duty that it probes.
    pub duty: Duty,
    /// How long until the first answer, on the clock of the exercise; none without an answer.
    pub answered: Option<Span>,
    /// What was expected.
    pub expected: Vec<ExpectedScore>,
}

/// How far a team covered what a duty asks for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DutyScore {
    /// The duty.
    pub duty: Duty,
    /// Half points: 2 for each expected action that was covered, 1 for one that was in part.
    pub halves: u32,
    /// How many actions were expected; none where no inject of the session probes the duty.
    pub of: u32,
    /// How many of them the evaluator has not rated: their points are proposed.
    pub proposed: u32,
}

/// How a team did.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TeamScore {
    /// Its name.
    pub team: String,
    /// The injects that came, in order.
    pub injects: Vec<InjectScore>,
    /// All duties in the order of the chapter.
    pub duties: Vec<DutyScore>,
    /// Whether evidence was secured before the attacker's means were removed; none while neither was done.
    pub evidence_first: Option<bool>,
}

impl TeamScore {
    /// Half points, how many actions were expected, and how many of these are not rated yet.
    pub fn total(&self) -> (u32, u32, u32) {
        let sum = |of: fn(&DutyScore) -> u32| self.duties.iter().map(of).sum();
        (sum(|d| d.halves), sum(|d| d.of), sum(|d| d.proposed))
    }

    /// The part that was covered, from 0 to 1; none where nothing was expected.
    pub fn part(&self) -> Option<f64> {
        let (halves, of, _) = self.total();
        (of > 0).then(|| f64::from(halves) / f64::from(2 * of))
    }
}

/// An interval of the response: in the case, by the plan, and by each team.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Interval {
    /// Where it starts.
    pub from: Milestone,
    /// Where it ends.
    pub to: Milestone,
    /// How long it took in the case.
    pub history: Duration,
    /// What the plan promises.
    pub target: Option<Span>,
    /// How long each team took, in the order of the session; none where it was not reached.
    pub teams: Vec<Option<Span>>,
}

impl Interval {
    /// Its name: “Detected → Contained”.
    pub fn label(&self) -> String {
        format!("{} → {}", self.from.label(), self.to.label())
    }
}

/// Half points in words, of how many actions, and how many of these are only proposed.
///
/// ```
/// use floodmark::exercise::points;
/// assert_eq!(points(7, 5, 2), "3½ of 5, 2 proposed");
/// assert_eq!((points(1, 1, 0), points(0, 2, 0)), ("½ of 1".to_owned(), "0 of 2".to_owned()));
/// ```
pub fn points(halves: u32, of: u32, proposed: u32) -> String {
    let whole = match (halves / 2, halves % 2) {
        (0, 1) => "½".to_owned(),
        (n, 1) => format!("{n}½"),
        (n, _) => n.to_string(),
    };
    let points = say!("{n} of {count}", n = whole, count = of);
    match proposed {
        0 => points,
        n => say!("{points}, {n} proposed", points, n),
    }
}

/// How the teams of a session did. Injects that had not come when the clock stopped do not count.
pub fn score(session: &Session, reached: Timestamp) -> Vec<TeamScore> {
    let came: Vec<&Inject> = session.setup.injects.iter().filter(|inject| inject.at <= reached).collect();
    session.teams.iter().map(|team| team_score(team, &came)).collect()
}

fn team_score(team: &Team, came: &[&Inject]) -> TeamScore {
    let injects: Vec<InjectScore> = came.iter().map(|inject| inject_score(team, inject)).collect();
    let mut duties: BTreeMap<Duty, DutyScore> = BTreeMap::new();
    for duty in Duty::ALL {
        duties.insert(*duty, DutyScore { duty: *duty, halves: 0, of: 0, proposed: 0 });
    }
    for inject in &injects {
        let Some(duty) = duties.get_mut(&inject.duty) else { continue };
        for expected in &inject.expected {
            duty.halves += expected.rating().halves();
            duty.of += 1;
            duty.proposed += u32::from(expected.rated.is_none());
        }
    }
    TeamScore {
        team: team.name.clone(),
        injects,
        duties: duties.into_values().collect(),
        evidence_first: evidence_first(team),
    }
}

fn inject_score(team: &Team, inject: &Inject) -> InjectScore {
    let answers = || team.answers.iter().filter(|a| a.inject == Some(inject.id));
    let said: Vec<String> = answers().flat_map(|a| stems(&a.text)).collect();
    let expected = inject.expected.iter().enumerate().map(|(n, expected)| ExpectedScore {
        text: expected.text.clone(),
        basis: expected.basis,
        rated: team.rating(inject.id, n as u32),
        proposed: proposed(team, &said, &expected.text),
    });
    let first = answers().map(|a| a.exercise).min();
    InjectScore {
        inject: inject.id,
        duty: inject.duty,
        answered: first.map(|at| Span(at.since(inject.at).0.max(0))),
        expected: expected.collect(),
    }
}

/// What the words of a team suggest. A step of the plan that it ticked is covered.
fn proposed(team: &Team, said: &[String], expected: &str) -> Rating {
    if team.steps.iter().any(|done| done.what == expected) {
        return Rating::Yes;
    }
    let wanted = stems(expected);
    let held = wanted.iter().filter(|stem| said.contains(stem)).count();
    match held as f64 / wanted.len().max(1) as f64 {
        part if part >= COVERED => Rating::Yes,
        part if part >= SOME => Rating::Partly,
        _ => Rating::No,
    }
}

/// Whether a team secured evidence before it removed anything; none while it did neither.
pub fn evidence_first(team: &Team) -> Option<bool> {
    let at = |m: &Milestone| team.reached(m, leads_to);
    match (at(&EvidencePreserved), at(&Eradicated)) {
        (None, None) => None,
        (Some(_), None) => Some(true),
        (None, Some(_)) => Some(false),
        (Some(evidence), Some(removed)) => Some(evidence <= removed),
    }
}

/// The intervals that the case or a team has. A team's interval starts when the case's did, unless it said itself that the
/// point was reached; one that it reached before is no time at all.
pub fn intervals(milestones: &Milestones, plan: Option<&Plan>, teams: &[Team]) -> Vec<Interval> {
    let mut out = vec![];
    for (from, to) in &INTERVALS {
        let Some((from, start)) = from.iter().find_map(|m| Some((m, milestones.moment(m)?))) else {
            continue;
        };
        let history = match milestones.moment(to) {
            Some(end) => Duration::between(&start, &end),
            None => Duration::Unknown { reason: crate::model::Unknown::Absent },
        };
        let of_team = |team: &Team| {
            let own = team.reached.iter().find(|done| done.what == *from).map(|done| done.exercise);
            let began = own.unwrap_or(start.latest);
            Some(Span(team.reached(to, leads_to)?.since(began).0.max(0)))
        };
        let teams: Vec<Option<Span>> = teams.iter().map(of_team).collect();
        if history.min().is_none() && teams.iter().all(Option::is_none) {
            continue;
        }
        let target = plan.and_then(|plan| {
            let bounds = |t: &&crate::plan::read::Target| {
                let of = definition(&t.metric);
                of.to == *to && of.from.contains(from)
            };
            plan.targets.iter().find(bounds).map(|t| Span::seconds(i64::from(t.minutes) * 60))
        });
        out.push(Interval { from: from.clone(), to: to.clone(), history, target, teams });
    }
    out
}
