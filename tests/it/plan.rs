//! Changing plans: what nobody accepted stays byte for byte, and a second run adds nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::engine::example;
use crate::shared::shared;
use floodmark::finding::{Earlier, find};
use floodmark::model::finding::{Outcome, Severity};
use floodmark::model::{CaseId, Duration, Duty, Finding, MetricId, Moment, Span, Timestamp};
use floodmark::obligation::{Obligation, Recipient};
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
fn a_limit_that_changed_is_changed_where_the_plan_names_the_rule() {
    let proposer = Proposer::new();
    let rule = Obligation {
        rule: "eu-x".into(),
        title: "GDPR: the controller tells the authority".into(),
        citation: "Art. 33".into(),
        applies: Some(true),
        limit: "96 hours".into(),
        pack: "2027-01".into(),
        recipient_kind: Recipient::Authority,
        ..Obligation::default()
    };
    let table = "# Plan\n\n## Obligations\n\n| Rule | Limit |\n|---|---|\n| GDPR: the controller tells the authority | 72 hours |\n| Contract | 24 hours |\n";
    let rules = std::slice::from_ref(&rule);
    let id = "know-obligations.limit-eu-x-5760m";
    let all = proposer.amendments_where(&read(table), rules, &[]);
    assert!(
        with_one(table, &all, id, None).contains("the authority | 96 hours |\n| Contract | 24 hours |\n")
    );
    // A row in a person's own words stays a row.
    let own = with_one(table, &all, id, Some("| GDPR: the controller tells the authority | 4 days |"));
    assert!(own.contains("tells the authority | 4 days |\n| Contract"), "{own}");
    let item = "# Plan\n\n## Obligations\n\n- Art. 33: within 72 hours\n  of becoming aware.\n";
    let all = proposer.amendments_where(&read(item), rules, &[]);
    let new = with_one(item, &all, id, None);
    assert!(new.contains("- Art. 33: within 96 hours\n  of becoming aware.\n"), "{new}");
    // Neither is it asked for again, nor is the row proposed anew.
    let again = proposer.amendments_where(&read(&new), rules, &[]);
    assert!(again.iter().all(|a| !a.id.contains("eu-x")), "{again:#?}");
}

/// A rule that applies, of telling an authority.
fn told(id: &str, title: &str, citation: &str, limit: &str) -> Obligation {
    Obligation {
        rule: id.into(),
        title: title.into(),
        citation: citation.into(),
        applies: Some(true),
        limit: limit.into(),
        recipient_kind: Recipient::Authority,
        ..Obligation::default()
    }
}

#[test]
fn a_rule_that_is_named_without_its_limit_gets_it() {
    let proposer = Proposer::new();
    let one = [told("eu-x", "GDPR: the controller tells the authority", "GDPR Art. 33", "72 hours")];
    let id = "know-obligations.limit-eu-x-4320m";
    let put_right = |text: &str, rules: &[Obligation]| {
        let all = proposer.amendments_where(&read(text), rules, &[]);
        let found = all.iter().find(|a| a.id == id).unwrap_or_else(|| panic!("{text}: {all:#?}"));
        assert!(!found.findings.is_empty() && found.reason.contains("without its limit of 72 hours"));
        let new = with_one(text, &all, id, None);
        let again = proposer.amendments_where(&read(&new), rules, &[]);
        assert!(again.iter().all(|a| !a.id.contains("eu-x")), "{new}: {again:#?}");
        new
    };
    // In the column that limits have, in the place of what waits there, or beside a vague word.
    let table = |cell: &str| {
        format!(
            "# Plan\n\n## Obligations\n\n| Rule | Deadline | Who |\n|---|---|---|\n| GDPR Art. 33 | {cell} | DPO |\n| Contract | 24 hours | Legal |\n"
        )
    };
    for (cell, new) in [
        ("", "| GDPR Art. 33 | 72 hours | DPO |\n| Contract"),
        ("[limit]", "| GDPR Art. 33 | 72 hours | DPO |\n| Contract"),
        (
            "without undue delay",
            "| GDPR Art. 33 | without undue delay, at the latest within 72 hours | DPO |\n| Contract",
        ),
    ] {
        let written = put_right(&table(cell), &one);
        assert!(written.contains(new), "{written}");
    }
    // In a sentence, and where the words stand earlier in the middle of another line.
    let text = "# Plan\n\n## Obligations\n\nWho knows GDPR Art. 33 goes on.\n\n- NIS2 if it applies.\n- GDPR Art. 33\n";
    let plain = put_right(&text.replace("Who knows GDPR Art. 33 goes on.", "Who knows them goes on."), &one);
    assert!(plain.contains("- GDPR Art. 33, at the latest within 72 hours\n"), "{plain}");
    let text = "# Plan\n\n## Obligations\n\n- The DPO tells the authority (GDPR Art. 33).\n";
    assert!(
        put_right(text, &one)
            .contains("- The DPO tells the authority (GDPR Art. 33). The limit is 72 hours.\n")
    );
    // A limit of another rule on the same line stays what it is.
    let two = [one[0].clone(), told("eu-nis", "NIS2: early warning", "NIS2 Art. 23", "24 hours")];
    let text = "# Plan\n\n## Obligations\n\n- NIS2 Art. 23 within 24 hours, and GDPR Art. 33.\n";
    let written = put_right(text, &two);
    assert!(
        written.contains(
            "- NIS2 Art. 23 within 24 hours, and GDPR Art. 33. The limit of GDPR Art. 33 is 72 hours.\n"
        ),
        "{written}"
    );
}

#[test]
fn a_limit_goes_to_the_telling_and_nothing_that_is_kept_or_done_at_once_is_changed() {
    let proposer = Proposer::new();
    let rule = [Obligation {
        rule: "eu-x".into(),
        title: "GDPR: the controller tells the authority".into(),
        citation: "GDPR Art. 33".into(),
        applies: Some(true),
        limit: "72 hours".into(),
        recipient_kind: Recipient::Authority,
        ..Obligation::default()
    }];
    let of = |line: &str| {
        let text = format!("# Plan\n\n## Notify the authorities\n\n- {line}\n");
        let all = proposer.amendments_where(&read(&text), &rule, &[]);
        let mine = all.into_iter().filter(|a| a.replaces.is_some() && a.id.contains("eu-x"));
        mine.map(|a| a.text).collect::<Vec<_>>()
    };
    // Evidence is kept for as long as the plan says.
    assert_eq!(
        of("Keep the logs for 30 days (GDPR Art. 33)"),
        [
            "Keep the logs for 30 days (GDPR Art. 33); GDPR: the controller tells the authority: at the latest within 72 hours"
        ]
    );
    assert_eq!(
        of("Keep the logs for 30 days; the authority is told within 48 hours (GDPR Art. 33)."),
        ["Keep the logs for 30 days; the authority is told within 72 hours (GDPR Art. 33)."]
    );
    // The shop is isolated at once, whatever the law gives for telling.
    assert_eq!(of("Immediately isolate the shop and inform the authority."), [""; 0]);
    assert_eq!(
        of("Isolate the shop immediately, notify the authority without undue delay."),
        [
            "Isolate the shop immediately, notify the authority without undue delay, at the latest within 72 hours (GDPR Art. 33)."
        ]
    );
}

#[test]
fn who_is_named_for_a_rule_stands_in_its_row() {
    let named = |owner: &str| {
        let mut amendment =
            every_kind().into_iter().find(|a| a.kind == AmendmentKind::AddObligation).unwrap();
        amendment.owner = owner.to_owned();
        amendment.own("Legal | counsel");
        assert_eq!(amendment.owner, "Legal | counsel");
        amendment.text
    };
    assert_eq!(named("officer"), "Rule | 72 hours | awareness | authority | Legal \\| counsel");
    // A row that names somebody else keeps that.
    assert_eq!(named("Head of operations"), "Rule | 72 hours | awareness | authority | officer");
}

/// The plan with every change of a limit accepted; a second run must have none to make, and no rule to add.
fn limits_put_right(text: &str, rules: &[Obligation]) -> String {
    let proposer = Proposer::new();
    let asked = |text: &str| -> Vec<Amendment> {
        let all = proposer.amendments_where(&read(text), rules, &[]);
        let of = |a: &Amendment| rules.iter().any(|r| a.id.contains(&r.rule));
        all.into_iter().filter(of).collect()
    };
    let new = write(&read(text), &accept(&asked(text)), &revision("case", "head")).text;
    // The history names what was done; what the lines themselves say must be enough.
    let lines = new.split("## Revision history").next().unwrap();
    let again = asked(lines);
    assert!(again.is_empty(), "{lines}: {again:#?}");
    lines.to_owned()
}

fn two_rules() -> [Obligation; 2] {
    [
        told("eu-x", "GDPR: the controller tells the authority", "GDPR Art. 33", "72 hours"),
        told("eu-nis", "NIS2: early warning", "NIS2 Art. 23", "24 hours"),
    ]
}

#[test]
fn of_rules_on_one_line_each_gets_its_own_limit() {
    let of = |line: &str| limits_put_right(&format!("# Plan\n\n## Obligations\n\n{line}\n"), &two_rules());
    for (line, new) in [
        (
            "- GDPR Art. 33 within 48 hours, NIS2 Art. 23 within 12 hours",
            "- GDPR Art. 33 within 72 hours, NIS2 Art. 23 within 24 hours\n",
        ),
        (
            "- Within 12 hours (NIS2 Art. 23), within 12 hours (GDPR Art. 33).",
            "- Within 24 hours (NIS2 Art. 23), within 72 hours (GDPR Art. 33).\n",
        ),
        (
            "- GDPR Art. 33 within 48 hours, and NIS2 Art. 23 within 24 hours.",
            "- GDPR Art. 33 within 72 hours, and NIS2 Art. 23 within 24 hours.\n",
        ),
        (
            "- GDPR Art. 33 and NIS2 Art. 23.",
            "- GDPR Art. 33 and NIS2 Art. 23. The limit of GDPR Art. 33 is 72 hours. The limit of NIS2 Art. 23 is 24 hours.\n",
        ),
        (
            "| Rule | Limit | Who |\n|---|---|---|\n| GDPR Art. 33, NIS2 Art. 23 | 72 hours | DPO |",
            "| GDPR Art. 33, NIS2 Art. 23 | 72 hours; NIS2 Art. 23: at the latest within 24 hours | DPO |\n",
        ),
        (
            "| Rule | Limit | Who |\n|---|---|---|\n| GDPR Art. 33, NIS2 Art. 23 |  | DPO |",
            "| GDPR Art. 33, NIS2 Art. 23 | GDPR Art. 33: 72 hours; NIS2 Art. 23: at the latest within 24 hours | DPO |\n",
        ),
        // Which of them is meant is not said.
        (
            "- GDPR Art. 33, NIS2 Art. 23: within 48 hours.",
            "- GDPR Art. 33, NIS2 Art. 23: within 48 hours.\n",
        ),
        (
            "- GDPR Art. 33 within 48 hours, in full within 5 days; NIS2 Art. 23 within 24 hours.",
            "in full within 5 days; NIS2",
        ),
        // A clock that starts is no limit.
        (
            "| Rule | Clock starts | Deadline |\n|---|---|---|\n| GDPR Art. 33 | awareness | |\n| NIS2 Art. 23 | awareness | 24 hours |",
            "| GDPR Art. 33 | awareness | 72 hours |\n",
        ),
        (
            "| Rule | Clock starts | Who |\n|---|---|---|\n| GDPR Art. 33 | awareness | DPO |\n| NIS2 Art. 23 | 24 hours | DPO |",
            "| GDPR Art. 33 | awareness | DPO |\n",
        ),
        // An introduction is not the place of a limit that a table has.
        (
            "GDPR Art. 33 and NIS2 Art. 23 bind us.\n\n| Rule | Limit |\n|---|---|\n| GDPR Art. 33 | 48 hours |\n| NIS2 Art. 23 | 24 hours |",
            "GDPR Art. 33 and NIS2 Art. 23 bind us.\n\n| Rule | Limit |\n|---|---|\n| GDPR Art. 33 | 72 hours |\n| NIS2 Art. 23 | 24 hours |\n",
        ),
        (
            "- Notify the supervisory authority without undue delay (GDPR Art. 33).\n- NIS2 Art. 23: 24 hours.",
            "within 24 hours (NIS2 Art. 23)",
        ),
    ] {
        let written = of(line);
        assert!(written.contains(new), "{line}: {written}");
    }
}

#[test]
fn of_sections_of_one_name_the_one_that_is_meant_is_changed() {
    let text = "# Plan\n\n## Training\n\n### Steps\n\n- Read this plan.\n\n## Containment\n\n### Steps\n\n1. Isolate the payment page.\n2. Block the address.\n";
    let plan = read(text);
    let made = |replaces: Option<&str>, words: &str| Amendment {
        id: "test.steps".into(),
        kind: if replaces.is_some() { AmendmentKind::ReviseStep } else { AmendmentKind::AddStep },
        section: "Steps".into(),
        text: words.into(),
        replaces: replaces.map(str::to_owned),
        duty: Some(floodmark::model::Duty::IdentifyAndIsolate),
        cells: vec![],
        metric: None,
        ..every_kind()[2].clone()
    };
    let new = |amendment| write(&plan, &accept(&[amendment]), &revision("case", "head")).text;
    let revised = new(made(Some("Block the address."), "Block the address at the host."));
    assert!(revised.contains("- Read this plan.\n\n## Containment"), "{revised}");
    assert!(revised.contains("2. Block the address at the host.\n"), "{revised}");
    let added = new(made(None, "Write down the time."));
    assert!(added.contains("2. Block the address.\n3. Write down the time."), "{added}");
    assert!(added.contains("- Read this plan.\n\n## Containment"), "{added}");
}

#[test]
fn words_are_looked_for_as_a_line_everywhere_before_they_are_cut_out_of_another() {
    let text = "# Plan\n\n## Containment\n\n### Steps\n\n1. Isolate the payment page.\n2. Whoever knows: call the host at once.\n\n## Training\n\n### Steps\n\n- [X] call the host\n";
    let amendment = |replaces: &str| Amendment {
        id: "test.steps".into(),
        kind: AmendmentKind::ReviseStep,
        section: "Steps".into(),
        text: "call them".into(),
        replaces: Some(replaces.into()),
        duty: Some(floodmark::model::Duty::IdentifyAndIsolate),
        cells: vec![],
        metric: None,
        ..every_kind()[2].clone()
    };
    let new = |text: &str, replaces: &str| {
        write(&read(text), &accept(&[amendment(replaces)]), &revision("case", "head")).text
    };
    let line = new(text, "call the host");
    assert!(
        line.contains("Whoever knows: call the host at once.") && line.contains("- [X] call them\n"),
        "{line}"
    );
    // What stands twice in a section that is not meant may be about anything.
    let twice = text.replace("call the host\n", "ask who and ask whom\n");
    let kept = new(&twice, "ask");
    assert!(kept.contains("- [X] ask who and ask whom\n"), "{kept}");
}

#[test]
fn what_is_replaced_is_the_line_and_no_words_in_the_middle_of_another() {
    let text = "# Plan\n\n## Obligations\n\nBefore GDPR Art. 33 nothing is sent.\n\n- [x] GDPR Art. 33\n";
    let plan = read(text);
    let amendment = Amendment {
        id: "test.line".into(),
        kind: AmendmentKind::ReviseStep,
        section: "Obligations".into(),
        text: "GDPR Art. 33: 72 hours".into(),
        replaces: Some("GDPR Art. 33".into()),
        cells: vec![],
        metric: None,
        ..every_kind()[2].clone()
    };
    let new = write(&plan, &accept(&[amendment]), &revision("case", "head")).text;
    assert!(new.contains("Before GDPR Art. 33 nothing is sent.\n\n- [x] GDPR Art. 33: 72 hours\n"), "{new}");
}

#[test]
fn a_new_target_follows_the_cases_and_the_law() {
    let mut proposer = Proposer { gap: "engage-response-team", ..Proposer::new() };
    let plan = read("# Plan\n\n## Contain\n\n- Stop.\n");
    let of = |all: &[Amendment], id: &str| {
        all.iter().find(|a| a.id == id).map(|a| (a.text.clone(), a.reason.clone()))
    };
    let declare = "engage-response-team.target";
    let alone = of(&proposer.amendments(&plan), declare).unwrap();
    assert_eq!(alone.0, "Time to declare | within 15 minutes | detection");
    let minutes = |n: i64| Duration::Exact { value: Span::seconds(n * 60) };
    let earlier: Vec<Earlier> = [7, 22, 38, 200]
        .map(|n| Earlier {
            title: "Another".into(),
            began: Moment::exact(Timestamp(0)),
            factors: vec![],
            actions: vec![],
            accepted: vec![],
            took: vec![(MetricId::TimeToDeclare, minutes(n))],
        })
        .into();
    let told = of(&proposer.amendments_where(&plan, &[], &earlier), declare).unwrap();
    assert!(told.0.starts_with("Time to declare | within "), "{told:?}");
    assert_ne!(told.0, alone.0);
    assert!(told.1.contains("cases took 7 minutes to"), "{}", told.1);
    let rule = Obligation {
        rule: "eu-x".into(),
        title: "A rule".into(),
        applies: Some(true),
        limit: "at most 36 hours".into(),
        recipient_kind: Recipient::Authority,
        ..Obligation::default()
    };
    proposer.gap = "timely-reporting";
    let law = of(&proposer.amendments_where(&plan, &[rule], &[]), "timely-reporting.target");
    let (text, reason) = law.unwrap();
    assert_eq!(text, "Time to notify the authority | within 36 hours | awareness");
    assert!(reason.contains("A rule has a limit of at most 36 hours."), "{reason}");
}

#[test]
fn a_deputy_that_is_left_open_is_named_in_its_row() {
    let proposer = Proposer { gap: "engage-response-team", ..Proposer::new() };
    let text = "# Plan\n\n## Roles and contacts\n\n| Role | Person | Deputy |\n|---|---|---|\n| Incident lead | A role | [name] |\n| Communication | B | C |\n";
    let all = proposer.amendments(&read(text));
    let new = with_one(text, &all, "engage-response-team.deputy-incident-lead", None);
    assert!(
        new.contains("| Incident lead | A role | Head of operations |\n| Communication | B | C |\n"),
        "{new}"
    );
    let deputies = |all: &[Amendment]| all.iter().filter(|a| a.id.contains(".deputy")).count();
    assert_eq!((deputies(&all), deputies(&proposer.amendments(&read(&new)))), (1, 0));
    // Whom the plan lacks outside is proposed, and whom it has is not.
    let contacts = |all: &[Amendment]| -> Vec<String> {
        all.iter().filter(|a| a.kind == AmendmentKind::NameContact).map(|a| a.id.clone()).collect()
    };
    let lacks = contacts(&proposer.amendments(&read("# Plan\n\n- The acquirer: telephone 1\n")));
    assert!(lacks.contains(&"engage-response-team.insurer".to_owned()), "{lacks:?}");
    assert!(!lacks.contains(&"engage-response-team.processor".to_owned()), "{lacks:?}");
}

#[test]
fn an_order_of_steps_in_a_persons_own_words_keeps_its_lines() {
    let text = "# Plan\r\n\r\n## Contain\r\n\r\n1. Remove the skimmer\r\n   - and its backdoor\r\n2. Copy the logs\r\n3. Tell the host\r\n";
    let mut order = every_kind().into_iter().find(|a| a.kind == AmendmentKind::ReorderSteps).unwrap();
    order.section = "Contain".into();
    order.replaces = Some("Remove the skimmer\r\n   - and its backdoor\r\n2. Copy the logs".into());
    order.text = "Copy the logs\r\n2. Remove the skimmer\r\n   - and its backdoor".into();
    let mut changes = accept(&[order]);
    changes[0].text = Some("Copy  all logs\n2. Remove the skimmer\n   - and its backdoor\n".into());
    let written = write(&read(text), &changes, &revision("A case", "Head")).text;
    assert!(
        written.contains(
            "1. Copy all logs\r\n2. Remove the skimmer\r\n   - and its backdoor\r\n3. Tell the host\r\n"
        ),
        "{written}"
    );
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
    fn any_markdown_keeps_its_bytes(text in lines(), chosen in prop::collection::vec(any::<bool>(), 13)) {
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

#[test]
fn what_stands_in_the_plan_is_put_right_where_the_case_shows_it() {
    let text = "# Plan\n\nVersion: 1.2\n\nLast reviewed: 2025-01-15\n\nNext review: 2025-06-15\n\n## Clean up\n\n1. Remove the malicious files.\n   - and the accounts\n2. Call the host.\n3. Preserve logs and a snapshot.\n\n## Report\n\n- Notify the supervisory authority without undue delay.\n";
    let (engine, case) = example();
    let analysis = engine.analysis(case).unwrap();
    let plan = read(text);
    // The example leaves open where people live, so that no rule is certain to apply.
    let rule = floodmark::obligation::Obligation {
        rule: "gdpr-33".into(),
        title: "Notify the supervisory authority".into(),
        applies: Some(true),
        limit: "72 hours".into(),
        ..Default::default()
    };
    let mut view = analysis.view(std::slice::from_ref(&rule));
    view.plan = Some(&plan);
    let mut milestones = view.milestones.clone();
    // The example secured its evidence in time: here it did so afterwards.
    let held = |m: &floodmark::model::Milestone| view.milestones.get(m).cloned();
    let late = held(&floodmark::model::Milestone::Recovered).unwrap();
    milestones.0.insert(floodmark::model::Milestone::EvidencePreserved, late);
    view.milestones = &milestones;
    let findings = find(&view);
    let amendments = propose(&plan, &view, &findings);
    let of = |id: &str| amendments.iter().find(|a| a.id == id);
    let order = of("preserve-evidence.order").expect("another order");
    assert_eq!(order.kind, AmendmentKind::ReorderSteps);
    let written = write(&plan, &accept(std::slice::from_ref(order)), &revision("case", "head")).text;
    assert!(
        written.contains("1. Preserve logs and a snapshot.\n2. Remove the malicious files.\n   - and the accounts\n3. Call the host.\n"),
        "{written}"
    );
    assert!(written.contains("Last reviewed: 2026-03-24\n\nNext review: 2027-03-24\n"), "{written}");
    let limit = amendments.iter().find(|a| a.kind == AmendmentKind::ReviseStep).expect("a limit");
    let written = write(&plan, &accept(std::slice::from_ref(limit)), &revision("case", "head")).text;
    assert!(
        written.contains("- Notify the supervisory authority without undue delay, at the latest within "),
        "{written}"
    );
    holds(text, &amendments, "put right");
}

#[test]
fn changes_that_contradict_each_other_are_named() {
    use floodmark::plan::change::conflicts;
    let plan = read("# Plan\n\n## Contain\n\n1. Turn the checkout off\n");
    let made = |id: &str, text: &str, replaces: Option<&str>| Change {
        amendment: Amendment {
            id: format!("test.{id}"),
            text: text.to_owned(),
            section: "Contain".into(),
            replaces: replaces.map(str::to_owned),
            ..every_kind()[2].clone()
        },
        text: None,
        comment: String::new(),
    };
    let one = made("one", "Contain within 30 minutes.", None);
    let other = made("other", "The host is to contain it within 2 hours.", None);
    let quiet = made("quiet", "Breathe.", None);
    let found = conflicts(&plan, &[one.clone(), quiet.clone(), other.clone()]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].between, [0, 2]);
    assert_eq!(found[0].because, "They say different limits for time to contain: 30 minutes and 2 hours.");
    // A person's own words count, and not those of the proposal.
    let own = Change { text: Some("Contain within 2 hours.".into()), ..one };
    assert_eq!(conflicts(&plan, &[own, other]), []);
    let cut = |id: &str| made(id, "Close the shop", Some("Turn the checkout off"));
    // Of two that replace the same words the second is written as a step, so that nothing is lost.
    let written = write(&plan, &[cut("a"), cut("b")], &revision("case", "head")).text;
    assert!(written.contains("1. Close the shop\n2. Close the shop\n"), "{written}");
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

/// A plan, the sections for each duty, and those for contacts.
type ByHand = (&'static str, &'static [(Duty, &'static [&'static str])], &'static [&'static str]);

/// Where a reader would put a change, by plan and duty, written down before any run; where none is named, a section of its own
/// with the name of the duty. Contacts may also go where people are named.
const BY_HAND: &[ByHand] = &[
    (
        "counteractive/during.md",
        &[
            (Duty::IdentifyAndIsolate, &["Contain"]),
            (Duty::EngageResponseTeam, &["Assemble the Response Team"]),
            (Duty::PreserveEvidence, &["Collect Evidence"]),
            (Duty::NotifyAffectedParties, &["Notify Customers"]),
            (Duty::RegularUpdates, &["Conduct Response Update"]),
            (Duty::TimelyReporting, &["Notify Regulators"]),
            (Duty::KnowObligations, &["Notify Regulators"]),
        ],
        &["Reference: Response Team Contact Information", "Reference: Response Team Structure"],
    ),
    (
        "aws/IRP-PersonalDataBreach.md",
        &[
            (Duty::IdentifyAndIsolate, &["3.2 Containment Actions", "Part 3 — Contain"]),
            (Duty::EngageResponseTeam, &["1.3 Communication & Escalation"]),
            (Duty::PreserveEvidence, &["2.3 Evidence Documentation"]),
            (Duty::NotifyAffectedParties, &["4.4 Individual Notification & Protection"]),
            (Duty::RegularUpdates, &["1.3 Communication & Escalation"]),
            (Duty::KnowObligations, &["2.5 Notification Obligation Assessment"]),
            (Duty::TimelyReporting, &["4.3 Regulatory Submission Preparation"]),
            (Duty::PostMortem, &["5.4 Post-Incident Review"]),
            (Duty::UpdatePlan, &["5.7 Playbook Update Checklist"]),
            (Duty::TrainingAndResources, &["1.4 Game Day Guidance"]),
        ],
        &["1.3 Communication & Escalation"],
    ),
    (
        "aws/IRP-DataAccess.md",
        &[
            (Duty::IdentifyAndIsolate, &["3.2 Containment Actions", "Part 3 — Contain"]),
            (Duty::EngageResponseTeam, &["1.3 Communication & Escalation"]),
            (Duty::PreserveEvidence, &["2.2 Evidence Documentation"]),
            (Duty::NotifyAffectedParties, &["1.3 Communication & Escalation"]),
            (Duty::RegularUpdates, &["1.3 Communication & Escalation"]),
            (Duty::KnowObligations, &["Appendix B — Regulatory & Compliance Considerations"]),
            (Duty::TimelyReporting, &["Appendix B — Regulatory & Compliance Considerations"]),
            (Duty::PostMortem, &["5.2 Post-Incident Review"]),
            (Duty::UpdatePlan, &["5.4 Playbook Update Checklist"]),
            (Duty::TrainingAndResources, &["1.4 Game Day Guidance"]),
        ],
        &["1.3 Communication & Escalation"],
    ),
    (
        "aws/IRP-CredCompromise.md",
        &[
            (Duty::IdentifyAndIsolate, &["3.2 Containment Actions", "Part 3 — Contain"]),
            (Duty::EngageResponseTeam, &["1.3 Communication & Escalation"]),
            (Duty::PreserveEvidence, &["2.2 Evidence Documentation"]),
            (Duty::NotifyAffectedParties, &["1.3 Communication & Escalation"]),
            (Duty::RegularUpdates, &["1.3 Communication & Escalation"]),
            (Duty::KnowObligations, &["Appendix B — Regulatory & Compliance Considerations"]),
            (Duty::TimelyReporting, &["Appendix B — Regulatory & Compliance Considerations"]),
            (Duty::PostMortem, &["5.2 Post-Incident Review"]),
            (Duty::UpdatePlan, &["5.4 Playbook Update Checklist"]),
            (Duty::TrainingAndResources, &["1.4 Game Day Guidance"]),
        ],
        &["1.3 Communication & Escalation"],
    ),
];

#[test]
fn changes_of_the_scenario_land_where_a_reader_would_put_them() {
    let Some(folder) = shared("data/plans") else { return };
    let proposer = Proposer::new();
    let (mut hits, mut all) = (0, 0);
    for (name, by_duty, contacts) in BY_HAND {
        let plan = read(&std::fs::read_to_string(folder.join(name)).unwrap());
        for amendment in proposer.amendments(&plan) {
            let duty = amendment.duty.unwrap();
            let wanted = by_duty.iter().find(|(d, _)| *d == duty).map_or(&[][..], |(_, sections)| sections);
            let section = amendment.section.as_str();
            let hit = match amendment.kind {
                AmendmentKind::AddTemplate => section.starts_with("Template"),
                _ if wanted.is_empty() => section == duty.label(),
                AmendmentKind::NameContact => contacts.contains(&section) || wanted.contains(&section),
                _ => wanted.contains(&section),
            };
            all += 1;
            hits += usize::from(hit);
            if !hit {
                eprintln!("{name}: {} lands in “{section}”; by hand: {wanted:?}", amendment.id);
            }
        }
    }
    eprintln!("{hits} of {all} amendments land where a reader would put them");
    assert!(hits * 100 >= all * 90, "{hits} of {all}");
}
