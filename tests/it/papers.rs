//! Sections that are switched, moved and written, and documents by templates.

use crate::engine::example;
use crate::word::make::parts;
use floodmark::document::exercise::PackPart;
use floodmark::document::notice::NoticeKind;
use floodmark::document::template::{Of, TemplateFile, check, fields, render};
use floodmark::document::{self, Block, Document, Run, html, markdown};
use floodmark::engine::notices::{NoticeView, Which};
use floodmark::engine::protocol::{Export, PaperFormat};
use floodmark::engine::view::{Exported, ReportView};
use floodmark::engine::word::{Make, PackFile};
use floodmark::engine::{Command, Engine, Query, export};
use floodmark::model::action::NewAction;
use floodmark::model::meeting::{Captured, OnScreen};
use floodmark::model::paper::{OwnWords, Paper};
use floodmark::model::{Case, CaseId, Section, Timestamp, Zone};
use floodmark::workspace::change::ChangeError;
use floodmark::workspace::{Change, MeetingStep};

fn now() -> Timestamp {
    "2026-03-25T10:00:00Z".parse().unwrap()
}

fn day() -> chrono::NaiveDate {
    "2026-03-25".parse().unwrap()
}

fn report(engine: &Engine, case: CaseId) -> Document {
    export::report(&engine.analysis(case).unwrap(), Zone::Utc, day())
}

fn sections(document: &Document) -> Vec<&str> {
    document.headings().filter(|(level, ..)| *level == 2).map(|(_, text, _)| text).collect()
}

fn set(engine: &mut Engine, case: CaseId, paper: Paper) {
    engine.apply(&Change::SetPaper { case, paper: Box::new(paper) }.into(), now()).unwrap();
}

#[test]
fn the_report_has_the_merged_section_set_in_order() {
    let (engine, case) = example();
    let all: Vec<&str> = Section::ALL.into_iter().map(Section::title).collect();
    assert_eq!(sections(&report(&engine, case)), all);
}

#[test]
fn each_finding_is_told_once_with_its_evidence() {
    let (engine, case) = example();
    let document = report(&engine, case);
    let analysis = engine.analysis(case).unwrap();
    let findings = &analysis.judgement().findings;
    assert!(findings.len() > 11);
    for finding in findings {
        let tells = |runs: &[Run]| {
            let claim = runs.iter().any(|run| run.text() == finding.claim);
            claim && matches!(runs.last(), Some(Run::Emphasis(_)))
        };
        let told = document.blocks.iter().map(|block| match block {
            Block::Paragraph(runs) => usize::from(tells(runs)),
            Block::List { items, .. } => items.iter().filter(|item| tells(item)).count(),
            _ => 0,
        });
        assert_eq!(told.sum::<usize>(), 1, "{}", finding.rule);
    }
}

#[test]
fn no_heading_of_the_report_stands_over_nothing() {
    let (engine, case) = example();
    let document = report(&engine, case);
    let mut above: Option<(u8, &str)> = None;
    for block in &document.blocks {
        let Block::Heading { level, text, .. } = block else {
            above = None;
            continue;
        };
        assert!(above.is_none_or(|(before, _)| *level > before), "{above:?} is empty before “{text}”");
        above = Some((*level, text));
    }
    assert_eq!(above, None);
}

#[test]
fn sections_are_left_out_moved_and_written_and_all_of_it_is_undone() {
    let (mut engine, case) = example();
    let before = report(&engine, case);
    let words = "Done by *us*.\n\n<script>alert(1)</script>\n\n- [x](javascript:alert(1))";
    let own = Some(OwnWords { text: words.to_owned(), instead: true });
    set(&mut engine, case, Paper::default().switched(Section::Ledger, false));
    let paper = engine.workspace().case(case).unwrap().paper.clone();
    set(&mut engine, case, paper.moved(Section::Impact, -1));
    let paper = engine.workspace().case(case).unwrap().paper.clone();
    set(&mut engine, case, paper.worded(Section::Summary, own));
    let after = report(&engine, case);
    assert_eq!(sections(&after)[..2], ["Impact", "Executive summary"]);
    assert!(!sections(&after).contains(&"Legal ledger"));
    let own: Vec<&Block> = after.blocks.iter().filter(|b| matches!(b, Block::Own(_))).collect();
    assert_eq!(own.len(), 1);
    let (html, text) = (html::write(&after), markdown::write(&after));
    assert!(html.contains("<div class=\"own\">") && html.contains("<em>us</em>"));
    assert!(!html.contains("<script") && !html.contains("href=\"javascript"));
    assert!(text.contains("In the reviewers’ words") && text.contains("\\<script\\>"));
    is_inert_markdown(&text);
    assert!(!text.contains("The incident began on"));
    assert!(document::docx::write(&after, day()).is_ok());
    // What is set again as it stands is refused; each step is undone by itself.
    let same =
        Change::SetPaper { case, paper: Box::new(engine.workspace().case(case).unwrap().paper.clone()) };
    assert_eq!(engine.apply(&same.into(), now()), Err(ChangeError::Nothing));
    for _ in 0..3 {
        engine.apply(&Command::Undo, now()).unwrap();
    }
    assert_eq!(report(&engine, case), before);
}

#[test]
fn a_case_from_before_there_were_settings_still_reads() {
    let case: Case = serde_json::from_str("{\"id\": 1, \"title\": \"x\"}").unwrap();
    assert_eq!(case.paper, Paper::default());
    let json = serde_json::to_string(&Paper::default().switched(Section::Impact, false)).unwrap();
    assert!(serde_json::from_str::<Paper>(&json).unwrap().is_off(Section::Impact));
}

fn by_template(engine: &Engine, case: CaseId) -> Make {
    let query = Query::Report { case, zone: Zone::Utc, date: day() };
    let view = ReportView::try_from(engine.answer(&query, &()).unwrap()).unwrap();
    view.make.unwrap().opened().unwrap()
}

fn open(engine: &mut Engine, text: &str) -> Result<(), ChangeError> {
    let change = Change::OpenTemplate { name: "ours.md.jinja".to_owned(), text: text.to_owned() };
    engine.apply(&change.into(), now())
}

fn rendered(engine: &Engine, case: CaseId) -> Document {
    let Make::Paper { job, .. } = by_template(engine, case) else { panic!("no template") };
    render(&job).unwrap()
}

#[test]
fn the_shipped_templates_have_no_error_and_give_the_built_in_documents() {
    let (mut engine, case) = example();
    for (of, id) in Of::ALL {
        let file = TemplateFile { name: id.to_owned(), text: of.builtin().to_owned() };
        assert_eq!(Of::named(&file.text), Some(Ok(of)));
        assert_eq!(check(&file), vec![], "{}", of.id());
    }
    let built_in = report(&engine, case);
    open(&mut engine, Of::Report.builtin()).unwrap();
    assert_eq!(rendered(&engine, case), built_in);
    for kind in NoticeKind::ALL {
        let which = Which { kind, only: None };
        let query = Query::Notice { case, which, zone: Zone::Utc, date: day() };
        let ask = |engine: &Engine| NoticeView::try_from(engine.answer(&query, &()).unwrap()).unwrap();
        let built_in = ask(&engine).document;
        open(&mut engine, Of::Notice(kind).builtin()).unwrap();
        let Make::Paper { job, .. } = ask(&engine).make.unwrap().opened().unwrap() else {
            panic!("no template")
        };
        assert_eq!(render(&job).unwrap(), built_in, "{}", kind.label());
    }
    // What a person said of the sections holds in both.
    let own = Some(OwnWords { text: "# Ours\n\n- a\n- *b*\n\n<i>c</i>".to_owned(), instead: false });
    let paper = Paper::default().switched(Section::Ledger, false).worded(Section::Summary, own);
    set(&mut engine, case, paper);
    assert_eq!(rendered(&engine, case), report(&engine, case));
    engine.apply(&Change::RemoveTemplate { of: Of::Report }.into(), now()).unwrap();
    assert!(engine.workspace().template(Of::Report).is_none());
}

/// What a file is to be made of, and what is made of it.
fn made(file: &Exported) -> (Make, String) {
    let make = file.make.as_ref().unwrap().opened().unwrap();
    let text = String::from_utf8(make.made().unwrap().bytes).unwrap();
    (make, text)
}

#[test]
fn minutes_checklist_and_pack_are_written_by_their_templates() {
    let (mut engine, case) = example();
    for what in [
        Captured::Decision("the shop is taken offline by on-call".into()),
        Captured::Question("who calls the acquirer".into()),
    ] {
        let step = MeetingStep::Capture { what, on_screen: OnScreen::Part };
        engine.apply(&Change::Meeting { case, step }.into(), now()).unwrap();
    }
    let item = NewAction {
        title: "Key the hashes of order numbers".into(),
        owner: "Lead developer".into(),
        ..NewAction::default()
    };
    engine.apply(&Change::AddActions { case, actions: vec![item] }.into(), now()).unwrap();
    let files = |engine: &Engine| -> Vec<Exported> {
        let analysis = engine.analysis(case).unwrap();
        let minutes = [Export::MinutesMarkdown, Export::ActionsMarkdown]
            .map(|what| export::export(engine, what, Some(&analysis), Zone::Utc, day()).unwrap());
        let pack = PackPart::PAPERS.map(|part| {
            let part = Some(part);
            let query = Query::ExerciseFile {
                case,
                part,
                format: PaperFormat::Markdown,
                zone: Zone::Utc,
                date: day(),
            };
            Exported::try_from(engine.answer(&query, &()).unwrap()).unwrap()
        });
        minutes.into_iter().chain(pack).collect()
    };
    let of = [Of::Minutes, Of::Actions].into_iter().chain(PackPart::PAPERS.map(Of::Exercise));
    for (n, of) in of.enumerate() {
        let built_in = files(&engine).remove(n);
        assert_eq!(built_in.make, None, "{}", of.id());
        open(&mut engine, of.builtin()).unwrap();
        let by_template = files(&engine).remove(n);
        assert_eq!((&by_template.name, made(&by_template).1), (&built_in.name, built_in.text), "{}", of.id());
    }
    // The whole pack in one archive, by the templates too.
    let query =
        Query::ExerciseFile { case, part: None, format: PaperFormat::Markdown, zone: Zone::Utc, date: day() };
    let pack =
        Exported::try_from(engine.answer(&query, &()).unwrap()).unwrap().make.unwrap().opened().unwrap();
    let Make::Pack { files: packed, .. } = &pack else { panic!("no pack") };
    assert_eq!(
        packed.iter().filter(|f| matches!(f, PackFile::ByTemplate { .. })).count(),
        PackPart::PAPERS.len()
    );
    pack.made().unwrap();
    // In words of one's own.
    open(&mut engine, "{# floodmark template: minutes #}\n# Protokoll: {{ case }}\n\n{% for d in meeting.decisions %}\n- Beschluss: {{ d }}\n{% endfor %}\n\n{{ section(\"open-questions\") }}").unwrap();
    let text = made(&files(&engine)[0]).1;
    assert!(
        text.starts_with("# Protokoll: ")
            && text.contains("- Beschluss: The shop is taken offline by on-call"),
        "{text}"
    );
    assert!(text.contains("## Open questions") && !text.contains("## Decisions"), "{text}");
    // What participants are handed before the exercise can give nothing away, whatever a template asks for.
    open(&mut engine, "{# floodmark template: participant-handout #}\n# {{ exercise.name }}\n\n{{ case }}. {{ findings }} {{ exercise.injects }} {{ amendments }}").unwrap();
    let handout = PackPart::PAPERS.iter().position(|p| *p == PackPart::Handout).unwrap() + 2;
    let (Make::Paper { job, .. }, _) = made(&files(&engine)[handout]) else { panic!("no template") };
    assert_eq!((job.context.findings.len(), job.context.exercise.injects.len()), (0, 0));
    assert_ne!(job.context.case, engine.workspace().case(case).unwrap().title);
}

#[test]
fn a_plan_is_started_from_the_organisations_own_template() {
    let mut engine = Engine::default();
    let query = Query::StartingPlan { zone: Zone::Utc, date: day() };
    let ask = |engine: &Engine| Exported::try_from(engine.answer(&query, &()).unwrap()).unwrap();
    let built_in = ask(&engine);
    assert_eq!(built_in.text, floodmark::plan::template::builtin());
    open(&mut engine, Of::Plan.builtin()).unwrap();
    assert_eq!(made(&ask(&engine)).1, built_in.text, "byte for byte");
    open(&mut engine, "{# floodmark template: plan #}\r\n# Our *plan*\r\n\r\nEffective: {{ date }}\r\n")
        .unwrap();
    assert_eq!(made(&ask(&engine)).1, "# Our *plan*\r\n\r\nEffective: 2026-03-25\r\n");
}

#[test]
fn a_template_says_it_in_other_words_and_values_stay_text() {
    let (mut engine, case) = example();
    let title = "<b>*Kestrel*</b> [x](javascript:alert(1)) \u{e000}impact\u{e001}".to_owned();
    engine.apply(&Change::RenameCase { case, title }.into(), now()).unwrap();
    open(
        &mut engine,
        "{# floodmark template: report #}\n# Review of {{ case }}\n\n## In short\n\nThe case {{ case }}.\n\n{% for m in milestones if m.id == \"contained\" %}- {{ m.name }}: {{ m.time }}\n{% endfor %}\n{{ section(\"impact\") }}\n",
    )
    .unwrap();
    let document = rendered(&engine, case);
    assert_eq!(sections(&document), ["In short", "Impact"]);
    assert_eq!(document.title, "Review of <b>*Kestrel*</b> [x](javascript:alert(1)) impact");
    let html = html::write(&document);
    assert!(!html.contains("<b>") && !html.contains("<em>Kestrel") && !html.contains("href=\"javascript"));
    // All writers follow.
    for format in [PaperFormat::Html, PaperFormat::Markdown, PaperFormat::Word] {
        let Make::Paper { job, date, .. } = by_template(&engine, case) else { panic!("no template") };
        let made = Make::Paper { job, date, format: Some(format) }.made().unwrap().bytes;
        let text = String::from_utf8_lossy(&made);
        match format {
            PaperFormat::Html => {
                assert!(text.starts_with("<!doctype html>") && text.contains(">In short</h2>"))
            }
            PaperFormat::Markdown => {
                assert!(text.starts_with("# Review of") && text.contains("\n## In short\n"))
            }
            PaperFormat::Word => assert_eq!(document::docx::write(&document, date).unwrap(), made),
        }
    }
}

/// Texts that are more than text somewhere.
const HOSTILE: [&str; 16] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "[x](javascript:alert(1))",
    "![x](https://example.net/x.png)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "https://example.net/?leak",
    "```html\n<script>alert(1)</script>\n```",
    "| a |\n| --- |\n| <script>alert(1)</script> |",
    "> <iframe src=//example.net></iframe>",
    "x\n\n<!-- --><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "</title><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
];

/// Fails where anything in a page could run, fetch or lead away.
fn is_inert_html(html: &str) {
    let (_, body) = html.split_once("<body>").unwrap();
    for tag in body.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
        let name = tag.trim_start_matches('/').split_whitespace().next().unwrap();
        let known = "main h1 h2 h3 h4 p dl dt dd div nav ol ul li a strong em code table caption thead tbody tr th td hr body html";
        assert!(known.split(' ').any(|k| k == name), "<{tag}>");
        let names: String = tag.split('"').step_by(2).collect();
        assert!(!names.contains("src=") && !names.contains(" on"), "<{tag}>");
        assert!(!names.contains("href=") || tag.starts_with("a href=\"#"), "<{tag}>");
    }
    assert_eq!(html.matches("<script").count() + html.matches("<style").count(), 1);
}

/// Fails where a reader of Markdown would find more than text in its styles.
fn is_inert_markdown(text: &str) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        let alive = matches!(
            event,
            Event::Html(_)
                | Event::InlineHtml(_)
                | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock)
        );
        assert!(!alive, "{event:?} in {text}");
    }
}

/// Fails where a Word document leads anywhere or holds more than text.
fn is_inert_word(document: &Document) {
    let parts = parts(&document::docx::write(document, day()).unwrap());
    for (name, bytes) in &parts {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("TargetMode=\"External\"") && !text.contains("<script"), "{name}");
    }
    assert!(!parts.keys().any(|name| name.contains("vba") || name.contains("embeddings")));
}

fn is_inert(document: &Document) {
    is_inert_html(&html::write(document));
    is_inert_markdown(&markdown::write(document));
    is_inert_word(document);
}

#[test]
fn no_template_and_no_value_carries_what_could_run() {
    let (mut engine, case) = example();
    for hostile in HOSTILE {
        // As the case tells it, in a heading, in a line, in code, in a table, in a section, declared safe.
        engine.apply(&Change::RenameCase { case, title: hostile.to_owned() }.into(), now()).unwrap();
        let own = Some(OwnWords { text: hostile.to_owned(), instead: false });
        set(&mut engine, case, Paper::default().worded(Section::Impact, own));
        let places = "{# floodmark template: report #}\n# {{ case }}\n\n## {{ case }}\n\nIt is {{ case }}.\n\n{{ case }}\n\n- {{ case }}\n\n| a |\n| --- |\n| {{ case }} |\n\n`{{ case }}`\n\n[{{ case }}]({{ case }})\n\n{{ case | safe }}\n\n{% autoescape false %}{{ case }}{% endautoescape %}\n\n{{ section(\"impact\") }}\n";
        open(&mut engine, places).unwrap();
        is_inert(&rendered(&engine, case));
        // As the template has it.
        open(&mut engine, &format!("{{# floodmark template: report #}}\n# Ours\n\n{hostile}\n")).unwrap();
        is_inert(&rendered(&engine, case));
        engine.apply(&Change::RemoveTemplate { of: Of::Report }.into(), now()).unwrap();
        set(&mut engine, case, Paper::default());
    }
}

#[test]
fn errors_of_templates_name_their_lines() {
    let errors = |text: &str| {
        let text = format!("{{# floodmark template: report #}}\n{text}");
        let file = TemplateFile { name: "ours".to_owned(), text };
        check(&file).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        errors("\n{{ facts.data_typs }}"),
        ["line 3: there is no field “facts.data_typs”; the nearest is “facts.data_types”"]
    );
    assert!(errors("\n\n{% if title %}")[0].starts_with("line "));
    assert_eq!(
        errors(
            "{% for f in findings if f.outcome == 'Gap' %}{{ loop.index }} {{ f.claim | upper }}{% endfor %}"
        ),
        Vec::<String>::new()
    );
    for good in [
        "{% set n = findings | length %}{{ n }}",
        "{% set words %}{{ title }}{% endset %}{{ words }}",
        "{% with n = findings | length, m = 1 %}{{ n + m }}{% endwith %}",
        "{{ findings[0].claim }} {{ (findings | first).claim }}",
        "{% raw %}{{ COMPANY_NAME }}{% endraw %}",
    ] {
        assert_eq!(errors(good), Vec::<String>::new(), "{good}");
    }
    assert_eq!(
        errors("{%- raw -%}\n{{ COMPANY_NAME }}\n{%- endraw -%}\n{{ titel }}"),
        ["line 5: there is no field “titel”; the nearest is “title”"]
    );
    let none = TemplateFile { name: "x".to_owned(), text: "{# floodmark template: rapport #}".to_owned() };
    assert!(check(&none)[0].what.contains("report, authority"));
}

#[test]
fn templates_end_within_their_limits() {
    let (mut engine, case) = example();
    let fails = |engine: &mut Engine, text: &str, told: &str| {
        open(engine, &format!("{{# floodmark template: report #}}\n{text}")).unwrap();
        let error = by_template(engine, case).made().unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    };
    let loops = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}";
    fails(&mut engine, loops, "too many steps");
    let grows =
        "{% for a in range(9999) %}{{ section('impact') }}".to_owned() + &"x".repeat(1000) + "{% endfor %}";
    fails(&mut engine, &grows, "4 MB");
    fails(&mut engine, "\n{{ section(\"impct\") }}", "line 3");
}

#[test]
fn a_section_that_no_case_has_is_told_when_the_template_is_opened() {
    let errors = |text: &str| -> Vec<String> {
        let file = TemplateFile { name: "ours".to_owned(), text: text.to_owned() };
        check(&file).iter().map(ToString::to_string).collect()
    };
    let report = "{# floodmark template: report #}\n\n{{ section(\"impct\") }}\n{{ section('method') }}";
    assert_eq!(errors(report), ["line 3: there is no section “impct”; the nearest is “impact”"]);
    let minutes = "{# floodmark template: minutes #}\n{{ section(\"decision\") }}";
    assert_eq!(errors(minutes), ["line 2: there is no section “decision”; the nearest is “decisions”"]);
    let handout = "{# floodmark template: participant-handout #}\n{{ section(\"your-rule\") }}";
    assert_eq!(errors(handout), ["line 2: there is no section “your-rule”; the nearest is “your-role”"]);
    // So it is where some sections are there in some cases only, or are named by what a case holds.
    for (of, section, near) in [
        ("facilitator-guide", "before-it-start", "before-it-starts"),
        ("facilitator-guide", "injects-1", "course"),
        ("evaluator-guide", "not-probd", "not-probed"),
        ("evaluation-forms", "preserve-evidences", "preserve-evidence"),
        ("after-action-report", "over-the-session", "over-the-sessions"),
        ("events-list", "openin", "opening"),
        ("authority", "reasons-for-delay", "reasons-for-the-delay"),
        ("individuals", "what-you-can-doo", "what-you-can-do"),
        ("card-brands", "the-incidents", "the-incident"),
        ("internal", "measure", "measures"),
        ("support", "what-happend", "what-happened"),
        ("status-page", "what-happened", "opening"),
        ("action-items", "openings", "opening"),
    ] {
        let found = errors(&format!("{{# floodmark template: {of} #}}\n\n{{{{ section(\"{section}\") }}}}"));
        assert_eq!(found.len(), 1, "{of}: {found:?}");
        let begins = format!("line 3: there is no section “{section}”; ");
        assert!(found[0].starts_with(&begins) && found[0].contains(near), "{of}: {found:?}");
    }
    for (of, section) in [
        ("facilitator-guide", "looking-back-together"),
        ("evaluator-guide", "inject-12-the-skimmer-is-back"),
        ("after-action-report", "first-session-in-march"),
        ("after-action-report", "improvement-plan"),
        ("evaluation-forms", "engage-the-response-team"),
    ] {
        let text = format!("{{# floodmark template: {of} #}}\n{{{{ section(\"{section}\") }}}}");
        assert_eq!(errors(&text), Vec::<String>::new(), "{of}");
    }
    // A plan is started from its template alone.
    let plan = "{# floodmark template: plan #}\n{{ section(\"impact\") }}";
    assert!(errors(plan)[0].starts_with("line 2: there is no section “impact”"), "{:?}", errors(plan));
    // What is put together is known only when it is rendered.
    let made = "{# floodmark template: report #}\n{% set s = 'pact' %}{{ section(\"im\" ~ s) }}";
    assert_eq!(errors(made), Vec::<String>::new());
    // Those of the report are none of a notice.
    let notice = "{# floodmark template: authority #}\n\n{{ section(\"impact\") }}";
    assert!(errors(notice)[0].starts_with("line 3: there is no section “impact”; "), "{:?}", errors(notice));
}

#[test]
fn the_sections_of_notices_are_those_that_are_checked() {
    use floodmark::model::Facts;
    use std::collections::BTreeSet;
    let (mut engine, case) = example();
    let facts = Facts { jurisdictions: vec!["DE".to_owned(), "US-CA".to_owned()], ..Facts::default() };
    engine.apply(&Change::SetFacts { case, facts: Box::new(facts) }.into(), now()).unwrap();
    let (mut found, mut asked) = (BTreeSet::new(), BTreeSet::new());
    for kind in NoticeKind::ALL {
        let which = Which { kind, only: None };
        let query = Query::Notice { case, which, zone: Zone::Utc, date: day() };
        let view = NoticeView::try_from(engine.answer(&query, &()).unwrap()).unwrap();
        let ids = view.document.headings().map(|(_, _, id)| id.to_owned());
        found.extend(ids.chain(["opening".to_owned()]).map(|id| (kind, id)));
        asked.extend(Of::Notice(kind).sections().into_iter().map(|id| (kind, id)));
    }
    // Reasons for a delay stand only in a notice that is late.
    found.insert((NoticeKind::Authority, "reasons-for-the-delay".to_owned()));
    assert_eq!(found, asked);
}

#[test]
fn a_section_that_the_document_has_only_in_other_cases_places_nothing() {
    use floodmark::document::Document;
    use floodmark::document::template::{Context, Job, TemplateError, render};
    let made = |of: &str, section: &str| -> Result<Document, TemplateError> {
        let text =
            format!("{{# floodmark template: {of} #}}\n# Ours\n\n{{{{ section(\"{section}\") }}}}\n\nEnd.\n");
        render(&Job {
            template: TemplateFile { name: "ours".to_owned(), text },
            context: Context::default(),
            cover: Document::default(),
            parts: vec![],
        })
    };
    for (of, section) in [
        ("situation-manual", "the-plan-at-hand"),
        ("evaluator-guide", "not-probed"),
        ("after-action-report", "over-the-sessions"),
        ("action-items", "overdue"),
        ("authority", "impact"),
        ("minutes", "decisions"),
    ] {
        let document = made(of, section).unwrap();
        assert_eq!(document.blocks.len(), 1, "{of}: {document:?}");
    }
    assert!(made("authority", "anything").is_err());
    assert!(made("plan", "impact").is_err());
}

#[test]
fn every_field_of_the_context_is_told() {
    let fields = fields();
    assert!(fields.iter().any(|(name, words)| name == "findings[].claim" && *words == "What it claims."));
    assert!(fields.iter().all(|(_, words)| words.ends_with('.')));
}
