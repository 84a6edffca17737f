//! Which words of a plan give way, and to what.

use super::{Proposer, accept, every_kind, holds, revision, with_one};
use crate::engine::example;
use floodmark::finding::{Earlier, find};
use floodmark::model::finding::{Outcome, Severity};
use floodmark::model::{Duration, Finding, MetricId, Moment, Span, Timestamp};
use floodmark::obligation::{Obligation, Recipient};
use floodmark::plan::change::{Amendment, AmendmentKind, Change, propose, write};
use floodmark::plan::read::read;

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
fn the_plans_text_of_a_notice_gets_the_parts_that_the_notice_lacked() {
    use floodmark::model::facts::NoticePart;
    let text = "# Plan\n\n## Template: notice to customers\n\nDear customer,\n\n- What happened: [words].\n- What you can do: [words].\n\nRegards\n\n## Contain\n\n- Stop.\n";
    let (engine, case) = example();
    let analysis = engine.analysis(case).unwrap();
    let told = |text: &str, parts: &[(NoticePart, bool)]| -> Vec<Amendment> {
        let plan = read(text);
        let mut view = analysis.view(&[]);
        let mut case = view.case.clone();
        case.facts.notice = parts.iter().copied().collect();
        (view.case, view.plan) = (&case, Some(&plan));
        let all = propose(&plan, &view, &find(&view));
        all.into_iter().filter(|a| a.kind == AmendmentKind::CorrectTemplate).collect()
    };
    // What the text asks for already is not added, nor what the notice had.
    let lacked = [
        (NoticePart::Contact, false),
        (NoticePart::Data, false),
        (NoticePart::Advice, false),
        (NoticePart::Measures, true),
    ];
    let all = told(text, &lacked);
    let ids: Vec<&str> = all.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids, ["notice-content.template-data", "notice-content.template-contact"]);
    assert!(all[0].reason.contains("did not say") && all[0].reason.contains("Template: notice to customers"));
    assert_eq!(
        (all[0].findings.as_slice(), all[0].owner.as_str()),
        (&["notice-content".to_owned()][..], "Head of communication")
    );
    let new = holds(text, &all, "a template");
    assert!(
        new.contains("- What you can do: [words].\n- Which data it concerns: [kinds of data, of which orders or accounts].\n- Where you can ask: ["),
        "{new}"
    );
    assert!(new.contains("\n\nRegards\n\n## Contain"), "{new}");
    assert_eq!(told(&new, &lacked), []);
    // Where all was said, or the plan has no text of its own, there is nothing to correct.
    assert_eq!(told(text, &[(NoticePart::Contact, true)]), []);
    assert_eq!(told("# Plan\n\n## Contain\n\n- Stop.\n", &lacked), []);
    // A letter is one under any heading.
    let letter = "# Plan\n\n## Appendix C\n\nDear customers,\n\nsomething happened.\n";
    assert_eq!(told(letter, &lacked).len(), 3);
}

#[test]
fn what_brings_systems_back_and_whom_to_reach_have_their_own_places() {
    let text = "# Plan\n\n## Role: Scribe\n\n- Writes.\n\n## Contain and recover\n\n- Isolate the shop.\n\n### Recovery\n\n- Reopen.\n\n## Training\n\n- Read.\n";
    let proposer = Proposer { gap: "engage-response-team", ..Proposer::new() };
    let analysis = proposer.engine.analysis(proposer.case).unwrap();
    let plan = read(text);
    let mut view = analysis.view(&[]);
    view.plan = Some(&plan);
    let some = find(&view).into_iter().find(|f| f.outcome == Outcome::Gap).unwrap();
    for rule in ["slow-recovery", "recovery-gap", "recovered-before-eradicated"] {
        let finding = Finding { rule: rule.into(), severity: Severity::High, ..some.clone() };
        let all = propose(&plan, &view, &[finding]);
        assert!(!all.is_empty() && all.iter().all(|a| a.section == "Recovery"), "{all:#?}");
    }
    // The description of one role is no list of whom to reach; a table of people is, whatever it is called.
    let contacts = |text: &str| -> Vec<String> {
        let all = proposer.amendments(&read(text)).into_iter();
        all.filter(|a| a.kind == AmendmentKind::NameContact).map(|a| a.section).collect()
    };
    let table = "| Role | Who |\n|---|---|\n| Scribe | A |\n";
    assert!(!contacts(text).contains(&"Role: Scribe".to_owned()), "{:?}", contacts(text));
    assert!(contacts(&text.replace("- Writes.\n", table)).iter().all(|s| s == "Role: Scribe"));
    assert!(contacts(&text.replace("Role: Scribe", "Roles")).iter().all(|s| s == "Roles"));
}
