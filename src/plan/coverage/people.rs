//! Roles, contacts and deputies.

use super::{Line, State, Subject, line, named, named_in, titled};
use crate::language::look;
use crate::plan::named::own;
use crate::plan::read::block::{Block, BlockKind, Row};
use crate::plan::read::{Plan, Topic, topics_around};
use crate::plan::signs;
use crate::plan::words::{holds, words};
use crate::say;

pub(super) fn in_roles(plan: &Plan, block: &Block) -> bool {
    block.section.is_some_and(|s| topics_around(plan, s).any(|t| t == Topic::Roles))
}

const ROLES: &[(&str, &[&str])] = &[
    (
        "Incident lead",
        &["incident+lead", "incident+commander", "incident+manager", "commander", "coordinator"],
    ),
    ("Operations", &["operations", "engineer*", "administrator*", "subject+matter+expert*"]),
    ("Data protection and legal", &["data+protection+officer", "dpo", "privacy+officer", "legal", "counsel"]),
    ("Communication", &["communication", "communications", "spokes*", "public+relations", "liaison"]),
    ("Customer service", &["customer+service", "customer+support", "support+team", "help+desk"]),
];

pub(super) fn roles(plan: &Plan) -> Vec<Line> {
    let of = |(name, patterns): &(&'static str, &[&str])| match named(plan, patterns) {
        Some(Block { section, .. }) => {
            line(Subject::Role, look(name), State::Has, named_in(plan, *section), *section)
        }
        None => {
            let because = say!("Nobody of this role is named.").to_owned();
            line(Subject::Role, look(name), State::Lacks, because, None)
        }
    };
    ROLES.iter().map(of).collect()
}

const CONTACTS: &[(&str, &[&str])] = &[
    ("Web host", &["web+host", "hosting", "host provider", "cloud+provider"]),
    ("Payment processor or acquirer", signs::PROCESSOR),
    ("Insurer", signs::INSURER),
    ("Authority", signs::AUTHORITY),
];

/// Whether a cell still waits for what belongs there: empty, or a name in square brackets.
pub(in crate::plan) fn open(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || (text.starts_with('[') && text.ends_with(']'))
        || matches!(text, "-" | "–" | "TBD" | "TODO" | "n/a")
}

/// Who stands in for somebody, by a table of roles and contacts.
#[derive(Clone, Debug)]
pub struct Deputy<'a> {
    /// For whom, as the first cell of the row says.
    pub of: String,
    /// The section of the table.
    pub section: Option<usize>,
    /// The row.
    pub row: &'a Row,
    /// The column of deputies, from 0.
    pub column: usize,
    /// Whether the cell still waits for a name.
    pub is_open: bool,
}

/// The deputies of all tables of roles and contacts that have a column for them.
pub fn deputies(plan: &Plan) -> Vec<Deputy<'_>> {
    let says = |text: &str| signs::DEPUTY.iter().any(|p| holds(&words(text), p));
    let own = own(plan);
    let mut all = vec![];
    for block in plan.blocks.iter().filter(|b| own(b) && in_roles(plan, b)) {
        let BlockKind::Table { header, rows } = &block.kind else { continue };
        let Some(column) = header.cells.iter().position(|c| says(&c.text())) else { continue };
        for row in rows {
            let of = row.cells.first().map(|c| c.text().trim().to_owned()).unwrap_or_default();
            let is_open = open(&row.cells.get(column).map(|c| c.text()).unwrap_or_default());
            all.extend((!of.is_empty()).then_some(Deputy {
                of,
                section: block.section,
                row,
                column,
                is_open,
            }));
        }
    }
    all
}

pub(super) fn contacts(plan: &Plan) -> Vec<Line> {
    let mut lines: Vec<Line> = CONTACTS
        .iter()
        .map(|(name, patterns)| match named(plan, patterns) {
            Some(Block { section, .. }) => {
                line(Subject::Contact, look(name), State::Has, named_in(plan, *section), *section)
            }
            None => line(
                Subject::Contact,
                look(name),
                State::Lacks,
                say!("The plan does not say how they are reached.").to_owned(),
                None,
            ),
        })
        .collect();
    let own = own(plan);
    let section = plan.blocks.iter().find(|b| own(b) && in_roles(plan, b)).and_then(|b| b.section);
    let deputies = deputies(plan);
    let told = !deputies.is_empty();
    for deputy in deputies {
        let (state, because) = if deputy.is_open {
            (State::Lacks, say!("Its deputy is not filled in.").to_owned())
        } else {
            (State::Has, say!("It has a deputy.").to_owned())
        };
        lines.push(line(
            Subject::Contact,
            &say!("Deputy: {of}", of = deputy.of),
            state,
            because,
            deputy.section,
        ));
    }
    if !told {
        let found = named(plan, signs::DEPUTY);
        lines.push(match found {
            Some(Block { section, .. }) => line(
                Subject::Contact,
                say!("Deputies"),
                State::Has,
                say!("Spoken of in {section}.", section = titled(plan, *section)),
                *section,
            ),
            None => line(
                Subject::Contact,
                say!("Deputies"),
                State::Lacks,
                say!("No role has a deputy for when it is away.").to_owned(),
                section,
            ),
        });
    }
    lines
}
