//! Changing plans: what nobody accepted stays byte for byte, and a second run adds nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::engine::example;
use crate::shared::shared;
use floodmark::finding::find;
use floodmark::model::{CaseId, Duty, Finding};
use floodmark::plan::change::{
    Amendment, AmendmentKind, CellKind, Change, Revision, propose, splices, write,
};
use floodmark::plan::read::{Plan, read};
use floodmark::plan::redline::{Op, redline};
use floodmark::plan::template;
use proptest::prelude::*;
use std::path::Path;

pub fn revision(case: &str, approver: &str) -> Revision {
    let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 24).unwrap();
    Revision { date, approver: approver.to_owned(), case: case.to_owned(), version: None }
}

/// What the example's case would change in any plan.
struct Proposer {
    engine: floodmark::engine::Engine,
    case: CaseId,
}

impl Proposer {
    fn new() -> Self {
        let (engine, case) = example();
        Proposer { engine, case }
    }

    fn amendments(&self, plan: &Plan) -> Vec<Amendment> {
        let analysis = self.engine.analysis(self.case).unwrap();
        let mut view = analysis.view(&analysis.judgement().obligations);
        view.plan = Some(plan);
        let findings: Vec<Finding> = find(&view);
        propose(plan, &view, &findings)
    }
}

pub fn accept(amendments: &[Amendment]) -> Vec<Change> {
    amendments.iter().map(|a| Change { amendment: a.clone(), text: None }).collect()
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
        made("tool", K::AddTool, "Tools", Some(Duty::TrainingAndResources), "Watch the files.", &[]),
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
        if splice.change.is_some() {
            assert!(splice.range.is_empty(), "{what}: a change only inserts: {splice:?}");
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
    let written = holds(text, &amendments, what);
    let left: Vec<String> = proposer.amendments(&read(&written)).iter().map(|a| a.id.clone()).collect();
    assert_eq!(left, [""; 0], "{what}: proposed again");
    // A person's own wording counts as done too.
    let own: Vec<Change> = amendments
        .iter()
        .map(|a| Change { amendment: a.clone(), text: Some("Quite | other words.\nOn two lines".into()) })
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
        written.contains("2. Call the host\n3. Isolate the <b>page</b> first.\n4. Then the *rest*.\n"),
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

/// Markdown as people and their editors leave it.
pub fn lines() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "# Plan",
        "## Identify and isolate",
        "## Targets",
        "### Roles",
        "## Revision history",
        "Version: 1.2",
        "| Version | Date | Change |",
        "|---|---|---|",
        "| 1.2 | 2026-01-15 | x |",
        "| Metric | Target |",
        "|---|---|",
        "- Turn checkout off",
        "  - nested",
        "1. First",
        "2) Second",
        "- [ ] open",
        "> quoted",
        "> - in a quotation",
        "```",
        "~~~",
        "<div>",
        "</div>",
        "---",
        "===",
        "",
        "",
        "words with | bar",
        "\tindented",
        "Ünï 日本 \u{202e}",
        "* star",
        "+ plus",
        "<!-- a",
        "-->",
        "    code",
        "1.2 | 2026 | y",
        "Quite new",
        "- 1.3, 2026-01-01: x",
    ]);
    let end = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\n\n"]);
    prop::collection::vec((line, end), 0..24)
        .prop_map(|all| all.into_iter().map(|(line, end)| format!("{line}{end}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_markdown_keeps_its_bytes(text in lines(), chosen in prop::collection::vec(any::<bool>(), 10)) {
        let some: Vec<Amendment> = every_kind().into_iter().zip(&chosen).filter(|(_, c)| **c).map(|(a, _)| a).collect();
        holds(&text, &some, &text);
    }

    #[test]
    fn any_choice_of_proposals_keeps_the_rest(chosen in any::<u64>()) {
        let mut all = every_kind();
        let mut n = 0;
        all.retain(|_| { n += 1; chosen >> n & 1 == 1 });
        holds(template::builtin(), &all, "the template");
        holds(floodmark::example::plan(), &all, "the example");
    }
}
