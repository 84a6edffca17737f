//! Roles in the place of names: on the page, in documents, and nowhere in the data.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::engine::{ask, example};
use floodmark::document::exercise::PackPart;
use floodmark::document::notice::NoticeKind;
use floodmark::engine::meeting::MeetingView;
use floodmark::engine::notices::{NoticeView, Which};
use floodmark::engine::protocol::{Export, PaperFormat};
use floodmark::engine::roles::RolesView;
use floodmark::engine::roles::marks::unmarked;
use floodmark::engine::view::{EventDetail, Exported, FindingsView, RowsView};
use floodmark::engine::{Answer, Command, Engine, Query, QueryError};
use floodmark::import::read_all;
use floodmark::model::action::NewAction;
use floodmark::model::facts::Particular;
use floodmark::model::meeting::{Captured, OnScreen};
use floodmark::model::source::sha256;
use floodmark::model::{CaseId, EventEdit, Facts, Format, Reading, Timestamp, Zone};
use floodmark::timeline::Filter;
use floodmark::workspace::meeting::Again;
use floodmark::workspace::{Change, MeetingStep, Target, Workspace};
use proptest::prelude::*;

const CASE: CaseId = CaseId(0);

fn date() -> chrono::NaiveDate {
    "2026-03-24".parse().unwrap()
}

fn at() -> Timestamp {
    "2026-03-24T10:00:00Z".parse().unwrap()
}

/// An engine as the worker has it: what comes from the page is about the people again, and is journalled.
struct Desk {
    engine: Engine,
    journal: Vec<String>,
}

impl Desk {
    fn new(engine: Engine) -> Desk {
        Desk { engine, journal: vec![] }
    }

    fn apply(&mut self, command: impl Into<Command>) {
        let command = self.engine.restored(command.into());
        self.engine.apply(&command, at()).unwrap();
        self.journal.push(serde_json::to_string(&command).unwrap());
    }

    fn step(&mut self, step: MeetingStep) {
        self.apply(Change::Meeting { case: CASE, step });
    }

    fn switch(&mut self, on: bool) {
        self.apply(Change::ShowRoles { case: CASE, on });
    }

    fn ask<T: TryFrom<Answer, Error = QueryError>>(&self, query: Query) -> T {
        T::try_from(self.engine.shown(&query, &()).unwrap()).unwrap()
    }

    fn rows(&self, filter: Filter) -> RowsView {
        self.ask(Query::Rows { case: CASE, filter, open: vec![], from: 0, count: 1000 })
    }

    fn roles(&self) -> Vec<(String, String)> {
        let people = self.ask::<RolesView>(Query::Roles { case: CASE }).people;
        people.into_iter().map(|(name, role, _)| (name, role)).filter(|(_, role)| !role.is_empty()).collect()
    }

    fn file(&self, query: Query) -> String {
        let file: Exported = self.ask(query);
        // Of a Word document and an archive, what they are to be made of.
        let made = file.make.map(|make| format!("{:?}", make.opened().unwrap())).unwrap_or_default();
        format!("{}\n{}\n{made}", file.name, file.text)
    }

    fn export(&self, what: Export) -> String {
        self.file(Query::Export { what, case: Some(CASE), zone: Zone::Utc, date: date() })
    }
}

/// Whether a word stands in a text, whatever its case.
fn names(text: &str, word: &str) -> bool {
    let (text, word) = (text.to_lowercase(), word.to_lowercase());
    text.match_indices(&word).any(|(n, _)| {
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !joins(text[..n].chars().next_back()) && !joins(text[n + word.len()..].chars().next())
    })
}

/// The example after a meeting, with people in every place that has any.
fn worked_on() -> Desk {
    let (engine, _) = example();
    let mut desk = Desk::new(engine);
    let said = [(Particular::Contact, "Mara Lindqvist, mara.lindqvist@kestrel-outfitters.example")];
    let said = said.map(|(what, text)| (what, text.to_owned())).into();
    let facts = Facts {
        said,
        review_teams: vec!["Operations".into()],
        personal_data: Some(true),
        ..Facts::default()
    };
    desk.apply(Change::SetFacts { case: CASE, facts: Box::new(facts) });
    let item = NewAction {
        title: "Priya asks Zoltan for alerts on payment code".into(),
        owner: "Priya Nair".into(),
        due: "2026-04-30".parse().ok(),
        effect: "Okafor hears of it within minutes".into(),
        ..NewAction::default()
    };
    desk.apply(Change::AddActions { case: CASE, actions: vec![item] });
    let rule = desk.ask::<FindingsView>(Query::Findings { case: CASE }).findings[0].finding.rule.clone();
    desk.apply(Change::NoteFinding {
        case: CASE,
        rule: rule.clone(),
        note: "R. Adeyemi's shell was open".into(),
    });
    // A meeting would begin with roles.
    desk.apply(Change::ShowRoles { case: CASE, on: false });
    desk.step(MeetingStep::TurnTo(floodmark::model::meeting::Part::ALL.first().copied()));
    for note in ["Priya should have seen J. Lindqvist's mail", "PRIYA NAIR and M. Okafor agree"] {
        let what = Captured::Note(note.into());
        desk.step(MeetingStep::Capture { what, on_screen: OnScreen::Part });
    }
    desk.step(MeetingStep::Capture {
        what: Captured::Decision("Zoltan decides".into()),
        on_screen: OnScreen::Part,
    });
    desk.step(MeetingStep::Vote {
        voter: "Zoltan".into(),
        ballot: [(rule, 3)].into(),
        again: Again::Unasked,
    });
    let event = desk.rows(Filter::default()).rows[3].id;
    let edit = EventEdit { text: Some("Priya Nair saw it first".into()), ..EventEdit::default() };
    desk.apply(Change::EditEvent { case: CASE, event, edit: Some(edit) });
    desk.apply(Change::RenameCase { case: CASE, title: "What Adeyemi found".into() });
    desk
}

const PEOPLE: [&str; 8] = ["Priya", "Nair", "Zoltan", "Lindqvist", "Adeyemi", "Okafor", "Mara", "Moreau"];

fn assert_none(text: &str, place: &str) {
    for name in PEOPLE {
        let around = text.to_lowercase().find(&name.to_lowercase()).map_or("", |n| {
            let from = (0..=n.saturating_sub(60)).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0);
            text.get(from..n + 40).unwrap_or_default()
        });
        assert!(!names(text, name), "{name} in {place}: …{around}…");
    }
}

/// What the page asks of a case.
fn questions(event: floodmark::model::EventId) -> Vec<Query> {
    let (case, zone, date) = (CASE, Zone::Utc, date());
    vec![
        Query::Sources { case },
        Query::Awareness { case, filter: Filter::default(), zone },
        Query::Facets { case },
        Query::Techniques { case },
        Query::Rows { case, filter: Filter::default(), open: vec![], from: 0, count: 500 },
        Query::Event { case, event },
        Query::Response { case, zone },
        Query::Obligations { case, zone },
        Query::Findings { case },
        Query::Actions { case, date },
        Query::Plan { case: Some(case), date },
        Query::Report { case, zone, date },
        Query::Meeting { case, zone },
        Query::Exercise { case },
        Query::Notice { case, which: Which { kind: NoticeKind::Internal, only: None }, zone, date },
    ]
}

#[test]
fn the_switch_takes_every_name_off_the_page_and_gives_all_of_them_back() {
    let mut desk = worked_on();
    let event = desk.rows(Filter::default()).rows[3].id;
    let asked = |desk: &Desk| -> Vec<Answer> {
        questions(event).iter().map(|query| desk.engine.shown(query, &()).unwrap()).collect()
    };
    let before = asked(&desk);
    desk.switch(true);
    for (query, answer) in questions(event).iter().zip(asked(&desk)) {
        // The plan is the organisation's own text; what is proposed for it is not.
        let text = format!("{answer:?}");
        assert_none(&text, &format!("{query:?}"));
    }
    let head = format!("{:?}", desk.engine.shown(&Query::Overview, &()).unwrap());
    assert_none(&head, "overview");
    desk.switch(false);
    assert_eq!(asked(&desk), before);
    desk.apply(Command::Undo);
    desk.apply(Command::Undo);
    assert_eq!(asked(&desk), before);
}

#[test]
fn roles_are_what_the_sources_say_and_what_a_person_says() {
    let mut desk = worked_on();
    let role = |desk: &Desk, name: &str| desk.roles().into_iter().find(|(n, _)| n == name).unwrap().1;
    assert_eq!(role(&desk, "R. Adeyemi"), "development");
    assert_eq!(role(&desk, "M. Okafor"), "support");
    assert_eq!(role(&desk, "Priya Nair"), "Responder 1");
    let all = [
        ("R. Adeyemi", "development"),
        ("J. Lindqvist", "operations"),
        ("M. Okafor", "support"),
        ("A. Brandt", "on-call"),
        ("S. Moreau", "incident commander"),
        ("Priya Nair", "Responder 1"),
        ("Zoltan", "Responder 2"),
        ("Mara Lindqvist", "Person 1"),
    ];
    assert_eq!(desk.roles(), all.map(|(name, role)| (name.to_owned(), role.to_owned())));
    let set = |name: &str, role: Option<&str>| Change::SetRole {
        case: CASE,
        name: name.to_owned(),
        role: role.map(str::to_owned),
    };
    desk.switch(true);
    desk.apply(set("Priya Nair", Some("the on-call engineer")));
    let said = |desk: &Desk| {
        let view: MeetingView = desk.ask(Query::Meeting { case: CASE, zone: Zone::Utc });
        (view.meeting.entries.iter().map(|e| unmarked(&e.text)).collect::<Vec<_>>(), view)
    };
    let (entries, view) = said(&desk);
    let mail = &entries[0];
    assert!(mail.starts_with("The on-call engineer should have seen operations's mail"), "{mail}");
    assert_eq!(entries[1], "The on-call engineer and support agree");
    // Words to think about stand where they are shown.
    let (id, slips) = &view.slips[0];
    let shown = &view.meeting.entries.iter().find(|e| e.id == *id).unwrap().text;
    assert_eq!(&shown[slips[0].range.clone()], "should have");
    // A name that nobody detects, and one that stays.
    desk.apply(set("shop01", Some("the shop")));
    desk.apply(set("Zoltan", Some("")));
    assert!(said(&desk).0[2].contains("Zoltan decides"));
    desk.apply(set("Zoltan", None));
    assert!(!said(&desk).0[2].contains("Zoltan"));
}

#[test]
fn what_is_edited_under_the_switch_is_about_people_again() {
    let mut desk = worked_on();
    desk.switch(true);
    let shown = desk.rows(Filter::default());
    let row = shown
        .rows
        .iter()
        .find(|row| row.actor.contains("support") && row.actor.contains('\u{2060}'))
        .unwrap();
    let detail: EventDetail = desk.ask(Query::Event { case: CASE, event: row.id });
    // A word more, the actor as it was shown.
    let text = Some(format!("{}, and support too", detail.row.text));
    let edit = EventEdit { text, actor: Some(detail.row.actor.clone()), ..EventEdit::default() };
    desk.apply(Change::EditEvent { case: CASE, event: row.id, edit: Some(edit) });
    let kept = desk.engine.workspace().case(CASE).unwrap().event_edits[&row.id].clone();
    assert_eq!(kept.actor.as_deref(), Some("M. Okafor (support)"));
    assert!(kept.text.unwrap().ends_with(", and support too"));
    // Notes with a word more, facts that come back as a whole, and what was written over.
    let view: MeetingView = desk.ask(Query::Meeting { case: CASE, zone: Zone::Utc });
    let entry = view.meeting.entries[0].clone();
    desk.step(MeetingStep::Reword { entry: entry.id, text: format!("{} again", entry.text) });
    let facts = Facts { records_affected: Some(7), ..view.facts };
    desk.apply(Change::SetFacts { case: CASE, facts: Box::new(facts) });
    let second = view.meeting.entries[1].clone();
    let over = second.text.replacen("Responder 1", "An engineer", 1);
    desk.step(MeetingStep::Reword { entry: second.id, text: over });
    let case = desk.engine.workspace().case(CASE).unwrap();
    assert_eq!(case.meeting.entries[0].text, "Priya should have seen J. Lindqvist's mail again");
    assert!(case.facts.said[&Particular::Contact].starts_with("Mara Lindqvist, mara.lindqvist@"));
    assert_eq!(case.meeting.entries[1].text, "An engineer and M. Okafor agree");
    assert!(!desk.journal.join("\n").contains('\u{2060}'), "no mark is kept");
}

#[test]
fn events_are_found_by_name_and_by_role() {
    let mut desk = worked_on();
    let count = |desk: &Desk, text: &str| desk.rows(Filter { text: text.into(), ..Filter::default() }).total;
    let (by_name, by_word) = (count(&desk, "Okafor"), count(&desk, "support"));
    let named = desk.rows(Filter { actors: vec!["M. Okafor (support)".into()], ..Filter::default() }).total;
    desk.switch(true);
    assert!(by_name > 0 && named > 0);
    assert_eq!(count(&desk, "Okafor"), by_name);
    assert!(count(&desk, "support") >= by_word);
    desk.apply(Change::SetRole { case: CASE, name: "M. Okafor".into(), role: Some("front desk".into()) });
    assert_eq!(count(&desk, "front desk"), by_name);
    // A value to filter by, as the page was shown it.
    let facets = desk.ask::<floodmark::timeline::Facets>(Query::Facets { case: CASE });
    let shown = facets.actors.iter().find(|f| unmarked(&f.value) == "front desk").unwrap().value.clone();
    assert_eq!(desk.rows(Filter { actors: vec![shown], ..Filter::default() }).total, named);
}

#[test]
fn documents_name_nobody_and_files_for_other_tools_keep_who_is_who() {
    let mut desk = worked_on();
    desk.switch(true);
    let people = [
        Export::ReportMarkdown,
        Export::ReportHtml,
        Export::ReportWord,
        Export::MinutesMarkdown,
        Export::MinutesHtml,
        Export::MinutesWord,
        Export::PlanChanges,
        Export::ActionsGithub,
        Export::ActionsScript,
        Export::ActionsJira,
        Export::ActionsMarkdown,
        Export::ActionsCalendar,
    ];
    for what in people {
        assert_none(&desk.export(what), &format!("{what:?}"));
    }
    for format in [PaperFormat::Markdown, PaperFormat::Html, PaperFormat::Word] {
        let view: NoticeView = desk.ask(Query::Notice {
            case: CASE,
            which: Which { kind: NoticeKind::Internal, only: None },
            zone: Zone::Utc,
            date: date(),
        });
        for (which, label) in view.all {
            let query = Query::NoticeFile { case: CASE, which, format, zone: Zone::Utc, date: date() };
            assert_none(&desk.file(query), &label);
        }
        for part in [Some(PackPart::SituationManual), Some(PackPart::EventsListCsv), None] {
            let query = Query::ExerciseFile { case: CASE, part, format, zone: Zone::Utc, date: date() };
            assert_none(&desk.file(query), &format!("{part:?}"));
        }
    }
    for what in [Export::TimesketchCsv, Export::TimesketchJsonl, Export::TimelineCsv] {
        assert!(names(&desk.export(what), "Okafor"), "{what:?}");
    }
    // A part of the timeline is for other tools too.
    let part = desk.file(Query::TimelinePart { case: CASE, filter: Filter::default() });
    let rows = |file: &str| file.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert!(names(&part, "Okafor"), "{part}");
    assert_eq!(rows(&part), rows(&desk.export(Export::TimelineCsv)), "but for their names");
    assert!(names(&desk.export(Export::Veris), "Adeyemi"), "the title of the case is its summary");
}

#[test]
fn minutes_with_roles() {
    let mut desk = worked_on();
    desk.switch(true);
    desk.apply(Change::SetRole {
        case: CASE,
        name: "Priya Nair".into(),
        role: Some("the on-call engineer".into()),
    });
    let minutes = desk.export(Export::MinutesMarkdown);
    insta::assert_snapshot!("minutes_with_roles", minutes.trim());
}

#[test]
fn the_journal_replays_the_switch_and_the_table() {
    let mut desk = worked_on();
    desk.switch(true);
    desk.apply(Change::SetRole { case: CASE, name: "Zoltan".into(), role: Some("the coach".into()) });
    let (mut replayed, _) = example();
    for line in &desk.journal {
        replayed.apply(&serde_json::from_str(line).unwrap(), at()).unwrap();
    }
    assert_eq!(replayed.workspace(), desk.engine.workspace());
    let roles = &replayed.workspace().case(CASE).unwrap().roles;
    assert!(roles.on);
    assert_eq!(roles.said["Zoltan"], "the coach");
    desk.apply(Command::Undo);
    desk.apply(Command::Undo);
    assert!(!desk.engine.workspace().case(CASE).unwrap().roles.on);
    // A workspace of a version without roles opens.
    let mut old = serde_json::to_value(&**desk.engine.workspace()).unwrap();
    old["cases"][0].as_object_mut().unwrap().remove("roles").unwrap();
    let old: Workspace = serde_json::from_value(old).unwrap();
    assert!(!old.cases[0].roles.on);
}

/// An engine with one invented file in it.
fn of_events(events: &[(usize, usize, String)]) -> Engine {
    let mut text = "time,known_at,text,type,actor,asset,tags,floodmark\n".to_owned();
    for (n, (actor, _, words)) in events.iter().enumerate() {
        let line = format!("2026-03-16T09:{n:02}:00Z,,\"{words}\",Note,{},shop01,,1\n", WHO[*actor].0);
        text.push_str(&line);
    }
    let mut engine = Engine::new();
    let reading = Reading::of(Format::FloodmarkCsv);
    let imported = read_all("t.csv", text.as_bytes(), Some(&reading)).unwrap();
    let mut new = engine.supply(&sha256(text.as_bytes()), reading, imported);
    new.name = "t.csv".to_owned();
    engine.apply(&Change::AddSources { target: Target::NewCase, sources: vec![new] }.into(), at()).unwrap();
    engine
}

/// Who acts, and the words by which they are known.
const WHO: [(&str, &[&str]); 6] = [
    ("Priya Nair", &["Priya", "Nair"]),
    ("J. Lindqvist (operations)", &["Lindqvist"]),
    ("security engineer Anna Berg", &["Anna", "Berg"]),
    ("M. Okafor (support)", &["Okafor"]),
    ("Sofia Marsh", &["Sofia"]),
    ("attacker (203.0.113.66)", &[]),
];

fn words() -> impl Strategy<Value = (usize, usize, String)> {
    (0..WHO.len(), 0..WHO.len(), 0..7_u8).prop_map(|(actor, of, kind)| {
        let known = WHO[of].1.first().copied().unwrap_or("nobody");
        let text = match kind {
            0 => format!("Asked {known}’s team"),
            1 => format!("{} restarted shop01", known.to_uppercase()),
            2 => format!("mail to {}@kestrel.example from 203.0.113.9", known.to_lowercase()),
            3 => WHO[of].0.to_owned(),
            4 => format!("{known}, {known}; ({known}) {known}"),
            5 => format!("Ticket “{known}”: closed\u{2060}"),
            _ => "Nothing to see".to_owned(),
        };
        (actor, of, text)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_known_name_is_in_any_answer(events in prop::collection::vec(words(), 1..12)) {
        let mut desk = Desk::new(of_events(&events));
        let first = desk.rows(Filter::default()).rows[0].id;
        let asked = |desk: &Desk| -> Vec<Answer> {
            // There is no plan.
            questions(first).iter().filter_map(|query| desk.engine.shown(query, &()).ok()).collect()
        };
        let before = asked(&desk);
        let data = serde_json::to_string(&desk.engine.workspace().cases).unwrap();
        desk.switch(true);
        let text = format!("{:?}", asked(&desk));
        let acting = events.iter().flat_map(|(actor, ..)| WHO[*actor].1);
        for name in acting {
            prop_assert!(!names(&text, name), "{}", name);
        }
        // What comes back from the page as it was shown is what it was.
        for row in desk.rows(Filter::default()).rows {
            let known: EventDetail = ask(&desk.engine, Query::Event { case: CASE, event: row.id });
            let edit = EventEdit { text: Some(row.text), actor: Some(row.actor), ..EventEdit::default() };
            let sent = Change::EditEvent { case: CASE, event: row.id, edit: Some(edit) };
            let Command::Change(heard) = desk.engine.restored(sent.into()) else { unreachable!() };
            let Change::EditEvent { edit: Some(edit), .. } = *heard else { unreachable!() };
            prop_assert_eq!((edit.text.unwrap(), edit.actor.unwrap()), (known.row.text, known.row.actor));
        }
        desk.switch(false);
        prop_assert_eq!(asked(&desk), before);
        desk.apply(Command::Undo);
        desk.apply(Command::Undo);
        prop_assert_eq!(serde_json::to_string(&desk.engine.workspace().cases).unwrap(), data);
    }
}
