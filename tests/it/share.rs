//! Cases made fit for others: nothing of the original names in them, and the same intervals.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test may panic, also in its helpers, and tell its numbers"
)]

use crate::cases;
use crate::engine::{ask, example};
use crate::scenario;
use floodmark::engine::share::{ShareOf, SharePart, ShareView, Shared, share};
use floodmark::engine::view::Exported;
use floodmark::engine::{Engine, Query};
use floodmark::import::read_all;
use floodmark::model::action::NewAction;
use floodmark::model::facts::Particular;
use floodmark::model::source::sha256;
use floodmark::model::{
    CaseId, EventEdit, Facts, HandEvent, Milestone, MilestoneDecision, Moment, Reading, RowTime, Timestamp,
    Zone,
};
use floodmark::timeline::Timeline;
use floodmark::workspace::redact::{Audience, Kind, Place, Wish};
use floodmark::workspace::{Change, Target, file};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

fn wish(audience: Audience) -> Wish {
    Wish { audience, ..Wish::default() }
}

fn date() -> chrono::NaiveDate {
    "2026-03-24".parse().unwrap()
}

/// All files of a share as text: what leaves the house.
fn leaving(shared: &Shared) -> String {
    let part = |part| shared.part(part, "", Zone::Utc, date()).unwrap().text;
    let documents =
        [ShareOf::Html, ShareOf::Markdown, ShareOf::Timeline].map(|of| part(SharePart::Document(of)));
    format!("{}\n{}", part(SharePart::Workspace), documents.join("\n"))
}

/// The engine of whoever opens a share.
fn opened(shared: &Shared) -> Engine {
    let written = shared.part(SharePart::Workspace, "", Zone::Utc, date()).unwrap();
    let saved = file::read(&written.text).unwrap();
    let mut engine = Engine::new();
    let restore = Change::Restore { workspace: Box::new(saved.workspace) };
    engine.apply(&restore.into(), Timestamp::default()).unwrap();
    for (hash, name, reading) in engine.missing() {
        let imported = read_all(&name, &saved.originals[&hash], Some(&reading)).unwrap();
        assert_eq!(imported.report.refusals, [], "{name}");
        engine.supply(&hash, reading, imported);
    }
    engine
}

/// What must not differ: lengths of time, and how long after the first event each event was.
fn intervals(engine: &Engine, case: CaseId) -> (Vec<String>, Vec<(i64, i64)>) {
    let analysis = engine.analysis(case).unwrap();
    let metrics =
        analysis.metrics.iter().map(|m| format!("{} {:?} {:?}", m.id, m.duration, m.basis)).collect();
    let lags = |timeline: &Timeline| -> Vec<(i64, i64)> {
        let first = timeline.event(0).map_or(0, |e| e.moment.earliest.0);
        timeline.events().map(|e| (e.moment.earliest.0 - first, e.moment.latest.0 - first)).collect()
    };
    (metrics, lags(&analysis.timeline))
}

/// A case of one file, as the page has it once it is opened.
fn of_file(name: &str, bytes: &[u8]) -> (Engine, CaseId) {
    let mut engine = Engine::new();
    let imported = read_all(name, bytes, None).unwrap();
    let reading =
        floodmark::import::detect(name, bytes, bytes.len() as u64).unwrap().candidates[0].reading.clone();
    let mut new = engine.supply(&sha256(bytes), reading, imported);
    new.name = name.to_owned();
    let add = Change::AddSources { target: Target::NewCase, sources: vec![new] };
    engine.apply(&add.into(), Timestamp::default()).unwrap();
    (engine, CaseId(0))
}

/// Words with a capital that name nobody, among those of actors and assets of the real cases.
const COMMON: [&str; 14] = [
    "SIEM",
    "SOC",
    "CEO",
    "CFO",
    "US",
    "JavaScript",
    "I",
    "The",
    "Have",
    "Been",
    "One",
    "Service",
    "CDNs",
    "ID",
];

/// The names of a real case: who acts and what they act upon, with a capital; what its description is called by.
fn names(timeline: &str, expected: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let imported = read_all("timeline.csv", timeline.as_bytes(), None).unwrap();
    let floodmark::import::Content::Events(table) = imported.content else { panic!("no events") };
    let mut texts: Vec<String> = vec![];
    for row in 0..table.len() as u32 {
        texts.push(table.actor(row).to_owned());
        texts.push(table.asset(row).to_owned());
    }
    let called = expected["name"].as_str().unwrap();
    // “Capital One cloud storage breach (2019)”: its first words with capitals.
    texts.push(
        called.split(' ').take_while(|w| w.starts_with(char::is_uppercase)).collect::<Vec<_>>().join(" "),
    );
    for text in texts {
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            let capital = word.chars().any(char::is_uppercase);
            if capital && !COMMON.contains(&word) && word.len() > 1 {
                names.insert(word.to_owned());
            }
        }
    }
    names
}

/// Who and what the texts of the real cases name besides those who act in them: people, firms, authorities, places, and products
/// that tell whose case it is. Read out of the files by a person.
const NAMED: [(&str, &[&str]); 8] = [
    ("british-airways-2018", &["Citrix", "Swissport", "British", "BA", "IAG", "ICO", "NCSC"]),
    ("cafepress-2019", &["CafePress", "Pwned", "FTC"]),
    ("capital-one-2019", &["Capital One", "Seattle", "Canada", "FBI", "OCC", "GitHub", "DOJ"]),
    (
        "cloudflare-thanksgiving-2023",
        &["Cloudflare", "Okta", "Moveworks", "Smartsheet", "Atlassian", "Sao", "Paulo", "CrowdStrike"],
    ),
    ("gitlab-2017", &["GitLab"]),
    ("okta-support-2023", &["Okta", "1Password", "BeyondTrust", "Cloudflare"]),
    (
        "polyfill-2024",
        &["Funnull", "MDN", "Guardian", "Cloudflare", "Sansec", "uBlock", "Google", "Namecheap", "polyfill"],
    ),
    ("target-2013", &["Target", "FireEye", "Krebs", "Brian", "Justice", "Senate", "Columbia", "DOJ"]),
];

/// Whether a word stands in a text by itself, or inside another where it is long enough to tell.
fn stands_in(text: &str, word: &str) -> bool {
    let bound = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(word)
        .any(|(at, _)| bound(text[..at].chars().next_back()) && bound(text[at + word.len()..].chars().next()))
}

#[test]
fn the_training_version_of_every_real_case_names_nobody_and_has_the_same_intervals() {
    let domains = |text: &str| -> BTreeSet<String> {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        let words = text.split(move |c: char| !fits(c)).map(|w| w.trim_matches('.').to_lowercase());
        let ends =
            [".com", ".io", ".org", ".net", ".cn", ".uk", ".in", ".gov", ".wiki", ".blog", ".pm", ".sh"];
        words.filter(|w| ends.iter().any(|end| w.ends_with(end))).collect()
    };
    let (mut checked, mut told, mut replaced) = (0, 0, 0);
    // The words of a report that no case has put there.
    let (example, case) = example();
    let ours = share(&example, case, &wish(Audience::Training)).unwrap();
    let ours = ours.part(SharePart::Document(ShareOf::Markdown), "", Zone::Utc, date()).unwrap().text;
    for folder in cases::folders() {
        let timeline = fs::read_to_string(folder.join("timeline.csv")).unwrap();
        let expected: Value =
            serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
        let slug = folder.file_name().unwrap().to_string_lossy().into_owned();
        let (engine, case) = of_file(&format!("{slug}.csv"), timeline.as_bytes());
        let shared = share(&engine, case, &wish(Audience::Training)).unwrap();
        let text = leaving(&shared);

        let named = NAMED.iter().find(|(of, _)| *of == slug).unwrap_or_else(|| panic!("{slug}")).1;
        for name in names(&timeline, &expected).into_iter().chain(named.iter().map(|n| (*n).to_owned())) {
            // “Target” heads a column of every report.
            let of_ours = stands_in(&ours, &name);
            let file = |part| shared.part(part, "", Zone::Utc, date()).unwrap().text;
            let events = [SharePart::Workspace, SharePart::Document(ShareOf::Timeline)].map(file).join("\n");
            assert!(!stands_in(if of_ours { &events } else { &text }, &name), "{slug}: {name}");
            checked += 1;
        }
        // Addresses in the texts and of the pages on which each was read: none of them is ours to hand on.
        for domain in domains(&timeline) {
            assert!(!text.to_lowercase().contains(&domain), "{slug}: {domain}");
            checked += 1;
        }
        assert!(!text.contains(slug.trim_end_matches(|c: char| c.is_ascii_digit())), "{slug}");
        assert_eq!(shared.title(), "Exercise");
        assert!(shared.weeks < -50);

        let opened = opened(&shared);
        assert_eq!(shared.differing, Vec::<String>::new(), "{slug}");
        assert_eq!(intervals(&engine, case), intervals(&opened, CaseId(0)), "{slug}");
        let before = engine.analysis(case).unwrap().timeline.event(0).unwrap().moment.earliest.0;
        let after = opened.analysis(CaseId(0)).unwrap().timeline.event(0).unwrap().moment.earliest.0;
        assert_eq!((after - before) % (7 * 86_400_000_000), 0);
        replaced += shared.replacements.len();
        told += shared.residue.len();
        println!(
            "{slug}: {} replaced, left {:?}",
            shared.replacements.len(),
            shared.residue.iter().map(|r| r.text.as_str()).collect::<Vec<_>>()
        );
    }
    println!("{checked} names and domains looked for, {replaced} replaced, {told} told as left");
}

/// The example with what a person adds to a case: decisions, corrections, facts, action items, events by hand.
fn worked_on() -> (Engine, CaseId) {
    let (mut engine, case) = example();
    let now: Timestamp = "2026-03-24T10:00:00Z".parse().unwrap();
    let mut apply = |change: Change| engine.apply(&change.into(), now).unwrap();
    apply(Change::RenameCase { case, title: "Kestrel checkout skimmer".into() });
    let said = [
        (Particular::Organisation, "Kestrel Outfitters, 5 Quay Lane, Norhaven"),
        (Particular::Contact, "Mara Lindqvist, mara@kestrel-outfitters.example, +47 22 12 34 56"),
    ];
    let said = said.map(|(what, text)| (what, text.to_owned())).into();
    apply(Change::SetFacts {
        case,
        facts: Box::new(Facts { said, records_affected: Some(523), ..Facts::default() }),
    });
    let what = NewAction {
        title: "Ask Mara Lindqvist to watch 10.20.30.40".into(),
        owner: "Mara Lindqvist".into(),
        due: "2026-04-30".parse().ok(),
        ..NewAction::default()
    };
    apply(Change::AddActions { case, actions: vec![what] });
    let time = RowTime::utc("2026-03-16T09:30:00Z".parse().unwrap());
    let event = HandEvent {
        time,
        known_at: None,
        text: "Mara Lindqvist pays with 4111 1111 1111 1111 from 10.20.30.40".into(),
        kind: String::new(),
        actor: "mlindqvist".into(),
        asset: "shop01".into(),
        tags: vec![],
        words: "09:30 mlindqvist: paid".into(),
        written: now,
        removed: false,
    };
    apply(Change::AddEvents { case, events: vec![event] });
    let row = engine.analysis(case).unwrap().timeline.id(3).unwrap();
    let edit = EventEdit {
        text: Some("Mara Lindqvist saw it, token ghp_0123456789abcdefABCDEFGH".into()),
        time: Some(RowTime::utc("2026-03-12T23:40:00Z".parse().unwrap())),
        reason: "Mara says so".into(),
        ..EventEdit::default()
    };
    let apply = |engine: &mut Engine, change: Change| engine.apply(&change.into(), now).unwrap();
    apply(&mut engine, Change::EditEvent { case, event: row, edit: Some(edit) });
    let at = Moment::exact("2026-03-16T09:50:00Z".parse().unwrap());
    let decision = Some(MilestoneDecision::At { moment: at, event: Some(row), decided: now });
    apply(&mut engine, Change::DecideMilestone { case, milestone: Milestone::Contained, decision });
    (engine, case)
}

#[test]
fn three_audiences_get_three_shares_of_one_case() {
    let (engine, case) = worked_on();
    let before = intervals(&engine, case);
    let never = [
        "Lindqvist",
        "mlindqvist\"",
        "4111 1111 1111 1111",
        "ghp_0123456789abcdefABCDEFGH",
        "mara@",
        "22 12 34 56",
    ];
    for audience in Audience::ALL {
        let shared = share(&engine, case, &wish(audience)).unwrap();
        let text = leaving(&shared);
        let gone: &[&str] = match audience {
            Audience::Training => &[
                "Kestrel",
                "kestrel",
                "10.20.30.40",
                "shop01",
                "wp_support1",
                "cdn-metrics",
                "Norhaven",
                "2026-",
                "OPS-311",
                "backup01",
            ],
            Audience::Regulator => &["shop01", "mlindqvist"],
            Audience::Internal => &[],
        };
        for word in
            never.iter().filter(|w| audience != Audience::Internal || **w != "mlindqvist\"").chain(gone)
        {
            assert!(
                !text.contains(word),
                "{}: {word}: {:?}",
                audience.id(),
                text.find(word).map(|n| &text[n.saturating_sub(80)..n + 40])
            );
        }
        let kept: &[&str] = match audience {
            Audience::Training => &["Company 1", "host-1"],
            Audience::Regulator => {
                &["Kestrel Outfitters", "10.20.30.40", "cdn-metrics.example", "2026-03-16"]
            }
            Audience::Internal => &["Kestrel Outfitters", "10.20.30.40", "shop01", "mlindqvist"],
        };
        for word in kept {
            assert!(text.contains(word), "{}: {word}", audience.id());
        }
        assert_eq!(shared.differing, Vec::<String>::new());
        assert_eq!(intervals(&opened(&shared), CaseId(0)), before, "{}", audience.id());
        // The key tells everything again, and is in no other file.
        let key: Value = serde_json::from_str(&shared.key("Kestrel").unwrap()).unwrap();
        let person = key["replacements"].as_object().unwrap().values().any(|v| v == "Mara Lindqvist");
        assert!(person, "{key}");
        assert!(!text.contains("floodmark/key"));
    }
}

#[test]
fn a_person_can_keep_a_thing_or_give_it_a_replacement_of_their_own() {
    let (engine, case) = worked_on();
    let mut wish = wish(Audience::Training);
    wish.weeks = Some(0);
    wish.switched.insert("shop01".into());
    wish.own.insert("Mara Lindqvist".into(), "the shift lead".into());
    let view: ShareView = ask(&engine, Query::Share { case, wish: wish.clone() });
    let row = |original: &str| view.replacements.iter().find(|r| r.original == original).unwrap();
    assert!(!row("shop01").on && row("shop01").count > 5);
    assert_eq!(row("Mara Lindqvist").replacement, "the shift lead");
    assert_eq!(row("Mara Lindqvist").kind, Kind::Person);
    assert!(row("Mara Lindqvist").places.contains(&Place::Action));
    // What is kept by choice is told as left.
    assert!(view.residue.iter().any(|r| r.text == "shop01"), "{:?}", view.residue);
    let file = |part| -> Exported {
        ask(&engine, Query::ShareFile { case, wish: wish.clone(), part, zone: Zone::Utc, date: date() })
    };
    let report = file(SharePart::Document(ShareOf::Markdown));
    assert!(report.text.contains("shop01") && report.text.contains("the shift lead"));
    assert!(report.name.starts_with("training-"), "{}", report.name);
    assert!(file(SharePart::Workspace).name.ends_with("-training.floodmark"));
    assert!(file(SharePart::Document(ShareOf::Word)).make.is_some());
}

#[test]
fn a_case_of_many_tools_and_of_records_keeps_its_intervals() {
    let (engine, case) = scenario::merged();
    let shared = share(&engine, case, &wish(Audience::Training)).unwrap();
    assert_eq!(shared.differing, Vec::<String>::new());
    let (before, after) = (engine.analysis(case).unwrap(), shared.engine.analysis(CaseId(0)).unwrap());
    assert_eq!(before.timeline.len(), after.timeline.len());
    assert_eq!(before.duplicates().groups().len(), after.duplicates().groups().len());

    // A record that states milestones and lengths itself.
    let veris = r#"{"schema_version":"1.4.0","incident_id":"X1","summary":"Breach at Qorvexia Ltd","security_incident":"Confirmed",
        "timeline":{"incident":{"year":2021,"month":3,"day":4},"containment":{"unit":"Days","value":9},"discovery":{"unit":"Days","value":3}},
        "actor":{"unknown":{}},"action":{"unknown":{}},"asset":{"assets":[{"variety":"S - Web application"}]},"attribute":{},
        "victim":{"victim_id":"Qorvexia Ltd"}}"#;
    let bytes = format!("[{}]", veris.replace('\n', ""));
    let mut engine = Engine::new();
    let imported = read_all("qorvexia.json", bytes.as_bytes(), None).unwrap();
    let reading = Reading::of(floodmark::model::Format::VerisJson);
    let mut new = engine.supply(&sha256(bytes.as_bytes()), reading, imported);
    new.name = "qorvexia.json".into();
    let add = Change::AddSources { target: Target::NewCase, sources: vec![new] };
    engine.apply(&add.into(), Timestamp::default()).unwrap();
    let shared = share(&engine, CaseId(0), &wish(Audience::Training)).unwrap();
    assert_eq!(shared.differing, Vec::<String>::new());
    assert_eq!(intervals(&engine, CaseId(0)), intervals(&opened(&shared), CaseId(0)));
    assert!(!leaving(&shared).to_lowercase().contains("qorvexia"));
}

/// Where files of earlier versions are kept.
fn kept() -> std::path::PathBuf {
    std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/file")
}

#[test]
fn files_of_every_earlier_version_open_with_all_that_was_decided() {
    use floodmark::model::case::{AmendmentDecision, FindingDecision};
    // As the first programs wrote it: tags inside.
    let first = file::read(&fs::read_to_string(kept().join("version-1-first.floodmark")).unwrap()).unwrap();
    let case = &first.workspace.cases[0];
    assert!(matches!(case.milestones[&Milestone::Contained], MilestoneDecision::At { event: Some(_), .. }));
    assert!(matches!(case.milestones[&Milestone::Recovered], MilestoneDecision::None { .. }));
    assert_eq!(case.findings["no-update-cadence"], FindingDecision::Accepted);
    assert_eq!(
        case.findings["late-notice"],
        FindingDecision::Dismissed { reason: "no people affected".into() }
    );
    assert_eq!(case.amendments["a1"], AmendmentDecision::Accepted { text: None });
    assert_eq!(case.amendments["a2"], AmendmentDecision::Accepted { text: Some("Other words.".into()) });
    assert_eq!(case.amendments["a3"], AmendmentDecision::Rejected);
    assert!(case.sources[1].reading.mapping.is_some());
    assert_eq!(first.originals.len(), 2);

    for (name, cases, carries) in [("version-1.floodmark", 1, false), ("version-2.floodmark", 1, true)] {
        let text = fs::read_to_string(kept().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        let saved = file::read(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(saved.workspace.cases.len(), cases, "{name}");
        assert_eq!(saved.workspace.cases[0].carried.is_some(), carries, "{name}");
        assert!(!saved.originals.is_empty(), "{name}");
        // Saved again, it is the same, and of the version that an older program may still read.
        let again = file::write(&saved).unwrap();
        assert_eq!(file::read(&again).unwrap(), saved, "{name}");
        let version: Value = serde_json::from_str(&again).unwrap();
        assert_eq!(version["version"], if carries { 2 } else { 1 }, "{name}");
    }
}

#[test]
fn an_evidence_bundle_holds_originals_edits_and_documents_and_is_checked() {
    use floodmark::document::template::Of;
    use floodmark::engine::evidence::evidence;
    use floodmark::engine::word::bundled;
    use floodmark::workspace::bundle;
    use std::io::Cursor;
    let (mut engine, case) = worked_on();
    // What an organisation's own template says is rendered elsewhere; no document is missing for that.
    for of in [Of::Report, Of::Minutes, Of::Actions] {
        let change = Change::OpenTemplate { name: "ours.md.jinja".into(), text: of.builtin().into() };
        engine.apply(&change.into(), "2026-03-24T10:00:00Z".parse().unwrap()).unwrap();
    }
    let gathered = evidence(&engine, case, Zone::Utc, date(), "{\"at\":\"2026-03-24T10:00:00Z\"}\n").unwrap();
    let originals: Vec<&str> = floodmark::example::files().iter().map(|(_, text)| *text).collect();
    let (mut originals, mut texts) = (originals.into_iter(), gathered.texts.iter());
    let mut all = vec![];
    for part in &gathered.parts {
        let text = if part.sha256.is_some() { originals.next().unwrap() } else { texts.next().unwrap() };
        all.extend_from_slice(text.as_bytes());
    }
    let mut zip = vec![];
    let (parts, makes) = (&gathered.parts, &gathered.makes);
    let made = bundled(&gathered.title, "2026-03-24", parts, makes, Cursor::new(&all), &mut zip).unwrap();
    let verified = bundle::verify(Cursor::new(&zip)).unwrap();
    assert_eq!(verified.differs, vec![]);
    assert_eq!((verified.manifest, verified.files as usize), (made.manifest, parts.len() + makes.len()));
    assert_eq!(made.not_made, [""; 0]);
    // Word files, and what own templates say, are made by the program that packs.
    let made: Vec<&str> = makes.iter().map(|(path, _)| path.as_str()).collect();
    let rendered = ["report.docx", "report.html", "report.md", "actions.md"];
    assert_eq!(made, rendered.map(|name| format!("documents/{name}")));
    let report = makes[0].1.opened().unwrap().made().unwrap().bytes;
    assert!(floodmark::ooxml::is_word(&report));
    assert!(gathered.texts.iter().all(|text| !text.is_empty()));
    let paths: Vec<&str> = gathered.parts.iter().map(|p| p.path.as_str()).chain(made).collect();
    for path in [
        "edits/case.floodmark",
        "edits/journal.jsonl",
        "documents/report.html",
        "documents/timeline.csv",
        "documents/actions.md",
        "documents/plan.md",
        "documents/plan-changes.md",
    ] {
        assert!(paths.contains(&path), "{paths:?}");
    }
    // Opened again, it says what it is, and gives its case with the files that this rests on.
    let contents = bundle::contents(Cursor::new(&zip)).unwrap().unwrap();
    assert_eq!(
        (contents.title.as_str(), contents.originals, contents.workspace),
        (gathered.title.as_str(), 2, true)
    );
    assert_eq!(contents.documents as usize, paths.iter().filter(|p| p.starts_with("documents/")).count());
    let within = file::read(&bundle::workspace(Cursor::new(&zip)).unwrap()).unwrap();
    let sources = &engine.workspace().case(case).unwrap().sources;
    assert_eq!(within.workspace.cases[0].as_ref(), engine.workspace().case(case).unwrap().as_ref());
    let held: BTreeSet<&str> = within.originals.keys().map(String::as_str).collect();
    assert_eq!(held, sources.iter().map(|s| s.sha256.as_str()).collect());
    // The host reads its originals alone; that nothing is read of its documents is no loss to tell.
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("evidence.zip");
    fs::write(&path, &zip).unwrap();
    let told = crate::cases::analyse(&[path.to_string_lossy().into_owned()]);
    assert!(told["unread"].is_null(), "{}", told["unread"]);
    // Its originals come out by themselves, under their names.
    let mut members = floodmark::container::Held::default();
    let limits = floodmark::container::Limits::default();
    let mut only = bundle::Originals(&mut members);
    floodmark::container::expand_into("b.zip", Cursor::new(&zip), &limits, &mut only).unwrap();
    let names: Vec<&str> = members.members.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names, floodmark::example::files().iter().map(|(name, _)| *name).collect::<Vec<_>>());
    // No meeting, no minutes.
    assert!(!paths.iter().any(|p| p.contains("minutes")), "{paths:?}");
    assert!(paths[0].starts_with("originals/001-"), "{paths:?}");
    // What is not as the manifest says is not opened as the case.
    let mut altered = zip.clone();
    let at = altered.windows(9).position(|w| w == b"originals").unwrap();
    altered[at + 120] ^= 0x55;
    assert!(bundle::workspace(Cursor::new(altered)).is_err());
    // Other bytes of an original are not packed as if they were it.
    all[10] ^= 1;
    let refused = bundle::write("", "", &gathered.parts, &mut Cursor::new(&all), &mut vec![]);
    assert!(refused.is_err());
    let refused = bundled("", "", &gathered.parts, &gathered.makes, Cursor::new(&all), &mut vec![]);
    assert!(refused.unwrap_err().to_string().contains("originals/001-"));
}

#[test]
fn documents_by_an_own_template_are_in_the_bundle() {
    use floodmark::engine::evidence::evidence;
    let (mut engine, case) = worked_on();
    let text = "{# floodmark template: report #}\n# Our own post-mortem of {{ case }}\n";
    engine
        .apply(
            &Change::OpenTemplate { name: "ours.md.jinja".into(), text: text.into() }.into(),
            Timestamp::default(),
        )
        .unwrap();
    let gathered = evidence(&engine, case, Zone::Utc, date(), "").unwrap();
    for path in ["documents/report.docx", "documents/report.html", "documents/report.md"] {
        let make = gathered.makes.iter().find(|(made, _)| made == path);
        let made = make.unwrap_or_else(|| panic!("{path}")).1.opened().unwrap().made().unwrap().bytes;
        assert!(path.ends_with("docx") || String::from_utf8(made).unwrap().contains("Our own post-mortem"));
    }
    // None stands there empty.
    assert!(gathered.texts.iter().all(|text| !text.is_empty()));
}

#[test]
fn a_document_that_cannot_be_made_keeps_no_original_from_being_saved() {
    use floodmark::engine::evidence::evidence;
    use floodmark::engine::word::bundled;
    use floodmark::workspace::bundle::{What, missing, verify};
    use std::io::{Cursor, Read};
    let (mut engine, case) = worked_on();
    // It was right when it was opened; what it asks for is not there in every case.
    let text = "{# floodmark template: report #}\n{{ section(\"no such section\") }}\n";
    let change = Change::OpenTemplate { name: "ours.md.jinja".into(), text: text.into() };
    engine.apply(&change.into(), Timestamp::default()).unwrap();
    let mut gathered = evidence(&engine, case, Zone::Utc, date(), "").unwrap();
    // The originals are of no concern here.
    gathered.parts.retain(|part| part.what != What::Original);
    let (all, mut zip) = (gathered.texts.concat(), vec![]);
    let made = bundled("", "", &gathered.parts, &gathered.makes, Cursor::new(&all), &mut zip).unwrap();
    assert_eq!(made.not_made, ["documents/report.docx", "documents/report.html", "documents/report.md"]);
    assert_eq!(verify(Cursor::new(&zip)).unwrap().differs, vec![]);
    let mut told = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(&zip)).unwrap();
    archive.by_name("documents/report.docx.not-made.txt").unwrap().read_to_string(&mut told).unwrap();
    assert!(told.contains("ours.md.jinja, line 2: ") && told.contains("no such section"), "{told}");
    assert!(archive.by_name("edits/case.floodmark").is_ok());
    assert_eq!(missing(&gathered.parts).count(), 0);
    // So where the engine itself cannot write one: a playbook that its changes do not fit.
    let mut workspace = (**engine.workspace()).clone();
    let plan = std::sync::Arc::make_mut(workspace.plan.as_mut().unwrap());
    plan.word = Some(floodmark::workspace::WordFile(b"{ no playbook".to_vec().into()));
    engine.apply(&Change::Restore { workspace: Box::new(workspace) }.into(), Timestamp::default()).unwrap();
    let gathered = evidence(&engine, case, Zone::Utc, date(), "").unwrap();
    assert_eq!(missing(&gathered.parts).collect::<Vec<_>>(), ["documents/plan.json"]);
    assert!(gathered.parts.iter().any(|part| part.what == What::Original));
}
