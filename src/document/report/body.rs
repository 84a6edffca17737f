//! The sections that people read first.

use super::ReportInput;
use super::judged::{is_duty_rule, standing_finding};
use crate::chart::Chart;
use crate::document::words::{count, instant, moment, quoted};
use crate::document::{Block, Document, Run, course, orders, plain, severity, techniques, whatif};
use crate::finding::scenarios;
use crate::metric;
use crate::milestone::Status;
use crate::model::case::AmendmentDecision;
use crate::model::finding::{Outcome, Severity};
use crate::model::{MetricId, Milestone};

/// How a milestone or metric stands, in a word.
pub fn standing(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Stated => "stated by the record",
        Status::Proposed => "proposed, not confirmed",
        Status::None => "not known",
    }
}

pub fn summary(input: &ReportInput<'_>, document: &mut Document) {
    let view = &input.view;
    let told = [
        (&[Milestone::Compromise, Milestone::ExposureStarted][..], "The incident began on"),
        (&[Milestone::Detected], "It was detected on"),
        (&[Milestone::Contained], "It was contained on"),
    ];
    let known = |m: &Milestone| {
        let held = view.milestones.get(m)?;
        let event = held.events.first().and_then(|id| view.timeline.find(*id));
        let what = event.map(|event| format!(": {}", quoted(event.text))).unwrap_or_default();
        Some((format!("{}{what}", moment(&held.moment?, input.zone)), held.status))
    };
    let mut times = vec![];
    for (of, words) in told {
        if let Some((at, status)) = of.iter().find_map(known) {
            times.push((format!("{words} {at}"), status));
        } else if of == [Milestone::Contained] && !view.milestones.is_none(&Milestone::Contained) {
            times.push(("The record does not show that it was contained".to_owned(), Status::None));
        }
    }
    for id in [MetricId::TimeToContain, MetricId::Exposure] {
        let metric = view.metrics.iter().find(|m| m.id == id && m.duration.min().is_some());
        times.extend(metric.map(|m| (format!("{}: {}", id.label(), metric::note(m)), m.basis)));
    }
    // Where nothing is confirmed, that is said once; else beside what is not.
    let proposed = times.iter().filter(|(_, status)| *status == Status::Proposed).count();
    let all = proposed > 0 && times.iter().all(|(_, s)| matches!(s, Status::Proposed | Status::None));
    let mut sentences: Vec<String> = times
        .into_iter()
        .map(|(words, status)| match status {
            Status::Proposed if !all => format!("{words} (proposed)."),
            _ => format!("{words}."),
        })
        .collect();
    if all {
        sentences.push("These times are proposed from the record; nobody has confirmed them yet.".to_owned());
    }
    if !sentences.is_empty() {
        document.paragraph(sentences.join(" "));
    }
    let mut sentences = vec![];
    if let Some(n) = view.case.facts.records_affected {
        sentences.push(format!("People or records affected: {n}."));
    }
    let standing = || input.findings.iter().filter(|f| f.duty.is_some() && standing_finding(input, f));
    let gaps = standing().filter(|f| f.outcome == Outcome::Gap).count();
    let shown = standing().filter(|f| f.outcome == Outcome::Shown && is_duty_rule(f)).count();
    sentences.push(format!(
        "Of the eleven duties of the response, the record shows {shown}; {} to discuss.",
        count(gaps, "gap is", "gaps are")
    ));
    if !input.amendments.is_empty() {
        let accepted = |d: &Option<AmendmentDecision>| matches!(d, Some(AmendmentDecision::Accepted { .. }));
        sentences.push(format!(
            "{} to the response plan {} proposed, {} accepted.",
            count(input.amendments.len(), "change", "changes"),
            if input.amendments.len() == 1 { "is" } else { "are" },
            match input.amendments.iter().filter(|(_, d)| accepted(d)).count() {
                0 => "none".to_owned(),
                n => n.to_string(),
            }
        ));
    }
    let items = &view.case.actions;
    if !items.is_empty() {
        let open = items.iter().filter(|item| !item.status.is_closed()).count();
        sentences.push(format!(
            "{} agreed, {open} open.",
            count(items.len(), "action item is", "action items are")
        ));
    }
    document.paragraph(sentences.join(" "));
    let top =
        input.findings.iter().filter(|f| f.severity == Severity::High && standing_finding(input, f)).take(5);
    document.list(top.map(|f| plain(f.claim.clone())).collect());
}

pub fn impact(input: &ReportInput<'_>, document: &mut Document) {
    let facts = &input.view.case.facts;
    let list = |items: &[String]| if items.is_empty() { "not stated".to_owned() } else { items.join(", ") };
    let yes = |fact: Option<bool>| match fact {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not stated",
    };
    let rows = [
        (
            "People or records affected",
            facts.records_affected.map_or("not stated".to_owned(), |n| n.to_string()),
        ),
        ("Kinds of data", list(&facts.data_types)),
        ("Where affected people live", list(&facts.jurisdictions)),
        ("Personal data affected", yes(facts.personal_data).to_owned()),
        ("Contracts with notification terms", list(&facts.contracts)),
    ];
    let rows = rows.into_iter().map(|(name, value)| vec![plain(name), plain(value)]).collect();
    document.table("What was affected, as stated on Response", &["Fact", "Stated"], rows);
    let severe = severity::blocks(&input.view, false);
    if !severe.is_empty() {
        document.heading(3, "Severity for the people affected");
        document.blocks.extend(severe);
    }
    if let Some(count) = &input.view.case.orders {
        document.heading(3, "Affected customers");
        document.blocks.extend(orders::blocks(count, input.view.milestones, input.zone));
    }
}

pub fn key_events(input: &ReportInput<'_>, document: &mut Document) {
    let view = &input.view;
    document.blocks.push(Block::Figure(Box::new(Chart::phases(
        view.milestones,
        view.obligations,
        view.as_of,
        input.zone,
    ))));
    let mut held: Vec<_> = view.milestones.0.iter().filter_map(|(m, h)| Some((h.moment?, m, h))).collect();
    held.sort_by_key(|(at, m, _)| (at.earliest, (*m).clone()));
    let rows = held.into_iter().map(|(at, milestone, held)| {
        let event = held.events.first().and_then(|id| input.reference(*id)).unwrap_or_default();
        let text = held.events.first().and_then(|id| view.timeline.find(*id).map(|e| e.text.to_owned()));
        vec![
            plain(moment(&at, input.zone)),
            vec![Run::Strong(milestone.label())],
            plain(text.unwrap_or_default()),
            plain(standing(held.status)),
            plain(event),
        ]
    });
    let rows = rows.collect();
    document.table(
        "Milestones",
        &["Time", "Milestone", "What the record says", "Standing", "Evidence"],
        rows,
    );
    let duration = crate::model::Span::seconds(2 * 3600);
    let silences = view.timeline.silences(duration);
    let start = view.milestones.moment(&Milestone::Detected).map(|m| m.earliest);
    let end = view.milestones.moment(&Milestone::Recovered).map_or(view.as_of, |m| m.latest);
    let longest = silences
        .iter()
        .filter(|s| start.is_some_and(|start| s.from >= start) && s.to <= end)
        .max_by_key(|s| s.length());
    if let Some(silence) = longest {
        document.paragraph(format!(
            "The longest silence in the record between detection and recovery lasted {}, from {}.",
            silence.length(),
            instant(silence.from, input.zone)
        ));
    }
    super::detection::lanes(input, document);
    let named = techniques::blocks(input.scan, view.timeline, input.zone);
    if !named.is_empty() {
        document.heading(3, "ATT&CK techniques that the record names");
        document.blocks.extend(named);
    }
}

pub fn metrics(input: &ReportInput<'_>, document: &mut Document) {
    let view = &input.view;
    document.paragraph(
        "The same incident has several times to contain; each is an interval between two milestones.",
    );
    let target = |id: &MetricId| {
        let target = view.plan.and_then(|p| p.targets.iter().find(|t| t.metric == *id));
        target.map(|t| crate::model::Span::seconds(i64::from(t.minutes) * 60).to_string()).unwrap_or_default()
    };
    let seconds =
        |span: Option<crate::model::Span>| span.map(|s| format!("{}", s.as_seconds())).unwrap_or_default();
    let rows = view.metrics.iter().map(|m| {
        vec![
            plain(m.id.label()),
            plain(metric::note(m)),
            plain(seconds(m.duration.min())),
            plain(seconds(m.duration.max())),
            plain(format!("{} → {}", m.from.label(), m.to.label())),
            plain(target(&m.id)),
            plain(standing(m.basis)),
        ]
    });
    let columns = ["Metric", "Value", "Least, s\t", "Most, s\t", "From → to", "Target", "Standing"];
    document.table("How long each thing took", &columns, rows.collect());
    let parts = view.containment();
    let spent = course::time_spent(view, parts.as_ref(), input.zone);
    if !spent.is_empty() {
        document.heading(3, "Where the time to contain went");
        document.blocks.extend(spent);
    }
    let amendments: Vec<_> = input.amendments.iter().map(|(a, _)| a).collect();
    let case = view.case;
    let ranking = whatif::ranking(
        &scenarios(view, parts.as_ref()),
        &amendments,
        &case.amendments,
        &case.actions,
        input.zone,
    );
    if !ranking.is_empty() {
        document.heading(3, "What would have brought containment forward");
        document.blocks.extend(ranking);
    }
}
