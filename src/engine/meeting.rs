//! The meeting on a case: what stands on the screen for each part of the agenda, and what was captured.

use super::analysis::CaseAnalysis;
use super::view::Evidence;
use crate::chart::Chart;
use crate::document::minutes::{MinutesInput, event_words, minutes as written};
use crate::document::wording::{Slipped, slips};
use crate::document::{Block, Document, Run};
use crate::language::{known, look, retold};
use crate::model::case::{AmendmentDecision, FindingDecision};
use crate::model::finding::{Outcome, Severity};
use crate::model::meeting::{Ballot, Meeting};
use crate::model::{EventId, Facts, Zone};
use crate::say;
use crate::workspace::ballots::{Taken, take_ballots};
use crate::workspace::redact::Cast;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The page Meeting.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MeetingView {
    /// The meeting as it stands.
    pub meeting: Meeting,
    /// Words of entries to think about, by the number of the entry.
    pub slips: Vec<(u32, Vec<Slipped>)>,
    /// The same for notes on findings and other texts of the case: where it stands, the text, and the words.
    pub elsewhere: Vec<(String, String, Vec<Slipped>)>,
    /// Teams: those that took part, and those that the timeline names; whether each took part.
    pub teams: Vec<(String, bool)>,
    /// The facts of the case, in which who took part is kept.
    pub facts: Facts,
    /// The phases of the response.
    pub phases: Chart,
    /// What helped and what hindered, as the record shows it.
    pub shown: [Vec<Block>; 2],
    /// The findings to discuss, weightiest first.
    pub findings: Vec<Discussed>,
    /// The amendments to the plan.
    pub amendments: Vec<Amended>,
}

/// A finding as it is discussed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Discussed {
    /// Its rule.
    pub rule: String,
    /// What the evidence shows.
    pub claim: String,
    /// What to ask.
    pub question: String,
    /// Why it matters.
    pub why: String,
    /// How much it weighs.
    pub severity: Severity,
    /// The first events that it rests on.
    pub evidence: Vec<Evidence>,
}

/// An amendment as it is discussed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Amended {
    /// Its id.
    pub id: String,
    /// What it does and where.
    pub title: String,
    /// Its words.
    pub text: String,
    /// Why.
    pub reason: String,
    /// What was decided.
    pub decision: Option<AmendmentDecision>,
}

/// What the votes in the files of participants come to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct BallotsView {
    /// The votes, by voter, for [`crate::workspace::MeetingStep::TakeBallots`].
    pub ballots: BTreeMap<String, Ballot>,
    /// What is to be said of them, in plain sentences.
    pub told: Vec<String>,
    /// Files that were left out, each with the reason.
    pub left_out: Vec<(String, String)>,
}

/// Takes the votes out of files.
pub(super) fn ballots(analysis: &CaseAnalysis, files: &[(String, String)]) -> BallotsView {
    let rules = analysis.judgement().findings.iter().map(|f| f.rule.as_str()).collect();
    let Taken { ballots, told, left_out } = take_ballots(&analysis.case, &rules, files);
    let left_out = left_out.into_iter().map(|(name, why)| (name, retold(why))).collect();
    BallotsView { ballots, told: told.into_iter().map(retold).collect(), left_out }
}

/// So many events of a finding stand on the screen.
const EVENTS: usize = 4;

/// The page. `shown_as`: how a text is shown, where that is not as it is; places in it are places in that.
pub(super) fn view(
    analysis: &CaseAnalysis,
    zone: Zone,
    shown_as: &dyn Fn(&str) -> Option<String>,
) -> MeetingView {
    let (case, judgement) = (&analysis.case, analysis.judgement());
    let view = analysis.view(&judgement.obligations);
    let missing = missing(analysis);
    let teams = case.facts.review_teams.iter().map(|team| (team.clone(), true));
    let teams = teams.chain(missing.into_iter().map(|team| (team, false)));
    let marked = |text: &str| Some(slips_in(text, shown_as)).filter(|found| !found.is_empty());
    let entries = case.meeting.entries.iter();
    let discussed = judgement.findings.iter().filter(|f| f.outcome == Outcome::Gap);
    let amended = judgement.amendments.iter().map(|a| Amended {
        id: a.id.clone(),
        title: say!("{kind}, in “{section}”", kind = known(a.kind.label()), section = a.section),
        text: a.text.clone(),
        reason: a.reason.clone(),
        decision: case.amendments.get(&a.id).cloned(),
    });
    let mut findings: Vec<Discussed> = discussed
        .map(|f| Discussed {
            rule: f.rule.clone(),
            claim: f.claim.clone(),
            question: f.question.clone(),
            why: f.why.clone(),
            severity: f.severity,
            evidence: super::answer::evidence(analysis, f.events.iter().take(EVENTS)),
        })
        .collect();
    findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    MeetingView {
        meeting: case.meeting.clone(),
        slips: entries.filter_map(|e| Some((e.id, marked(&e.text)?))).collect(),
        elsewhere: elsewhere(analysis, shown_as),
        teams: teams.collect(),
        facts: case.facts.clone(),
        phases: Chart::phases(view.milestones, &judgement.obligations, analysis.as_of, zone),
        shown: [Outcome::Shown, Outcome::Gap].map(|outcome| shown(analysis, outcome)),
        findings,
        amendments: amended.collect(),
    }
}

/// The teams that the timeline names and that are not among those who took part.
pub(super) fn missing(analysis: &CaseAnalysis) -> Vec<String> {
    crate::finding::absent(&analysis.case.facts.review_teams, &analysis.events().scan())
}

/// What the record shows of the duties, with one outcome.
fn shown(analysis: &CaseAnalysis, outcome: Outcome) -> Vec<Block> {
    let judgement = analysis.judgement();
    let of = judgement.findings.iter().filter(|f| f.outcome == outcome && f.duty.is_some());
    let item = |f: &crate::model::Finding| {
        let duty = f.duty.map_or("", |duty| look(duty.label()));
        vec![Run::Strong(format!("{duty}. ")), Run::Text(f.claim.clone())]
    };
    vec![Block::list(of.map(item).collect())]
}

/// Words to think about in a text as it is shown.
fn slips_in(text: &str, shown_as: &dyn Fn(&str) -> Option<String>) -> Vec<Slipped> {
    shown_as(text).map_or_else(|| slips(text), |shown| slips(&shown))
}

/// Words to think about outside the meeting: what people wrote about the case.
fn elsewhere(
    analysis: &CaseAnalysis,
    shown_as: &dyn Fn(&str) -> Option<String>,
) -> Vec<(String, String, Vec<Slipped>)> {
    let (case, judgement) = (&analysis.case, analysis.judgement());
    let claim = |rule: &String| {
        let finding = judgement.findings.iter().find(|f| f.rule == *rule);
        finding.map_or_else(|| rule.clone(), |f| crate::document::words::cut(&f.claim, 60))
    };
    let notes = case.notes.iter().map(|(rule, text)| (say!("Note on “{claim}”", claim = claim(rule)), text));
    let comments = case.comments.values().map(|text| (say!("Comment on an amendment").to_owned(), text));
    let actions = case.actions.iter().map(|a| (say!("Action {title}", title = a.id), &a.what.title));
    let events = case.hand_events.iter().filter(|e| !e.removed);
    let events = events.map(|e| (say!("Event written by hand").to_owned(), &e.text));
    let title = std::iter::once((say!("Title of the case").to_owned(), &case.title));
    let sections = case.paper.sections.iter().filter_map(|(section, setting)| {
        Some((
            say!("Section “{section}” of the report", section = known(section.title())),
            &setting.own.as_ref()?.text,
        ))
    });
    let reasons = case.findings.iter().filter_map(|(rule, decision)| match decision {
        FindingDecision::Dismissed { reason } => {
            Some((say!("Why “{claim}” is dismissed", claim = claim(rule)), reason))
        }
        FindingDecision::Accepted => None,
    });
    let corrected = case
        .event_edits
        .iter()
        .filter_map(|(id, edit)| Some((say!("Corrected event {id}", id), edit.text.as_ref()?)));
    let said = case
        .facts
        .said
        .iter()
        .map(|(what, text)| (say!("Notices: {what}", what = known(what.words())), text));
    let delays = case.facts.delay_reasons.values().map(|text| (say!("Reason for a delay").to_owned(), text));
    let answers = case.exercise.sessions.iter().flat_map(|session| &session.teams).flat_map(|team| {
        team.answers.iter().map(move |answer| (say!("Answer of {team}", team = team.name), &answer.text))
    });
    let all = title.chain(sections).chain(notes).chain(reasons).chain(comments).chain(actions);
    let all = all.chain(events).chain(corrected).chain(said).chain(delays).chain(answers);
    let marked = all.map(|(place, text)| (place, text.clone(), slips_in(text, shown_as)));
    marked.filter(|(_, _, found)| !found.is_empty()).collect()
}

/// The minutes. `cast`: the roles in them, where they stand in the place of names.
pub(super) fn minutes(analysis: &CaseAnalysis, zone: Zone, cast: Option<&Cast>) -> Document {
    let judgement = analysis.judgement();
    let mut missing = missing(analysis);
    if let Some(cast) = cast {
        // Several of one team are the team, once.
        let mut told = std::collections::BTreeSet::new();
        missing.iter_mut().for_each(|team| *team = cast.plain(team));
        missing.retain(|team| told.insert(team.clone()));
    }
    let event = |id: EventId| {
        let evidence = super::answer::evidence(analysis, std::iter::once(&id));
        evidence.first().map(|e| event_words(&e.text, e.moment.earliest, zone))
    };
    written(&MinutesInput {
        case: &analysis.case,
        findings: &judgement.findings,
        amendments: &judgement.amendments,
        missing: &missing,
        event: &event,
        zone,
    })
}
