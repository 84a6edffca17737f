//! Changing plans: what nobody accepted stays byte for byte, and a second run adds nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

mod any;
mod landing;
mod limits;
mod words;

pub use any::lines;

use crate::engine::example;
use crate::shared::shared;
use floodmark::finding::{Earlier, find};
use floodmark::model::finding::{Outcome, Severity};
use floodmark::model::{CaseId, Duty, Finding};
use floodmark::obligation::Obligation;
use floodmark::plan::change::{
    Amendment, AmendmentKind, CellKind, Change, Revision, owner_of, propose, splices, write,
};
use floodmark::plan::read::{Plan, read};
use floodmark::plan::redline::{Op, redline};
use floodmark::plan::template;
use std::path::Path;

pub fn revision(case: &str, approver: &str) -> Revision {
    let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 24).unwrap();
    Revision { date, approver: approver.to_owned(), case: case.to_owned(), ..Revision::default() }
}

/// What the example's case would change in any plan.
struct Proposer {
    engine: floodmark::engine::Engine,
    case: CaseId,
    /// A rule that saw a gap, whatever the example shows.
    gap: &'static str,
}

impl Proposer {
    fn new() -> Self {
        let (engine, case) = example();
        Proposer { engine, case, gap: "" }
    }

    fn amendments(&self, plan: &Plan) -> Vec<Amendment> {
        let analysis = self.engine.analysis(self.case).unwrap();
        self.amendments_where(plan, &analysis.judgement().obligations, &[])
    }

    /// As if these rules applied, and these had been the other cases.
    fn amendments_where(&self, plan: &Plan, rules: &[Obligation], earlier: &[Earlier]) -> Vec<Amendment> {
        let analysis = self.engine.analysis(self.case).unwrap();
        let mut view = analysis.view(rules);
        view.plan = Some(plan);
        view.earlier = earlier;
        let mut findings: Vec<Finding> = find(&view);
        for finding in findings.iter_mut().filter(|f| f.rule == self.gap) {
            (finding.outcome, finding.severity) = (Outcome::Gap, Severity::High);
        }
        propose(plan, &view, &findings)
    }
}

pub fn accept(amendments: &[Amendment]) -> Vec<Change> {
    amendments.iter().map(|a| Change { amendment: a.clone(), text: None, comment: String::new() }).collect()
}

/// One change of every kind, as no rule may ever propose them.
pub fn every_kind() -> Vec<Amendment> {
    let made = |id: &str, kind, section: &str, duty, text: &str, cells: &[CellKind]| Amendment {
        id: format!("test.{id}"),
        kind,
        section: section.to_owned(),
        findings: vec!["test".into()],
        text: text.to_owned(),
        reason: "because".into(),
        effect: "less".into(),
        owner: "Head of operations".into(),
        duty,
        metric: None,
        cells: cells.to_vec(),
        replaces: None,
    };
    use AmendmentKind as K;
    use CellKind::{From, Limit, Name, Note, Owner, Recipient};
    vec![
        made("section", K::AddSection, "Quite new", None, "Words.\n\n- One\n- Two", &[]),
        made("section2", K::AddStep, "Quite new", None, "A second change of that section.", &[]),
        made(
            "step",
            K::AddStep,
            "Identify and isolate",
            Some(Duty::IdentifyAndIsolate),
            "Isolate the <b>page</b> first.",
            &[],
        ),
        made(
            "step2",
            K::AddStep,
            "Identify and isolate",
            Some(Duty::IdentifyAndIsolate),
            "Then the *rest*.",
            &[],
        ),
        made("revise", K::ReviseStep, "Contain", Some(Duty::IdentifyAndIsolate), "Revised words.", &[]),
        made(
            "target",
            K::SetTarget,
            "Targets",
            Some(Duty::IdentifyAndIsolate),
            "Time to contain | within 60 minutes | detection",
            &[Name, Limit, From],
        ),
        made(
            "contact",
            K::NameContact,
            "Roles and contacts",
            Some(Duty::NotifyAffectedParties),
            "Notices \\| letters | Head | deputy",
            &[Name, Owner, Note],
        ),
        made(
            "obligation",
            K::AddObligation,
            "Obligations",
            Some(Duty::KnowObligations),
            "Rule | 72 hours | awareness | authority | officer",
            &[Name, Limit, From, Recipient, Owner],
        ),
        made(
            "training",
            K::ScheduleTraining,
            "Training",
            Some(Duty::TrainingAndResources),
            "Exercise twice a year.",
            &[],
        ),
        made(
            "template",
            K::AddTemplate,
            "Template: notice",
            Some(Duty::NotifyAffectedParties),
            "Dear customer,\n\n- what\n- when",
            &[],
        ),
        Amendment {
            replaces: Some("First".into()),
            ..made(
                "first",
                K::ReviseStep,
                "Identify and isolate",
                Some(Duty::IdentifyAndIsolate),
                "First of all",
                &[],
            )
        },
        Amendment {
            replaces: Some("Turn checkout off\n2. Call the host".into()),
            ..made(
                "order",
                K::ReorderSteps,
                "Identify and isolate",
                Some(Duty::IdentifyAndIsolate),
                "Call the host\n2. Turn checkout off",
                &[],
            )
        },
        made("tool", K::AddTool, "Tools", Some(Duty::TrainingAndResources), "Watch the files.", &[]),
        made(
            "correct",
            K::CorrectTemplate,
            "Notify affected parties",
            Some(Duty::NotifyAffectedParties),
            "What you can do: [advice].",
            &[],
        ),
    ]
}

/// Everything that must hold of some changes to a plan.
#[track_caller]
fn holds(text: &str, amendments: &[Amendment], what: &str) -> String {
    let plan = read(text);
    assert_eq!(plan.text, text, "{what}: reading changes nothing");
    let revision = revision("A case | with `marks` <b>\n# and lines", "A. Osei | head\n\n# of");
    assert_eq!(write(&plan, &[], &revision).text, text, "{what}: no change, no difference");
    let changes = accept(amendments);
    if changes.is_empty() {
        return text.to_owned();
    }
    let written = write(&plan, &changes, &revision).text;
    // Taking the splices back out gives the bytes of before.
    let splices = splices(&plan, &changes, &revision);
    for (n, change) in changes.iter().enumerate() {
        let own = splices.iter().filter(|s| s.change == Some(n)).count();
        assert_eq!(own, 1, "{what}: {}", change.amendment.id);
    }
    let (mut back, mut at, mut from) = (String::new(), 0, 0);
    for splice in &splices {
        assert!(
            splice.range.start >= from && text.is_char_boundary(splice.range.start),
            "{what}: {splice:?}"
        );
        if let Some(n) = splice.change {
            let old = &text[splice.range.clone()];
            let replaces = changes[n].amendment.replaces.as_deref();
            assert!(old.is_empty() || replaces == Some(old), "{what}: only what it names goes: {splice:?}");
        }
        let kept = splice.range.start - from;
        back.push_str(&written[at..at + kept]);
        at += kept;
        assert_eq!(&written[at..at + splice.text.len()], splice.text, "{what}");
        at += splice.text.len();
        back.push_str(&text[splice.range.clone()]);
        from = splice.range.end;
    }
    back.push_str(&written[at..]);
    assert_eq!(back, text, "{what}");
    // What was written is known as done, and every word of it is there.
    let again = read(&written);
    for change in &changes {
        assert!(
            again.amended.contains(&change.amendment.id),
            "{what}: {} is not in the history",
            change.amendment.id
        );
    }
    assert_eq!(write(&again, &changes, &revision).text, written, "{what}: a second run adds nothing");
    if text.contains("\r\n") && !text.replace("\r\n", "").contains('\n') {
        assert!(!written.replace("\r\n", "").contains('\n'), "{what}: line ends stay CRLF");
    }
    written
}

#[track_caller]
fn proposes_once(proposer: &Proposer, text: &str, what: &str) {
    let amendments = proposer.amendments(&read(text));
    for amendment in &amendments {
        assert_eq!(amendment.owner, owner_of(&amendment.id), "{what}: {}", amendment.id);
    }
    let written = holds(text, &amendments, what);
    let left: Vec<String> = proposer.amendments(&read(&written)).iter().map(|a| a.id.clone()).collect();
    assert_eq!(left, [""; 0], "{what}: proposed again");
    // A person's own wording counts as done too.
    let own: Vec<Change> = amendments
        .iter()
        .map(|a| Change {
            amendment: a.clone(),
            text: Some("Quite | other words.\nOn two lines".into()),
            comment: "As agreed | <b>".into(),
        })
        .collect();
    let written = write(&read(text), &own, &revision("case", "head")).text;
    assert_eq!(proposer.amendments(&read(&written)), [], "{what}: own words");
}

fn markdown(folder: &Path, found: &mut Vec<(String, String)>) {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            markdown(&path, found);
        } else if path.extension().is_some_and(|e| e == "md") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The plans of the project and, where they are at hand, those of others.
pub fn plans() -> Vec<(String, String)> {
    let mut plans = vec![
        ("the template".to_owned(), template::builtin().to_owned()),
        ("the example".to_owned(), floodmark::example::plan().to_owned()),
        ("an empty plan".to_owned(), String::new()),
        ("a line".to_owned(), "Call somebody.".to_owned()),
    ];
    if let Some(folder) = shared("data/plans") {
        markdown(&folder, &mut plans);
    }
    plans
}

#[test]
fn every_plan_keeps_its_bytes_and_is_changed_once() {
    let proposer = Proposer::new();
    for (name, text) in plans() {
        proposes_once(&proposer, &text, &name);
        holds(&text, &every_kind(), &name);
        let windows = text.replace("\r\n", "\n").replace('\n', "\r\n");
        proposes_once(&proposer, &windows, &format!("{name} with CRLF"));
        holds(&windows, &every_kind(), &format!("{name} with CRLF"));
    }
}

#[test]
fn numbers_count_on_and_rows_join_their_table() {
    let text = "# Plan\n\n## Identify and isolate\n\n1. Turn checkout off\n2. Call the host\n\n## Targets\n\n| Metric | Target | Measured from |\n|---|---|---|\n| Time to declare | 15 minutes | detection |\n\nWords after.\n";
    let written = holds(text, &every_kind(), "small");
    assert!(
        written.contains(
            "1. Call the host\n2. Turn checkout off\n3. Isolate the <b>page</b> first.\n4. Then the *rest*.\n"
        ),
        "{written}"
    );
    assert!(
        written
            .contains("| detection |\n| Time to contain | within 60 minutes | detection |\n\nWords after."),
        "{written}"
    );
    assert_eq!(written.matches("## Quite new").count(), 1, "{written}");
    let history = written.rsplit("## ").next().unwrap();
    assert!(history.starts_with("Revision history"), "{written}");
    // The hostile title and approver stay in their cells: header, rule, one row.
    assert_eq!(history.lines().filter(|l| l.starts_with('|')).count(), 3, "{history}");
    assert_eq!(history.lines().filter(|l| !l.is_empty()).count(), 4, "{history}");
    let bars = |line: &str| line.replace("\\|", "").matches('|').count();
    let counts: Vec<usize> = history.lines().filter(|l| l.starts_with('|')).map(bars).collect();
    assert!(counts.windows(2).all(|w| w[0] == w[1]), "{history}");
}

/// Accepts one amendment of a plan, in these words where they are given.
fn with_one(text: &str, all: &[Amendment], id: &str, own: Option<&str>) -> String {
    let found = all.iter().find(|a| a.id == id);
    let ids: Vec<&str> = all.iter().map(|a| a.id.as_str()).collect();
    let mut changes = accept(&[found.unwrap_or_else(|| panic!("{id} in {ids:?}")).clone()]);
    changes[0].text = own.map(str::to_owned);
    write(&read(text), &changes, &revision("A case", "Head")).text
}

#[test]
fn a_redline_shows_what_is_written() {
    let text = floodmark::example::plan();
    let plan = read(text);
    for change in accept(&every_kind()) {
        let shown = redline(&plan, &change);
        assert!(text.is_char_boundary(shown.at));
        assert!(shown.ops.iter().any(|op| matches!(op, Op::Insert(_))), "{:?}", change.amendment.id);
        assert!(!shown.ops.iter().any(|op| matches!(op, Op::Delete(_))), "{:?}", change.amendment.id);
    }
}

#[test]
fn what_the_template_and_the_example_cover() {
    use floodmark::plan::coverage::{Against, coverage};
    let today = chrono::NaiveDate::from_ymd_opt(2026, 4, 2).unwrap();
    let (engine, case) = example();
    let analysis = engine.analysis(case).unwrap();
    let obligations = &analysis.judgement().obligations;
    let took = analysis.view(obligations).all_took();
    let mut told = String::new();
    for (name, text) in [("the template", template::builtin()), ("the example", floodmark::example::plan())] {
        told.push_str(&format!("# {name}\n"));
        let plan = read(text);
        for line in coverage(&plan, &Against { today, obligations, said: &[], took: &took }) {
            let section = line.section.map_or("", |s| plan.sections[s].title.as_str());
            told.push_str(&format!(
                "{} | {} | {} | {} | {section}\n",
                line.subject.label(),
                line.name,
                line.state.label(),
                line.because
            ));
        }
    }
    insta::assert_snapshot!("coverage", told);
    // On any plan each line leads to a section that is there.
    for (name, text) in plans() {
        let plan = read(&text);
        for line in coverage(&plan, &Against { today, obligations, said: &[], took: &took }) {
            assert!(line.section.is_none_or(|s| s < plan.sections.len()), "{name}: {line:?}");
            assert!(!line.because.is_empty(), "{name}: {line:?}");
        }
    }
}

#[test]
fn raw_html_and_scripts_are_text_and_stay_as_they_are() {
    use floodmark::engine::export::{export, report};
    use floodmark::engine::protocol::Export;
    use floodmark::model::Zone;
    use floodmark::workspace::Change;
    let text = "# Plan <img src=x onerror=alert(1)>\n\nVersion: 1.2\n\n<script>\n# no heading\nfetch('https://evil.example')\n</script>\n\n## Contain\n\n<!-- a comment\n\n- no step -->\n\n- [Call](javascript:alert(2)) <b>the host</b> ![x](https://evil.example/p.png) within 60 minutes\n- <https://evil.example>\n\n<iframe src=\"https://evil.example\"></iframe>\n";
    let plan = read(text);
    let titles: Vec<&str> = plan.sections.iter().map(|s| s.title.as_str()).collect();
    assert_eq!(titles, ["Plan <img src=x onerror=alert(1)>", "Contain"]);
    assert_eq!(plan.steps.len(), 2);
    assert_eq!(plan.steps[0].text, "Call <b>the host</b> x within 60 minutes");
    let links = plan.blocks.iter().flat_map(|b| &b.runs).filter_map(|r| r.link.as_deref());
    assert_eq!(links.collect::<Vec<_>>(), ["https://evil.example"], "shown, and led to by nothing");
    // Nothing of it is lost by any change.
    let written = holds(text, &every_kind(), "raw HTML");
    assert!(
        written.contains("<script>\n# no heading\nfetch('https://evil.example')\n</script>\n"),
        "{written}"
    );
    proposes_once(&Proposer::new(), text, "raw HTML");
    // Nor is it markup in what is written about it.
    let (mut engine, case) = example();
    let at = "2026-03-24T10:00:00Z".parse().unwrap();
    engine.apply(&Change::OpenPlan { name: "<b>plan</b>.md".into(), text: text.into() }.into(), at).unwrap();
    let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 24).unwrap();
    let analysis = engine.analysis(case).unwrap();
    let html = floodmark::document::html::write(&report(&analysis, Zone::Utc, date));
    for markup in ["<script", "<img", "<iframe", "<b>", "javascript:alert"] {
        assert!(!html.contains(markup), "{markup}");
    }
    let log = export(&engine, Export::PlanChanges, Some(&analysis), Zone::Utc, date).unwrap().text;
    assert!(log.starts_with("# Changes of \\<b\\>plan"), "{log}");
}
