//! Host benchmarks of what a person waits for: reading a large file, ordering it, filtering it, and the statistics of
//! many incidents. The files are generated, the same each time.
#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

mod plan;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use floodmark::engine::{Engine, Query};
use floodmark::import::{self, Content};
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

criterion_group!(benches, reading, ordering, answering, statistics, plan::plans);
criterion_main!(benches);
