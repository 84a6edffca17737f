//! Which messages of a Slack export become events, chosen on a source that is there already, and on the host.

use crate::engine as engine_of;
use floodmark::engine::slack::SlackView;
use floodmark::engine::{Command, Engine, Query};
use floodmark::import;
use floodmark::model::slack::SlackSpan;
use floodmark::model::source::sha256;
use floodmark::model::{
    CaseId, EventEdit, EventId, Format, Milestone, MilestoneDecision, Reading, SlackChannels, SlackChoice,
    SourceId, Timestamp,
};
use floodmark::workspace::{Change, Target};

const CASE: CaseId = CaseId(0);
const SOURCE: SourceId = SourceId(0);
const EXPORT: &str = r#"{"slack_users":[],"slack_channels":[]}
{"channel":"general","type":"message","user":"U1","ts":"1773652700.0","text":"good morning"}
{"channel":"general","type":"message","user":"U1","ts":"1773652710.0","text":"the shop is blocked"}
{"channel":"inc-41","type":"message","user":"U1","ts":"1773652800.0","text":"declared"}
{"channel":"inc-41","type":"message","user":"U2","ts":"1773652810.0","text":"on my way"}
{"channel":"inc-41","type":"message","user":"U2","ts":"1773652820.0","text":"contained"}
{"channel":"inc-41","type":"message","subtype":"channel_join","user":"U2","ts":"1773652830.0","text":"joined"}
"#;

/// Applies what crosses to the worker, and is kept as JSON.
fn apply(engine: &mut Engine, change: Change) {
    let change: Command = change.into();
    let crossed: Command = postcard::from_bytes(&postcard::to_allocvec(&change).unwrap()).unwrap();
    let kept: Command = serde_json::from_str(&serde_json::to_string(&crossed).unwrap()).unwrap();
    assert_eq!(kept, change);
    engine.apply(&kept, Timestamp(0)).unwrap();
}

fn read(choice: &SlackChoice) -> (Reading, import::Imported) {
    let reading = Reading::slack(choice.clone());
    let imported = import::read_all("file", EXPORT.as_bytes(), Some(&reading)).unwrap();
    (reading, imported)
}

fn opened() -> Engine {
    let mut engine = Engine::new();
    let (reading, imported) = read(&SlackChoice::default());
    assert_eq!(reading, Reading::of(Format::SlackExport));
    let new = engine.supply(&sha256(EXPORT.as_bytes()), reading, imported);
    apply(&mut engine, Change::AddSources { target: Target::NewCase, sources: vec![new] });
    engine
}

fn preview(engine: &Engine, choice: Option<SlackChoice>) -> SlackView {
    engine_of::ask(engine, Query::SlackPreview { case: CASE, source: SOURCE, choice })
}

fn texts(engine: &Engine) -> Vec<String> {
    engine.analysis(CASE).unwrap().timeline.events().map(|e| e.text.to_owned()).collect()
}

#[test]
fn messages_are_chosen_by_their_time() {
    let mut engine = opened();
    let all = [1_773_652_700, 1_773_652_830].map(|second| Timestamp(second * 1_000_000));
    assert_eq!(preview(&engine, None).span, Some(all));
    let span = SlackSpan {
        from: Some(Timestamp(1_773_652_800_000_000)),
        until: Some(Timestamp(1_773_652_810_000_000)),
    };
    let choice = SlackChoice { span, unmarked: true, ..SlackChoice::default() };
    let tried = preview(&engine, Some(choice.clone()));
    assert_eq!((tried.taken, tried.taken_now, tried.messages), (2, 3, 6));
    let rows: Vec<_> = tried.channels.iter().map(|c| (c.name.as_str(), c.messages, c.taken)).collect();
    assert_eq!(rows, [("inc-41", 4, 2), ("general", 2, 0)]);
    let (reading, imported) = read(&choice);
    let kept: Reading = serde_json::from_str(&serde_json::to_string(&reading).unwrap()).unwrap();
    assert_eq!(kept, reading);
    let change = engine.read_again(CASE, SOURCE, reading, Some(imported)).unwrap();
    apply(&mut engine, change);
    assert_eq!(texts(&engine), ["declared", "on my way"]);
    // What was kept before there was a choice of time is of all times.
    let old = r#"{"format":"slack-export","mapping":null,"day_first":null,"slack":{"unmarked":true}}"#;
    let old: Reading = serde_json::from_str(old).unwrap();
    assert_eq!(old.slack.unwrap().span, SlackSpan::default());
}

fn only(channel: &str) -> SlackChannels {
    SlackChannels::Only([channel.to_owned()].into())
}

#[test]
fn messages_are_chosen_again_and_decisions_follow_them() {
    let mut engine = opened();
    assert_eq!(texts(&engine), ["the shop is blocked", "declared", "contained"]);
    let contained =
        engine.analysis(CASE).unwrap().timeline.events().nth(2).map(|e| (e.id, e.moment)).unwrap();
    let decision =
        MilestoneDecision::At { moment: contained.1, event: Some(contained.0), decided: Timestamp(0) };
    let milestone = Milestone::Contained;
    apply(&mut engine, Change::DecideMilestone { case: CASE, milestone, decision: Some(decision) });
    let blocked = EventId { source: SOURCE, row: 0 };
    for event in [blocked, contained.0] {
        let edit = EventEdit { starred: true, ..EventEdit::default() };
        apply(&mut engine, Change::EditEvent { case: CASE, event, edit: Some(edit) });
    }
    let before = engine.workspace().clone();

    // The counts tell it exactly, before.
    let now = preview(&engine, None);
    assert_eq!(
        (now.choice.clone(), now.messages, now.taken, now.taken_now, now.others),
        (SlackChoice::default(), 6, 3, 3, 0)
    );
    let choice = SlackChoice { channels: only("inc-41"), unmarked: true, ..SlackChoice::default() };
    let tried = preview(&engine, Some(choice.clone()));
    assert_eq!((tried.taken, tried.taken_now), (3, 3));
    let rows: Vec<_> =
        tried.channels.iter().map(|c| (c.name.as_str(), c.chosen, c.messages, c.taken)).collect();
    assert_eq!(rows, [("inc-41", true, 4, 3), ("general", false, 2, 0)]);
    let at = |second: i64| Timestamp(second * 1_000_000);
    assert_eq!(tried.channels[1].span, Some([at(1_773_652_700), at(1_773_652_710)]));

    let (reading, imported) = read(&choice);
    let change = engine.read_again(CASE, SOURCE, reading, Some(imported)).unwrap();
    apply(&mut engine, change);
    assert_eq!(texts(&engine), ["declared", "on my way", "contained"]);
    let case = engine.workspace().case(CASE).unwrap().clone();
    let MilestoneDecision::At { event, .. } = &case.milestones[&Milestone::Contained] else { panic!() };
    assert_eq!(event.map(|id| id.row), Some(2));
    // The star on a message that is not there any more is gone; the other went with its message.
    assert_eq!(case.event_edits.keys().map(|id| id.row).collect::<Vec<_>>(), [2]);
    let after = preview(&engine, None);
    assert_eq!((after.choice, after.taken, after.taken_now), (choice, 3, 3));

    engine.apply(&Command::Undo, Timestamp(0)).unwrap();
    assert_eq!(engine.workspace(), &before);
    assert_eq!(texts(&engine), ["the shop is blocked", "declared", "contained"]);
    engine.apply(&Command::Redo, Timestamp(0)).unwrap();
    assert_eq!(texts(&engine), ["declared", "on my way", "contained"]);
}

#[test]
fn what_was_kept_before_there_was_a_choice_reads_as_it_did() {
    let old: Reading =
        serde_json::from_str(r#"{"format":"slack-export","mapping":null,"day_first":null}"#).unwrap();
    assert_eq!(old, Reading::of(Format::SlackExport));
    let choice =
        SlackChoice { channels: SlackChannels::Except(["x".to_owned()].into()), ..SlackChoice::default() };
    let reading = Reading::slack(choice);
    let kept: Reading = serde_json::from_str(&serde_json::to_string(&reading).unwrap()).unwrap();
    assert_eq!(kept, reading);
}

#[test]
fn the_program_takes_a_choice_of_messages() {
    let folder = std::env::temp_dir().join(format!("floodmark-slack-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("slack.jsonl").to_string_lossy().into_owned();
    std::fs::write(&path, EXPORT).unwrap();
    let run = |args: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_analyse")).arg(&path).args(args).output();
        output.unwrap()
    };
    let events = |args: &[&str]| {
        let told: serde_json::Value = serde_json::from_slice(&run(args).stdout).unwrap();
        told["incidents"][0]["sources"][0]["events"].as_u64().unwrap()
    };
    let own = format!("{path}=all,notices");
    assert_eq!(events(&[]), 3);
    assert_eq!(events(&["--slack", "all"]), 5);
    assert_eq!(events(&["--slack", "all", "--slack-channels", "#inc-41"]), 3);
    assert_eq!(events(&["--slack", "marked", "--slack", &own]), 6);
    let time = ["--slack-from", "2026-03-16T09:20:00Z", "--slack-until", "2026-03-16 09:20:10"];
    assert_eq!(events(&[&time[..], &["--slack", "all"]].concat()), 2);
    assert_eq!(events(&["--slack-until", "2026-03-16", "--slack-from", "2026-03-16"]), 3);
    let wrong = run(&["--slack-from", "soon"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("--slack-from soon"));
    let wrong = run(&["--slack", "every"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("“every” is none of marked, all"));
    std::fs::remove_dir_all(&folder).unwrap();
}
