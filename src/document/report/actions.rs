//! What was agreed to be done, with what it still lacks.

use super::ReportInput;
use crate::document::actions::{ActionsInput, checklist, misses};
use crate::document::{Document, Run};

/// The section; nothing where nothing was agreed.
pub fn actions(input: &ReportInput<'_>, document: &mut Document) {
    let case = input.view.case;
    if case.actions.is_empty() {
        return;
    }
    document.heading(2, "Action items");
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
