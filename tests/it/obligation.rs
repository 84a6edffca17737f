//! Rule packs against ../shared/obligations, and findings on the real breaches of ../shared/data/cases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test may panic, also in its helpers, and tell its numbers"
)]

use crate::cases::{confirmed, folders};
use crate::shared::shared;
use floodmark::finding::duty_rule;
use floodmark::model::{Duty, Theme};
use floodmark::obligation::Pack;
use serde_json::Value;
use std::collections::BTreeSet;

/// The codes of the jurisdictions that the shared rules name in words.
const PLACES: [(&str, &str); 20] = [
    ("EU/EEA", "EU"),
    ("EU", "EU"),
    ("UK", "GB"),
    ("Switzerland", "CH"),
    ("US federal", "US"),
    ("Canada", "CA"),
    ("Brazil", "BR"),
    ("Chile", "CL"),
    ("Australia", "AU"),
    ("New Zealand", "NZ"),
    ("India", "IN"),
    ("Singapore", "SG"),
    ("Japan", "JP"),
    ("South Korea", "KR"),
    ("China", "CN"),
    ("Malaysia", "MY"),
    ("Philippines", "PH"),
    ("Thailand", "TH"),
    ("South Africa", "ZA"),
    ("Saudi Arabia", "SA"),
];

/// Whether our code is that of their label.
fn same_place(label: &str, code: &str) -> bool {
    let named = |code: &str| floodmark::obligation::place::label(code).to_owned();
    match label.split_once('-') {
        Some(("US", state)) => named(code) == format!("United States: {state}"),
        Some(("Canada", part)) => named(code).replace('é', "e") == format!("Canada: {part}"),
        _ => PLACES.contains(&(label, code)) || (label, code) == ("Turkey", "TR"),
    }
}

fn snake(name: &str) -> String {
    match name {
        "CERT" => "cert".to_owned(),
        "customers/controller" => "customers".to_owned(),
        other => other.replace(' ', "_"),
    }
}

fn numbers(text: &str) -> BTreeSet<String> {
    let parts = text.split(|c: char| !c.is_ascii_digit()).filter(|s| !s.is_empty());
    parts.map(|s| s.trim_start_matches('0').to_owned()).collect()
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|s| s.as_str().unwrap().to_owned()).collect()
}

/// A text of ours keeps every number of theirs.
#[track_caller]
fn keeps(rule: &str, theirs: &str, ours: &str) {
    let lost: Vec<String> = numbers(theirs).difference(&numbers(ours)).cloned().collect();
    assert!(lost.is_empty(), "{rule}: {lost:?} of “{theirs}” are not in “{ours}”");
}

#[test]
fn the_pack_keeps_every_fact_of_the_shared_rules() {
    let Some(path) = shared("obligations/rules.json") else { return };
    let all: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let ours: Vec<&str> = Pack::builtin().rules.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ours, all.iter().map(|r| r["id"].as_str().unwrap()).collect::<Vec<_>>());
    for (rule, theirs) in Pack::builtin().rules.iter().zip(&all) {
        let id = rule.id.as_str();
        // Who, whom, since when.
        let label = theirs["jurisdiction"].as_str().unwrap();
        assert_eq!(label, rule.jurisdiction_label);
        match &rule.contract {
            None => assert!(same_place(label, &rule.jurisdiction), "{id}: {label} is {}", rule.jurisdiction),
            Some(contract) => assert!(label.starts_with("Contractual") && !contract.is_empty(), "{id}"),
        }
        assert_eq!(theirs["citation"], rule.citation);
        assert_eq!(theirs["status"], serde_json::to_value(rule.status).unwrap(), "{id}");
        let date = |d: Option<chrono::NaiveDate>| d.map_or(Value::Null, |d| d.to_string().into());
        assert_eq!(theirs["in_force"]["from"], date(rule.in_force.from), "{id}");
        assert_eq!(theirs["in_force"]["to"], date(rule.in_force.to), "{id}");
        let recipient = serde_json::to_value(rule.recipient).unwrap();
        assert_eq!(recipient, snake(theirs["recipient"].as_str().unwrap()), "{id}");
        assert_eq!(strings(&theirs["relevance"]), rule.relevance);
        // From when.
        let trigger = &theirs["trigger"];
        let milestone = |m: &str| m.replace("notice_submitted:", "sent:");
        assert_eq!(milestone(trigger["milestone"].as_str().unwrap()), rule.trigger.milestone.id());
        let others = rule.trigger.alternatives.iter().chain(&rule.trigger.compare);
        let others: Vec<String> = others.map(|m| m.id()).collect();
        for other in strings(&trigger["alternative_milestones"]) {
            assert!(others.contains(&milestone(&other)), "{id}: {other}");
        }
        keeps(id, trigger["words"].as_str().unwrap(), &rule.trigger.words);
        // Within what.
        let (limit, deadline) = (rule.limit().unwrap(), &theirs["deadline"]);
        assert_eq!(limit.value.map(u64::from), deadline["value"].as_u64(), "{id}");
        assert_eq!(limit.min_value.map(u64::from), deadline["min_value"].as_u64(), "{id}");
        assert_eq!(serde_json::to_value(limit.unit).unwrap(), deadline["unit"], "{id}");
        let kind = |k: &floodmark::obligation::rule::Deadline| serde_json::to_value(k.kind).unwrap();
        assert_eq!(deadline.get("kind").unwrap_or(&"limit".into()), &kind(limit), "{id}");
        let words = deadline["standard"].as_str().or(deadline["words"].as_str()).unwrap_or_default();
        keeps(id, words, &limit.standard);
        for also in deadline["also"].as_array().into_iter().flatten() {
            let same = |d: &&floodmark::obligation::rule::Deadline| {
                d.value.map(u64::from) == also["value"].as_u64()
                    && serde_json::to_value(d.unit).unwrap() == also["unit"]
                    && d.from.as_ref().map(|m| m.id()).as_deref() == also["from"].as_str()
            };
            let found = rule.deadlines.iter().skip(1).find(same).unwrap_or_else(|| panic!("{id}: {also}"));
            keeps(id, also["relation"].as_str().unwrap(), &found.relation);
        }
        let benchmark = rule.deadlines.iter().find(|d| kind(d) == "benchmark");
        let outer = &deadline["customary_outer_limit"];
        assert_eq!(benchmark.and_then(|b| b.value).map(u64::from), outer["value"].as_u64(), "{id}");
        if let Some(benchmark) = benchmark {
            assert_eq!(serde_json::to_value(benchmark.unit).unwrap(), outer["unit"], "{id}");
            keeps(id, outer["basis"].as_str().unwrap(), &benchmark.basis);
        }
        let excuse = &deadline["late_excuse"];
        if excuse.is_object() {
            let ours = rule.late_excuse.as_ref().unwrap();
            assert_eq!(ours.value.map(u64::from), excuse["value"].as_u64(), "{id}");
        }
        // How it is counted.
        let (count, computation) = (&rule.computation, &theirs["computation"]);
        assert_eq!(
            format!("{:?}", count.mode).to_lowercase(),
            computation["mode"].as_str().unwrap().replace('_', "")
        );
        assert_eq!(count.lenient.is_some(), computation.get("lenient").is_some(), "{id}");
        assert_eq!(count.calendar.is_some(), computation["calendar"].is_string(), "{id}");
        let counted = rule.computation.mode == floodmark::obligation::rule::Mode::BusinessDays;
        use floodmark::obligation::rule::Rollover;
        let rolls = match &computation["weekend_rollover"] {
            Value::String(dora) if dora == "dora_5_4" => Rollover::Dora54,
            Value::Bool(true) if !counted => Rollover::NextWorkingDay,
            _ => Rollover::None,
        };
        assert_eq!(count.rollover, rolls, "{id}");
        // On what it depends, what it says, what follows.
        let conditions = &theirs["conditions"];
        let same_text = |field: &str, ours: &Option<String>| {
            assert_eq!(conditions[field].is_string(), ours.is_some(), "{id}: {field}");
            keeps(id, conditions[field].as_str().unwrap_or_default(), ours.as_deref().unwrap_or_default());
        };
        same_text("data_types", &rule.conditions.data_types);
        same_text("threshold", &rule.conditions.threshold);
        same_text("other", &rule.conditions.other);
        for (field, theirs, ours) in [
            ("exemptions", &conditions["exemptions"], &rule.conditions.exemptions),
            ("delay_allowed_for", &conditions["delay_allowed_for"], &rule.conditions.delay_allowed_for),
            ("clock_notes", &theirs["clock_notes"], &rule.clock_notes),
            ("content_required", &theirs["content_required"], &rule.content_required),
        ] {
            let theirs = strings(theirs);
            assert_eq!(theirs.len(), ours.len(), "{id}: {field}");
            theirs.iter().zip(ours).for_each(|(theirs, ours)| keeps(id, theirs, ours));
        }
        let follow_ups = theirs["follow_ups"].as_array().unwrap();
        assert_eq!(follow_ups.len(), rule.follow_ups.len(), "{id}");
        for (theirs, ours) in follow_ups.iter().zip(&rule.follow_ups) {
            keeps(id, theirs["what"].as_str().unwrap(), &ours.what);
            keeps(
                id,
                theirs["deadline"].as_str().unwrap_or_default(),
                ours.deadline.as_deref().unwrap_or_default(),
            );
            assert_eq!(theirs["basis"].as_str().unwrap_or_default(), ours.basis, "{id}");
            assert_eq!(theirs["rule"].as_str(), ours.rule.as_deref(), "{id}");
        }
        // Where it was read, and how well it is confirmed.
        let sources = theirs["sources"].as_array().unwrap();
        assert_eq!(sources.len(), rule.sources.len(), "{id}");
        for (theirs, ours) in sources.iter().zip(&rule.sources) {
            assert_eq!(
                (theirs["url"].as_str(), theirs["read_in"].as_str()),
                (Some(ours.url.as_str()), ours.read_in.as_deref())
            );
            keeps(id, theirs["supports"].as_str().unwrap(), &ours.supports);
        }
        assert_eq!(theirs["verified"], rule.verification.verified, "{id}");
        let verification = &theirs["verification"];
        assert_eq!(serde_json::to_value(rule.verification.level).unwrap(), verification["level"], "{id}");
        assert_eq!(strings(&verification["fields_from_memory"]), rule.verification.fields_from_memory);
        assert_eq!(verification["check"].is_string(), rule.verification.check.is_some(), "{id}");
        keeps(
            id,
            verification["check"].as_str().unwrap_or_default(),
            rule.verification.check.as_deref().unwrap_or_default(),
        );
        keeps(id, verification["note"].as_str().unwrap(), &rule.verification.note);
    }
}

/// The themes in a list of findings, which of them as `theme` and which as `themes`.
fn themes(findings: &Value) -> BTreeSet<Theme> {
    let all = findings.as_array().unwrap().iter();
    let named = all.flat_map(|f| f["themes"].as_array().cloned().unwrap_or_else(|| vec![f["theme"].clone()]));
    named.map(|theme| serde_json::from_value(theme).unwrap()).collect()
}

#[test]
fn the_themes_of_real_breaches_are_mostly_found_and_rarely_invented() {
    let (mut hits, mut misses, mut extra) = (0, 0, 0);
    for folder in folders() {
        let (expected, analysis) = confirmed(&folder);
        let findings = &analysis["incidents"][0]["findings"];
        for duty in Duty::ALL {
            let own = findings.as_array().unwrap().iter().filter(|f| f["rule"] == duty_rule(*duty)).count();
            assert_eq!(own, 1, "{}: {}", folder.display(), duty.id());
        }
        let (documented, seen) = (themes(&expected["documented_findings"]), themes(findings));
        let ids = |set: BTreeSet<Theme>| set.iter().map(|t| t.id()).collect::<Vec<_>>().join(" ");
        println!("{}", folder.display());
        let found = documented.intersection(&seen).count();
        println!(
            "  found: {found} of {}, recall {:.2}",
            documented.len(),
            found as f64 / documented.len() as f64
        );
        println!("  missed: {}", ids(&documented - &seen));
        println!("  not documented: {}", ids(&seen - &documented));
        hits += documented.intersection(&seen).count();
        misses += documented.difference(&seen).count();
        extra += seen.difference(&documented).count();
    }
    if hits + misses == 0 {
        return;
    }
    let (precision, recall) = (hits as f64 / (hits + extra) as f64, hits as f64 / (hits + misses) as f64);
    println!(
        "precision {precision:.2}, recall {recall:.2}: {hits} found, {misses} missed, {extra} not documented"
    );
    assert!(precision >= 0.8 && recall >= 0.75);
}

/// A pack of one rule: 12 hours to the authority of Kenya from awareness.
const OWN: &str = r#"{"schema": "floodmark/rules/1", "version": "own-1", "reviewed_on": "2026-11-20", "rules": [{
    "id": "ke-dpa-43", "jurisdiction": "KE", "jurisdiction_label": "Kenya", "title": "DPA: the controller tells the ODPC",
    "citation": "Data Protection Act 2019 s. 43", "status": "in_force", "in_force": {"from": "2019-11-25"},
    "recipient": "authority", "recipient_name": "ODPC",
    "trigger": {"milestone": "aware", "words": "Becoming aware."},
    "deadlines": [{"kind": "limit", "value": 12, "unit": "hours"}],
    "computation": {"mode": "elapsed_hours"}, "conditions": {},
    "verification": {"verified": false, "level": "memory"}}]}"#;

#[test]
fn a_persons_own_pack_takes_the_place_of_the_builtin_one() {
    use floodmark::engine::Engine;
    use floodmark::import::{detect, read_all};
    use floodmark::model::{CaseId, Format, source::sha256};
    use floodmark::workspace::{Change, Target};
    let found = detect("rules.json", OWN.as_bytes(), OWN.len() as u64).unwrap();
    assert_eq!(found.candidates[0].reading.format, Format::RulePack);

    let mut engine = Engine::new();
    let now = "2026-03-24T10:00:00Z".parse().unwrap();
    let text = "datetime,message,timestamp_desc\n2026-03-16T09:00:00+00:00,Something,Event Logged\n";
    let mut new = engine.supply(
        &sha256(text.as_bytes()),
        detect("t.csv", text.as_bytes(), 80).unwrap().candidates[0].reading.clone(),
        read_all("t.csv", text.as_bytes(), None).unwrap(),
    );
    new.name = "t.csv".to_owned();
    engine.apply(&Change::AddSources { target: Target::NewCase, sources: vec![new] }.into(), now).unwrap();
    let rules = |engine: &Engine| engine.analysis(CaseId(0)).unwrap().judgement().obligations.len();
    assert_eq!(rules(&engine), 157);
    let open = |text: &str| Change::OpenRules { name: "rules.json".to_owned(), text: text.to_owned() };
    let broken = OWN.replace("\"hours\"", "\"days\"");
    let error = engine.apply(&open(&broken).into(), now).unwrap_err().to_string();
    assert!(error.contains("ke-dpa-43") && error.contains("computation"), "{error}");
    assert_eq!(rules(&engine), 157, "a pack with an error changes nothing");
    engine.apply(&open(OWN).into(), now).unwrap();
    let analysis = engine.analysis(CaseId(0)).unwrap();
    let only = &analysis.judgement().obligations[0];
    assert_eq!(
        (only.rule.as_str(), only.pack.as_str(), analysis.pack().rules.len()),
        ("ke-dpa-43", "own-1", 1)
    );
    // It is part of the workspace, and of what undo takes back.
    let saved = serde_json::to_string(&**engine.workspace()).unwrap();
    assert!(saved.contains("ke-dpa-43"));
    engine.apply(&Change::RemoveRules.into(), now).unwrap();
    assert_eq!(rules(&engine), 157);
}

#[test]
fn the_page_has_each_rule_once_and_says_what_each_answer_does() {
    use floodmark::engine::view::{ObligationsView, RuleView};
    use floodmark::engine::{Engine, Query};
    use floodmark::import::{detect, read_all};
    use floodmark::model::{CaseId, Facts, Milestone, MilestoneDecision, Moment, Zone, source::sha256};
    use floodmark::obligation::Question;
    use floodmark::workspace::{Change, Target};
    let mut engine = Engine::new();
    let (now, case) = ("2026-03-24T10:00:00Z".parse().unwrap(), CaseId(0));
    let text = "datetime,message,timestamp_desc\n2026-03-30T09:00:00+00:00,Something,Event Logged\n";
    let reading = detect("t.csv", text.as_bytes(), 80).unwrap().candidates[0].reading.clone();
    let mut new =
        engine.supply(&sha256(text.as_bytes()), reading, read_all("t.csv", text.as_bytes(), None).unwrap());
    new.name = "t.csv".to_owned();
    engine.apply(&Change::AddSources { target: Target::NewCase, sources: vec![new] }.into(), now).unwrap();
    let page = |engine: &Engine| -> ObligationsView {
        engine.answer(&Query::Obligations { case, zone: Zone::Utc }, &()).unwrap().try_into().unwrap()
    };
    let effect = |view: &ObligationsView, question: Question| {
        view.effects.iter().find(|e| e.0 == question).map(|e| e.1.clone()).unwrap()
    };
    let view = page(&engine);
    assert_eq!((view.ledger.len(), view.off.len()), (0, 157));
    assert!(effect(&view, Question::Place).ends_with("rules wait for it."), "{:?}", view.effects);
    assert!(view.clocks.is_none() && view.sensitivity.is_empty());

    let facts = Facts {
        jurisdictions: vec!["DE".to_owned()],
        personal_data: Some(true),
        risk_unlikely: Some(false),
        ..Facts::default()
    };
    engine.apply(&Change::SetFacts { case, facts: Box::new(facts.clone()) }.into(), now).unwrap();
    let at = |time: &str| {
        Some(MilestoneDecision::At {
            moment: Moment::exact(time.parse().unwrap()),
            event: None,
            decided: now,
        })
    };
    let set = |milestone, time| Change::DecideMilestone { case, milestone, decision: at(time) };
    engine.apply(&set(Milestone::Aware, "2026-03-16T09:00:00Z").into(), now).unwrap();
    engine.apply(&set(Milestone::FirstSignal, "2026-03-14T09:00:00Z").into(), now).unwrap();
    engine.apply(&set(Milestone::AuthorityNotified, "2026-03-18T09:00:00Z").into(), now).unwrap();
    let view = page(&engine);
    assert_eq!(view.ledger.len() + view.off.len(), 157);
    let first = &view.ledger[0];
    assert_eq!(
        (first.rule.as_str(), first.look.as_str(), first.verdict.as_str()),
        ("eu-gdpr-33-1-authority", "good", "On time")
    );
    let field = |label: &str| first.fields.iter().find(|(l, _)| l == label).map(|(_, v)| v.as_str());
    assert_eq!(field("Due"), Some("2026-03-19 09:00:00 UTC"));
    assert_eq!(field("Margin"), Some("1 d to spare"));
    assert!(effect(&view, Question::Place).starts_with("Rules out "), "{:?}", view.effects);
    assert!(effect(&view, Question::Sector).ends_with("wait for it."));
    // From the first signal the same notice would have been late.
    let table = format!("{:?}", view.sensitivity);
    assert!(
        table.contains("2026-03-17 09:00:00 UTC: late") && table.contains("(its own start): on time"),
        "{table}"
    );
    assert_eq!(view.clocks.unwrap().table().rows.len(), 1);
    // An answer rules out, and says so.
    engine
        .apply(
            &Change::SetFacts { case, facts: Box::new(Facts { sector: "retail".to_owned(), ..facts }) }
                .into(),
            now,
        )
        .unwrap();
    assert!(effect(&page(&engine), Question::Sector).starts_with("Rules out "));
    let rule: RuleView =
        engine.answer(&Query::Rule { case, rule: first.rule.clone() }, &()).unwrap().try_into().unwrap();
    let text = format!("{:?}", rule.blocks);
    for part in ["eur-lex.europa.eu", "the primary text", "Reasons for delay", "not legal advice", "72 hours"]
    {
        assert!(text.contains(part), "{part}");
    }
    assert!(engine.answer(&Query::Rule { case, rule: "none".to_owned() }, &()).is_err());
}

/// A case with nothing but one event, and the page Obligations of it.
fn bench() -> floodmark::engine::Engine {
    use floodmark::engine::Engine;
    use floodmark::import::{detect, read_all};
    use floodmark::model::source::sha256;
    use floodmark::workspace::{Change, Target};
    let mut engine = Engine::new();
    let text = "datetime,message,timestamp_desc\n2026-06-30T09:00:00+00:00,Something,Event Logged\n";
    let reading = detect("t.csv", text.as_bytes(), 80).unwrap().candidates[0].reading.clone();
    let mut new =
        engine.supply(&sha256(text.as_bytes()), reading, read_all("t.csv", text.as_bytes(), None).unwrap());
    new.name = "t.csv".to_owned();
    let now = "2026-06-30T10:00:00Z".parse().unwrap();
    engine.apply(&Change::AddSources { target: Target::NewCase, sources: vec![new] }.into(), now).unwrap();
    engine
}

#[test]
fn every_milestone_that_the_pack_names_can_be_set_on_the_page() {
    use floodmark::engine::Query;
    use floodmark::engine::view::ObligationsView;
    use floodmark::model::{CaseId, Facts, Milestone, Zone};
    use floodmark::workspace::Change;
    let mut engine = bench();
    let case = CaseId(0);
    let pack = Pack::builtin();
    let mut places: Vec<String> = pack.rules.iter().map(|r| r.jurisdiction.clone()).collect();
    places.retain(|p| !p.is_empty());
    places.sort();
    places.dedup();
    let mut sectors: Vec<String> =
        pack.rules.iter().flat_map(|r| r.conditions.needs.sectors.clone()).collect();
    sectors.sort();
    sectors.dedup();
    let now = "2026-06-30T10:00:00Z".parse().unwrap();
    let mut missing: BTreeSet<&str> = pack.rules.iter().map(|r| r.id.as_str()).collect();
    let mut seen = 0;
    // Those who hold data for somebody else have rules of their own.
    for processor in [false, true] {
        let facts = Facts {
            jurisdictions: places.clone(),
            sector: sectors.join(", "),
            processor: Some(processor),
            contracts: ["visa", "mastercard", "amex", "discover", "acquirer", "insurer", "customer", "pci"]
                .map(str::to_owned)
                .to_vec(),
            ..Facts::default()
        };
        engine.apply(&Change::SetFacts { case, facts: Box::new(facts) }.into(), now).unwrap();
        let view: ObligationsView =
            engine.answer(&Query::Obligations { case, zone: Zone::Utc }, &()).unwrap().try_into().unwrap();
        let rows: BTreeSet<&Milestone> = view.milestones.iter().map(|row| &row.milestone).collect();
        assert!(rows.contains(&Milestone::Aware), "the field at the top");
        for entry in &view.ledger {
            missing.remove(entry.rule.as_str());
            for named in pack.rule(&entry.rule).unwrap().milestones() {
                let elsewhere = |rule: &str| view.ledger.iter().any(|e| e.rule == rule);
                let here = entry.starts.as_ref() == Some(&named) || entry.depends_on.contains(&named);
                let set = here || matches!(&named, Milestone::Sent(rule) if elsewhere(rule));
                assert!(set && rows.contains(&named), "{}: {named} cannot be set", entry.rule);
                seen += 1;
            }
        }
        let maryland = view.ledger.iter().find(|e| e.rule == "us-md-individuals").unwrap();
        assert_eq!(maryland.depends_on, [Milestone::Legal("attorney_general_notified".to_owned())]);
    }
    assert!(missing.is_empty() && seen > pack.rules.len(), "{seen}; not on a ledger: {missing:?}");
}

#[test]
fn a_notice_that_may_have_served_a_rule_leaves_it_open_on_the_page() {
    use floodmark::engine::Query;
    use floodmark::engine::view::ObligationsView;
    use floodmark::model::{CaseId, Facts, Milestone, MilestoneDecision, Moment, Zone};
    use floodmark::obligation::Verdict;
    use floodmark::workspace::Change;
    let mut engine = bench();
    let (case, now) = (CaseId(0), "2026-06-30T10:00:00Z".parse().unwrap());
    let facts = Facts {
        jurisdictions: vec!["EU".to_owned(), "GB".to_owned()],
        personal_data: Some(true),
        risk_unlikely: Some(false),
        processor: Some(false),
        ..Facts::default()
    };
    engine.apply(&Change::SetFacts { case, facts: Box::new(facts) }.into(), now).unwrap();
    let mut set = |milestone: Milestone, time: &str| {
        let moment = Moment::exact(time.parse().unwrap());
        let decision = Some(MilestoneDecision::At { moment, event: None, decided: now });
        engine.apply(&Change::DecideMilestone { case, milestone, decision }.into(), now).unwrap();
        let view: ObligationsView =
            engine.answer(&Query::Obligations { case, zone: Zone::Utc }, &()).unwrap().try_into().unwrap();
        let gdpr = view.ledger.iter().find(|e| e.rule == "eu-gdpr-33-1-authority").unwrap().clone();
        let kept = engine.analysis(case).unwrap();
        let judged = &kept.judgement().obligations;
        let verdict = judged.iter().find(|o| o.rule == gdpr.rule).unwrap().verdict;
        (gdpr.look, gdpr.verdict, view.clocks.unwrap().title(), verdict)
    };
    let (look, ..) = set(Milestone::Aware, "2026-03-16T10:00:00Z");
    assert_eq!(look, "bad", "nothing is on record");
    let (look, words, clocks, verdict) = set(Milestone::AuthorityNotified, "2026-03-18T09:00:00Z");
    assert_eq!((look.as_str(), verdict), ("open", Verdict::NotSent), "what files say stays");
    assert_eq!(words, "A notice is on record; say which rule it served");
    assert!(clocks.contains("0 kept, 0 not kept"), "{clocks}");
    let own = Milestone::Sent("eu-gdpr-33-1-authority".to_owned());
    let (look, words, ..) = set(own, "2026-03-18T09:00:00Z");
    assert_eq!((look.as_str(), words.as_str()), ("good", "On time"));
}

#[test]
fn the_pack_and_a_persons_own_are_by_the_published_schema_which_is_as_strict_as_the_reader() {
    use floodmark::engine::protocol::Export;
    use floodmark::engine::view::Exported;
    use floodmark::engine::{Engine, Query};
    use floodmark::obligation::pack::{BUILTIN, JSON_SCHEMA};
    let schema: Value = serde_json::from_str(JSON_SCHEMA).unwrap();
    let validator = jsonschema::options().build(&schema).unwrap();
    let told = |text: &str| -> Vec<String> {
        let value: Value = serde_json::from_str(text).unwrap();
        validator.iter_errors(&value).map(|e| format!("{} at {}", e, e.instance_path())).collect()
    };
    assert_eq!(told(BUILTIN), [] as [String; 0]);
    assert_eq!(told(OWN), [] as [String; 0]);
    // What the reader refuses by its types, the schema refuses as well.
    let changes = [
        ("\"elapsed_hours\"", "\"hours_elapsed\""),
        ("\"status\": \"in_force\"", "\"status\": \"binding\""),
        ("\"recipient\": \"authority\"", "\"recipient\": \"nobody\""),
        ("\"value\": 12", "\"value\": -12"),
        ("\"verified\": false, ", ""),
        ("\"kind\": \"limit\"", "\"sort\": \"limit\""),
    ];
    for (from, to) in changes {
        assert!(OWN.contains(from), "{from}");
        let changed = OWN.replacen(from, to, 1);
        assert!(Pack::parse(&changed).is_err() && !told(&changed).is_empty(), "{from} as {to}");
    }
    // The file is saved as a start, and opens again.
    let export = |what| -> Exported {
        let (zone, date) = (floodmark::model::Zone::Utc, "2026-06-30".parse().unwrap());
        Engine::new()
            .answer(&Query::Export { what, case: None, zone, date }, &())
            .unwrap()
            .try_into()
            .unwrap()
    };
    let saved = export(Export::Rules);
    assert_eq!((saved.name.as_str(), saved.text.as_str()), ("rules.json", BUILTIN));
    assert_eq!(Pack::parse(&saved.text).unwrap(), *Pack::builtin());
    assert_eq!(export(Export::RulesSchema).text, JSON_SCHEMA);
}

#[test]
fn an_answer_of_the_severity_is_tied_to_events_which_follow_their_table() {
    use floodmark::engine::Query;
    use floodmark::engine::view::ResponseView;
    use floodmark::model::facts::BreachFactor;
    use floodmark::model::{CaseId, EventId, Facts, SourceId, Zone};
    use floodmark::workspace::Change;
    let mut engine = bench();
    let (case, now) = (CaseId(0), "2026-06-30T10:00:00Z".parse().unwrap());
    let first = EventId { source: engine.workspace().cases[0].sources[0].id, row: 0 };
    let gone = EventId { source: first.source, row: 99 };
    let facts = Facts {
        breach: [(BreachFactor::Malicious, 2)].into(),
        breach_events: [(BreachFactor::Malicious, vec![first, gone])].into(),
        ..Facts::default()
    };
    engine.apply(&Change::SetFacts { case, facts: Box::new(facts.clone()) }.into(), now).unwrap();
    let view: ResponseView =
        engine.answer(&Query::Response { case, zone: Zone::Utc }, &()).unwrap().try_into().unwrap();
    let told = format!("{:?}", view.severity);
    assert!(told.contains("; rests on event 1: “Something”"), "{told}");
    // It is kept, and what was kept before has none.
    let kept: Facts = serde_json::from_str(&serde_json::to_string(&facts).unwrap()).unwrap();
    assert_eq!(kept, facts);
    assert!(serde_json::from_str::<Facts>(r#"{"breach":{}}"#).unwrap().breach_events.is_empty());
    // In another table it is another row, or gone.
    let mut moved = (*engine.workspace().cases[0]).clone();
    moved.rename_events(|id| (id.row == 0).then_some(EventId { source: SourceId(7), row: 3 }));
    assert_eq!(
        moved.facts.breach_events[&BreachFactor::Malicious],
        [EventId { source: SourceId(7), row: 3 }]
    );
}
