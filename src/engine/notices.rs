//! Notices of a case, pre-filled, with what is missing in them and how they stand against the rules.

use super::Engine;
use super::analysis::CaseAnalysis;
use super::export::{Paper, file_name, paper, titled, with_input};
use super::protocol::PaperFormat;
use super::view::Exported;
use super::word::{Make, Sealed};
use crate::document::notice::{self, Content, Notice, NoticeInput, NoticeKind};
use crate::document::template::{self, Job, Of};
use crate::document::{Block, Document, ReportInput};
use crate::language::aloud;
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
    /// The template that it is written by, where that is the organisation's own.
    pub template: Option<String>,
    /// What makes it by that template.
    pub make: Option<Sealed>,
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

/// A notice by the organisation's own template, still to be rendered; none where the built-in one is used.
fn by_template(
    engine: &Engine,
    analysis: &CaseAnalysis,
    (input, notice): (&NoticeInput<'_>, &Notice),
    kind: NoticeKind,
) -> Option<Job> {
    let template = engine.workspace().template(Of::Notice(kind))?;
    let job = |of: &ReportInput<'_>| template::notice_job(of, input, notice, template);
    Some(with_input(analysis, input.zone, input.date, job))
}

/// A notice on the page.
pub fn view(
    engine: &Engine,
    analysis: &CaseAnalysis,
    which: &Which,
    zone: Zone,
    date: NaiveDate,
) -> NoticeView {
    let input = input(analysis, zone, date);
    // The notice is written; what stands beside it is said.
    let all = aloud(|| notice::kinds(&input));
    let all = all.into_iter().map(|(kind, only, label)| (Which { kind, only }, label));
    let notice = notice::notice(&input, which.kind, which.only.as_deref());
    let job = by_template(engine, analysis, (&input, &notice), which.kind);
    NoticeView {
        all: all.collect(),
        template: job.as_ref().map(|job| job.template.name.clone()),
        make: job.map(|job| {
            Make::Paper { job: Box::new(job), format: None, date }
                .sealed(engine.roles(analysis.case.id).as_deref())
        }),
        checks: aloud(|| notice::check_blocks(&notice)),
        document: notice.document,
        missing: notice.missing,
        facts: analysis.case.facts.clone(),
    }
}

/// The notices that a case may need, as HTML and as Markdown, each under a name of its own. Those by an organisation's own
/// template are still to be made.
pub(super) fn files(
    engine: &Engine,
    analysis: &CaseAnalysis,
    zone: Zone,
    date: NaiveDate,
) -> Vec<(String, Exported)> {
    let all = notice::kinds(&input(analysis, zone, date));
    let each = all.into_iter().flat_map(|(kind, only, label)| {
        let which = Which { kind, only };
        [PaperFormat::Html, PaperFormat::Markdown].map(|format| {
            let name = format!("notice-{}.{}", file_name(&label), format.extension());
            (name, file(engine, analysis, &which, format, zone, date))
        })
    });
    each.collect()
}

/// A notice as a file.
pub fn file(
    engine: &Engine,
    analysis: &CaseAnalysis,
    which: &Which,
    format: PaperFormat,
    zone: Zone,
    date: NaiveDate,
) -> Exported {
    let input = input(analysis, zone, date);
    let notice = notice::notice(&input, which.kind, which.only.as_deref());
    let cast = engine.roles(analysis.case.id);
    let stem =
        format!("{}-{}", titled(&analysis.case.title, cast.as_deref()), file_name(&notice.document.title));
    let paper_of = match by_template(engine, analysis, (&input, &notice), which.kind) {
        Some(job) => Paper::ByTemplate(Box::new(job)),
        None => Paper::BuiltIn(notice.document),
    };
    paper(paper_of, &stem, format, date, cast.as_deref())
}
