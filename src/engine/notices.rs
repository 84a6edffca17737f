//! Notices of a case, pre-filled, with what is missing in them and how they stand against the rules.

use super::analysis::CaseAnalysis;
use super::export::{file_name, paper};
use super::protocol::PaperFormat;
use super::view::Exported;
use crate::document::notice::{self, Content, NoticeInput, NoticeKind};
use crate::document::{Block, Document};
use crate::model::{Facts, Zone};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Which notice.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Which {
    /// Whom it is for.
    pub kind: NoticeKind,
    /// The rule whose version it is, where that wants something kept out.
    pub only: Option<String>,
}

/// A notice on the page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NoticeView {
    /// The notices that the case may need, with their names.
    pub all: Vec<(Which, String)>,
    /// The one that was asked for.
    pub document: Document,
    /// What the case does not tell.
    pub missing: Vec<Content>,
    /// What the rules ask of it.
    pub checks: Vec<Block>,
    /// The facts, in which what is missing is said.
    pub facts: Facts,
}

/// What the notices of a case are made of.
fn input(analysis: &CaseAnalysis, zone: Zone, date: NaiveDate) -> NoticeInput<'_> {
    let judgement = analysis.judgement();
    NoticeInput {
        view: analysis.view(&judgement.obligations),
        title: &analysis.case.title,
        findings: &judgement.findings,
        pack: analysis.pack(),
        date,
        zone,
    }
}

/// A notice on the page.
pub fn view(analysis: &CaseAnalysis, which: &Which, zone: Zone, date: NaiveDate) -> NoticeView {
    let input = input(analysis, zone, date);
    let all = notice::kinds(&input).into_iter().map(|(kind, only, label)| (Which { kind, only }, label));
    let notice = notice::notice(&input, which.kind, which.only.as_deref());
    let checks = notice::check_blocks(&notice);
    let facts = analysis.case.facts.clone();
    NoticeView { all: all.collect(), document: notice.document, missing: notice.missing, checks, facts }
}

/// A notice as a file.
pub fn file(
    analysis: &CaseAnalysis,
    which: &Which,
    format: PaperFormat,
    zone: Zone,
    date: NaiveDate,
) -> Exported {
    let notice = notice::notice(&input(analysis, zone, date), which.kind, which.only.as_deref());
    let stem = format!("{}-{}", file_name(&analysis.case.title), file_name(&notice.document.title));
    paper(notice.document, &stem, format, date)
}
