//! The legal ledger: each rule with its clock, what was sent, and how these stand.

use super::ReportInput;
use super::judged::duties;
use crate::chart::Chart;
use crate::document::words::{instants, margin};
use crate::document::{Block, Document, NOT_LEGAL_ADVICE, Run, plain};
use crate::model::Duty;
use crate::obligation;

pub fn ledger(input: &ReportInput<'_>, document: &mut Document) {
    let pair = |ends| instants(ends, input.zone);
    let applicable: Vec<_> = obligation::applicable(input.view.obligations).collect();
    let open = obligation::open_questions(input.view.obligations);
    if applicable.is_empty() && open.is_empty() {
        document.paragraph("No rule of the pack applies by the facts that are stated.");
    }
    if !open.is_empty() {
        document.paragraph("Questions that are still open, with the number of rules that wait for each:");
        let ask = |(_, because, rules): &(_, &str, usize)| plain(format!("{because} ({rules})"));
        document.list(open.iter().map(ask).collect());
    }
    if !applicable.is_empty() {
        let rows = applicable.iter().map(|o| {
            vec![
                vec![Run::Text(format!("{} ", o.title)), Run::Code(o.rule.clone())],
                plain(o.recipient.clone()),
                plain(match (&o.starts, o.trigger) {
                    (Some(starts), None) => format!("at “{}”", starts.label()),
                    (_, trigger) => pair(trigger),
                }),
                plain(if o.due.is_some() { pair(o.due) } else { o.limit.clone() }),
                plain(pair(o.sent)),
                plain(o.margin_seconds.map(margin).unwrap_or_default()),
                plain(o.words()),
                plain(o.citation.clone()),
            ]
        });
        let columns = ["Rule", "Recipient", "Clock starts", "Due", "Sent", "Margin\t", "Verdict", "Citation"];
        document.table("Due, sent and margin of each rule", &columns, rows.collect());
        if let Some(clocks) = Chart::clocks(input.view.obligations, input.view.milestones, input.zone) {
            document.blocks.push(Block::Figure(Box::new(clocks)));
        }
        // What several rules share stands once, with the rules that it is of.
        let mut notes: Vec<(&String, Vec<&str>)> = vec![];
        for o in &applicable {
            for note in std::iter::once(&o.because).chain(&o.notes) {
                match notes.iter_mut().find(|(known, _)| *known == note) {
                    Some((_, rules)) if rules.last() == Some(&o.rule.as_str()) => {}
                    Some((_, rules)) => rules.push(&o.rule),
                    None => notes.push((note, vec![&o.rule])),
                }
            }
        }
        let item = |(note, rules): (&String, Vec<&str>)| {
            let of = match rules.len() {
                n if n == applicable.len() => String::new(),
                1..=3 => format!(" ({})", rules.join(", ")),
                n => format!(" ({n} rules)"),
            };
            plain(format!("{note}{of}"))
        };
        document.list(notes.into_iter().map(item).collect());
    }
    duties(input, &[Duty::KnowObligations, Duty::TimelyReporting], document);
    document.note(NOT_LEGAL_ADVICE);
}
