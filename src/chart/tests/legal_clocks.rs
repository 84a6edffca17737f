//! Tests of the chart of clocks.

use super::*;

/// The clocks of a shop in many places.
#[test]
fn clocks_tell_apart_what_the_law_does_and_stand_at_the_time_that_counts() {
    let at = |text: &str| Some([t(text), t(text)]);
    let clock = |verdict| Obligation {
        counted: at("2026-03-17T10:00:00Z"),
        // Received later than sent, by a rule that counts the sending.
        received: at("2026-03-20T10:00:00Z"),
        ..clock(
            "A rule",
            "2026-03-16T10:00:00Z",
            "2026-03-19T10:00:00Z",
            Some("2026-03-17T10:00:00Z"),
            verdict,
        )
    };
    use Verdict::*;
    let mut all = [OnTime, OnTimeLenient, Late, LateWithReason].map(clock).to_vec();
    all.push(Obligation { due: None, ..clock(NotAssessable) });
    // A proposal has no due time either, and no clock to miss.
    all.push(Obligation { due: None, ..clock(NotInForce) });
    let chart = Chart::clocks(&all, &Milestones::default(), Zone::Utc).unwrap();
    assert_eq!(
        chart.title(),
        "Of 4 clocks: 2 kept (1 by the lenient reading alone), 1 not kept, 1 late with documented reasons, 0 not decided"
    );
    assert!(chart.caption().starts_with("n = 4, 1 more without a due time. "), "{}", chart.caption());
    assert!(chart.table().rows.iter().all(|row| row[4] == "24.00"), "{:?}", chart.table());
}

/// A notice that was sent in time and received too late, under a rule that counts the sending and one that counts the receipt.
#[test]
fn the_notice_stands_at_the_time_that_its_rule_counts() {
    use crate::model::Facts;
    use crate::obligation::{Pack, assess};
    let rules = [("eu-gdpr-33-1-authority", "24.00", "On time"), ("us-bank-36h", "96.00", "Late")];
    let mut all = vec![
        (Milestone::Aware, "2026-03-16T09:00".to_owned()),
        ("determined_notification_incident".parse().unwrap(), "2026-03-16T09:00".to_owned()),
    ];
    for (rule, ..) in rules {
        all.push((Milestone::Sent(rule.to_owned()), "2026-03-17T09:00".to_owned()));
        all.push((Milestone::Received(rule.to_owned()), "2026-03-20T09:00".to_owned()));
    }
    let all: Vec<(Milestone, &str)> = all.iter().map(|(m, at)| (m.clone(), at.as_str())).collect();
    let facts = Facts {
        jurisdictions: ["DE", "US"].map(str::to_owned).to_vec(),
        sector: "bank".to_owned(),
        personal_data: Some(true),
        risk_unlikely: Some(false),
        thresholds: [("us-bank-36h".to_owned(), true)].into(),
        ..Facts::default()
    };
    let milestones = milestones(&all);
    let judged = assess(Pack::builtin(), &facts, &milestones, t("2026-06-01T00:00:00Z"));
    for (rule, hours, verdict) in rules {
        let one = judged.iter().find(|o| o.rule == rule).unwrap();
        let chart = Chart::clocks(std::slice::from_ref(one), &milestones, Zone::Utc).unwrap();
        let row = &chart.table().rows[0];
        assert_eq!([row[4].as_str(), row[5].as_str()], [hours, verdict], "{rule}");
    }
}

#[test]
fn what_is_not_decided_counts_for_nobody() {
    let times = ["2026-03-16T09:31:00Z", "2026-03-19T09:31:00Z"];
    let clocks = |change: fn(&mut Obligation)| {
        let mut one = clock("Authority", times[0], times[1], None, Verdict::NotSent);
        change(&mut one);
        (Chart::clocks(std::slice::from_ref(&one), &Milestones::default(), Zone::Utc).unwrap(), one)
    };
    let (sure, _) = clocks(|_| ());
    assert_eq!(sure.title(), "Of one clock: 0 kept, 1 not kept, 0 not decided");
    // Nobody has said whether the rule applies; or which rule the notice on record served.
    for change in [|o: &mut Obligation| o.applies = None, |o: &mut Obligation| o.unassigned = true] {
        let (open, one) = clocks(change);
        assert_eq!(open.title(), "Of one clock: 0 kept, 0 not kept, 1 not decided");
        assert_eq!(open.table().rows[0][5], one.words());
        let harm = open.scene(900.0, 200.0).shapes.into_iter().any(|s| format!("{s:?}").contains("Harm"));
        assert!(!harm, "not in red");
        let phases = Chart::phases(
            &milestones(&[(Detected, "2026-03-16T09:05")]),
            std::slice::from_ref(&one),
            t("2026-06-01T00:00:00Z"),
            Zone::Utc,
        );
        assert!(phases.describe().contains(&words::lower(&one.words())), "{}", phases.describe());
    }
    let (_, one) = clocks(|o| o.unassigned = true);
    assert_eq!(one.words(), "A notice is on record; say which rule it served");
}

#[test]
fn the_clocks_stand_in_a_table_as_they_are_drawn() {
    let chart = clocks(&["DE", "US-CA"]);
    let table = chart.table();
    assert_eq!(table.columns[2], "Due (h)");
    let gdpr = &table.rows[0];
    assert_eq!(
        gdpr[1..],
        ["0.43", "72.43", "72.92", "54.28", "On time"].map(str::to_owned),
        "counted from detection"
    );
    let late = table.rows.iter().find(|r| r[0] == "California: residents are told").unwrap();
    assert_eq!((late[1].as_str(), late[5].as_str()), ("0.00", "Late"));
    assert!(chart.title().contains(": 1 kept"), "{}", chart.title());
    assert!(
        chart.caption().contains("not legal advice") && chart.caption().contains("the first clock’s start")
    );
    assert!(clocks(&["DE"]).caption().contains("Time since awareness, 2026-03-16 09:31:00"));
    // One mark a rule, each with its words, whatever the axis.
    for chart in [chart.clone(), chart.clone().with_log(false)] {
        let marks = chart.marks(900.0, chart.height(900.0));
        assert_eq!(marks.len(), table.rows.len());
        assert!(
            marks[0].label.contains("sent after 2 d 6 h") && marks[0].label.contains("on time"),
            "{}",
            marks[0].label
        );
    }
}
