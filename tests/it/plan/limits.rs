//! The limits of rules, put right where the plan names them.

use super::{Proposer, accept, every_kind, revision, with_one};
use floodmark::obligation::{Obligation, Recipient};
use floodmark::plan::change::{Amendment, AmendmentKind, write};
use floodmark::plan::read::read;

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
fn of_a_limit_that_is_a_range_the_end_is_written() {
    let proposer = Proposer::new();
    let rules = [told("jp-x", "APPI: preliminary report", "APPI Art. 26", "3 to 5 days")];
    let put_right = |line: &str| {
        let text = format!("# Plan\n\n## Obligations\n\n{line}\n");
        let all = proposer.amendments_where(&read(&text), &rules, &[]);
        let id = "know-obligations.limit-jp-x-7200m";
        all.iter().any(|a| a.id == id).then(|| with_one(&text, &all, id, None))
    };
    let new = put_right("- APPI Art. 26: tell the commission.").unwrap();
    assert!(new.contains("- APPI Art. 26: tell the commission. The limit is 5 days.\n"), "{new}");
    // A range of the plan gives way as a whole.
    for line in ["within 7 to 10 days", "within 7–10 days", "within 10 days"] {
        let new = put_right(&format!("- APPI Art. 26: tell the commission {line}.")).unwrap();
        assert!(new.contains("- APPI Art. 26: tell the commission within 5 days.\n"), "{new}");
    }
    // What lies in the range keeps the rule.
    for line in ["within 3 to 5 days", "within 4 days", "within 72 hours"] {
        assert_eq!(put_right(&format!("- APPI Art. 26: tell the commission {line}.")), None);
    }
    // In the ledger of the plan too, one limit is named.
    let all = proposer.amendments_where(&read("# Plan\n\n## Obligations\n\n- None.\n"), &rules, &[]);
    let row = all.iter().find(|a| a.kind == AmendmentKind::AddObligation).unwrap();
    assert!(row.text.starts_with("APPI: preliminary report | 5 days | "), "{}", row.text);
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
