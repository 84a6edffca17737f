//! Obligations, the response, and what the plan covers.

use super::{english, german};
use crate::engine::ask;
use crate::orders::example_with_orders;
use floodmark::document::notice::NoticeKind;
use floodmark::document::{Block, Run};
use floodmark::engine::notices::{NoticeView, Which};
use floodmark::engine::view::{LedgerEntry, ObligationsView, PlanView, ResponseView, RuleView, WhatIfView};
use floodmark::engine::{Engine, Query};
use floodmark::model::facts::BreachFactor;
use floodmark::model::{CaseId, Facts, Zone};
use floodmark::obligation::Pack;
use floodmark::plan::coverage::{Line, Subject};
use floodmark::workspace::Change;

/// The words of blocks: captions, titles of columns, lists, paragraphs and what numbers open to; no cells of tables.
fn words_of(blocks: &[Block]) -> Vec<String> {
    let joined = |runs: &[Run]| runs.iter().map(Run::text).collect::<String>();
    let mut words = vec![];
    for block in blocks {
        match block {
            Block::Table { caption, columns, .. } => {
                words.push(caption.clone());
                words.extend(columns.iter().map(|column| column.title.clone()));
            }
            Block::List { items, .. } => words.extend(items.iter().map(|item| joined(item))),
            Block::Paragraph(runs) | Block::Note(runs) => words.push(joined(runs)),
            Block::Explained(explained) => {
                words.extend(words_of(std::slice::from_ref(&explained.shown)));
                words.extend(explained.columns.clone());
                words.extend(explained.rows.iter().flat_map(|rests| rests.told.clone()));
            }
            _ => {}
        }
    }
    words.retain(|text| !text.is_empty());
    words
}

/// The same answer in both languages: each text differs, and no place of a text is left open.
#[track_caller]
fn told_in_german(make: impl Fn() -> Vec<String>) {
    let (said, translated) = (english(&make), german(&make));
    assert_eq!(said.len(), translated.len());
    assert!(!said.is_empty());
    // What a source is called is the same everywhere.
    let cited = |text: &str| text.starts_with("ENISA, ");
    for (english, translated) in said.iter().zip(&translated).filter(|(text, _)| !cited(text)) {
        assert_ne!(english, translated);
        assert!(!translated.contains(['{', '}']), "{translated}");
    }
    assert_eq!(english(&make), said, "and back");
}

/// The example with what decides the rules of several places, orders and answers on the severity.
fn example_of_duties() -> (Engine, CaseId) {
    let (mut engine, case) = example_with_orders();
    let facts = Facts {
        jurisdictions: ["DE", "US-CA", "US-TX", "CH", "GB"].map(str::to_owned).to_vec(),
        data_types: vec!["payment card number".to_owned()],
        contracts: vec!["visa".to_owned()],
        risk_unlikely: Some(false),
        breach: [(BreachFactor::Category, 12)].into(),
        ..Facts::default()
    };
    let change = Change::SetFacts { case, facts: facts.into() };
    engine.apply(&change.into(), "2026-03-24T10:00:00Z".parse().unwrap()).unwrap();
    (engine, case)
}

#[test]
fn obligations_are_told_in_german_and_packs_keep_their_own_words() {
    let (engine, case) = example_of_duties();
    let view = || -> ObligationsView { ask(&engine, Query::Obligations { case, zone: Zone::Utc }) };
    told_in_german(|| vec![view().head]);
    told_in_german(|| view().effects.into_iter().map(|(_, words, _)| words).collect());
    told_in_german(|| view().off.into_iter().map(|(.., because)| because).collect());
    told_in_german(|| {
        let entry = |e: LedgerEntry| {
            let labels = e.fields.into_iter().map(|(label, _)| label);
            labels.chain([e.verdict, e.because, e.citation]).collect::<Vec<_>>()
        };
        view().ledger.into_iter().flat_map(entry).collect()
    });
    told_in_german(|| words_of(&view().sensitivity));
    // Of the notes only those of the pack are the same.
    let (said, translated) = (english(view).ledger, german(view).ledger);
    for (one, other) in said.iter().zip(&translated) {
        let rule = Pack::builtin().rule(&one.rule).unwrap();
        let of = &rule.computation;
        let own = [&of.strict, &of.lenient_words, &of.note].into_iter().chain(&of.zone);
        let own: Vec<&String> = own.chain(&rule.clock_notes).collect();
        for (english, translated) in one.notes.iter().zip(&other.notes) {
            assert_eq!(english == translated, own.contains(&english), "{english}\n{translated}");
        }
    }
    // A rule in full: its labels.
    told_in_german(|| {
        let of = |e: LedgerEntry| ask::<RuleView>(&engine, Query::Rule { case, rule: e.rule }).blocks;
        let blocks: Vec<Block> = view().ledger.into_iter().flat_map(of).collect();
        let strong = |runs: &Vec<Run>| match runs.first() {
            Some(Run::Strong(label)) => Some(label.clone()),
            _ => None,
        };
        let label = |block: &Block| match block {
            Block::List { items, .. } => items.iter().filter_map(strong).collect(),
            Block::Heading { text, .. } => vec![text.clone()],
            _ => vec![],
        };
        // “Zone” is a word of both languages.
        blocks.iter().flat_map(label).filter(|label| label != "Zone: ").collect()
    });
}

#[test]
fn the_response_is_told_in_german() {
    let (engine, case) = example_of_duties();
    let view = || -> ResponseView { ask(&engine, Query::Response { case, zone: Zone::Utc }) };
    let parts: [fn(ResponseView) -> Vec<Block>; 5] = [
        |view| view.spent,
        |view| view.followed,
        |view| view.ranking,
        |view| view.severity,
        |view| view.orders.blocks,
    ];
    for part in parts {
        told_in_german(|| words_of(&part(view())));
    }
    told_in_german(|| view().scenarios.into_iter().map(|(title, ..)| title).collect());
    told_in_german(|| vec![view().orders.window]);
    let described = |view: ResponseView| view.metrics.into_iter().map(|row| row.definition).collect();
    told_in_german(|| described(view()));
    for (_, milestone, to) in english(view).scenarios {
        told_in_german(|| {
            let asked = Query::WhatIf { case, zone: Zone::Utc, milestone: milestone.clone(), to };
            words_of(&ask::<WhatIfView>(&engine, asked).blocks)
        });
    }
}

#[test]
fn what_a_plan_covers_is_told_in_german_and_held_against_the_same_limits() {
    let (engine, case) = example_of_duties();
    let date = "2026-03-24".parse().unwrap();
    let view = || ask::<PlanView>(&engine, Query::Plan { case: Some(case), date }).coverage;
    told_in_german(|| view().into_iter().map(|line| line.because).collect());
    let rule = |line: &Line| line.subject == Subject::Obligation;
    told_in_german(|| view().into_iter().filter(|line| !rule(line)).map(|line| line.name).collect());
    let states =
        |lines: Vec<Line>| lines.into_iter().map(|line| (line.subject, line.state)).collect::<Vec<_>>();
    assert!(english(view).iter().any(rule));
    assert_eq!(states(english(view)), states(german(view)));
}

#[test]
fn what_stands_beside_a_notice_is_told_in_german_and_the_notice_is_not() {
    let (engine, case) = example_of_duties();
    let date = "2026-03-24".parse().unwrap();
    for kind in NoticeKind::ALL {
        let which = || Which { kind, only: None };
        let view =
            || ask::<NoticeView>(&engine, Query::Notice { case, which: which(), zone: Zone::Utc, date });
        told_in_german(|| view().all.into_iter().map(|(_, label)| label).collect());
        told_in_german(|| words_of(&view().checks));
        let state = |row: &Vec<Vec<Run>>| row[2].iter().map(Run::text).collect::<String>();
        let states = || -> Vec<String> {
            let table = |block: &Block| match block {
                Block::Table { rows, .. } => rows.iter().map(state).collect(),
                _ => vec![],
            };
            view().checks.iter().flat_map(table).collect()
        };
        if matches!(kind, NoticeKind::Authority | NoticeKind::Individuals) {
            told_in_german(states);
        }
        assert_eq!(german(view).document, english(view).document);
    }
}
