//! Findings and their rules.

use super::german;
use crate::engine::{ask, example};
use floodmark::engine::meeting::MeetingView;
use floodmark::engine::protocol::Export;
use floodmark::engine::view::{ActionsView, Exported, FindingsView, PlanView};
use floodmark::engine::{Engine, Query};
use floodmark::model::case::FindingDecision;
use floodmark::model::{CaseId, Zone};
use floodmark::workspace::Change;

/// The texts of a part of an answer.
type Texts = Vec<String>;

/// Each text differs between the languages, and is filled and not empty in both.
#[track_caller]
fn differ(english: &Texts, german: &Texts) {
    assert_eq!(english.len(), german.len());
    for (a, b) in english.iter().zip(german).filter(|(a, b)| !(a.is_empty() && b.is_empty())) {
        assert!(a != b && !a.is_empty() && !b.is_empty() && !b.contains(['{', '}']), "{a}\n{b}");
    }
}

fn claims(engine: &Engine, case: CaseId) -> Texts {
    let view: FindingsView = ask(engine, Query::Findings { case });
    let found = view.findings.into_iter().map(|row| row.finding);
    let measured = |f: &floodmark::model::Finding| f.measures.iter().map(|m| m.words()).collect::<Texts>();
    let found = found.flat_map(|f| [measured(&f), vec![f.claim, f.why, f.question, f.change]].concat());
    let rules = view.rules.into_iter();
    let rules = rules.flat_map(|r| [r.title, r.looks_at, r.why, r.question, r.change]);
    found.chain(rules).collect()
}

/// The same findings as the meeting and the amendments of the plan show them.
fn beside(engine: &Engine, case: CaseId) -> Texts {
    let meeting: MeetingView = ask(engine, Query::Meeting { case, zone: Zone::Utc });
    let discussed = meeting.findings.into_iter().flat_map(|f| [f.claim, f.question, f.why]);
    let plan: PlanView = ask(engine, Query::Plan { case: Some(case), date: "2026-03-24".parse().unwrap() });
    let grounds = plan.amendments.into_iter().flat_map(|row| row.grounds).map(|ground| ground.title);
    discussed.chain(grounds).collect()
}

#[test]
fn findings_and_their_rules_are_said_in_german() {
    let (engine, case) = example();
    let all = || [claims(&engine, case), beside(&engine, case)].concat();
    let english = all();
    differ(&english, &german(all));
}

#[test]
fn what_is_kept_or_written_of_findings_is_english_on_the_german_page() {
    let (mut engine, case) = example();
    let (rule, decision) = ("preserve-evidence".to_owned(), Some(FindingDecision::Accepted));
    let accept = Change::DecideFinding { case, rule, decision };
    engine.apply(&accept.into(), "2026-03-24T10:00:00Z".parse().unwrap()).unwrap();
    let date = "2026-03-24".parse().unwrap();
    let all = || {
        let actions: ActionsView = ask(&engine, Query::Actions { case, date });
        let what = Export::ReportMarkdown;
        let report: Exported = ask(&engine, Query::Export { what, case: Some(case), zone: Zone::Utc, date });
        (actions.suggested, report.text)
    };
    let english = all();
    let german = german(all);
    assert!(!english.0.is_empty());
    assert_eq!(english, german);
}
