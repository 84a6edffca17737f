//! Notices: pre-filled from a case, what is missing is named, and each is held against the rules' lists.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::engine::{ask, example};
use floodmark::document::markdown;
use floodmark::document::notice::{Content, NoticeKind};
use floodmark::engine::notices::{NoticeView, Which};
use floodmark::engine::protocol::PaperFormat;
use floodmark::engine::view::Exported;
use floodmark::engine::{Engine, Query};
use floodmark::model::facts::Particular;
use floodmark::model::{CaseId, Facts, Timestamp, Zone};
use floodmark::workspace::Change;

fn which(kind: NoticeKind) -> Which {
    Which { kind, only: None }
}

fn date() -> chrono::NaiveDate {
    "2026-03-24".parse().unwrap()
}

fn notice(engine: &Engine, case: CaseId, which: Which) -> NoticeView {
    ask(engine, Query::Notice { case, which, zone: Zone::Utc, date: date() })
}

fn stated(engine: &mut Engine, case: CaseId, facts: Facts) {
    let at: Timestamp = "2026-03-24T10:00:00Z".parse().unwrap();
    engine.apply(&Change::SetFacts { case, facts: Box::new(facts) }.into(), at).unwrap();
}

fn facts(jurisdictions: &[&str]) -> Facts {
    Facts {
        jurisdictions: jurisdictions.iter().map(|j| (*j).to_owned()).collect(),
        data_types: vec!["name".into(), "payment card number".into()],
        records_affected: Some(1_204),
        personal_data: Some(true),
        risk_unlikely: Some(false),
        high_risk: Some(true),
        contracts: vec!["visa".into()],
        ..Facts::default()
    }
}

fn everything_said(jurisdictions: &[&str]) -> Facts {
    let said = Particular::ALL.iter().map(|p| (*p, format!("{} – as said.", p.words())));
    let rules = floodmark::obligation::Pack::builtin().rules.iter();
    let delay_reasons = rules.map(|rule| (rule.id.clone(), "The host answered after three days.".to_owned()));
    Facts { said: said.collect(), delay_reasons: delay_reasons.collect(), ..facts(jurisdictions) }
}

/// A document as text.
fn text(view: &NoticeView) -> String {
    markdown::write(&view.document)
}

#[test]
fn the_notice_to_the_authority_says_what_the_case_tells_and_names_the_rest() {
    let (mut engine, case) = example();
    stated(&mut engine, case, facts(&["DE"]));
    let view = notice(&engine, case, which(NoticeKind::Authority));
    insta::assert_snapshot!("example_notice_authority", text(&view));
    assert!(text(&view).contains("payment card number"));
    for missing in [Content::Organisation, Content::Contact, Content::Consequences] {
        assert!(view.missing.contains(&missing), "{missing:?}");
    }
    stated(&mut engine, case, everything_said(&["DE"]));
    let view = notice(&engine, case, which(NoticeKind::Authority));
    assert_eq!(view.missing, [], "{}", text(&view));
    assert!(!text(&view).contains("To be said"), "{}", text(&view));
}

#[test]
fn every_notice_is_complete_once_a_person_has_said_what_no_record_tells() {
    let (mut engine, case) = example();
    stated(&mut engine, case, everything_said(&["DE", "US-CA"]));
    let all = notice(&engine, case, which(NoticeKind::Internal)).all;
    assert!(all.len() >= NoticeKind::ALL.len());
    for (which, label) in all {
        let view = notice(&engine, case, which);
        assert_eq!(view.missing, [], "{label}");
        assert!(!text(&view).contains("To be said"), "{label}: {}", text(&view));
    }
}

#[test]
fn where_a_state_wants_something_kept_out_there_is_a_version_without_it() {
    let (mut engine, case) = example();
    stated(&mut engine, case, everything_said(&["US-MA", "US-CA"]));
    let view = notice(&engine, case, which(NoticeKind::Individuals));
    assert!(text(&view).contains("What happened, in plain words – as said."));
    let checks = floodmark::document::markdown::write(&floodmark::document::Document {
        blocks: view.checks.clone(),
        ..Default::default()
    });
    assert!(checks.contains("must not say: what happened"), "{checks}");
    let (own, label) = view.all.iter().find(|(w, _)| w.only.is_some()).cloned().unwrap();
    assert!(label.ends_with("Massachusetts"), "{label}");
    let view = notice(&engine, case, own);
    assert!(!text(&view).contains("What happened, in plain words – as said."), "{}", text(&view));
    assert!(!text(&view).contains("1204"), "{}", text(&view));
    let checks = floodmark::document::markdown::write(&floodmark::document::Document {
        blocks: view.checks,
        ..Default::default()
    });
    assert!(checks.contains("kept out") && !checks.contains("must not say"), "{checks}");
}

#[test]
fn a_notice_is_saved_in_three_formats_under_its_own_name() {
    let (engine, case) = example();
    let file = |format| {
        let which = which(NoticeKind::CardBrands);
        ask::<Exported>(&engine, Query::NoticeFile { case, which, format, zone: Zone::Utc, date: date() })
    };
    let html = file(PaperFormat::Html);
    assert!(html.name.ends_with("notice-to-card-brands-and-acquirer.html"), "{}", html.name);
    assert!(html.text.starts_with("<!doctype html>") || html.text.starts_with("<!DOCTYPE html>"));
    assert!(file(PaperFormat::Markdown).text.contains("## The incident"));
    let word = file(PaperFormat::Word);
    assert!(word.make.unwrap().opened().unwrap().made().unwrap().bytes.starts_with(b"PK"));
}
