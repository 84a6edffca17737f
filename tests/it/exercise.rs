//! An exercise on a case: fog of war, clock, injects, teams, score, pack.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::engine::{ask, example};
use chrono::NaiveDate;
use floodmark::document::exercise::PackPart;
use floodmark::document::template::Of;
use floodmark::document::wording::slips;
use floodmark::document::{Document, markdown};
use floodmark::engine::exercise::{ExerciseView, KnownView};
use floodmark::engine::protocol::PaperFormat;
use floodmark::engine::share::share;
use floodmark::engine::view::{Exported, ReportView};
use floodmark::engine::{Command, Engine, Query};
use floodmark::example::Example;
use floodmark::exercise::{Hold, Known};
use floodmark::import;
use floodmark::model::event::NewRow;
use floodmark::model::exercise::{Clock, Rating, Said};
use floodmark::model::source::sha256;
use floodmark::model::{
    CaseId, Duty, EventTable, Milestone, MilestoneDecision, Moment, Precision, RowTime, SourceId, Span,
    Timestamp, Zone,
};
use floodmark::timeline::{SourceTable, Timeline};
use floodmark::workspace::change::{ChangeError, Target, apply};
use floodmark::workspace::redact::{Audience, Wish};
use floodmark::workspace::{Change, ExerciseStep, Workspace, file};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A second of the wall on the day of the exercise.
fn second(n: i64) -> Timestamp {
    at("2026-06-02T09:00:00Z").plus(Span::seconds(n))
}

struct Play {
    engine: Engine,
    case: CaseId,
    wall: i64,
}

impl Play {
    fn new() -> Play {
        let (engine, case) = example();
        Play { engine, case, wall: 0 }
    }

    fn try_step(&mut self, step: ExerciseStep) -> Result<(), ChangeError> {
        let change = Change::Exercise { case: self.case, step };
        // What is journalled reads back as it was.
        let written = serde_json::to_string(&change).unwrap();
        assert_eq!(serde_json::from_str::<Change>(&written).unwrap(), change);
        self.engine.apply(&change.into(), second(self.wall))
    }

    fn step(&mut self, step: ExerciseStep) {
        self.try_step(step).unwrap();
    }

    fn view(&self) -> ExerciseView {
        ask(&self.engine, Query::Exercise { case: self.case })
    }

    fn begin(&mut self, teams: &[&str]) {
        let setup = Box::new(self.view().setup);
        let teams = teams.iter().map(|t| (*t).to_owned()).collect();
        self.step(ExerciseStep::Begin { name: "Spring".into(), teams, setup });
    }

    fn jump(&mut self, to: Timestamp) {
        self.step(ExerciseStep::Jump { session: 0, to });
    }

    fn say(&mut self, team: &str, text: &str) {
        self.step(Play::answer(team, text, None));
    }

    fn answer(team: &str, text: &str, inject: Option<u32>) -> ExerciseStep {
        ExerciseStep::Say { session: 0, team: team.into(), said: Said::Answer, text: text.into(), inject }
    }

    fn reach(&mut self, team: &str, milestone: Milestone) {
        self.step(ExerciseStep::Reach { session: 0, team: team.into(), milestone, done: true });
    }

    fn file(&self, part: Option<PackPart>, format: PaperFormat) -> Exported {
        let date = NaiveDate::from_ymd_opt(2026, 6, 2).unwrap();
        ask(&self.engine, Query::ExerciseFile { case: self.case, part, format, zone: Zone::Utc, date })
    }

    /// Two teams from the first sign to the end.
    fn played() -> Play {
        let mut play = Play::new();
        play.begin(&["Harbour", "Lighthouse"]);
        let injects = play.view().setup.injects;
        let minute = |n: i64| Span::seconds(60 * n);
        for inject in &injects {
            if inject.at > play.view().sessions[0].session.clock.at {
                play.jump(inject.at);
            }
            play.wall += 30;
            play.say("Harbour", inject.expected.first().map_or("We write that down", |e| &e.text));
            if inject.duty == Duty::EngageResponseTeam {
                play.say("Lighthouse", "We wait for more signs");
                play.reach("Harbour", Milestone::Declared);
            }
            if inject.title == "The team is together" {
                play.jump(inject.at.plus(minute(5)));
                play.reach("Harbour", Milestone::EvidencePreserved);
                play.jump(inject.at.plus(minute(8)));
                play.reach("Lighthouse", Milestone::Eradicated);
                play.reach("Harbour", Milestone::Eradicated);
                play.reach("Lighthouse", Milestone::EvidencePreserved);
            }
        }
        play.step(ExerciseStep::End { session: 0, over: true });
        play
    }
}

#[test]
fn what_was_found_out_later_is_hidden_when_the_clock_starts() {
    let play = Play::new();
    let setup = play.view().setup;
    let known: KnownView = ask(&play.engine, Query::Known { case: play.case, holds: true, at: setup.start });
    let told: Vec<&str> = known.known.iter().map(|e| e.text.as_str()).collect();
    for secret in ["cdn-metrics", "Exploit POST", "wp_support1", "web shell"] {
        assert!(!told.iter().any(|t| t.contains(secret)), "{secret} in {told:#?}");
    }
    assert!(!known.known.is_empty());
    assert_eq!(known.known_count + known.hidden_count, play.view().events);
    assert!(known.known.iter().all(|e| e.known <= setup.start));
    assert!(known.hidden.iter().all(|e| e.known > setup.start));
}

#[test]
fn injects_follow_the_story_and_say_nothing_that_is_not_known() {
    let play = Play::new();
    let view = play.view();
    assert!(view.proposed);
    let analysis = play.engine.analysis(play.case).unwrap();
    let known = Known::of(&analysis.timeline, Hold::of(&analysis.milestones));
    for inject in &view.setup.injects {
        assert!(!inject.told.is_empty() && !inject.prompt.is_empty(), "{inject:?}");
        for id in &inject.events {
            assert!(known.of_event(&analysis.timeline, *id).unwrap() <= inject.at, "{}", inject.title);
        }
    }
    let lines: Vec<String> = view
        .setup
        .injects
        .iter()
        .map(|i| format!("{} {} [{}] {}", i.at, i.title, i.duty.label(), i.expected.len()))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

/// Events at any precision, known at any time, told or not.
fn timeline() -> impl Strategy<Value = (Timeline, Option<Hold>)> {
    let precision =
        prop::sample::select(vec![Precision::Exact, Precision::Hour, Precision::Day, Precision::Month]);
    let known = prop::option::of((0i64..2_000_000, precision.clone()));
    let row = (0i64..2_000_000, precision, known, any::<bool>());
    let hold = prop::option::of((0i64..2_000_000, 0i64..500_000));
    (prop::collection::vec(row, 0..40), hold).prop_map(|(rows, hold)| {
        let base = 1_773_000_000;
        let time = |seconds: i64, precision| RowTime {
            precision,
            ..RowTime::utc(Timestamp::from_seconds(base + seconds))
        };
        let mut table = EventTable::new();
        for (n, (seconds, precision, known, mail)) in rows.into_iter().enumerate() {
            let text = format!("event {n}");
            let known_at = known.map(|(at, precision)| time(at, precision));
            let kind = if mail { "E-mail Received" } else { "File Time" };
            let row = NewRow { text: &text, kind, known_at, ..NewRow::default() };
            table.push(&row, time(seconds, precision));
        }
        let source = SourceTable {
            id: SourceId(0),
            name: "any.csv".into(),
            table: table.into(),
            zone: None,
            abbreviations: BTreeMap::new(),
            clock_offset: Span::ZERO,
        };
        let hold = hold.map(|(before, more)| Hold {
            before: Timestamp::from_seconds(base + before),
            until: Timestamp::from_seconds(base + before + more),
        });
        (Timeline::build(vec![source], &[], &Default::default()), hold)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn at_no_moment_is_an_event_shown_that_was_known_later((timeline, hold) in timeline(), seconds in -100i64..2_700_000) {
        let now = Timestamp::from_seconds(1_773_000_000 + seconds);
        let known = Known::of(&timeline, hold);
        for (from, position) in known.at(now) {
            let event = timeline.event(*position).unwrap();
            // What is imprecise is known when it was known for certain.
            let stated = event.known_at.unwrap_or(event.moment).latest;
            prop_assert!(stated <= *from && *from <= now);
        }
        for (from, position) in known.hidden(now) {
            let event = timeline.event(*position).unwrap();
            prop_assert!(*from > now);
            let stated = event.known_at.unwrap_or(event.moment).latest;
            let held = hold.is_some_and(|h| h.until > now && event.known_at.is_none() && event.moment.earliest < h.before);
            prop_assert!(stated > now || held, "hidden without a reason");
        }
        prop_assert_eq!(known.at(now).len() + known.hidden(now).len(), timeline.len());
        prop_assert_eq!(known.next(now), known.hidden(now).first().map(|(at, _)| *at));
    }

    #[test]
    fn the_clock_never_goes_back_and_never_passes_its_stop(pace in 1u32..4000, from in 0i64..1000, a in 0i64..5000, b in 0i64..5000, stop in 0i64..2_000_000) {
        let clock = Clock { at: Timestamp::from_seconds(from), since: Some(Timestamp::from_seconds(100)), pace };
        let (early, late) = (a.min(b), a.max(b));
        let place = |n: i64| clock.position(Timestamp::from_seconds(n), Timestamp::from_seconds(stop));
        prop_assert!(clock.at <= place(early) && place(early) <= place(late));
        prop_assert!(place(late) <= Timestamp::from_seconds(stop.max(from)));
        let free = from + (late - 100).max(0) * i64::from(pace);
        prop_assert_eq!(place(late), Timestamp::from_seconds(free.min(stop.max(from))));
    }
}

#[test]
fn the_clock_runs_at_its_pace_stops_and_jumps() {
    let mut play = Play::new();
    play.begin(&["Harbour"]);
    let start = play.view().setup.start;
    let now = |play: &Play, wall: i64| play.view().sessions[0].session.position(second(wall));
    assert_eq!(now(&play, 500), start, "it stands until it is let run");
    play.step(ExerciseStep::Run { session: 0, on: true });
    assert_eq!(now(&play, 2), start.plus(Span::seconds(120)));
    play.wall = 3;
    play.step(ExerciseStep::Pace { session: 0, pace: 10 });
    assert_eq!(now(&play, 5), start.plus(Span::seconds(200)));
    play.wall = 5;
    play.step(ExerciseStep::Run { session: 0, on: false });
    assert_eq!(now(&play, 900), start.plus(Span::seconds(200)));
    assert_eq!(play.try_step(ExerciseStep::Jump { session: 0, to: start }), Err(ChangeError::NotLater));
    play.jump(start.plus(Span::seconds(400)));
    assert_eq!(now(&play, 900), start.plus(Span::seconds(400)));
    play.engine.apply(&Command::Undo, second(6)).unwrap();
    assert_eq!(now(&play, 900), start.plus(Span::seconds(200)));
}

#[test]
fn a_clock_that_stops_at_injects_waits_until_it_is_let_go_on() {
    let mut play = Play::new();
    let mut setup = play.view().setup;
    setup.stops = true;
    play.step(ExerciseStep::SetUp(Some(Box::new(setup.clone()))));
    assert!(!play.view().proposed);
    play.begin(&["Harbour"]);
    play.step(ExerciseStep::Run { session: 0, on: true });
    let second_inject = setup.injects.iter().find(|i| i.at > setup.start).unwrap().at;
    let session = |play: &Play| play.view().sessions[0].session.clone();
    assert_eq!(session(&play).position(second(90_000)), second_inject);
    play.wall = 90_000;
    play.step(ExerciseStep::Run { session: 0, on: true });
    assert!(session(&play).position(second(90_001)) > second_inject);
}

#[test]
fn injects_are_proposed_at_times_of_their_own() {
    for example in Example::ALL {
        let (engine, case) = invented(example);
        let setup = ask::<ExerciseView>(&engine, Query::Exercise { case }).setup;
        assert!(setup.injects.is_sorted_by(|a, b| a.at < b.at), "{example:?}");
        assert!(setup.injects.iter().all(|i| i.at >= setup.start && i.at <= setup.end), "{example:?}");
        assert_eq!(setup.injects.last().unwrap().title, "Looking back");
    }
}

#[test]
fn milestones_that_are_known_to_the_day_give_injects_one_after_the_other() {
    let mut play = Play::new();
    let [earliest, latest] = [at("2026-03-17T00:00:00Z"), at("2026-03-17T23:59:59Z")];
    let day = Moment { earliest, latest, precision: Precision::Day, ..Moment::exact(latest) };
    for milestone in [Milestone::Recovered, Milestone::AuthorityNotified, Milestone::IndividualsNotified] {
        let decision = MilestoneDecision::At { moment: day, event: None, decided: second(0) };
        let change = Change::DecideMilestone { case: play.case, milestone, decision: Some(decision) };
        play.engine.apply(&change.into(), second(0)).unwrap();
    }
    let setup = play.view().setup;
    let late: Vec<_> = setup.injects.iter().filter(|i| i.at >= day.latest).map(|i| i.at).collect();
    assert!(late.len() >= 4, "{late:?}");
    assert!(setup.injects.is_sorted_by(|a, b| a.at < b.at), "{late:?}");
    // The last is played, too.
    play.begin(&["Harbour"]);
    play.jump(setup.end);
    let session = &play.view().sessions[0].session;
    assert_eq!(session.setup.on(session.clock.at).last().unwrap().title, "Looking back");
}

#[test]
fn injects_of_one_time_are_all_on_and_each_can_be_answered() {
    let mut play = Play::new();
    let mut setup = play.view().setup;
    let [first, second, third] = [0, 1, 2].map(|n: usize| setup.injects[n].id);
    let together = setup.injects[1].at;
    setup.injects[0].at = together;
    play.step(ExerciseStep::SetUp(Some(Box::new(setup))));
    play.begin(&["Harbour", "Lighthouse"]);
    play.jump(together);
    let on = |play: &Play| {
        let session = play.view().sessions[0].session.clone();
        session.setup.on(session.clock.at).map(|i| i.id).collect::<Vec<_>>()
    };
    assert_eq!(on(&play), [first, second]);
    play.step(Play::answer("Harbour", "We look at the page", Some(first)));
    // Without a word about which it is the last that has come, as it always was.
    play.say("Harbour", "We call the host");
    let later = play.view().setup.next_after(together).unwrap();
    assert_eq!(
        play.try_step(Play::answer("Harbour", "too soon", Some(third))),
        Err(ChangeError::NoSuchInject)
    );
    play.jump(later);
    assert_eq!(on(&play), [third]);
    play.step(Play::answer("Lighthouse", "What we did at first", Some(first)));
    let view = play.view();
    let answered = |team: usize| {
        let scored = view.sessions[0].scores[team].injects.iter();
        scored.filter(|i| i.answered.is_some()).map(|i| i.inject).collect::<Vec<_>>()
    };
    assert_eq!((answered(0), answered(1)), (vec![first, second], vec![first]));
}

#[test]
fn two_teams_are_told_apart_and_held_against_the_plan_and_history() {
    let mut play = Play::played();
    let view = play.view();
    let of = &view.sessions[0];
    let [harbour, lighthouse] = [&of.scores[0], &of.scores[1]];
    assert_eq!((harbour.evidence_first, lighthouse.evidence_first), (Some(true), Some(true)));
    assert!(harbour.part().unwrap() > lighthouse.part().unwrap());
    assert_eq!(harbour.duties.len(), Duty::ALL.len());
    let declare = of.intervals.iter().find(|i| i.to == Milestone::Declared).unwrap();
    assert_eq!(declare.target, Some(Span::seconds(15 * 60)), "the plan’s own target");
    assert_eq!(declare.history.min(), Some(Span::seconds(15 * 60)));
    assert_eq!(declare.teams, [Some(Span::ZERO), None]);
    let chart = of.chart.as_ref().unwrap();
    assert!(chart.title().contains("Faster than history: Harbour in "), "{}", chart.title());
    for (width, height) in [(360.0, chart.height(360.0)), (900.0, chart.height(900.0))] {
        assert_eq!(chart.scene(width, height).complaints(width, height), Vec::<String>::new());
    }
    // The evaluator’s word stands over what is proposed, also when the session is over.
    let inject = of.session.setup.injects.iter().find(|i| !i.expected.is_empty()).unwrap().id;
    let rate =
        |rating| ExerciseStep::Rate { session: 0, team: "Lighthouse".into(), inject, expected: 0, rating };
    let before = lighthouse.total();
    play.step(rate(Some(Rating::Yes)));
    let after = play.view().sessions[0].scores[1].total();
    assert_eq!((after.0, after.2), (before.0 + 2, before.2 - 1));
    play.step(rate(None));
    assert_eq!(play.view().sessions[0].scores[1].total(), before);
    assert_eq!(play.try_step(Play::answer("Harbour", "late", None)), Err(ChangeError::SessionOver));
}

#[test]
fn evidence_after_eradication_is_seen() {
    let mut play = Play::new();
    play.begin(&["Harbour"]);
    play.reach("Harbour", Milestone::Eradicated);
    assert_eq!(play.view().sessions[0].scores[0].evidence_first, Some(false));
    let start = play.view().setup.start;
    play.jump(start.plus(Span::seconds(60)));
    play.reach("Harbour", Milestone::EvidencePreserved);
    assert_eq!(play.view().sessions[0].scores[0].evidence_first, Some(false));
}

#[test]
fn a_ticked_step_of_the_plan_counts_and_can_be_taken_back() {
    let mut play = Play::new();
    play.begin(&["Harbour"]);
    let step = "Revoke all sessions of administrators.".to_owned();
    assert!(play.view().plan.iter().any(|(_, steps)| steps.contains(&step)));
    let tick = |done| ExerciseStep::Tick { session: 0, team: "Harbour".into(), step: step.clone(), done };
    play.step(tick(true));
    let contain = |play: &Play| {
        let intervals = play.view().sessions[0].intervals.clone();
        intervals.into_iter().find(|i| i.to == Milestone::Contained).unwrap().teams
    };
    assert_eq!(contain(&play), [Some(Span::ZERO)]);
    play.step(tick(false));
    assert_eq!(contain(&play), [None]);
    assert_eq!(play.try_step(tick(false)), Err(ChangeError::Nothing));
}

#[test]
fn sessions_need_teams_with_different_names_and_results_compare_over_them() {
    let mut play = Play::played();
    let setup = Box::new(play.view().setup);
    let begin = |teams: &[&str]| ExerciseStep::Begin {
        name: String::new(),
        teams: teams.iter().map(|t| (*t).to_owned()).collect(),
        setup: setup.clone(),
    };
    assert_eq!(play.try_step(begin(&[" ", ""])), Err(ChangeError::NoTeam));
    play.step(begin(&["Harbour", "Harbour ", "Quay"]));
    let view = play.view();
    assert_eq!(view.sessions[1].session.name, "Session 2");
    let results: Vec<_> = view.results.iter().map(|r| (r.name.as_str(), r.team.as_str())).collect();
    assert_eq!(
        results,
        [("Spring", "Harbour"), ("Spring", "Lighthouse"), ("Session 2", "Harbour"), ("Session 2", "Quay")]
    );
    // The times of a team are those of its session; one that did not get there has none.
    let declared = |n: usize| view.results[n].times[0];
    assert_eq!((declared(0), declared(1), declared(3)), (Some(Span::ZERO), None, None));
    play.step(ExerciseStep::Remove { session: 0 });
    assert_eq!(play.view().sessions.len(), 1);
    play.engine.apply(&Command::Undo, second(0)).unwrap();
    assert_eq!(play.view().sessions.len(), 2);
}

#[test]
fn the_journal_gives_the_same_exercise_and_undo_takes_all_of_it_back() {
    let play = Play::played();
    let written = file::write(&file::Saved {
        workspace: (**play.engine.workspace()).clone(),
        originals: BTreeMap::new(),
    })
    .unwrap();
    let read = file::read(&written).unwrap();
    assert_eq!(&read.workspace, &**play.engine.workspace());
    let mut engine = play.engine;
    let mut undone = 0;
    while !engine.workspace().case(play.case).unwrap().exercise.sessions.is_empty() {
        engine.apply(&Command::Undo, second(0)).unwrap();
        undone += 1;
    }
    assert!(undone > 20, "{undone}");
}

#[test]
fn a_case_saved_before_there_were_exercises_still_reads() {
    let (engine, case) = example();
    let mut value = serde_json::to_value(&**engine.workspace()).unwrap();
    value["cases"][0].as_object_mut().unwrap().remove("exercise").unwrap();
    let workspace: Workspace = serde_json::from_value(value).unwrap();
    assert_eq!(&workspace, &**engine.workspace());
    let step = ExerciseStep::SetUp(None);
    let nothing = apply(&workspace, &Change::Exercise { case, step }, second(0));
    assert_eq!(nothing.err(), Some(ChangeError::Nothing));
}

#[test]
fn what_participants_are_handed_holds_nothing_that_is_hidden() {
    let mut play = Play::played();
    // The title of a case tells how it ended.
    let rename = Change::RenameCase { case: play.case, title: "Skimmer case".into() };
    play.engine.apply(&rename.into(), second(0)).unwrap();
    let setup = play.view().setup;
    let analysis = play.engine.analysis(play.case).unwrap();
    let known = Known::of(&analysis.timeline, Hold::of(&analysis.milestones));
    for part in [PackPart::SituationManual, PackPart::Handout] {
        let file = play.file(Some(part), PaperFormat::Markdown);
        assert!(!file.name.contains("skimmer"), "{}", file.name);
        let text = file.text;
        for (_, position) in known.hidden(setup.start) {
            let event = analysis.timeline.event(*position).unwrap();
            assert!(!text.contains(event.text), "{} leaks {}", part.label(), event.text);
        }
        for inject in setup.injects.iter().filter(|i| i.at > setup.start) {
            assert!(!text.contains(&inject.title), "{} leaks {}", part.label(), inject.title);
        }
        for word in ["cdn-metrics", "wp_support1", "skimmer injected", "three-day", "Skimmer case"] {
            assert!(!text.contains(word), "{} leaks {word}", part.label());
        }
    }
    // The others hold it, and say whom they are not for.
    let guide = play.file(Some(PackPart::FacilitatorGuide), PaperFormat::Markdown).text;
    assert!(guide.contains("cdn-metrics") && guide.contains("Keep this document from participants"));
}

#[test]
fn each_document_of_the_pack_is_as_it_was_reviewed() {
    let play = Play::played();
    for part in PackPart::PAPERS {
        let file = play.file(Some(part), PaperFormat::Markdown);
        insta::assert_snapshot!(format!("exercise_{}", part.id()), file.text);
        let html = play.file(Some(part), PaperFormat::Html);
        assert!(html.text.starts_with("<!doctype html>") || html.text.starts_with("<!DOCTYPE html>"));
        let word = play.file(Some(part), PaperFormat::Word);
        let made = word.make.unwrap().opened().unwrap().made().unwrap();
        assert!(made.bytes.starts_with(b"PK"), "{}", part.label());
    }
    let list = play.file(Some(PackPart::EventsListCsv), PaperFormat::Html);
    assert!(list.name.ends_with("events-list.csv"));
    insta::assert_snapshot!("exercise_events_list_csv", list.text);
}

#[test]
fn each_document_of_the_pack_stands_on_the_page_as_it_is_saved() {
    let mut play = Play::played();
    play.step(ExerciseStep::End { session: 0, over: false });
    play.say("Lighthouse", "The night shift should have seen it");
    let shown = |play: &Play, part: PackPart| -> ReportView {
        let date = NaiveDate::from_ymd_opt(2026, 6, 2).unwrap();
        ask(&play.engine, Query::ExercisePaper { case: play.case, part, zone: Zone::Utc, date })
    };
    for part in PackPart::PAPERS {
        let view = shown(&play, part);
        assert_eq!(
            markdown::write(&view.document),
            play.file(Some(part), PaperFormat::Markdown).text,
            "{part:?}"
        );
        assert_eq!((view.template, view.make.is_some()), (None, false), "{part:?}");
    }
    // So words to think about are found where they stand in what others will read.
    let report = markdown::write(&shown(&play, PackPart::AfterAction).document);
    assert!(slips(&report).iter().any(|s| &report[s.range.clone()] == "should have"), "{report}");
    // By the organisation's own template, that is named, and made by the program that opens packed files.
    let of = Of::Exercise(PackPart::AfterAction);
    let change = Change::OpenTemplate { name: "ours.md.jinja".into(), text: of.builtin().into() };
    play.engine.apply(&change.into(), second(play.wall)).unwrap();
    let view = shown(&play, PackPart::AfterAction);
    assert_eq!((view.template.as_deref(), view.make.is_some()), (Some("ours.md.jinja"), true));
    assert_eq!(view.document, Document::default());
}

#[test]
fn the_notes_of_the_handout_have_room_to_write() {
    let html = Play::played().file(Some(PackPart::Handout), PaperFormat::Html).text;
    assert_eq!(html.matches("<tr class=\"write\">").count(), 8);
    assert!(html.contains("<table class=\"form\">"), "{html}");
}

#[test]
fn each_section_of_the_pack_can_be_placed_by_a_template() {
    use floodmark::document::template::{TemplateFile, check};
    let play = Play::played();
    for part in PackPart::PAPERS {
        let text = play.file(Some(part), PaperFormat::Markdown).text;
        let titles: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        for title in titles {
            let parts = title.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
            let name = parts.map(str::to_lowercase).collect::<Vec<_>>().join("-");
            let of = Of::Exercise(part).id();
            let text = format!("{{# floodmark template: {of} #}}\n{{{{ section(\"{name}\") }}}}");
            assert_eq!(check(&TemplateFile { name: "ours".to_owned(), text }), [], "{of}: {title}");
        }
    }
}

#[test]
fn the_whole_pack_is_one_archive_with_hashes() {
    let play = Play::played();
    let pack = play.file(None, PaperFormat::Markdown);
    assert!(pack.name.ends_with("-exercise-pack.zip") && pack.mime == "application/zip");
    let made = pack.make.unwrap().opened().unwrap().made().unwrap();
    let verified = floodmark::workspace::bundle::verify(std::io::Cursor::new(made.bytes)).unwrap();
    assert_eq!((verified.files, verified.differs.len()), (8, 0));
}

#[test]
fn a_formula_in_an_inject_is_none_in_the_list_for_a_spreadsheet() {
    let mut play = Play::new();
    let mut setup = play.view().setup;
    "=HYPERLINK(\"https://x.example\")".clone_into(&mut setup.injects[0].title);
    "@SUM(1)".clone_into(&mut setup.injects[0].told);
    play.step(ExerciseStep::SetUp(Some(Box::new(setup))));
    let list = play.file(Some(PackPart::EventsListCsv), PaperFormat::Html).text;
    assert!(list.contains("'=HYPERLINK") && list.contains(",'@SUM(1),"));
    assert!(!list.contains(",=") && !list.contains(",\"=") && !list.contains(",@"));
}

/// An engine with an invented case in it, and its plan.
fn invented(of: Example) -> (Engine, CaseId) {
    let mut engine = Engine::new();
    let mut sources = vec![];
    for (name, text) in of.files() {
        let reading = floodmark::example::reading(name);
        let imported = import::read_all(name, text.as_bytes(), Some(&reading)).unwrap();
        assert_eq!(imported.report.refusals.len(), 0, "{name}: {:?}", imported.report.refusals);
        let mut new = engine.supply(&sha256(text.as_bytes()), reading, imported);
        name.clone_into(&mut new.name);
        sources.push(new);
    }
    engine.apply(&Change::AddSources { target: Target::NewCase, sources }.into(), second(0)).unwrap();
    let plan = Change::OpenPlan { name: of.plan_name().into(), text: of.plan().into() };
    engine.apply(&plan.into(), second(0)).unwrap();
    (engine, CaseId(0))
}

#[test]
fn each_invented_case_is_good_enough_to_train_on() {
    for of in Example::ALL {
        let (engine, case) = invented(of);
        let analysis = engine.analysis(case).unwrap();
        let view: ExerciseView = ask(&engine, Query::Exercise { case });
        let events = analysis.timeline.len();
        assert!((40..=90).contains(&events), "{of:?}: {events} events");
        for milestone in [
            Milestone::FirstSignal,
            Milestone::Detected,
            Milestone::Declared,
            Milestone::Aware,
            Milestone::EvidencePreserved,
            Milestone::Contained,
            Milestone::Eradicated,
            Milestone::Recovered,
            Milestone::AuthorityNotified,
            Milestone::IndividualsNotified,
        ] {
            assert!(analysis.milestones.moment(&milestone).is_some(), "{of:?}: {}", milestone.label());
        }
        assert!(view.setup.injects.len() >= 10, "{of:?}: {}", view.setup.injects.len());
        assert!(!view.plan.is_empty());
        let lines =
            view.setup.injects.iter().map(|i| {
                format!("{} {} [{}] {}: {}", i.at, i.title, i.duty.label(), i.expected.len(), i.told)
            });
        insta::assert_snapshot!(format!("invented_{of:?}"), lines.collect::<Vec<_>>().join("\n"));
        // Something had happened long before it was known.
        let start: KnownView = ask(&engine, Query::Known { case, holds: true, at: view.setup.start });
        assert!(start.hidden.iter().any(|e| e.moment.latest < view.setup.start), "{of:?}");
    }
}

#[test]
fn a_case_with_names_replaced_is_an_exercise_without_them() {
    let play = Play::played();
    let wish = Wish { audience: Audience::Training, ..Wish::default() };
    let shared = share(&play.engine, play.case, &wish).unwrap();
    let case = shared.engine.workspace().cases[0].clone();
    let view: ExerciseView = ask(&shared.engine, Query::Exercise { case: case.id });
    let (before, after) = (play.view(), view);
    assert_eq!(after.sessions.len(), 1);
    let moved = |of: &ExerciseView| {
        let setup = &of.sessions[0].session.setup;
        setup.injects.iter().map(|i| i.at.since(setup.start)).collect::<Vec<_>>()
    };
    assert_eq!(moved(&before), moved(&after));
    let text = serde_json::to_string(&case.exercise).unwrap();
    for name in ["Kestrel", "kestrel", "Moreau", "cdn-metrics"] {
        assert!(!text.contains(name), "{name} is still there");
    }
}
