//! Notices, pre-filled from a case: what it tells stands in sentences, what it does not tell is named where it would stand.
//!
//! Each notice is held against the lists of the rules that apply to its recipients, those included that want something kept
//! out (Massachusetts, Illinois). A notice is a draft for the people who send it; nothing of it is legal advice.

mod content;
mod kinds;
mod known;

pub use content::{Asked, Content, asked, keeps_out};

use super::{Block, Document, Run, not_legal_advice, plain};
use crate::finding::CaseView;
use crate::language::{known, look};
use crate::model::facts::Particular;
use crate::model::{Finding, Zone};
use crate::obligation::{Obligation, Pack, Recipient, Rule};
use crate::say;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Whom a notice is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// An authority, by GDPR Art. 33(3), in phases.
    Authority,
    /// The people affected.
    Individuals,
    /// Card brands, acquirer and payment processor.
    CardBrands,
    /// The organisation itself.
    Internal,
    /// The public status page.
    StatusPage,
    /// Whoever answers customers.
    Support,
}

impl NoticeKind {
    /// All of them in order.
    pub const ALL: [NoticeKind; 6] = [
        NoticeKind::Authority,
        NoticeKind::Individuals,
        NoticeKind::CardBrands,
        NoticeKind::Internal,
        NoticeKind::StatusPage,
        NoticeKind::Support,
    ];

    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            NoticeKind::Authority => "Notice to the authority",
            NoticeKind::Individuals => "Notice to the people affected",
            NoticeKind::CardBrands => "Notice to card brands and acquirer",
            NoticeKind::Internal => "Internal brief",
            NoticeKind::StatusPage => "Status page",
            NoticeKind::Support => "Support script",
        }
    }

    /// Whether rules for this recipient are on it.
    fn serves(self, recipient: Recipient) -> bool {
        match self {
            NoticeKind::Authority => matches!(recipient, Recipient::Authority | Recipient::Cert),
            NoticeKind::Individuals | NoticeKind::Support => recipient == Recipient::Individuals,
            NoticeKind::CardBrands => recipient == Recipient::CardBrands,
            NoticeKind::Internal | NoticeKind::StatusPage => false,
        }
    }
}

/// What a notice is made of.
#[derive(Clone, Copy, Debug)]
pub struct NoticeInput<'a> {
    /// The case, with its obligations.
    pub view: CaseView<'a>,
    /// Its title.
    pub title: &'a str,
    /// Its findings.
    pub findings: &'a [Finding],
    /// The rules.
    pub pack: &'a Pack,
    /// The date of the notice.
    pub date: NaiveDate,
    /// The zone of its times.
    pub zone: Zone,
}

/// A notice, with what is missing in it and how it stands against the rules.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Notice {
    /// The text.
    pub document: Document,
    /// What the case does not tell, in the order of the text.
    pub missing: Vec<Content>,
    /// What the rules ask of it, item by item.
    pub checks: Vec<Check>,
}

/// One item of a rule's list, held against a notice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Check {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Whether it surely applies.
    pub applies: bool,
    /// The item in the rule's words.
    pub item: String,
    /// How the notice stands.
    pub state: State,
}

/// How a notice stands against an item.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It says it.
    Says,
    /// These are missing.
    Lacks(Vec<Content>),
    /// It must not say these and does.
    SaysTooMuch(Vec<Content>),
    /// It must not say it and does not.
    KeepsOut,
    /// It stands beside the text: a form, a copy.
    Beside,
    /// A person must look.
    Unclear,
}

impl State {
    /// In words.
    pub fn words(&self) -> String {
        let list = |all: &[Content]| all.iter().map(|c| look(c.words())).collect::<Vec<_>>().join(", ");
        match self {
            State::Says => say!("said").to_owned(),
            State::Lacks(all) => say!("missing: {list}", list = list(all)),
            State::SaysTooMuch(all) => {
                say!("must not say: {list}; take the version without", list = list(all))
            }
            State::KeepsOut => say!("kept out").to_owned(),
            State::Beside => say!("goes beside the text: have it ready").to_owned(),
            State::Unclear => say!("look yourself").to_owned(),
        }
    }

    /// Whether nothing is left to do.
    pub fn is_met(&self) -> bool {
        matches!(self, State::Says | State::KeepsOut)
    }
}

/// A text on its way: sentences where the case tells something, a named gap where it does not.
struct Draft<'a, 'v> {
    input: &'a NoticeInput<'v>,
    out: &'a BTreeSet<Content>,
    document: Document,
    said: BTreeSet<Content>,
    missing: Vec<Content>,
}

impl Draft<'_, '_> {
    /// What the case tells of something, as a paragraph, else the gap; nothing where it is to be kept out.
    fn tell(&mut self, content: Content, lead: &str) {
        if self.out.contains(&content) {
            return;
        }
        let mut runs: Vec<Run> = vec![];
        if !lead.is_empty() {
            runs.push(Run::Text(format!("{lead} ")));
        }
        match self.input.known(content) {
            Some(sentences) => {
                runs.push(Run::Text(sentences.join(" ")));
                self.said.insert(content);
            }
            None => {
                runs.push(gap(content));
                self.lack(content);
            }
        }
        self.document.blocks.push(Block::Paragraph(runs));
    }

    /// What was said in another way than [`Draft::tell`].
    fn says(&mut self, content: Content) {
        self.said.insert(content);
    }

    fn lack(&mut self, content: Content) {
        if !self.missing.contains(&content) {
            self.missing.push(content);
        }
    }

    /// A person's words, else the gap.
    fn particular(&mut self, particular: Particular, content: Content) -> Run {
        match self.input.said(particular) {
            Some(text) => {
                self.says(content);
                Run::Text(text)
            }
            None => {
                self.lack(content);
                gap(content)
            }
        }
    }
}

/// What the case tells of something, in sentences, else the gap that is left to a person.
pub fn told(input: &NoticeInput<'_>, content: Content) -> String {
    match input.known(content) {
        Some(sentences) => sentences.join(" "),
        None => gap(content).text().to_owned(),
    }
}

/// Where something is missing, it says what.
fn gap(content: Content) -> Run {
    Run::Strong(format!("[To be said: {}]", content.words()))
}

/// What must be kept out of the notice to the people affected of a rule, by the rule's own words.
fn kept_out(rule: &Rule) -> BTreeSet<Content> {
    let items = rule.content_required.iter().chain(&rule.clock_notes);
    items
        .filter_map(|item| if let Asked::KeepsOut(all) = asked(item) { Some(all) } else { None })
        .flatten()
        .collect()
}

/// The notices that a case may need, with their names: each kind, and a version for each rule that wants something kept out.
pub fn kinds(input: &NoticeInput<'_>) -> Vec<(NoticeKind, Option<String>, String)> {
    let mut all = vec![];
    for kind in NoticeKind::ALL {
        all.push((kind, None, known(kind.label())));
        if kind != NoticeKind::Individuals {
            continue;
        }
        for obligation in input.obligations().filter(|o| kind.serves(o.recipient_kind)) {
            let rule = input.pack.rule(&obligation.rule).filter(|rule| !kept_out(rule).is_empty());
            all.extend(rule.map(|rule| {
                let label = format!("{}: {}", known(kind.label()), known(&*rule.jurisdiction_label));
                (kind, Some(rule.id.clone()), label)
            }));
        }
    }
    all
}

/// Writes a notice. `only`: the rule whose version it is, where that wants something kept out.
pub fn notice(input: &NoticeInput<'_>, kind: NoticeKind, only: Option<&str>) -> Notice {
    let rule = only.and_then(|id| input.pack.rule(id));
    let out = rule.map(kept_out).unwrap_or_default();
    let mut document = Document {
        title: match rule {
            Some(rule) => format!("{}: {}", kind.label(), rule.jurisdiction_label),
            None => kind.label().to_owned(),
        },
        ..Document::default()
    };
    document.meta = vec![
        ("Status".to_owned(), "Draft; check every line before it is sent".to_owned()),
        ("Date".to_owned(), input.date.format("%Y-%m-%d").to_string()),
        ("Case".to_owned(), input.title.to_owned()),
    ];
    let mut draft = Draft { input, out: &out, document, said: BTreeSet::new(), missing: vec![] };
    kinds::write(&mut draft, kind);
    let Draft { document, said, missing, .. } = draft;
    let checks = checks(input, kind, only, &said);
    Notice { document, missing, checks }
}

/// Each item of the rules of a notice's recipients.
fn checks(
    input: &NoticeInput<'_>,
    kind: NoticeKind,
    only: Option<&str>,
    said: &BTreeSet<Content>,
) -> Vec<Check> {
    let of = |o: &&Obligation| kind.serves(o.recipient_kind) && only.is_none_or(|id| o.rule == id);
    let mut all = vec![];
    for obligation in input.obligations().filter(of) {
        let Some(rule) = input.pack.rule(&obligation.rule) else { continue };
        let notes = rule.clock_notes.iter().filter(|note| keeps_out(note));
        for item in rule.content_required.iter().chain(notes) {
            all.push(Check {
                rule: rule.id.clone(),
                title: rule.title.clone(),
                applies: obligation.applies == Some(true),
                item: item.clone(),
                state: state(item, said, input, kind),
            });
        }
    }
    all
}

fn state(item: &str, said: &BTreeSet<Content>, input: &NoticeInput<'_>, kind: NoticeKind) -> State {
    match asked(item) {
        Asked::Says(all) => {
            // Reasons are asked only of what is late.
            let needed =
                |c: &Content| *c != Content::Delay || input.is_late(|o| kind.serves(o.recipient_kind));
            let lacking: Vec<Content> = all.into_iter().filter(|c| needed(c) && !said.contains(c)).collect();
            if lacking.is_empty() { State::Says } else { State::Lacks(lacking) }
        }
        Asked::KeepsOut(all) => {
            let too_much: Vec<Content> = all.into_iter().filter(|c| said.contains(c)).collect();
            if too_much.is_empty() { State::KeepsOut } else { State::SaysTooMuch(too_much) }
        }
        Asked::Beside => State::Beside,
        Asked::Unclear => State::Unclear,
    }
}

/// The checks as a table, with a sentence before it: for the screen, and no part of the notice.
pub fn check_blocks(notice: &Notice) -> Vec<Block> {
    if notice.checks.is_empty() {
        return vec![Block::Paragraph(plain(say!(
            "No rule that applies has a list of contents for this notice. Facts on Obligations decide which rules apply."
        )))];
    }
    let open = notice.checks.iter().filter(|c| !c.state.is_met()).count();
    let items = match notice.checks.len() {
        1 => say!("1 item").to_owned(),
        n => say!("{n} items", n),
    };
    let sentence = say!(
        "{items} of the rules that apply or may apply to its recipients; {open} open. {advice}",
        items,
        open,
        advice = not_legal_advice()
    );
    let rows = notice.checks.iter().map(|check| {
        let title = match check.applies {
            true => check.title.clone(),
            false => say!("{title} (may apply)", title = check.title),
        };
        vec![
            vec![Run::Text(title), Run::Text(" ".to_owned()), Run::Code(check.rule.clone())],
            plain(check.item.clone()),
            match check.state.is_met() {
                true => plain(check.state.words()),
                false => vec![Run::Strong(check.state.words())],
            },
        ]
    });
    vec![
        Block::Paragraph(plain(sentence)),
        Block::table(
            say!("What the rules ask of this notice"),
            &[say!("Rule"), say!("It asks for"), say!("The notice")],
            rows.collect(),
        ),
    ]
}
