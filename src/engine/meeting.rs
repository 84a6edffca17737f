//! The meeting on a case: what stands on the screen for each part of the agenda, and what was captured.

use super::analysis::CaseAnalysis;
use super::view::Evidence;
use crate::chart::Chart;
use crate::document::minutes::{MinutesInput, event_words, minutes as written};
use crate::document::wording::{Slipped, slips};
use crate::document::{Block, Document, Run};
use crate::language::{known, look, retold};
use crate::model::case::{AmendmentDecision, FindingDecision};
use crate::model::facts::Particular;
use crate::model::finding::{Outcome, Severity};
use crate::model::meeting::{Ballot, Meeting};
use crate::model::{EventId, Facts, Section, SourceId, Zone};
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
    /// The same for notes on findings and other texts of the case.
    pub elsewhere: Vec<Elsewhere>,
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

/// A text outside the meeting that has words to think about.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Where it stands.
    pub place: Place,
    /// The text.
    pub text: String,
    /// The words in it.
    pub slips: Vec<Slipped>,
}

/// Where a text of the case stands, so that the page can say it and lead there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Place {
    /// It is the title of the case.
    Title,
    /// Somebody's own words in a section of the report.
    Section(Section),
    /// A note on the finding of a rule.
    Note {
        /// The rule.
        rule: String,
        /// What it saw, cut short.
        claim: String,
    },
    /// Why the finding of a rule is dismissed.
    Dismissal {
        /// The rule.
        rule: String,
        /// What it saw, cut short.
        claim: String,
    },
    /// A comment on the amendment of this name.
    Comment(String),
    /// The action item of this name.
    Action(String),
    /// An event that was written by hand.
    Written(EventId),
    /// Other words for an event.
    Corrected(EventId),
    /// What a person says in notices.
    Notices(Particular),
    /// Why the notice of a rule was late.
    Delay(String),
    /// The answer of a team in an exercise.
    Answer(String),
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
            evidence: super::findings::evidence(analysis, f.events.iter().take(EVENTS)),
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
fn elsewhere(analysis: &CaseAnalysis, shown_as: &dyn Fn(&str) -> Option<String>) -> Vec<Elsewhere> {
    let (case, judgement) = (&analysis.case, analysis.judgement());
    let claim = |rule: &String| {
        let finding = judgement.findings.iter().find(|f| f.rule == *rule);
        finding.map_or_else(|| rule.clone(), |f| crate::document::words::cut(&f.claim, 60))
    };
    let note = |rule: &String| Place::Note { rule: rule.clone(), claim: claim(rule) };
    let notes = case.notes.iter().map(|(rule, text)| (note(rule), text));
    let comments = case.comments.iter().map(|(id, text)| (Place::Comment(id.clone()), text));
    let actions = case.actions.iter().map(|a| (Place::Action(a.id.clone()), &a.what.title));
    let events = (0_u32..).zip(&case.hand_events).filter(|(_, e)| !e.removed);
    let by_hand = |row| EventId { source: SourceId::HAND, row };
    let events = events.map(|(row, e)| (Place::Written(by_hand(row)), &e.text));
    let title = std::iter::once((Place::Title, &case.title));
    let sections = case
        .paper
        .sections
        .iter()
        .filter_map(|(section, setting)| Some((Place::Section(*section), &setting.own.as_ref()?.text)));
    let reasons = case.findings.iter().filter_map(|(rule, decision)| match decision {
        FindingDecision::Dismissed { reason } => {
            Some((Place::Dismissal { rule: rule.clone(), claim: claim(rule) }, reason))
        }
        FindingDecision::Accepted => None,
    });
    let corrected =
        case.event_edits.iter().filter_map(|(id, edit)| Some((Place::Corrected(*id), edit.text.as_ref()?)));
    let said = case.facts.said.iter().map(|(what, text)| (Place::Notices(*what), text));
    let delays = case.facts.delay_reasons.iter().map(|(rule, text)| (Place::Delay(rule.clone()), text));
    let answers = case.exercise.sessions.iter().flat_map(|session| &session.teams).flat_map(|team| {
        team.answers.iter().map(move |answer| (Place::Answer(team.name.clone()), &answer.text))
    });
    let all = title.chain(sections).chain(notes).chain(reasons).chain(comments).chain(actions);
    let all = all.chain(events).chain(corrected).chain(said).chain(delays).chain(answers);
    let marked =
        all.map(|(place, text)| Elsewhere { place, text: text.clone(), slips: slips_in(text, shown_as) });
    marked.filter(|e| !e.slips.is_empty()).collect()
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
        let evidence = super::findings::evidence(analysis, std::iter::once(&id));
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
