//! A plan of hundreds of pages from its file to the next version, as the browser goes about it: what the worker is asked, what
//! it keeps, and what crosses to the page and is read there. The page's drawing is measured in the browser (`plan.mjs`).

use super::scatter;
use criterion::Criterion;
use floodmark::engine::{Answer, Command, Engine, Query};
use floodmark::import;
use floodmark::model::case::AmendmentDecision;
use floodmark::model::source::sha256;
use floodmark::model::{CaseId, Timestamp};
use floodmark::ooxml;
use floodmark::workspace::{Change, Target, WordFile};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A plan of 200 pages in Markdown: some 2 MB.
fn plan_text() -> String {
    let mut text = floodmark::example::plan().to_owned();
    for n in 0..1_500 {
        text.push_str(&format!("\n## Playbook {n}\n\n"));
        for step in 0..12 {
            let a = scatter(n * 12 + step) >> 33;
            text.push_str(&format!(
                "- Step {step}: **operations** compares system {a} with its last release & tells the owner within {} minutes.\n",
                15 + a % 45
            ));
        }
    }
    text
}

/// That plan as a Word document of 5 MB, with a picture that does not pack.
fn plan_word(text: &str) -> Vec<u8> {
    use floodmark::ooxml::package::pack;
    use floodmark::ooxml::xml::escape;
    use floodmark::plan::read::block::{BlockKind, parse};
    const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut body = String::new();
    let words = |text: &str| {
        format!(
            "<w:r w:rsidRPr=\"00A10001\"><w:rPr><w:lang w:val=\"en-GB\"/></w:rPr><w:t>{}</w:t></w:r>",
            escape(text)
        )
    };
    for block in parse(text).0 {
        match &block.kind {
            BlockKind::Heading { level } => body.push_str(&format!(
                "<w:p><w:pPr><w:pStyle w:val=\"H{level}\"/></w:pPr>{}</w:p>",
                words(&block.text())
            )),
            BlockKind::Item { .. } => body.push_str(&format!(
                "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}</w:p>",
                words(&block.text())
            )),
            BlockKind::Table { header, rows } => {
                body.push_str("<w:tbl><w:tblPr/><w:tblGrid/>");
                for row in std::iter::once(header).chain(rows) {
                    let cells: String = row
                        .cells
                        .iter()
                        .map(|c| format!("<w:tc><w:tcPr/><w:p>{}</w:p></w:tc>", words(&c.text())))
                        .collect();
                    body.push_str(&format!("<w:tr>{cells}</w:tr>"));
                }
                body.push_str("</w:tbl>");
            }
            _ => body.push_str(&format!("<w:p>{}</w:p>", words(&block.text()))),
        }
    }
    let heading = |n: u32| {
        format!("<w:style w:type=\"paragraph\" w:styleId=\"H{n}\"><w:name w:val=\"heading {n}\"/></w:style>")
    };
    let styles: String = (1..=6).map(heading).collect();
    let picture: Vec<u8> = (0..4_300_000).map(|n| scatter(n) as u8).collect();
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
    let relations = |inner: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{R}/{kind}\" Target=\"{target}\"/>")
    };
    pack(&[
        ("[Content_Types].xml", types.into()),
        ("_rels/.rels", relations(&relation("rId1", "officeDocument", "word/document.xml")).into()),
        ("word/_rels/document.xml.rels", relations(&(relation("rId1", "styles", "styles.xml") + &relation("rId2", "numbering", "numbering.xml"))).into()),
        ("word/document.xml", format!("<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>").into()),
        ("word/styles.xml", format!("<w:styles xmlns:w=\"{W}\">{styles}</w:styles>").into()),
        ("word/numbering.xml", format!("<w:numbering xmlns:w=\"{W}\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>").into()),
        ("word/media/image1.jpg", picture),
    ])
    .unwrap()
}

/// The file of a plan as it lies on a person's disk.
enum File {
    Markdown(String),
    Word(Vec<u8>),
}

/// The engine with the example's case, and what the page asks it.
struct Desk {
    engine: Engine,
    case: CaseId,
    /// The edition of the text that the page shows.
    shown: u64,
}

/// What crosses between page and worker.
fn cross<T: serde::Serialize + serde::de::DeserializeOwned>(message: &T) -> T {
    postcard::from_bytes(&postcard::to_allocvec(message).unwrap()).unwrap()
}

impl Desk {
    fn new() -> Desk {
        let mut desk = Desk { engine: Engine::new(), case: CaseId(0), shown: 0 };
        let mut sources = vec![];
        for (name, text) in floodmark::example::files() {
            let reading = floodmark::example::reading(name);
            let imported = import::read_all(name, text.as_bytes(), Some(&reading)).unwrap();
            sources.push(desk.engine.supply(&sha256(text.as_bytes()), reading, imported));
        }
        desk.apply(Change::AddSources { target: Target::NewCase, sources });
        let (name, text) = ("kestrel-plan.md".to_owned(), floodmark::example::plan().to_owned());
        desk.apply(Change::OpenPlan { name, text });
        desk.look();
        desk
    }

    /// Applies a change and journals it.
    fn apply(&mut self, change: Change) {
        let command: Command = change.into();
        self.engine.apply(&command, Timestamp(0)).unwrap();
        black_box(serde_json::to_string(&command).unwrap());
    }

    fn ask(&self, query: Query) -> Answer {
        cross(&self.engine.answer(&cross(&query), &()).unwrap())
    }

    /// Asks for everything that the shell and the page Plan show.
    fn look(&mut self) -> Vec<String> {
        let (case, date) = (self.case, date());
        self.ask(Query::Overview);
        self.ask(Query::Head { case });
        let Answer::Plan(view) = self.ask(Query::Plan { case: Some(case), date }) else { unreachable!() };
        if view.edition != self.shown {
            self.shown = view.edition;
            self.ask(Query::PlanPaper { edition: view.edition });
        }
        view.amendments.iter().map(|a| a.amendment.id.clone()).collect()
    }

    /// Opens a file.
    fn read(&mut self, file: &File) -> Vec<String> {
        match file {
            File::Markdown(text) => {
                let head = &text.as_bytes()[..64 * 1024];
                import::detect("plan.md", head, text.len() as u64).unwrap();
                self.apply(Change::OpenPlan { name: "plan.md".to_owned(), text: text.clone() });
            }
            File::Word(bytes) => {
                // The program that opens packed files hands the text to the page, and the page to the engine.
                assert!(ooxml::is_word(bytes));
                let text = ooxml::read(bytes).unwrap().text;
                let (text, file) = cross(&cross(&(text, WordFile(Arc::new(bytes.clone())))));
                self.apply(Change::OpenWord { name: "plan.docx".to_owned(), text, file });
            }
        }
        self.look()
    }

    fn accept(&mut self, amendments: Vec<String>) {
        let decision = Some(AmendmentDecision::Accepted { text: None });
        self.apply(Change::DecideAmendments { case: self.case, amendments, decision });
        self.look();
    }

    fn write(&mut self) {
        let query = Query::PlanDraft {
            case: self.case,
            date: date(),
            approver: "Head".to_owned(),
            version: None,
            exercised: None,
        };
        let Answer::PlanDraft(draft) = self.ask(query) else { unreachable!() };
        let change = Change::WritePlan {
            case: self.case,
            text: draft.text,
            edits: draft.edits,
            stamp: Some(draft.stamp),
        };
        self.apply(cross(&change));
        self.look();
    }

    /// Saves the new version as the Word document that was opened, with its changes tracked.
    fn save(&self) {
        let plan = self.engine.workspace().plan.as_ref().unwrap();
        let file = plan.word.as_ref().unwrap();
        ooxml::follow(&file.0, &plan.steps()).unwrap();
    }
}

fn date() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 3, 24).unwrap()
}

/// What a person waits for.
#[derive(Clone, Copy, PartialEq)]
enum Wait {
    Read,
    Accept,
    Write,
    Save,
}

/// Goes through it all as far as one wait, and gives how long that took.
fn waited(file: &File, wait: Wait) -> Duration {
    let mut desk = Desk::new();
    let timed = |run: &mut dyn FnMut()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    let mut amendments = vec![];
    let read = timed(&mut || amendments = desk.read(file));
    if wait == Wait::Read {
        return read;
    }
    let accept = timed(&mut || desk.accept(std::mem::take(&mut amendments)));
    if wait == Wait::Accept {
        return accept;
    }
    let write = timed(&mut || desk.write());
    if wait == Wait::Write {
        return write;
    }
    timed(&mut || desk.save())
}

pub fn plans(c: &mut Criterion) {
    let text = plan_text();
    let word = plan_word(&text);
    let mut group = c.benchmark_group("plan");
    group.sample_size(10);
    let named = [
        (format!("Markdown of {:.1} MB", text.len() as f64 / 1e6), File::Markdown(text)),
        (format!("Word of {:.1} MB", word.len() as f64 / 1e6), File::Word(word)),
    ];
    for (name, file) in &named {
        let waits = [
            (Wait::Read, "on the page"),
            (Wait::Accept, "all amendments accepted"),
            (Wait::Write, "the next version written"),
            (Wait::Save, "saved with its changes tracked"),
        ];
        let made = |wait: &Wait| *wait != Wait::Save || matches!(file, File::Word(_));
        for (wait, words) in waits.into_iter().filter(|(wait, _)| made(wait)) {
            group.bench_function(format!("{name}: {words}"), |b| {
                b.iter_custom(|times| (0..times).map(|_| waited(black_box(file), wait)).sum())
            });
        }
    }
    group.finish();
}
