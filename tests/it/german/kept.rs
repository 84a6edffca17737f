//! Texts that are kept in English and told again at the screen.

use super::german;
use crate::engine::{ask, example};
use crate::import::files;
use floodmark::container::ContainerError;
use floodmark::engine::share::ShareView;
use floodmark::engine::view::{Exported, Overview, RefusalsView, ResponseView, SourcesView};
use floodmark::engine::{Command, Engine, Query};
use floodmark::import::{detect, read_all};
use floodmark::language::{retold, undone};
use floodmark::model::{CaseId, Facts, Threshold, Zone};
use floodmark::workspace::change::ChangeError;
use floodmark::workspace::redact::{Audience, Wish};
use floodmark::workspace::{Change, Target};
use std::collections::BTreeSet;

/// What of these German does not know, beside what is the same in both.
fn english(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    untold(texts, retold)
}

fn untold(texts: impl IntoIterator<Item = String>, tell: fn(String) -> String) -> Vec<String> {
    let texts: Vec<String> = texts.into_iter().collect();
    let told: Vec<String> = german(|| texts.iter().cloned().map(tell).collect());
    texts.into_iter().zip(told).filter(|(text, told)| text == told).map(|(text, _)| text).collect()
}

/// Why a file is read as what it is, why rows of it are refused, and what is noted of it: of files of every format, also with
/// their times and their JSON broken.
#[test]
fn what_files_yield_is_told_again_in_german() {
    let mut said = BTreeSet::new();
    for (reading, text) in files() {
        let broken = [
            text.clone(),
            text.replace("2026", "Y26"),
            text.replace("2026-03-16", "2026-02-31").replace("16/03/2026", "31/02/2026"),
            text.replace(':', ";"),
            text.replace('}', ""),
            text.chars().take(text.chars().count() * 2 / 3).collect(),
        ];
        for text in broken {
            let bytes = text.as_bytes();
            match detect("dropped", bytes, bytes.len() as u64) {
                Ok(found) => said.extend(found.candidates.into_iter().map(|c| c.evidence)),
                Err(error) => drop(said.insert(error.to_string())),
            }
            match read_all("dropped", bytes, Some(&reading)) {
                Ok(read) => {
                    said.extend(read.report.refusals.into_iter().map(|r| r.reason));
                    said.extend(read.report.notes);
                    said.insert(read.report.why);
                }
                Err(error) => drop(said.insert(error.to_string())),
            }
        }
    }
    assert!(said.len() > 100, "{}", said.len());
    assert_eq!(english(said), Vec::<String>::new());
}

#[test]
fn reasons_of_milestones_are_told_again_in_german() {
    let (engine, case) = example();
    let query = || Query::Response { case, zone: Zone::Utc };
    let reasons = |view: ResponseView| -> Vec<String> {
        let held = view.milestones.into_iter().filter_map(|row| row.held);
        held.flat_map(|h| {
            h.reasons.into_iter().chain(h.alternatives.into_iter().flat_map(|other| other.reasons))
        })
        .collect()
    };
    let plain = reasons(ask(&engine, query()));
    let told: Vec<String> = german(|| reasons(ask(&engine, query())));
    assert!(plain.len() > 10);
    let same: Vec<_> = plain.iter().zip(&told).filter(|(plain, told)| plain == told).collect();
    assert_eq!((same, plain.len()), (vec![], told.len()));
}

#[test]
fn refused_rows_are_german_on_the_page_asked_for_by_their_english_reason_and_saved_in_english() {
    let text = "message,datetime,timestamp_desc\nOff,2026-03-16 09:48,x\nOn,soon,x\nOut,later,x\n";
    let read = read_all("a.csv", text.as_bytes(), None).unwrap();
    let mut engine = Engine::new();
    let reading = detect("a.csv", text.as_bytes(), text.len() as u64).unwrap().candidates.remove(0).reading;
    let mut new = engine.supply("0", reading, read);
    new.name = "a.csv".to_owned();
    let now = "2026-03-24T10:00:00Z".parse().unwrap();
    engine.apply(&Change::AddSources { target: Target::NewCase, sources: vec![new] }.into(), now).unwrap();
    let case = CaseId(0);
    let source = engine.workspace().case(case).unwrap().sources[0].id;
    let asked = |reason: Option<&str>| -> RefusalsView {
        let reason = reason.map(str::to_owned);
        german(|| ask(&engine, Query::Refusals { case, source, reason, from: 0, count: 9 }))
    };
    let all = asked(None);
    let why = "column `datetime`: … is not a time that can be read without guessing; write it as 2026-03-16 09:48:30 +01:00";
    let unread = all.reasons.iter().find(|r| r.count == 2).unwrap();
    assert_eq!(unread.reason, why);
    assert_eq!(
        unread.words,
        "Spalte `datetime`: … ist keine Zeit, die sich ohne Raten lesen lässt; schreiben Sie sie wie 2026-03-16 09:48:30 +01:00"
    );
    let some = asked(Some(why));
    assert_eq!((all.total, some.total), (3, 2));
    assert!(some.rows[0].reason.starts_with("Spalte `datetime`: „soon“ ist keine Zeit"), "{:?}", some.rows);
    let csv: Exported = german(|| ask(&engine, Query::RefusalsCsv { case, source }));
    assert!(csv.text.contains("is not a time") && !csv.text.contains("Spalte"), "{}", csv.text);
    let sources: SourcesView = german(|| ask(&engine, Query::Sources { case }));
    assert_eq!(sources.sources[0].why, "die Kopfzeile hat `message`, `datetime` und `timestamp_desc`");
}

#[test]
fn what_is_undone_and_what_does_not_fit_are_told_again_in_german() {
    let change = |threshold, value| Change::SetThreshold { threshold, value };
    let mut engine = Engine::new();
    let now = "2026-03-24T10:00:00Z".parse().unwrap();
    let mut labels = vec![];
    for threshold in Threshold::ALL {
        engine.apply(&change(*threshold, Some(threshold.default_value() + 1)).into(), now).unwrap();
        engine.apply(&change(*threshold, None).into(), now).unwrap();
    }
    while let Some(label) = ask::<Overview>(&engine, Query::Overview).undo {
        labels.push(label);
        engine.apply(&Command::Undo, now).unwrap();
    }
    assert_eq!((labels.len(), untold(labels, undone)), (2 * Threshold::ALL.len(), vec![]));
    let threshold = Threshold::Dwell;
    let errors = [
        ChangeError::NoSuchCase(3).to_string(),
        ChangeError::Threshold { threshold, value: 9_999 }.to_string(),
        ContainerError::Damaged { detail: "it ends too soon".to_owned() }.to_string(),
        ContainerError::Document { what: "a Word document", remedy: "open it by itself, not inside a packed file" }
            .to_string(),
        "ours.md, line 2: there is no field “titel”; the nearest is “title”".to_owned(),
        "The text is not UTF-8; it was read as Windows-1252 (Latin-1). Every time is a midnight: the column was read as days.".to_owned(),
    ];
    assert_eq!(english(errors), Vec::<String>::new());
    let told = [
        (
            "a.csv: line 4: there is no field “b”; Help lists all",
            "a.csv: Zeile 4: es gibt kein Feld „b“; die Hilfe nennt alle",
        ),
        (
            "x.zip: left out: 2 pictures, 1 story page (HTML).",
            "x.zip: ausgelassen: 2 Bilder, 1 Seite einer Story (HTML).",
        ),
        (
            "Of 9 messages, 4 were taken and 5 left out: 3 of apps and bots, 2 replies in threads.",
            "Von insgesamt 9 Nachrichten: 4 wurden übernommen, 5 ausgelassen: 3 von Apps und Bots, 2 Antworten in Threads.",
        ),
    ];
    let done = [("accept 3 amendments", "3 Änderungen annehmen"), ("set “Contained”", "„Eingedämmt“ setzen")];
    for (kept, german_words) in done {
        assert_eq!(german(|| undone(kept)), german_words);
    }
    for (kept, german_words) in told {
        assert_eq!(german(|| retold(kept)), german_words);
    }
}

#[test]
fn what_a_share_leaves_out_is_told_again_in_german() {
    let (mut engine, case) = example();
    let facts = Facts { records_affected: Some(9), ..Facts::default() };
    let now = "2026-03-24T10:00:00Z".parse().unwrap();
    engine.apply(&Change::SetFacts { case, facts: Box::new(facts) }.into(), now).unwrap();
    let wish = Wish { audience: Audience::Training, ..Wish::default() };
    let mut notes = ask::<ShareView>(&engine, Query::Share { case, wish }).notes;
    assert!(!notes.is_empty());
    let others = [
        "File 2 is not on this device, and not in the share.",
        "1200 rows of file 3 have no time yet, and are not in the share.",
        "Rows that could not be read are not in the share.",
        "Your own pack of rules is not in the share, as it may name contracts.",
    ];
    notes.extend(others.map(str::to_owned));
    assert_eq!(english(notes), Vec::<String>::new());
}
