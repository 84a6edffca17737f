//! One rule of a pack as a document: its text, its conditions, its sources and how well they confirm it.

use super::{Block, Document, NOT_LEGAL_ADVICE, Run, plain};
use crate::obligation::rule::{DeadlineKind, Rule};
use crate::obligation::{Pack, amount};

fn labelled(label: &str, text: &str) -> Option<Vec<Run>> {
    let text = text.trim();
    (!text.is_empty()).then(|| vec![Run::Strong(format!("{label}: ")), Run::Text(text.to_owned())])
}

fn deadlines(rule: &Rule) -> impl Iterator<Item = Vec<Run>> {
    rule.deadlines.iter().map(|d| {
        let number = amount(d);
        let kind = match d.kind {
            DeadlineKind::Limit => "Limit",
            DeadlineKind::Cap => "Further limit, the earlier wins",
            DeadlineKind::Instead => "In its place",
            DeadlineKind::Stage => "Later stage",
            DeadlineKind::NotBefore => "Not before",
            DeadlineKind::Guidance => "Guidance of the authority",
            DeadlineKind::Benchmark => "Benchmark, never a verdict",
        };
        let from = d.from.as_ref().map(|m| format!(" from “{}”", m.label())).unwrap_or_default();
        let words = [&d.standard, &d.relation, &d.basis].into_iter().filter(|w| !w.is_empty());
        let words: Vec<&str> = words.map(String::as_str).collect();
        let end = if words.is_empty() { ".".to_owned() } else { format!(". {}", words.join(" ")) };
        vec![Run::Strong(format!("{kind}: ")), Run::Text(format!("{number}{from}{end}"))]
    })
}

/// How far a rule is confirmed, in one sentence.
fn confirmed(rule: &Rule) -> String {
    let v = &rule.verification;
    match v.verified {
        true => format!("Confirmed by {}.", v.level.words()),
        false => format!("Not confirmed; rests on {}. It gives no verdict.", v.level.words()),
    }
}

/// The rules of a pack, each with its citation, where it was read, and how far that confirms it.
pub fn rule_sources(pack: &Pack) -> Vec<Block> {
    let row = |rule: &Rule| {
        let sources = rule.sources.iter().enumerate().flat_map(|(n, source)| {
            let gap = (n > 0).then(|| Run::Text(" ".to_owned()));
            gap.into_iter().chain([Run::Code(source.url.clone())])
        });
        let place = if rule.jurisdiction_label.is_empty() { "Contract" } else { &rule.jurisdiction_label };
        vec![
            plain(rule.title.clone()),
            plain(place),
            plain(rule.citation.clone()),
            sources.collect(),
            plain(confirmed(rule)),
        ]
    };
    let mut document = Document::default();
    let caption =
        format!("{} rules. Pack {}, reviewed on {}", pack.rules.len(), pack.version, pack.reviewed_on);
    let columns = ["Rule", "Place", "Citation", "Read in", "How sure it is"];
    document.table(&caption, &columns, pack.rules.iter().map(row).collect());
    document.note(NOT_LEGAL_ADVICE);
    document.blocks
}

/// A rule in full: what it says, on what it depends, where that was read and how far it is confirmed.
pub fn rule_blocks(rule: &Rule, pack: &Pack) -> Vec<Block> {
    let mut document = Document::default();
    let conditions = &rule.conditions;
    let force = match (rule.in_force.from, rule.in_force.to) {
        (Some(from), None) => format!("from {from}"),
        (Some(from), Some(to)) => format!("from {from}, no longer from {to} on"),
        (None, _) => "start not looked up".to_owned(),
    };
    let status = serde_json::to_value(rule.status).ok().and_then(|s| Some(s.as_str()?.replace('_', " ")));
    let facts = [
        labelled("Citation", &rule.citation),
        labelled("Place", &rule.jurisdiction_label),
        labelled("Status", &format!("{}; in force: {force}", status.unwrap_or_default())),
        labelled("Binds", &rule.applies_to),
        labelled("Recipient", &rule.recipient_name),
        labelled("Clock starts", &format!("“{}”. {}", rule.trigger.milestone.label(), rule.trigger.words)),
    ];
    let late = rule.late_excuse.as_ref().and_then(|e| labelled("Late with reasons", &e.words));
    let rest = [
        labelled("Data", conditions.data_types.as_deref().unwrap_or_default()),
        labelled("Threshold", conditions.threshold.as_deref().unwrap_or_default()),
        labelled("Free from it", &conditions.exemptions.join("; ")),
        labelled("Delay is allowed for", &conditions.delay_allowed_for.join("; ")),
        labelled("Besides", conditions.other.as_deref().unwrap_or_default()),
        labelled("Counted", &rule.computation.strict),
        labelled("Generous reading", &rule.computation.lenient_words),
        labelled("Ends", &rule.computation.end),
        labelled("Zone", rule.computation.zone.as_deref().unwrap_or_default()),
        labelled("Of the count", &rule.computation.note),
    ];
    let notes = rule.clock_notes.iter().map(|n| plain(n.clone()));
    document.list(
        facts
            .into_iter()
            .flatten()
            .chain(deadlines(rule))
            .chain(late)
            .chain(rest.into_iter().flatten())
            .chain(notes)
            .collect(),
    );
    let mut part = |title: &str, items: Vec<Vec<Run>>| {
        if !items.is_empty() {
            document.heading(4, title);
            document.list(items);
        }
    };
    part("The notice says", rule.content_required.iter().map(|c| plain(c.clone())).collect());
    let follow = rule.follow_ups.iter().map(|f| {
        let by = f.deadline.as_ref().map(|d| format!(": {d}")).unwrap_or_default();
        let basis = if f.basis.is_empty() { String::new() } else { format!(" ({})", f.basis) };
        let mut runs = plain(format!("{}{by}{basis}", f.what));
        runs.extend(f.rule.iter().flat_map(|r| [Run::Text(" ".to_owned()), Run::Code(r.clone())]));
        runs
    });
    part("What follows", follow.collect());
    let sources = rule.sources.iter().map(|s| {
        let read = s.read_in.as_ref().map(|r| format!(" Read in {r}.")).unwrap_or_default();
        vec![Run::Code(s.url.clone()), Run::Text(format!(" {}.{read}", s.supports.trim_end_matches('.')))]
    });
    part("Sources", sources.collect());
    let v = &rule.verification;
    let confirmed = confirmed(rule);
    let memory = v.fields_from_memory.join(", ");
    let items = [
        labelled("Verification", &format!("{confirmed} {}", v.note)),
        labelled("From memory, unconfirmed", &memory),
        labelled("To check", v.check.as_deref().unwrap_or_default()),
        labelled("Pack", &format!("{}, reviewed on {}. {}", pack.version, pack.reviewed_on, pack.note)),
    ];
    part("How sure it is", items.into_iter().flatten().collect());
    document.note(NOT_LEGAL_ADVICE);
    document.blocks
}
