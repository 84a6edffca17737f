//! What changes in the plan, and how the review itself was kept.

use super::ReportInput;
use super::judged::duties;
use crate::document::{Document, Run, plain};
use crate::model::Duty;
use crate::model::case::AmendmentDecision;
use crate::plan::change::Amendment;
use crate::plan::coverage::{self, Against, State};

pub fn changes(input: &ReportInput<'_>, document: &mut Document) {
    table(input, document);
    duties(input, &[Duty::PostMortem, Duty::UpdatePlan], document);
}

fn table(input: &ReportInput<'_>, document: &mut Document) {
    if input.view.plan.is_none() {
        document.paragraph("No response plan was opened, so that no change is proposed.");
        return;
    }
    covered(input, document);
    if input.amendments.is_empty() {
        document.paragraph("The plan already holds what this case teaches; no change is proposed.");
        return;
    }
    let rows = input.amendments.iter().map(|(amendment, decision)| {
        let (text, decided) = decided(amendment, decision.as_ref());
        vec![
            plain(amendment.section.clone()),
            plain(text),
            plain(amendment.reason.clone()),
            amendment.findings.iter().map(|rule| Run::Code(rule.clone())).collect(),
            plain(amendment.owner.clone()),
            plain(amendment.effect.clone()),
            plain(decided),
        ]
    });
    let columns = ["Section", "Change", "Reason", "Finding", "Owner", "Expected effect", "Decision"];
    document.table("Changes to the response plan", &columns, rows.collect());
}

/// The words of an amendment as they stand, a person's own where there are some, and what was decided on it.
pub fn decided<'a>(
    amendment: &'a Amendment,
    decision: Option<&'a AmendmentDecision>,
) -> (&'a str, &'static str) {
    match decision {
        Some(AmendmentDecision::Accepted { text }) => {
            (text.as_deref().unwrap_or(&amendment.text), "accepted")
        }
        Some(AmendmentDecision::Rejected) => (amendment.text.as_str(), "rejected"),
        None => (amendment.text.as_str(), "open"),
    }
}

/// What the plan lacks or has out of date.
fn covered(input: &ReportInput<'_>, document: &mut Document) {
    let Some(plan) = input.view.plan else { return };
    let took = input.view.all_took();
    let against = Against { today: input.date, obligations: input.view.obligations, said: &[], took: &took };
    let lines = coverage::coverage(plan, &against);
    let open: Vec<_> = lines.iter().filter(|l| l.state != State::Has).collect();
    document.paragraph(format!(
        "Of {} things that a response plan should have, the plan has {}.",
        lines.len(),
        lines.len() - open.len()
    ));
    if open.is_empty() {
        return;
    }
    let rows = open.into_iter().map(|l| {
        let section = l.section.and_then(|s| plan.sections.get(s)).map_or("", |s| s.title.as_str());
        vec![
            plain(l.subject.label()),
            plain(l.name.clone()),
            plain(l.state.label()),
            plain(l.because.clone()),
            plain(section),
        ]
    });
    let columns = ["Kind", "What", "State", "Why", "Section"];
    document.table("What the plan lacks or has out of date", &columns, rows.collect());
}
