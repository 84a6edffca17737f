//! One rule of a pack as a document: its text, its conditions, its sources and how well they confirm it.

use super::{Block, Document, Run, not_legal_advice, plain};
use crate::language::known;
use crate::obligation::rule::{DeadlineKind, Rule, Status};
use crate::obligation::{Pack, amount};
use crate::say;

fn labelled(label: &str, text: &str) -> Option<Vec<Run>> {
    let text = text.trim();
    (!text.is_empty()).then(|| vec![Run::Strong(format!("{label}: ")), Run::Text(text.to_owned())])
}

fn deadlines(rule: &Rule) -> impl Iterator<Item = Vec<Run>> {
    rule.deadlines.iter().map(|d| {
        let amount = amount(d);
        let kind = match d.kind {
            DeadlineKind::Limit => say!("Limit"),
            DeadlineKind::Cap => say!("Further limit, the earlier wins"),
            DeadlineKind::Instead => say!("In its place"),
            DeadlineKind::Stage => say!("Later stage"),
            DeadlineKind::NotBefore => say!("Not before"),
            DeadlineKind::Guidance => say!("Guidance of the authority"),
            DeadlineKind::Benchmark => say!("Benchmark, never a verdict"),
        };
        let number = match &d.from {
            Some(m) => say!("{amount} from “{milestone}”", amount, milestone = known(m.label())),
            None => amount,
        };
        let words = [&d.standard, &d.relation, &d.basis].into_iter().filter(|w| !w.is_empty());
        let words: Vec<&str> = words.map(String::as_str).collect();
        let end = if words.is_empty() { ".".to_owned() } else { format!(". {}", words.join(" ")) };
        vec![Run::Strong(format!("{kind}: ")), Run::Text(format!("{number}{end}"))]
    })
}

/// How far a rule is confirmed, in one sentence.
fn confirmed(rule: &Rule) -> String {
    let v = &rule.verification;
    match v.verified {
        true => say!("Confirmed by {level}.", level = v.level.words()),
        false => say!("Not confirmed; rests on {level}. It gives no verdict.", level = v.level.words()),
    }
}

/// The rules of a pack, each with its citation, where it was read, and how far that confirms it.
pub fn rule_sources(pack: &Pack) -> Vec<Block> {
    let row = |rule: &Rule| {
        let sources = rule.sources.iter().enumerate().flat_map(|(n, source)| {
            let gap = (n > 0).then(|| Run::Text(" ".to_owned()));
            gap.into_iter().chain([Run::Code(source.url.clone())])
        });
        let place = match &*rule.jurisdiction_label {
            "" => say!("Contract").to_owned(),
            place => known(place),
        };
        vec![
            plain(rule.title.clone()),
            plain(place),
            plain(rule.citation.clone()),
            sources.collect(),
            plain(confirmed(rule)),
        ]
    };
    let mut document = Document::default();
    let caption = say!(
        "{rules} rules. Pack {pack}, reviewed on {day}",
        rules = pack.rules.len(),
        pack = pack.version,
        day = pack.reviewed_on
    );
    let columns = [say!("Rule"), say!("Place"), say!("Citation"), say!("Read in"), say!("How sure it is")];
    // Titles and citations are those of the pack.
    let table = Block::table(&caption, &columns, pack.rules.iter().map(row).collect());
    document.blocks.push(table.with_english(&[0, 2]));
    document.note(not_legal_advice());
    document.blocks
}

/// A rule in full: what it says, on what it depends, where that was read and how far it is confirmed.
pub fn rule_blocks(rule: &Rule, pack: &Pack) -> Vec<Block> {
    let mut document = Document::default();
    let conditions = &rule.conditions;
    let force = match (rule.in_force.from, rule.in_force.to) {
        (Some(from), None) => say!("from {from}", from),
        (Some(from), Some(to)) => say!("from {from}, no longer from {to} on", from, to),
        (None, _) => say!("start not looked up").to_owned(),
    };
    let status = match rule.status {
        Status::InForce => say!("in force"),
        Status::Contractual => say!("contractual"),
        Status::Upcoming => say!("upcoming"),
        Status::Proposed => say!("proposed"),
        Status::NotInForce => say!("not in force"),
    };
    let facts = [
        labelled(say!("Citation"), &rule.citation),
        labelled(say!("Place"), &known(&*rule.jurisdiction_label)),
        labelled(say!("Status"), &say!("{status}; in force: {force}", status, force)),
        labelled(say!("Binds"), &rule.applies_to),
        labelled(say!("Recipient"), &rule.recipient_name),
        labelled(
            say!("Clock starts"),
            &format!("“{}”. {}", known(rule.trigger.milestone.label()), rule.trigger.words),
        ),
    ];
    let late = rule.late_excuse.as_ref().and_then(|e| labelled(say!("Late with reasons"), &e.words));
    let rest = [
        labelled(say!("Data"), conditions.data_types.as_deref().unwrap_or_default()),
        labelled(say!("Threshold"), conditions.threshold.as_deref().unwrap_or_default()),
        labelled(say!("Free from it"), &conditions.exemptions.join("; ")),
        labelled(say!("Delay is allowed for"), &conditions.delay_allowed_for.join("; ")),
        labelled(say!("Besides"), conditions.other.as_deref().unwrap_or_default()),
        labelled(say!("Counted"), &rule.computation.strict),
        labelled(say!("Generous reading"), &rule.computation.lenient_words),
        labelled(say!("Ends"), &rule.computation.end),
        labelled(say!("Zone"), rule.computation.zone.as_deref().unwrap_or_default()),
        labelled(say!("Of the count"), &rule.computation.note),
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
    part(say!("The notice says"), rule.content_required.iter().map(|c| plain(c.clone())).collect());
    let follow = rule.follow_ups.iter().map(|f| {
        let by = f.deadline.as_ref().map(|d| format!(": {d}")).unwrap_or_default();
        let basis = if f.basis.is_empty() { String::new() } else { format!(" ({})", f.basis) };
        let mut runs = plain(format!("{}{by}{basis}", f.what));
        runs.extend(f.rule.iter().flat_map(|r| [Run::Text(" ".to_owned()), Run::Code(r.clone())]));
        runs
    });
    part(say!("What follows"), follow.collect());
    let sources = rule.sources.iter().map(|s| {
        let read = s.read_in.as_ref().map(|r| format!(" {}", say!("Read in {r}.", r))).unwrap_or_default();
        vec![Run::Code(s.url.clone()), Run::Text(format!(" {}.{read}", s.supports.trim_end_matches('.')))]
    });
    part(say!("Sources"), sources.collect());
    let v = &rule.verification;
    let confirmed = confirmed(rule);
    let memory = v.fields_from_memory.join(", ");
    let items = [
        labelled(say!("Verification"), &format!("{confirmed} {}", v.note)),
        labelled(say!("From memory, unconfirmed"), &memory),
        labelled(say!("To check"), v.check.as_deref().unwrap_or_default()),
        labelled(
            say!("Pack"),
            &say!(
                "{pack}, reviewed on {day}. {note}",
                pack = pack.version,
                day = pack.reviewed_on,
                note = pack.note
            ),
        ),
    ];
    part(say!("How sure it is"), items.into_iter().flatten().collect());
    document.note(not_legal_advice());
    document.blocks
}
