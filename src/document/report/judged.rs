//! The sections that tell findings: the response beside the plan, communication, factors, lessons, training, open questions.

use super::ReportInput;
use crate::document::{Block, Document, Run, aligned, plain};
use crate::model::case::FindingDecision;
use crate::model::finding::Outcome;
use crate::model::{Duty, Family, Finding, Milestone, Theme};

/// Whether a finding is the one rule of its duty.
pub(super) fn is_duty_rule(finding: &Finding) -> bool {
    finding.duty.is_some_and(|d| d.id().replace('_', "-") == finding.rule)
}

/// Whether a finding is told under detection, not under its duty.
pub(super) fn is_detection(finding: &Finding) -> bool {
    finding.family == Family::Detection && !is_duty_rule(finding)
}

/// Whether a finding is told under the contributing factors, not under its duty. Each is told in one place.
fn is_factor(finding: &Finding) -> bool {
    let own = is_duty_rule(finding) || is_detection(finding);
    finding.duty.is_some() && !own && !finding.themes.is_empty() && finding.outcome == Outcome::Gap
}

pub fn standing_finding(input: &ReportInput<'_>, finding: &Finding) -> bool {
    !matches!(input.view.case.findings.get(&finding.rule), Some(FindingDecision::Dismissed { .. }))
}

/// The findings on a duty, and on what belongs to it.
pub(super) fn of_duty<'a>(input: &'a ReportInput<'_>, duty: Duty) -> impl Iterator<Item = &'a Finding> {
    let elsewhere = |f: &Finding| is_detection(f) || is_factor(f);
    let here = move |f: &&Finding| f.duty == Some(duty) && !elsewhere(f) && standing_finding(input, f);
    input.findings.iter().filter(here)
}

pub(super) fn write_finding(input: &ReportInput<'_>, finding: &Finding, document: &mut Document) {
    let mut runs =
        vec![Run::Strong(format!("{}. ", finding.outcome.label())), Run::Text(finding.claim.clone())];
    runs.push(Run::Text(" ".to_owned()));
    runs.extend(input.evidence(&finding.events));
    document.blocks.push(Block::Paragraph(runs));
    if finding.outcome != Outcome::Shown && !finding.question.is_empty() {
        let question = vec![Run::Emphasis("To ask: ".to_owned()), Run::Text(finding.question.clone())];
        document.blocks.push(Block::Paragraph(question));
    }
    for measure in finding.measures.iter().filter(|m| m.is_set()) {
        let words = vec![Run::Emphasis("Threshold: ".to_owned()), Run::Text(format!("{}.", measure.words()))];
        document.blocks.push(Block::Paragraph(words));
    }
    if let Some(note) = input.view.case.notes.get(&finding.rule) {
        document
            .blocks
            .push(Block::Paragraph(vec![Run::Emphasis("Note: ".to_owned()), Run::Text(note.clone())]));
    }
}

/// A duty with its findings.
pub(super) fn duties(input: &ReportInput<'_>, duties: &[Duty], document: &mut Document) {
    for duty in duties {
        document.heading(3, duty.label());
        for finding in of_duty(input, *duty) {
            write_finding(input, finding, document);
        }
    }
}

pub fn response(input: &ReportInput<'_>, document: &mut Document) {
    if let Some(aligned) = aligned::aligned(&input.view) {
        document.heading(3, "Plan against actual");
        document.blocks.extend(aligned.blocks(input.zone));
    }
    duties(input, &[Duty::IdentifyAndIsolate, Duty::EngageResponseTeam, Duty::PreserveEvidence], document);
}

pub fn communication(input: &ReportInput<'_>, document: &mut Document) {
    let told = [
        Milestone::AuthorityNotified,
        Milestone::IndividualsNotified,
        Milestone::PublicDisclosure,
        Milestone::SupportOpened,
    ];
    let rows = told.into_iter().map(|milestone| {
        let held = input.view.milestones.get(&milestone);
        let at = held.and_then(|held| held.moment).map(|at| super::words::moment(&at, input.zone));
        let event = held.and_then(|held| held.events.first()).and_then(|id| input.reference(*id));
        let at = at.unwrap_or_else(|| "not in the record".to_owned());
        vec![plain(milestone.label()), plain(at), plain(event.unwrap_or_default())]
    });
    let columns = ["Milestone", "Time", "Evidence"];
    document.table("Who was told, and where people could ask", &columns, rows.collect());
    duties(input, &[Duty::NotifyAffectedParties, Duty::RegularUpdates, Duty::SupportChannels], document);
}

/// The kind of a factor, as reviews group them.
fn group(finding: &Finding) -> usize {
    let technical = |theme: &Theme| {
        matches!(
            theme,
            Theme::DetectionGap
                | Theme::CredentialHygiene
                | Theme::MissingPatch
                | Theme::Segmentation
                | Theme::AssetInventory
                | Theme::LoggingGap
        )
    };
    let organisational = |theme: &Theme| matches!(theme, Theme::ThirdParty | Theme::TrainingGap);
    match finding.themes.first() {
        Some(theme) if technical(theme) => 0,
        Some(theme) if organisational(theme) => 2,
        _ => 1,
    }
}

pub fn factors(input: &ReportInput<'_>, document: &mut Document) {
    let of = |n: usize| {
        let here = move |f: &&Finding| is_factor(f) && standing_finding(input, f) && group(f) == n;
        input.findings.iter().filter(here)
    };
    if (0..3).all(|n| of(n).next().is_none()) {
        document.paragraph("The record names no contributing factor; the review should.");
    }
    for (n, title) in ["Technical", "Process", "Organisational"].into_iter().enumerate() {
        let mut some = of(n).peekable();
        if some.peek().is_some() {
            document.heading(3, title);
        }
        for finding in some {
            write_finding(input, finding, document);
        }
    }
    document.heading(3, "Why it came as a surprise");
    let question =
        "What did the responders and their tools expect instead, and what made that reasonable at the time?";
    ask(question, document);
}

/// Something that the record cannot answer.
fn ask(question: &str, document: &mut Document) {
    let words = vec![Run::Emphasis("To ask: ".to_owned()), Run::Text(question.to_owned())];
    document.blocks.push(Block::Paragraph(words));
}

pub fn lessons(input: &ReportInput<'_>, document: &mut Document) {
    let claims = |outcome: Outcome| -> Vec<Vec<Run>> {
        let of = input
            .findings
            .iter()
            .filter(|f| f.duty.is_some() && f.outcome == outcome && standing_finding(input, f));
        of.map(|f| plain(f.claim.clone())).collect()
    };
    for (title, outcome, none) in [
        ("Went well", Outcome::Shown, "The record shows none of the duties."),
        ("Went poorly", Outcome::Gap, "The record shows no gap."),
    ] {
        document.heading(3, title);
        match claims(outcome) {
            claims if claims.is_empty() => document.paragraph(none),
            claims => document.list(claims),
        }
    }
    document.heading(3, "By luck");
    document.paragraph("The record cannot tell what was luck.");
    ask("What helped that nobody had planned, and would it help again?", document);
}

pub fn training(input: &ReportInput<'_>, document: &mut Document) {
    duties(input, &[Duty::TrainingAndResources], document);
    let about = |kind| {
        use crate::plan::change::AmendmentKind;
        matches!(kind, AmendmentKind::ScheduleTraining | AmendmentKind::AddTool)
    };
    let items = input.amendments.iter().filter(|(a, _)| about(a.kind));
    let items: Vec<Vec<Run>> = items
        .map(|(a, _)| vec![Run::Strong(format!("{}: ", a.kind.label())), Run::Text(a.text.clone())])
        .collect();
    if !items.is_empty() {
        document.heading(3, "Proposed for the plan");
        document.list(items);
    }
}

pub fn open_questions(input: &ReportInput<'_>, document: &mut Document) {
    let unknown =
        input.findings.iter().filter(|f| f.outcome == Outcome::NotShown && standing_finding(input, f));
    let question = |f: &Finding| {
        let of = f.duty.map(|duty| Run::Strong(format!("{}: ", duty.label())));
        of.into_iter().chain([Run::Text(f.question.clone())]).collect()
    };
    let questions: Vec<Vec<Run>> = unknown.filter(|f| !f.question.is_empty()).map(question).collect();
    match questions.is_empty() {
        true => document.paragraph("None: the record speaks to each duty."),
        false => document.list(questions),
    }
}
