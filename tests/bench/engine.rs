//! Host benchmarks of what a person waits for: reading a large file, ordering it, filtering it, and the statistics of
//! many incidents. The files are generated, the same each time.
#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use floodmark::engine::{Answer, Engine, Query};
use floodmark::import::{self, Content};
use floodmark::model::case::AmendmentDecision;
use floodmark::model::source::sha256;
use floodmark::model::{CaseId, SourceId, Span, Timestamp};
use floodmark::statistics::{Bootstrap, Interval, Observation, kaplan_meier, turnbull};
use floodmark::timeline::{Filter, SourceTable, Stack, Timeline};
use floodmark::workspace::{Change, Target};
use std::hint::black_box;
use std::sync::Arc;

const EVENTS: usize = 100_000;

/// A cheap sequence of numbers that look random, the same each time.
fn scatter(n: usize) -> u64 {
    let mut x = n as u64 ^ 0x9E37_79B9_7F4A_7C15;
    x ^= x >> 33;
    x = x.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    x ^ (x >> 33)
}

fn jsonl() -> String {
    let mut text = String::with_capacity(EVENTS * 260);
    for n in 0..EVENTS {
        let micros = 1_772_000_000_000_000 + (scatter(n) % 3_888_000_000_000) as i64;
        let time = Timestamp(micros);
        let (host, user) = (scatter(n + 1) % 40, scatter(n + 2) % 12);
        text.push_str(&format!(
            "{{\"message\":\"sshd[{n}]: Accepted publickey for user-{user} from 10.0.0.{host} port 22 ssh2\",\"timestamp\":{micros},\
             \"datetime\":\"{time}\",\"timestamp_desc\":\"Event Logged\",\"hostname\":\"srv-{host:02}\",\"username\":\"user-{user}\",\
             \"data_type\":\"syslog:line\",\"tag\":[]}}\n"
        ));
    }
    text
}

fn csv() -> String {
    let mut text = String::with_capacity(EVENTS * 160);
    text.push_str("message,timestamp,datetime,timestamp_desc,hostname,username,data_type,tag\n");
    for n in 0..EVENTS {
        let micros = 1_772_000_000_000_000 + (scatter(n) % 3_888_000_000_000) as i64;
        let time = Timestamp(micros);
        let (host, user) = (scatter(n + 1) % 40, scatter(n + 2) % 12);
        text.push_str(&format!(
            "sshd[{n}]: Accepted publickey for user-{user} from 10.0.0.{host} port 22 ssh2,{micros},{time},Event Logged,\
             srv-{host:02},user-{user},syslog:line,[]\n"
        ));
    }
    text
}

/// How many cells csv-core finds when it keeps none of them.
fn cells(text: &str) -> usize {
    let mut reader = csv_core::Reader::new();
    let (mut rest, mut output, mut cells) = (text.as_bytes(), [0; 4096], 0);
    loop {
        let (result, read, _) = reader.read_field(rest, &mut output);
        rest = &rest[read..];
        match result {
            csv_core::ReadFieldResult::Field { .. } => cells += 1,
            csv_core::ReadFieldResult::End => return cells,
            _ => {}
        }
    }
}

fn reading(c: &mut Criterion) {
    let text = jsonl();
    let mut group = c.benchmark_group("import");
    group.sample_size(10).throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("timesketch jsonl, 100,000 events", |b| {
        b.iter(|| import::read_all("tl.jsonl", black_box(text.as_bytes()), None).unwrap());
    });
    // The peer: what the same lines cost as generic JSON values.
    group.bench_function("peer: serde_json values, 100,000 lines", |b| {
        b.iter(|| {
            let values = text.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap());
            values.fold(0, |n, v| n + v.as_object().map_or(0, serde_json::Map::len))
        });
    });
    let text = csv();
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("timesketch csv, 100,000 events", |b| {
        b.iter(|| import::read_all("tl.csv", black_box(text.as_bytes()), None).unwrap());
    });
    // The peer: the cells of the same text, none of them kept.
    group.bench_function("peer: csv-core cells, 100,000 lines", |b| b.iter(|| cells(black_box(&text))));
    group.finish();
}

fn ordering(c: &mut Criterion) {
    let Content::Events(table) = import::read_all("tl.jsonl", jsonl().as_bytes(), None).unwrap().content
    else {
        unreachable!("the file is one of events");
    };
    let source = || SourceTable {
        id: SourceId(0),
        name: "tl.jsonl".to_owned(),
        table: Arc::clone(&table),
        zone: None,
        abbreviations: Default::default(),
        clock_offset: Span::ZERO,
    };
    let build = || Timeline::build(vec![source()], &[], &Default::default());
    let timeline = build();
    let [from, to] = timeline.span().unwrap();
    let filter = Filter { text: "user-7 srv-13".to_owned(), ..Filter::default() };
    let mut group = c.benchmark_group("timeline");
    group.sample_size(20).throughput(Throughput::Elements(EVENTS as u64));
    group.bench_function("build", |b| b.iter(build));
    group.bench_function("histogram, 1,200 bins", |b| {
        b.iter(|| timeline.histogram(None, from, to, 1200, Stack::Sources))
    });
    group.bench_function("search for two words", |b| b.iter(|| timeline.select(black_box(&filter))));
    group.finish();
}

fn answering(c: &mut Criterion) {
    let text = jsonl();
    let mut engine = Engine::new();
    let imported = import::read_all("tl.jsonl", text.as_bytes(), None).unwrap();
    let reading = import::detect("tl.jsonl", &text.as_bytes()[..65_536], text.len() as u64).unwrap();
    let new = engine.supply(&sha256(text.as_bytes()), reading.candidates[0].reading.clone(), imported);
    engine
        .apply(&Change::AddSources { target: Target::NewCase, sources: vec![new] }.into(), Timestamp(0))
        .unwrap();
    let rows =
        Query::Rows { case: CaseId(0), filter: Filter::default(), open: vec![], from: 50_000, count: 100 };
    engine.answer(&rows, &()).unwrap();
    c.bench_function("engine: a page of 100 rows as JSON", |b| {
        b.iter(|| serde_json::to_string(&engine.answer(black_box(&rows), &()).unwrap()).unwrap());
    });
}

fn statistics(c: &mut Criterion) {
    let observation = |n: usize| Observation {
        time: (scatter(n) % 10_000) as f64,
        observed: !scatter(n + 7).is_multiple_of(5),
    };
    c.bench_function("statistics: Kaplan–Meier over 10,000 incidents", |b| {
        b.iter_batched(
            || (0..10_000).map(observation).collect::<Vec<_>>(),
            |all| kaplan_meier(&all),
            BatchSize::LargeInput,
        );
    });
    let mut group = c.benchmark_group("statistics");
    group.sample_size(10);
    let all: Vec<Observation> = (0..10_000).map(observation).collect();
    group.bench_function("bootstrap: 1,000 resamples of 10,000 incidents", |b| {
        b.iter_batched(|| Bootstrap::new(&all), |mut drawing| drawing.step(1_000), BatchSize::LargeInput);
    });
    // One in ten is known only within a range, one in five is open.
    let interval = |n: usize| match observation(n) {
        Observation { time, .. } if n.is_multiple_of(10) => Interval::between(time, Some(time + 4_000.0)),
        Observation { time, observed: true } => Interval::exact(time),
        Observation { time, .. } => Interval::right_censored(time),
    };
    let ranges: Vec<Interval> = (0..10_000).map(interval).collect();
    group.bench_function("Turnbull over 10,000 incidents", |b| b.iter(|| turnbull(black_box(&ranges))));
    group.finish();
}

/// A plan of 200 pages in Markdown: some 2 MB.
fn plan_text() -> String {
    let mut text = floodmark::example::plan().to_owned();
    for n in 0..2_000 {
        text.push_str(&format!("\n## Playbook {n}\n\n"));
        for step in 0..12 {
            let a = scatter(n * 12 + step);
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

fn plans(c: &mut Criterion) {
    use floodmark::ooxml::{self, Stamp};
    use floodmark::plan::change::{Amendment, AmendmentKind, Change as Changed, Revision, write};
    let text = plan_text();
    let word = plan_word(&text);
    let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 24).unwrap();
    let change = |n: usize| Changed {
        amendment: Amendment {
            id: format!("bench.step{n}"),
            kind: AmendmentKind::AddStep,
            section: format!("Playbook {}", n * 37 % 2_000),
            findings: vec![],
            text: "Keep a copy of the disk before anything is erased.".to_owned(),
            reason: "No copy was there".to_owned(),
            effect: String::new(),
            owner: "Operations".to_owned(),
            duty: None,
            metric: None,
            cells: vec![],
            replaces: None,
        },
        text: None,
        comment: String::new(),
    };
    let changes: Vec<Changed> = (0..40).map(change).collect();
    let revision = Revision { date, approver: "Head".to_owned(), case: "A case".to_owned(), version: None };
    let mut group = c.benchmark_group("plan");
    group.sample_size(10);
    let name = format!("Markdown of {:.1} MB: read, amend, write", text.len() as f64 / 1e6);
    group.bench_function(name, |b| {
        b.iter(|| write(&floodmark::plan::read::read(black_box(&text)), &changes, &revision))
    });
    let name = format!("Word of {:.1} MB: read, amend, write", word.len() as f64 / 1e6);
    group.bench_function(name, |b| {
        b.iter(|| {
            let read = ooxml::read(black_box(&word)).unwrap();
            let written = write(&floodmark::plan::read::read(&read.text), &changes, &revision);
            let stamp = Stamp { author: String::new(), date };
            ooxml::amend(&word, &written.edits, &stamp).unwrap()
        });
    });
    let (mut engine, case) = (Engine::new(), CaseId(0));
    let mut sources = vec![];
    for (name, text) in floodmark::example::files() {
        let reading = floodmark::example::reading(name);
        let imported = import::read_all(name, text.as_bytes(), Some(&reading)).unwrap();
        sources.push(engine.supply(&sha256(text.as_bytes()), reading, imported));
    }
    let apply = |engine: &mut Engine, change: Change| engine.apply(&change.into(), Timestamp(0)).unwrap();
    apply(&mut engine, Change::AddSources { target: Target::NewCase, sources });
    apply(&mut engine, Change::OpenPlan { name: "plan.md".to_owned(), text: text.clone() });
    let page = Query::Plan { case: Some(case), date };
    let Answer::Plan(shown) = engine.answer(&page, &()).unwrap() else {
        unreachable!("the page is asked for")
    };
    let all: Vec<String> = shown.amendments.iter().map(|a| a.amendment.id.clone()).collect();
    let mut accepted = false;
    group.bench_function("the page after each decision on all amendments", |b| {
        b.iter(|| {
            accepted = !accepted;
            let decision = accepted.then_some(AmendmentDecision::Accepted { text: None });
            apply(&mut engine, Change::DecideAmendments { case, amendments: all.clone(), decision });
            engine.answer(&page, &()).unwrap()
        })
    });
    let decision = Some(AmendmentDecision::Accepted { text: None });
    apply(&mut engine, Change::DecideAmendments { case, amendments: all, decision });
    let draft = Query::PlanDraft { case, date, approver: "Head".to_owned() };
    group.bench_function("the next version", |b| b.iter(|| engine.answer(&draft, &()).unwrap()));
    group.finish();
}

criterion_group!(benches, reading, ordering, answering, statistics, plans);
criterion_main!(benches);
