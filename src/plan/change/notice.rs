//! What the plan's own text of a notice lacks: parts that the notice of the case did not have either.

use super::revise::revision;
use super::{Amendment, AmendmentKind};
use crate::finding::CaseView;
use crate::model::Finding;
use crate::model::facts::NoticePart;
use crate::plan::named::own;
use crate::plan::read::block::{Block, BlockKind};
use crate::plan::read::{Plan, Section};
use crate::plan::signs::NOTICE;
use crate::plan::words::{holds, words};

/// A part of a notice: its name in amendments, its place in the text, and patterns of [`holds`] by which a text has one.
fn place(part: NoticePart) -> (&'static str, &'static str, &'static [&'static str]) {
    match part {
        NoticePart::Nature => (
            "nature",
            "What happened: [what happened, and when, in plain words].",
            &["what+happened", "found+that", "nature breach"],
        ),
        NoticePart::Data => (
            "data",
            "Which data it concerns: [kinds of data, of which orders or accounts].",
            &[
                "which+data",
                "kind* data",
                "type* data",
                "data+involved",
                "information+involved",
                "data+affected",
            ],
        ),
        NoticePart::Consequences => (
            "consequences",
            "What it may mean for you: [possible consequences].",
            &["may+mean", "could+mean", "consequence*", "risk*"],
        ),
        NoticePart::Measures => (
            "measures",
            "What we have done: [measures taken and proposed].",
            &["have+done", "are+doing", "measure*", "steps+taken", "steps+we"],
        ),
        NoticePart::Advice => (
            "advice",
            "What you can do: [watch card statements, change the password used here, beware of messages that ask for codes].",
            &["can+do", "protect+yourself", "recommend*", "advice", "advise*"],
        ),
        NoticePart::Contact => (
            "contact",
            "Where you can ask: [mailbox, telephone, hours; name of the data protection officer].",
            &["can+ask", "contact*", "question*", "telephone", "mailbox"],
        ),
    }
}

/// The places that the plan's text of the notice to people affected lacks, of those parts that the notice of the case lacked.
pub fn corrections(plan: &Plan, view: &CaseView<'_>, finding: &Finding) -> Vec<Amendment> {
    let Some(section) = template(plan) else { return vec![] };
    let Some(range) = plan.sections.get(section).map(|s| s.range.clone()) else { return vec![] };
    let title = plan.sections.get(section).map_or("", |s| s.title.as_str());
    let inside = plan.blocks.iter().filter(|b| range.contains(&b.range.start));
    let lines: Vec<String> = inside.map(Block::text).collect();
    let has = |patterns: &[&str]| {
        let said = |line: &String| patterns.iter().any(|p| holds(&words(line), p));
        lines.iter().any(said)
    };
    let lacked = NoticePart::ALL.into_iter().filter(|part| view.case.facts.notice.get(part) == Some(&false));
    let places = lacked.map(place).filter(|(_, _, patterns)| !has(patterns));
    places
        .map(|(name, text, _)| Amendment {
            text: text.to_owned(),
            reason: format!("{} The plan’s own text in “{title}” has no place for it.", finding.claim),
            effect: "The next notice says it, as its text asks for it.".to_owned(),
            ..revision(
                plan,
                format!("notice-content.template-{name}"),
                AmendmentKind::CorrectTemplate,
                section,
                finding,
            )
        })
        .collect()
}

/// The section with the plan's text of a notice to people affected: one that is called so, else the one that begins a letter.
fn template(plan: &Plan) -> Option<usize> {
    let called = |title: &str| NOTICE.iter().any(|p| holds(&words(title), p));
    let letter = || {
        let own = own(plan);
        let lines = plan.spoken().lines(&["dear+customer*"]).into_iter();
        lines.filter_map(|(block, _)| plan.blocks.get(block)).find(|b| own(b)).and_then(|b| b.section)
    };
    let text = |b: &Block| !matches!(b.kind, BlockKind::Heading { .. });
    let is_text = |(n, s): &(usize, &Section)| called(&s.title) && plan.blocks_of(*n).iter().any(text);
    let titled = plan.sections.iter().enumerate().find(is_text).map(|(n, _)| n);
    titled.or_else(letter)
}
