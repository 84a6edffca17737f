//! Files to take away: report, plan, timeline, analysis.

use super::analysis::CaseAnalysis;
use super::protocol::{Export, PaperFormat, QueryError};
use super::roles::{in_items, through};
use super::word::Make;
use super::{Engine, fleet, meeting, view};
use crate::document::template::{self, Job, Of, TemplateFile};
use crate::document::{
    self, Document, ReportInput, actions, analysis, iris_csv, stix, timeline_csv, timesketch, veris,
};
use crate::model::case::AmendmentDecision;
use crate::model::{Case, Finding, MetricId, Zone};
use crate::obligation::pack;
use crate::plan::change::{self, Amendment, Change, Revision, Written};
use crate::plan::read::Plan;
use crate::statistics::FleetMetric;
use crate::timeline::Filter;
use crate::workspace::change::stem;
use crate::workspace::redact::Cast;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Hands what a report of a case is made of.
pub(super) fn with_input<T>(
    analysis: &CaseAnalysis,
    zone: Zone,
    date: NaiveDate,
    then: impl FnOnce(&ReportInput<'_>) -> T,
) -> T {
    let judgement = analysis.judgement();
    // What findings say is in UTC, so that the same case gives the same plan; documents have the reader's zone.
    let local = |text: &str| document::words::in_zone(text, zone);
    let findings: Vec<Finding> =
        judgement.findings.iter().map(|f| Finding { claim: local(&f.claim), ..f.clone() }).collect();
    let amendments: Vec<(Amendment, Option<AmendmentDecision>)> = judgement
        .amendments
        .iter()
        .map(|a| (Amendment { reason: local(&a.reason), ..a.clone() }, &a.id))
        .map(|(a, id)| (a, analysis.case.amendments.get(id).cloned()))
        .collect();
    then(&ReportInput {
        view: analysis.view(&judgement.obligations),
        scan: &analysis.events().scan(),
        title: &analysis.case.title,
        findings: &findings,
        amendments: &amendments,
        sources: &analysis.summaries(),
        date,
        zone,
    })
}

/// The report of a case as a document.
pub fn report(analysis: &CaseAnalysis, zone: Zone, date: NaiveDate) -> Document {
    with_input(analysis, zone, date, document::report)
}

/// The report by the organisation's own template, still to be rendered; none where the built-in one is used.
pub fn report_by_template(
    engine: &Engine,
    analysis: &CaseAnalysis,
    zone: Zone,
    date: NaiveDate,
) -> Option<Job> {
    let template = engine.workspace().template(Of::Report)?;
    Some(with_input(analysis, zone, date, |input| template::report_job(input, template)))
}

/// A document by the organisation's own template, where there is one, else as it is built in.
pub(super) fn by_own(
    template: Option<&TemplateFile>,
    document: Document,
    job: impl FnOnce(&Document, &TemplateFile) -> Job,
) -> Paper {
    match template {
        Some(template) => Paper::ByTemplate(Box::new(job(&document, template))),
        None => Paper::BuiltIn(document),
    }
}

/// A person's own wording of an amendment, where they changed it.
pub fn own_words(decision: Option<&AmendmentDecision>) -> Option<String> {
    match decision {
        Some(AmendmentDecision::Accepted { text }) => text.clone(),
        _ => None,
    }
}

/// The next version of the plan with the accepted amendments in it (or all), and how many these are.
pub fn write_plan(plan: &Plan, analysis: &CaseAnalysis, revision: &Revision, all: bool) -> (Written, usize) {
    let mut changes = changes(analysis, all);
    // Of those that contradict each other the first stands, where nobody was asked.
    let beaten: Vec<usize> = change::conflicts(plan, &changes).iter().map(|c| c.between[1]).collect();
    let mut n = 0;
    changes.retain(|_| {
        n += 1;
        !beaten.contains(&(n - 1))
    });
    let count = changes.len();
    (change::write(plan, &changes, revision), count)
}

/// The changes that a person accepted in a case, or all that it proposes.
pub fn changes(analysis: &CaseAnalysis, all: bool) -> Vec<Change> {
    let case = &analysis.case;
    let accepted = |a: &&Amendment| {
        all || matches!(case.amendments.get(&a.id), Some(AmendmentDecision::Accepted { .. }))
    };
    let amendments = analysis.judgement().amendments.iter().filter(accepted);
    amendments.map(|a| change_of(case, a)).collect()
}

/// An amendment as a change, with what a person said of it.
pub fn change_of(case: &Case, amendment: &Amendment) -> Change {
    Change {
        amendment: amendment.clone(),
        text: own_words(case.amendments.get(&amendment.id)),
        comment: case.comments.get(&amendment.id).cloned().unwrap_or_default(),
    }
}

/// A file that could not be read at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unread {
    /// Its name or path as given.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Why.
    pub reason: String,
}

/// analysis.json over some cases, with fleet figures where there is more than one. Files that could not be read
/// are listed beside them.
///
/// # Errors
/// [`QueryError::Unwritable`], which no analysis of this program causes.
pub fn analysis_json(cases: &[Rc<CaseAnalysis>], unread: &[Unread]) -> Result<String, QueryError> {
    let ids = identifiers(cases);
    let incident = |(a, id): (&Rc<CaseAnalysis>, &String)| {
        let judgement = a.judgement();
        let obligations: Vec<_> =
            judgement.obligations.iter().filter(|o| o.applies != Some(false)).cloned().collect();
        let view = a.view(&obligations);
        analysis::incident(
            id,
            &a.case.title,
            &a.summaries(),
            &view,
            &judgement.findings,
            &judgement.amendments,
        )
    };
    let metrics = MetricId::STANDARD.into_iter().filter(|_| cases.len() > 1);
    let fleet: BTreeMap<MetricId, FleetMetric> =
        metrics.map(|id| (id.clone(), fleet::metric(cases, &id))).collect();
    let mut whole = analysis::Analysis::new(cases.iter().zip(&ids).map(incident).collect(), fleet);
    whole.unread = unread
        .iter()
        .map(|u| analysis::UnreadFile { name: u.name.clone(), bytes: u.bytes, reason: u.reason.clone() })
        .collect();
    pretty(&whole)
}

fn pretty(value: &impl Serialize) -> Result<String, QueryError> {
    let text = serde_json::to_string_pretty(value).map_err(|e| QueryError::Unwritable(e.to_string()))?;
    Ok(document::escaped_json(text))
}

/// The identifier of each case: its name; the path of its file where two files share a name; repeats get `#2`, `#3`.
fn identifiers(cases: &[Rc<CaseAnalysis>]) -> Vec<String> {
    let mut files: BTreeMap<&str, usize> = BTreeMap::new();
    for a in cases.iter().filter(|a| named_by_file(a).is_some()) {
        *files.entry(a.case.name.as_str()).or_default() += 1;
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut ids = vec![];
    for a in cases {
        let shared = files.get(a.case.name.as_str()).is_some_and(|n| *n > 1);
        let id = named_by_file(a).filter(|_| shared).unwrap_or(&a.case.name).to_owned();
        let count = seen.entry(id.clone()).or_default();
        *count += 1;
        ids.push(if *count == 1 { id } else { format!("{id}#{count}") });
    }
    ids
}

/// The path of the file that gave a case its name.
fn named_by_file(analysis: &CaseAnalysis) -> Option<&str> {
    let first = analysis.case.sources.first()?;
    (stem(&first.name) == analysis.case.name).then_some(first.name.as_str())
}

/// The events of a case that a filter keeps, in the form of the whole timeline; the name of the file says that it is a part.
pub fn timeline_part(engine: &Engine, analysis: &CaseAnalysis, filter: &Filter) -> view::Exported {
    let timeline = &analysis.timeline;
    let kept = engine.selection(analysis.events(), filter);
    let cast = engine.roles(analysis.case.id);
    let title = titled(&analysis.case.title, cast.as_deref());
    view::Exported {
        name: format!("{title}-timeline-{}-of-{}-events.csv", kept.len(), timeline.len()),
        mime: "text/csv".to_owned(),
        text: timeline_csv::write_part(timeline, kept.iter().copied()),
        make: None,
    }
}

/// A file to save.
///
/// # Errors
/// When what it is of is gone, or cannot be written.
pub fn export(
    engine: &Engine,
    what: Export,
    case: Option<&CaseAnalysis>,
    zone: Zone,
    date: NaiveDate,
) -> Result<view::Exported, QueryError> {
    let template = |of| engine.workspace().template(of);
    let of_case = || case.ok_or(QueryError::NoSuchCase(0));
    // What people read has roles in the place of names where the page has; what other tools take in keeps who is who.
    let cast = case.and_then(|case| engine.roles(case.case.id));
    let cast = cast.as_deref();
    let in_items = case.zip(cast).map(|(case, cast)| in_items(cast, &case.case, &case.judgement().findings));
    let name = |end: &str| match case {
        Some(case) => format!("{}-{end}", titled(&case.case.title, cast)),
        None => end.to_owned(),
    };
    let items = || -> Result<actions::ActionsInput<'_>, QueryError> {
        let case = of_case()?;
        Ok(match &in_items {
            Some((case, findings)) => actions::ActionsInput { case, findings, date },
            None => actions::ActionsInput { case: &case.case, findings: &case.judgement().findings, date },
        })
    };
    let post_mortem = |format| {
        let by_template = report_by_template(engine, of_case()?, zone, date);
        let written = match by_template {
            Some(job) => Paper::ByTemplate(Box::new(job)),
            None => Paper::BuiltIn(report(of_case()?, zone, date)),
        };
        Ok(paper(written, &name("post-mortem"), format, date, cast))
    };
    let minutes = |format| {
        let case = of_case()?;
        let written =
            by_own(template(Of::Minutes), meeting::minutes(case, zone, cast), |minutes, template| {
                with_input(case, zone, date, |input| template::minutes_job(input, minutes, template))
            });
        Ok(paper(written, &name("minutes"), format, date, cast))
    };
    let plan_name = |file: &str, end: &str| match engine.plan().and_then(|p| p.version.clone()) {
        Some(version) => format!("{}-{}.{end}", file_name(stem(file)), file_name(&version)),
        None => format!("{}.{end}", file_name(stem(file))),
    };
    let (name, mime, text) = match what {
        Export::AnalysisJson => {
            let cases = match case {
                Some(case) => engine.analysis(case.case.id).into_iter().collect(),
                None => fleet::analyses(engine),
            };
            (name("analysis.json"), "application/json", analysis_json(&cases, &[])?)
        }
        Export::AnalysisSchema => {
            ("analysis.schema.json".to_owned(), "application/schema+json", analysis::SCHEMA.to_owned())
        }
        Export::Rules => {
            let own = engine.workspace().rules.as_ref().map(|file| file.text.clone());
            let text = own.unwrap_or_else(|| pack::BUILTIN.to_owned());
            ("rules.json".to_owned(), "application/json", text)
        }
        Export::RulesSchema => {
            ("rules.schema.json".to_owned(), "application/schema+json", pack::JSON_SCHEMA.to_owned())
        }
        Export::TimelineCsv => (name("timeline.csv"), "text/csv", timeline_csv::write(&of_case()?.timeline)),
        Export::IrisCsv => (name("iris-upload.csv"), "text/csv", iris_csv::write(&of_case()?.timeline)),
        Export::TimesketchCsv => (name("timesketch.csv"), "text/csv", timesketch::csv(&of_case()?.timeline)),
        Export::TimesketchJsonl => {
            (name("timesketch.jsonl"), "application/jsonl", timesketch::jsonl(&of_case()?.timeline))
        }
        Export::Stix => {
            let case = of_case()?;
            let judgement = case.judgement();
            let view = case.view(&judgement.obligations);
            let input = stix::StixInput { view, findings: &judgement.findings, date };
            (name("stix.json"), "application/stix+json", pretty(&stix::write(&input))?)
        }
        Export::ActionsGithub => {
            (name("issues.json"), "application/json", pretty(&actions::github::write(&items()?))?)
        }
        Export::ActionsScript => (name("issues.sh"), "application/x-sh", actions::script::write(&items()?)),
        Export::ActionsJira => (name("jira.csv"), "text/csv", actions::jira::write(&items()?)),
        Export::ActionsMarkdown => {
            let (case, checklist) = (of_case()?, actions::checklist::document(&items()?));
            let written = by_own(template(Of::Actions), checklist, |checklist, template| {
                with_input(case, zone, date, |input| template::actions_job(input, checklist, template))
            });
            return Ok(paper(written, &name("actions"), PaperFormat::Markdown, date, cast));
        }
        Export::ActionsCalendar => {
            (name("actions.ics"), "text/calendar", actions::calendar::write(&items()?))
        }
        Export::Veris => {
            let case = of_case()?;
            let judgement = case.judgement();
            let input = veris::VerisInput {
                view: case.view(&judgement.obligations),
                scan: &case.events().scan(),
                findings: &judgement.findings,
                amendments: &judgement.amendments,
                date,
            };
            (name("veris.json"), "application/json", pretty(&veris::write(&input))?)
        }
        Export::MinutesMarkdown => return minutes(PaperFormat::Markdown),
        Export::MinutesHtml => return minutes(PaperFormat::Html),
        Export::MinutesWord => return minutes(PaperFormat::Word),
        Export::ReportMarkdown => return post_mortem(PaperFormat::Markdown),
        Export::ReportHtml => return post_mortem(PaperFormat::Html),
        Export::ReportWord => return post_mortem(PaperFormat::Word),
        Export::PlanMarkdown => {
            let plan = engine.workspace().plan.as_ref().ok_or(QueryError::NoPlan)?;
            (plan_name(&plan.name, "md"), "text/markdown", plan.text().to_owned())
        }
        Export::PlanChanges => {
            let plan = engine.workspace().plan.as_ref().ok_or(QueryError::NoPlan)?;
            let title = |case| engine.workspace().case(case).map(|c| c.title.clone());
            let name = format!("{}-changes.md", file_name(stem(&plan.name)));
            (name, "text/markdown", through(engine.roles_of_all().as_deref(), plan.change_log(title)))
        }
        Export::PlanWord => {
            let plan = engine.workspace().plan.as_ref().ok_or(QueryError::NoPlan)?;
            let file = plan.word.clone().ok_or(QueryError::NoWord)?;
            if !plan.is_playbook() {
                let name = plan_name(&plan.name, "docx");
                return Ok(Make::Plan { file, steps: plan.steps() }.exported(name, None));
            }
            let text = crate::cacao::follow(&String::from_utf8_lossy(&file.0), &plan.steps());
            let text = text.map_err(|e| QueryError::Unwritable(e.to_string()))?;
            (plan_name(&plan.name, "json"), "application/json", text)
        }
    };
    Ok(view::Exported { name, mime: mime.to_owned(), text, make: None })
}

/// A document that is to be shown, or to be a file.
pub(super) enum Paper {
    /// As it is built in.
    BuiltIn(Document),
    /// By an organisation's own template, which is rendered where files are made.
    ByTemplate(Box<Job>),
}

/// A document as the page shows it, or what makes it there by its template, which then has the roles of `cast`.
pub(super) fn on_page(paper: Paper, date: NaiveDate, cast: Option<&Cast>) -> view::ReportView {
    match paper {
        Paper::BuiltIn(document) => view::ReportView { document, ..view::ReportView::default() },
        Paper::ByTemplate(job) => view::ReportView {
            template: Some(job.template.name.clone()),
            make: Some(Make::Paper { job, format: None, date }.sealed(cast)),
            ..view::ReportView::default()
        },
    }
}

/// A document as a file. `cast`: the roles in it, where they stand in the place of names.
pub(super) fn paper(
    paper: Paper,
    stem: &str,
    format: PaperFormat,
    date: NaiveDate,
    cast: Option<&Cast>,
) -> view::Exported {
    let name = format!("{stem}.{}", format.extension());
    let text = match (paper, format) {
        (Paper::ByTemplate(job), _) => {
            return Make::Paper { job, format: Some(format), date }.exported(name, cast);
        }
        (Paper::BuiltIn(document), PaperFormat::Word) => {
            return Make::Report { document, date }.exported(name, cast);
        }
        (Paper::BuiltIn(document), PaperFormat::Html) => document::html::write(&through(cast, document)),
        (Paper::BuiltIn(document), PaperFormat::Markdown) => {
            document::markdown::write(&through(cast, document))
        }
    };
    view::Exported { name, mime: format.mime().to_owned(), text, make: None }
}

/// The plan that somebody starts from who has none: the organisation's own, else the built-in one.
pub fn starting_plan(engine: &Engine, zone: Zone, date: NaiveDate) -> view::Exported {
    let (name, mime) = ("response-plan.md".to_owned(), PaperFormat::Markdown.mime().to_owned());
    match engine.workspace().template(Of::Plan) {
        Some(template) => Make::Text(Box::new(template::plan_job(date, zone, template))).exported(name, None),
        None => view::Exported { name, mime, text: crate::plan::template::builtin().to_owned(), make: None },
    }
}

/// The template of a document as a file.
pub fn template_file(engine: &Engine, of: Of) -> view::Exported {
    let (name, text) = match engine.workspace().template(of) {
        Some(file) => (safe(&file.name), file.text.clone()),
        None => (format!("{}.md.jinja", of.id()), of.builtin().to_owned()),
    };
    view::Exported { name, mime: "text/plain".to_owned(), text, make: None }
}

/// A name of a file that is no path on any system, and no option of a command; of a long one the end.
pub(super) fn safe(name: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || "-_ ()".contains(c) || c == '.';
    let name: String = name.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    let name = name.trim_matches(['.', ' ', '_', '-']);
    let from = name.char_indices().rev().nth(79).map_or(0, |(at, _)| at);
    let name = name.get(from..).unwrap_or_default().trim_start_matches(['.', ' ', '_', '-']);
    if name.is_empty() { "file".to_owned() } else { name.to_owned() }
}

/// A title as a file name, with roles in the place of names.
pub(super) fn titled(title: &str, cast: Option<&Cast>) -> String {
    file_name(&through(cast, title.to_owned()))
}

/// A title as a file name: letters, digits and dots, the rest as single hyphens.
pub(super) fn file_name(title: &str) -> String {
    let mut name = String::new();
    for c in title.chars().take(60) {
        if c.is_alphanumeric() || (c == '.' && !name.is_empty()) {
            name.extend(c.to_lowercase());
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    let name = name.trim_end_matches(['-', '.']);
    if name.is_empty() { "floodmark".to_owned() } else { name.to_owned() }
}
