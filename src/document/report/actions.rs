//! What was agreed to be done, with what it still lacks.

use super::ReportInput;
use super::judged::standing_finding;
use crate::document::actions::{ActionsInput, checklist, misses};
use crate::document::{Document, Run, plain};
use crate::model::finding::Outcome;

/// The gaps with what is done about each, then the items with owner, day and effect.
pub fn actions(input: &ReportInput<'_>, document: &mut Document) {
    let case = input.view.case;
    let gaps = input.findings.iter().filter(|f| f.outcome == Outcome::Gap && standing_finding(input, f));
    let rows = gaps.map(|finding| {
        let about = case.actions.iter().filter(|a| a.what.finding.as_ref() == Some(&finding.rule));
        let agreed: Vec<&str> = about.map(|a| a.what.title.as_str()).collect();
        let agreed = match agreed.is_empty() {
            true => vec![Run::Emphasis("nothing agreed yet".to_owned())],
            false => plain(agreed.join("; ")),
        };
        vec![plain(finding.claim.clone()), vec![Run::Code(finding.rule.clone())], agreed]
    });
    let rows: Vec<_> = rows.collect();
    match rows.is_empty() {
        true => document.paragraph("The record shows no gap."),
        false => document.table("What is done about each gap", &["Gap", "Finding", "Action items"], rows),
    }
    if case.actions.is_empty() {
        document.paragraph("No action item has been agreed yet.");
        return;
    }
    let items = ActionsInput { case, findings: input.findings, date: input.date };
    document.blocks.push(checklist::table(&items));
    let open = case.actions.iter().filter(|item| !item.status.is_closed());
    let lacking = open.filter_map(|item| {
        let lacks = misses(&item.what);
        let remedies: Vec<&str> = lacks.iter().map(|miss| miss.remedy()).collect();
        let words = vec![Run::Strong(format!("{}: ", item.what.title)), Run::Text(remedies.join(" "))];
        (!lacks.is_empty()).then_some(words)
    });
    let lacking: Vec<_> = lacking.collect();
    if !lacking.is_empty() {
        document.paragraph("What would make them easier to follow through:");
        document.list(lacking);
    }
}
