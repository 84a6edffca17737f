//! Each rule: shown, a gap, not shown.

use super::testing::{Story, european, moment};
use super::{duty_rule, of_duty};
use crate::model::case::AmendmentDecision;
use crate::model::finding::Outcome::{Gap, NotShown, Shown};
use crate::model::{Duty, MetricId, Precision, RowTime, Severity, Span, Theme, Timestamp};
use crate::plan::read::{Plan, Target};

const DETECTED: (&str, &str) = ("detected", "2026-03-16T09:00:00Z");
const CONTAINED: (&str, &str) = ("contained", "2026-03-16T09:43:30Z");

fn plan() -> Plan {
    let target = |metric, minutes| Target { metric, minutes, range: 0..0, section: 0 };
    Plan {
        targets: vec![target(MetricId::TimeToContain, 30), target(MetricId::TimeToDeclare, 60)],
        cadence_minutes: Some((120, 0..0)),
        amended: vec!["declare.target".to_owned()],
        ..Plan::default()
    }
}

fn planned(milestones: &[(&str, &str)]) -> Story {
    Story { plan: Some(plan()), ..Story::with(milestones) }
}

#[test]
fn an_empty_case_has_each_duty_once_and_blames_nobody() {
    let found = Story::default().findings();
    assert_eq!(found.len(), Duty::ALL.len());
    for duty in Duty::ALL {
        let finding = of_duty(&found, *duty).unwrap();
        assert_eq!((finding.duty, finding.outcome), (Some(*duty), NotShown), "{}", finding.rule);
        assert!(!finding.question.is_empty() && !finding.why.is_empty() && !finding.change.is_empty());
    }
}

#[test]
fn every_case_has_each_duty_exactly_once_whatever_else_is_found() {
    let story = Story::with(&[DETECTED, CONTAINED, ("compromise", "2026-01-01")]).event(
        "2026-03-16T08:00:00Z",
        "attacker",
        "mail",
        "Password of a vendor stolen; logs overwritten",
    );
    let found = story.findings();
    for duty in Duty::ALL {
        assert_eq!(found.iter().filter(|f| f.rule == duty_rule(*duty)).count(), 1);
    }
    assert!(found.is_sorted_by(|a, b| a.severity >= b.severity), "heaviest first");
    let claims: Vec<_> = found.iter().map(|f| &f.claim).collect();
    assert!(claims.iter().all(|c| !c.is_empty() && !c.contains('!') && !c.contains("blame")), "{claims:?}");
}

#[test]
fn containment_is_held_against_the_plan_or_a_day() {
    let rule = "identify-and-isolate";
    let story = Story::with(&[DETECTED, CONTAINED]);
    story.shows(rule, Shown, "43 min 30 s after detection");
    let late = planned(&[DETECTED, CONTAINED]).shows(rule, Gap, "the plan's target of 30 min");
    assert_eq!(late.themes, [Theme::LateContainment, Theme::PlanNotFollowed]);
    Story::with(&[DETECTED, ("contained", "2026-03-18")]).shows(rule, Gap, "one day");
    Story::with(&[DETECTED]).shows(
        rule,
        NotShown,
        "the record ends 2026-06-01 00:00:00 UTC without a containment: at least 76 d",
    );
    Story::with(&[DETECTED, ("contained", "none")]).shows(rule, NotShown, "did not apply or is not known");
    Story::with(&[CONTAINED]).shows(rule, NotShown, "detection has no time");
    Story::with(&[DETECTED, ("contained", "2026-03-01")]).shows(rule, NotShown, "lies before detection");
}

#[test]
fn the_order_of_isolation_is_told_and_whether_it_held() {
    let story = Story::with(&[DETECTED, CONTAINED])
        .event("2026-03-16T09:10:00Z", "hosting", "checkout", "Checkout taken offline")
        .event("2026-03-16T09:20:00Z", "hosting", "admin accounts", "Admin sessions revoked");
    story.shows("identify-and-isolate", Shown, "Isolated in this order: checkout and admin accounts.");
    let again =
        story.event("2026-03-16T09:30:00Z", "attacker", "admin accounts", "Logs in with a new account");
    let finding = again.shows("identify-and-isolate", Gap, "still active for 20 min");
    assert_eq!(finding.themes, [Theme::LateContainment]);
    assert_eq!(finding.events[0].row, 0);
}

#[test]
fn declaring_is_held_against_the_plan_or_a_day() {
    let rule = "engage-response-team";
    let declared = ("declared", "2026-03-16T11:00:00Z");
    Story::with(&[DETECTED, declared]).shows(rule, Shown, "2 h after detection");
    let slow = planned(&[DETECTED, declared]).shows(rule, Gap, "the plan's target of 1 h");
    assert!(slow.themes.contains(&Theme::SlowEscalation));
    Story::with(&[DETECTED]).shows(rule, NotShown, "no declaration is on record");
    let teams =
        Story::with(&[DETECTED, declared]).event("2026-03-16T10:00:00Z", "IT operations", "", "On it");
    teams.shows(rule, Shown, "one team at work");
}

#[test]
fn evidence_is_secured_before_eradication_or_after_it() {
    let rule = "preserve-evidence";
    let eradicated = ("eradicated", "2026-03-17T12:00:00Z");
    Story::with(&[DETECTED, eradicated, ("evidence_preserved", "2026-03-16T10:00:00Z")]).shows(
        rule,
        Shown,
        "1 h after detection. That was before “eradicated”",
    );
    let late = Story::with(&[eradicated, ("evidence_preserved", "2026-03-18T10:00:00Z")])
        .shows(rule, Gap, "By then");
    assert_eq!((late.severity, late.themes), (Severity::High, vec![Theme::EvidenceLost]));
    Story::with(&[eradicated, ("evidence_preserved", "2026-03-17")]).shows(rule, Shown, "uncertain");
    Story::with(&[eradicated]).shows(rule, NotShown, "no time at which evidence was secured");
    let hint =
        Story::with(&[eradicated]).event("2026-03-16T10:00:00Z", "", "", "Snapshot of the server disk taken");
    assert_eq!(hint.shows(rule, NotShown, "confirm it").events.len(), 1);
    let lost = Story::with(&[eradicated]).event("2026-03-16T10:00:00Z", "", "", "Web logs were overwritten");
    lost.shows(rule, Gap, "evidence that was lost");
}

#[test]
fn the_people_affected_are_told_first_and_soon() {
    let rule = "notify-affected-parties";
    let aware = ("aware", "2026-03-16T10:00:00Z");
    Story::with(&[aware, ("individuals_notified", "2026-03-18T10:00:00Z")]).shows(
        rule,
        Shown,
        "2 d after “aware",
    );
    let late = Story::with(&[aware, ("individuals_notified", "2026-05-18T10:00:00Z")]).shows(
        rule,
        Gap,
        "63 d after",
    );
    assert_eq!((late.severity, late.themes), (Severity::High, vec![Theme::LateNotification]));
    let told = ("individuals_notified", "2026-06-01T10:00:00Z");
    let slow =
        Story::with(&[DETECTED, ("aware", "2026-05-20"), told]).shows(rule, Gap, "77 d 1 h after “detected”");
    assert_eq!(slow.themes, [Theme::LateNotification]);
    let press = [("public_disclosure", "2026-03-17"), ("individuals_notified", "2026-03-18")];
    let after = Story::with(&press).shows(rule, Gap, "the public knew before");
    assert_eq!(after.themes, [Theme::PoorCommunication]);
    Story::with(&[aware]).shows(
        rule,
        NotShown,
        "No notice to the people affected is on record by 2026-06-01",
    );
    Story::with(&[aware, ("individuals_notified", "none")]).shows(rule, NotShown, "did not apply");
    Story::with(&[]).and(|c| c.facts.personal_data = Some(false)).shows(rule, Shown, "No personal data");
    let said = Story::with(&press[1..]).event(
        "2026-03-19T10:00:00Z",
        "customers",
        "",
        "Customers find the notice confusing",
    );
    said.shows(rule, Shown, "individuals notified 2026-03-18");
    said.tells(Theme::PoorCommunication, "confusing");
}

#[test]
fn updates_are_held_against_what_was_promised() {
    let rule = "regular-updates";
    let milestones = [DETECTED, ("contained", "2026-03-16T15:00:00Z")];
    let update =
        |story: Story, time: &str| story.event(time, "support", "", "Update posted on the status page");
    let two = update(update(Story::with(&milestones), "2026-03-16T10:00:00Z"), "2026-03-16T14:00:00Z");
    two.shows(
        rule,
        NotShown,
        "2 updates from detection to 2026-03-16 15:00:00 UTC; the longest silence lasted at least 4 h",
    );
    two.clone().and(|c| c.facts.update_cadence_minutes = Some(240)).shows(rule, Shown, "Promised: every 4 h");
    let gap = Story { plan: Some(plan()), ..two }.shows(rule, Gap, "Promised: every 2 h");
    assert_eq!(gap.themes, [Theme::PoorCommunication]);
    Story::with(&milestones).shows(rule, NotShown, "No update is on record");
    Story::default().shows(rule, NotShown, "Detection has no time");
}

#[test]
fn the_support_channel_opens_before_the_notice() {
    let rule = "support-channels";
    let notice = ("individuals_notified", "2026-03-18T10:00:00Z");
    let opened = |time| Story::with(&[notice, ("support_opened", time)]);
    opened("2026-03-18T09:00:00Z").shows(rule, Shown, "before “individuals notified”");
    opened("2026-03-18T10:00:00Z").shows(rule, Shown, "together");
    opened("2026-03-19T10:00:00Z").shows(rule, Gap, "1 d after");
    opened("2026-03-18").shows(rule, Shown, "uncertain");
    Story::with(&[notice]).shows(rule, NotShown, "no support channel");
}

#[test]
fn obligations_are_known_once_the_questions_are_answered() {
    let rule = "know-obligations";
    let aware = ("aware", "2026-03-16T12:00:00Z");
    european(&[DETECTED, aware]).shows(
        rule,
        Shown,
        "eu-gdpr-33-1-authority. Awareness: 2026-03-16 12:00:00 UTC, 3 h after",
    );
    european(&[DETECTED]).shows(rule, NotShown, "awareness, at which their clocks start, has no time");
    european(&[aware]).and(|c| c.facts.risk_unlikely = None).shows(rule, NotShown, "risk to them unlikely");
    european(&[]).and(|c| c.facts.personal_data = Some(false)).shows(rule, Shown, "No rule of the pack");
    european(&[DETECTED, ("aware", "2026-03-20T12:00:00Z")]).shows(rule, Gap, "4 d 3 h after detection");
    Story::default().shows(rule, NotShown, "Nobody has said where");
}

#[test]
fn reporting_says_due_sent_and_margin() {
    let rule = "timely-reporting";
    let aware = ("aware", "2026-03-16T12:00:00Z");
    let sent = |time| european(&[aware, ("authority_notified", time)]);
    let finding = sent("2026-03-18T12:00:00Z").shows(rule, Shown, "on time; due 2026-03-19 12:00:00 UTC");
    assert!(finding.claim.contains("at least 1 d to spare") && finding.why.contains("not legal advice"));
    let late = sent("2026-03-21T12:00:00Z").shows(rule, Gap, "at least 2 d over");
    assert_eq!(late.themes, [Theme::LateNotification]);
    assert!(!late.claim.contains("breach of law"));
    european(&[aware]).shows(rule, Gap, "not sent by the end of the record");
    european(&[]).shows(rule, NotShown, "clock has no start");
    let both = sent("2026-03-18T12:00:00Z").and(|c| c.facts.jurisdictions.push("GB".to_owned()));
    both.shows(rule, NotShown, "not said which rule it served");
    european(&[]).and(|c| c.facts.personal_data = Some(false)).shows(rule, Shown, "nothing was due");
    let excuse = |c: &mut crate::model::Case| {
        c.facts.delay_reasons.insert("eu-gdpr-33-1-authority".into(), "The processor told us late.".into());
    };
    assert_eq!(
        sent("2026-03-21T12:00:00Z").and(excuse).shows(rule, Shown, "late, with reasons").severity,
        Severity::Low
    );
}

#[test]
fn a_review_is_held_soon_with_all_teams() {
    let rule = "post-mortem";
    let held = [CONTAINED, ("review_held", "2026-03-20T10:00:00Z")];
    let with = |teams: &[&str]| {
        let teams: Vec<String> = teams.iter().map(|t| (*t).to_owned()).collect();
        Story::with(&held)
            .event("2026-03-16T09:10:00Z", "Hosting", "", "Checkout taken offline")
            .and(|c| c.facts.review_teams = teams)
    };
    with(&["hosting team", "legal"]).shows(rule, Shown, "4 d 0 h".trim_end_matches(" 0 h"));
    with(&["legal"]).shows(rule, Gap, "not on the list: Hosting");
    with(&[]).shows(rule, NotShown, "Who took part is not on record");
    let late = Story::with(&[CONTAINED, ("review_held", "2026-05-20")])
        .and(|c| c.facts.review_teams = vec!["legal".into()]);
    late.shows(rule, Gap, "65 days");
    Story::with(&[CONTAINED]).shows(rule, NotShown, "No review is on record");
}

#[test]
fn the_plan_holds_what_was_accepted() {
    let rule = "update-plan";
    let accept = |story: Story, id: &str| {
        story.and(|c| {
            c.amendments.insert(id.to_owned(), AmendmentDecision::Accepted { text: None });
        })
    };
    accept(planned(&[]), "declare.target").shows(rule, Shown, "holds the one accepted change");
    accept(planned(&[]), "support.open").shows(rule, Gap, "One accepted change is not yet in the plan");
    Story::with(&[("plan_updated", "2026-04-01")]).shows(rule, Shown, "updated 2026-04-01");
    planned(&[]).shows(rule, NotShown, "no change from this incident");
    Story::default().shows(rule, NotShown, "No response plan is open");
}

#[test]
fn gaps_in_skills_become_training() {
    let rule = "training-and-resources";
    let gap = Story::with(&[CONTAINED]).event("2026-03-16T08:00:00Z", "", "", "Password reused and leaked");
    gap.shows(rule, Gap, "credential hygiene");
    gap.event("2026-04-01T08:00:00Z", "", "", "Security training held for all teams").shows(
        rule,
        Shown,
        "One event of",
    );
    Story::default().shows(rule, NotShown, "No training");
}

#[test]
fn detection_by_others_or_after_weeks_is_a_gap() {
    let long = Story::with(&[("compromise", "2026-01-01"), DETECTED]);
    let finding = long.shows("detection-gap", Gap, "about 74 days");
    assert_eq!(finding.severity, Severity::High);
    let told =
        Story::with(&[DETECTED]).event(DETECTED.1, "bank", "", "A bank tells the shop of fraud on its cards");
    told.tells(Theme::DetectionGap, "from outside");
    let own = Story::with(&[("compromise", "2026-03-15"), DETECTED]).event(
        DETECTED.1,
        "SIEM",
        "",
        "Alert on a new admin",
    );
    assert_eq!(own.finding("detection-gap"), None);
}

#[test]
fn a_first_sign_that_waits_is_seen() {
    let waits = Story::with(&[("first_signal", "2026-03-01"), DETECTED])
        .event("2026-03-01", "scanner", "", "Changed file reported")
        .event(DETECTED.1, "shop", "", "Skimmer found");
    waits.tells(Theme::AlertIgnored, "about 15 days");
    waits.tells(Theme::SlowEscalation, "From the first sign");
    let soon = Story::with(&[("first_signal", "2026-03-16T08:00:00Z"), DETECTED]);
    assert_eq!((soon.finding("alert-ignored"), soon.finding("slow-escalation")), (None, None));
    let said = Story::default().event("2026-03-01", "", "", "Alert raised twice, but nobody acted on it");
    said.tells(Theme::AlertIgnored, "nobody acted");
}

#[test]
fn a_foothold_that_reaches_three_systems_reaches_far() {
    let attack =
        |story: Story, asset: &str, text: &str| story.event("2026-03-16T08:00:00Z", "attacker", asset, text);
    let two = attack(attack(Story::with(&[CONTAINED]), "mail", "Logs in"), "mail and wiki", "Reads");
    let two = attack(two, "console", "Attempt refused");
    let two = attack(two, "shop", "Changes the checkout");
    assert_eq!(
        two.finding("segmentation"),
        None,
        "a part of a known system and a refused attempt do not count"
    );
    attack(two, "database", "Copies orders").tells(Theme::Segmentation, "3 systems: mail, shop and database");
}

#[test]
fn texts_are_read_for_what_they_say_themselves() {
    for (theme, yes, no) in [
        (Theme::ThirdParty, "Access of a supplier stolen", "Supplier told by phone"),
        (Theme::CredentialHygiene, "Admin password was reused", "Password changed"),
        (
            Theme::MissingPatch,
            "The update had been available for weeks but the patch was not applied",
            "Patch applied",
        ),
        (Theme::AssetInventory, "A forgotten server answers", "The server answers"),
        (Theme::LoggingGap, "Audit logging was not enabled", "Logs exported"),
        (Theme::PlanNotFollowed, "The checklist was skipped", "The checklist was followed"),
        (Theme::TrainingGap, "The step is missing in the runbook", "The runbook helps"),
        (Theme::RecoveryGap, "The backup is corrupt", "The backup is restored"),
        (Theme::LateContainment, "The skimmer is still active", "The skimmer is removed"),
        (Theme::Segmentation, "Intruder pivots to another server", "Intruder leaves"),
    ] {
        let event = |text: &str| Story::default().event("2026-03-01", "", "", text);
        event(yes).tells(theme, yes);
        assert_eq!(event(no).finding(theme.id()), None, "{no}");
    }
}

#[test]
fn the_record_itself_is_questioned() {
    let reversed = Story::with(&[DETECTED, ("contained", "2026-03-01")]);
    reversed.shows(
        "order-reversed",
        Gap,
        "“Contained” (2026-03-01) lies before “Detected” (2026-03-16 09:00:00 UTC)",
    );
    let vague = Story::with(&[DETECTED, ("contained", "2026-03-16")]);
    vague.shows("order-uncertain", Gap, "“Detected” (2026-03-16 09:00:00 UTC) and “Contained” (2026-03-16)");
    vague.shows("milestones-imprecise", Gap, "contained (2026-03-16)");
    let at = moment("2026-03-16T09:00:00Z").earliest;
    let naive =
        RowTime { micros: at.0, offset: None, precision: Precision::Exact, abbreviation: None, zone: None };
    Story::default().row(naive, "x").shows("rows-without-zone", Gap, "One event without a time zone");
    let day = RowTime { precision: Precision::Day, ..naive };
    Story::default().row(day, "x").shows("zone-assumed", Gap, "One event");
    let far = RowTime::utc(Timestamp::PLAUSIBLE_UNTIL.plus(Span::seconds(1)));
    Story::default().row(far, "x").shows(
        "time-implausible",
        Gap,
        "One event outside the years 1970 to 2099.",
    );
    let twice = Story::default().row(RowTime::utc(at), "same words").row(RowTime::utc(at), "Same words.");
    assert_eq!(twice.shows("duplicates", Gap, "One event told more than once").events.len(), 2);
    let clean = Story::with(&[DETECTED, CONTAINED]).findings();
    assert!(clean.iter().all(|f| f.duty.is_some()), "nothing to say of a clean record");
}
