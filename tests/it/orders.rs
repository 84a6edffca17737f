//! A shop's orders: counted inside the exposure of a case, kept as figures alone, told in the report.

use crate::engine::{ask, example};
use floodmark::document::{Block, Run, html, markdown};
use floodmark::engine::export::{analysis_json, report};
use floodmark::engine::view::ResponseView;
use floodmark::engine::{Command, Engine, Query, affected};
use floodmark::import::orders::{self, Orders};
use floodmark::model::orders::OrderCount;
use floodmark::model::source::sha256;
use floodmark::model::{Case, CaseId, Milestone, MilestoneDecision, Moment, Timestamp, Zone};
use floodmark::workspace::{Change, file};
use proptest::prelude::*;

/// Wall clocks of a shop in Berlin: 01:02:51 on 13 March is the first second of the example's exposure.
const ORDERS: &str = "Order Number,Order Date,First Name (Billing),Last Name (Billing),Email (Billing),Country Code (Billing),Payment Method Title
70001,2026-03-13 01:02:50,Zoe,Quill,zoe.quill@example.org,DE,Credit card
70002,2026-03-13 01:02:51,Zoe,Quill,zoe.quill@example.org,DE,Visa ending in 4242
70002,2026-03-13 01:02:51,Zoe,Quill,zoe.quill@example.org,DE,Visa ending in 4242
70003,2026-03-14 12:00:00,Zoe,Quill,Zoe.Quill@example.org,AT,PayPal
70004,2026-03-15 09:30:00,Bodo,Vance,bodo@example.net,DE,PayPal
70005,2026-03-15 10:00:00,Cyra,Noor,,,
70006,2026-03-16,Dov,Ames,dov@example.net,FR,Credit card
70007,2026-03-17 08:00:00,Edda,Rookwood,edda@example.net,DE,Credit card
70008,2026-03-15 11:00:00,Finn,Sable,,finn@example.net,IT,Credit card
70009,yesterday,Ghislaine,Thorn,ghislaine@example.net,IT,Credit card
";

/// What must stand nowhere but in the file itself.
const PEOPLE: [&str; 23] = [
    "zoe",
    "quill",
    "bodo",
    "vance",
    "cyra",
    "noor",
    "dov@",
    "ames",
    "edda",
    "rookwood",
    "finn",
    "sable",
    "ghislaine",
    "thorn",
    "example.org",
    "example.net",
    "7000",
    "4242",
    "70002",
    "70005",
    "70009",
    "yesterday",
    "first name",
];

fn read(csv: &str) -> Orders {
    orders::read(csv.as_bytes()).unwrap()
}

fn berlin() -> Option<Zone> {
    "Europe/Berlin".parse().ok()
}

fn counted(engine: &Engine, case: CaseId, csv: &str) -> OrderCount {
    let analysis = engine.analysis(case).unwrap();
    affected::count(&analysis, "orders.csv", &read(csv), berlin(), None).unwrap()
}

fn keep(case: CaseId, count: OrderCount) -> Change {
    Change::CountOrders { case, count: Some(Box::new(count)) }
}

/// The example with its orders counted.
pub fn example_with_orders() -> (Engine, CaseId) {
    let (mut engine, case) = example();
    let count = counted(&engine, case, ORDERS);
    engine.apply(&keep(case, count).into(), Timestamp(1)).unwrap();
    (engine, case)
}

fn shown(engine: &Engine, case: CaseId) -> floodmark::engine::view::OrdersView {
    ask::<ResponseView>(engine, Query::Response { case, zone: Zone::Utc }).orders
}

fn words(block: &Block) -> Vec<String> {
    let text = |runs: &[Run]| runs.iter().map(Run::text).collect::<String>();
    match block.as_written() {
        Block::Paragraph(runs) | Block::Note(runs) => vec![text(runs)],
        Block::List { items, .. } => items.iter().map(|item| text(item)).collect(),
        Block::Table { rows, .. } => {
            rows.iter().map(|row| row.iter().map(|cell| text(cell)).collect::<Vec<_>>().join("|")).collect()
        }
        _ => vec![],
    }
}

/// The rows of the table with that caption.
fn table(blocks: &[Block], wanted: &str) -> Vec<String> {
    let mut written = blocks.iter().map(Block::as_written);
    let found = written.find(|b| matches!(b, Block::Table { caption, .. } if caption.contains(wanted)));
    words(found.unwrap())
}

/// The part of a report about orders.
fn part<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap();
    let length = text[start + from.len()..].find(to).unwrap();
    &text[start..start + from.len() + length]
}

fn reports(engine: &Engine, case: CaseId) -> (String, String) {
    let analysis = engine.analysis(case).unwrap();
    let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 24).unwrap();
    let document = report(&analysis, berlin().unwrap(), date);
    (markdown::write(&document), html::write(&document))
}

#[test]
fn orders_are_counted_shown_undone_and_done_again() {
    let (mut engine, case) = example();
    let before = shown(&engine, case);
    assert!(before.ready && before.blocks.is_empty());
    assert!(
        before.window.contains("2026-03-13 00:02:51 UTC")
            && before.window.contains("2026-03-16 09:48:30 UTC")
    );
    let count = counted(&engine, case, ORDERS);
    assert_eq!(count.sha256, sha256(ORDERS.as_bytes()));
    let change = keep(case, count.clone());
    // A journal is JSON: what it gives back is the same change.
    let command = Command::from(change);
    let entry = serde_json::to_string(&command).unwrap();
    assert_eq!(serde_json::from_str::<Command>(&entry).unwrap(), command);
    assert_eq!(postcard::from_bytes::<Command>(&postcard::to_allocvec(&command).unwrap()).unwrap(), command);
    engine.apply(&command, Timestamp(1)).unwrap();
    let saved = file::Saved { workspace: (**engine.workspace()).clone(), originals: Default::default() };
    assert_eq!(file::read(&file::write(&saved).unwrap()).unwrap(), saved);
    let after = shown(&engine, case);
    let lines = table(&after.blocks, "Orders and customers");
    assert_eq!(
        lines,
        [
            "All||5|3",
            "Country|DE|2|2",
            "Country|AT|1|1",
            "Country|FR|1|1",
            "Country|not stated|1|0",
            "Payment method|PayPal|2|2",
            "Payment method|Credit card|1|1",
            "Payment method|Visa|1|1",
            "Payment method|not stated|1|0",
        ]
    );
    let rows: Vec<String> = table(&after.blocks, "each row")
        .iter()
        .map(|r| r.split('|').take(2).collect::<Vec<_>>().join("|"))
        .collect();
    assert_eq!(
        rows,
        [
            "Inside the window|5",
            "of these, perhaps outside|1",
            "of these, without an e-mail|1",
            "Outside the window|2",
            "More of an order before|1",
            "Refused|2",
            "Rows of the file|10",
        ]
    );
    engine.apply(&Command::Undo, Timestamp(2)).unwrap();
    assert_eq!(shown(&engine, case), before);
    engine.apply(&Command::Redo, Timestamp(3)).unwrap();
    assert_eq!(shown(&engine, case), after);
    let remove = Change::CountOrders { case, count: None };
    engine.apply(&remove.clone().into(), Timestamp(4)).unwrap();
    assert_eq!(shown(&engine, case), before);
    assert!(engine.apply(&remove.into(), Timestamp(5)).is_err(), "nothing to remove");
    assert_eq!(engine.workspace().originals().len(), 2, "the file of orders is none of the originals");
}

#[test]
fn a_case_without_orders_in_it_still_opens() {
    let (engine, case) = example_with_orders();
    let kept = serde_json::to_value(&**engine.workspace().case(case).unwrap()).unwrap();
    let mut older = kept.clone();
    older.as_object_mut().unwrap().remove("orders").unwrap();
    assert_eq!(serde_json::from_value::<Case>(older).unwrap().orders, None);
    assert!(serde_json::from_value::<Case>(kept).unwrap().orders.is_some());
}

/// Everything that is kept, shown or written of the example, by what it is.
fn all_texts(engine: &Engine, case: CaseId, changes: &[Change]) -> Vec<(&'static str, String)> {
    let entries = changes.iter().map(|c| serde_json::to_string(&Command::from(c.clone())).unwrap());
    let saved = file::Saved { workspace: (**engine.workspace()).clone(), originals: Default::default() };
    let (markdown, html) = reports(engine, case);
    vec![
        ("journal", entries.collect()),
        (".floodmark", file::write(&saved).unwrap()),
        ("analysis.json", analysis_json(&[engine.analysis(case).unwrap()], &[]).unwrap()),
        ("Response", serde_json::to_string(&shown(engine, case)).unwrap()),
        ("report.md", markdown),
        ("report.html", html),
    ]
}

#[test]
fn nothing_of_a_customer_is_kept_shown_or_written() {
    let (engine, case) = example_with_orders();
    let count = engine.workspace().case(case).unwrap().orders.clone().unwrap();
    let counted = all_texts(&engine, case, &[keep(case, count)]);
    let plain = all_texts(&example().0, case, &[]);
    let hashes =
        ["zoe.quill@example.org", "bodo@example.net", "dov@example.net"].map(|e| sha256(e.as_bytes()));
    for ((what, text), (_, without)) in counted.iter().zip(&plain) {
        assert!(text != without || *what == "analysis.json", "{what} tells nothing of the count");
        let (text, without) = (text.to_lowercase(), without.to_lowercase());
        // The example has names of its own, with some of these syllables in them.
        for person in PEOPLE.into_iter().chain(hashes.iter().map(String::as_str)) {
            let times = |text: &str| text.matches(person).count();
            assert_eq!(times(&text), times(&without), "{person} in {what}");
        }
    }
    // The search would find them: they stand in the file.
    assert!(PEOPLE.iter().all(|person| ORDERS.to_lowercase().contains(person)));
}

#[test]
fn what_the_dialog_asks_is_told_in_figures_alone() {
    let header = ORDERS.lines().next().unwrap();
    let csv = format!("{header}\n70001,03/04/2026 10:00,Zoe,Quill,zoe.quill@example.org,DE,Card\n");
    let unsaid = affected::unsaid(&read(&csv));
    assert_eq!((unsaid.rows, unsaid.naive, unsaid.dates), (1, 1, 1));
    assert_eq!(unsaid.first, [("2026-04-03 10:00:00".to_owned(), "2026-03-04 10:00:00".to_owned())]);
    let (engine, case) = example();
    let analysis = engine.analysis(case).unwrap();
    let count = |zone, day_first| affected::count(&analysis, "o.csv", &read(&csv), zone, day_first).unwrap();
    assert_eq!((count(None, None).refused, count(None, Some(true)).counted.waiting), (1, 1));
    assert_eq!(count(berlin(), Some(true)).counted.orders, 1);
}

#[test]
fn the_report_tells_affected_customers() {
    let (engine, case) = example_with_orders();
    let (markdown, html) = reports(&engine, case);
    insta::assert_snapshot!("orders_report_markdown", part(&markdown, "### Affected customers", "\n## "));
    insta::assert_snapshot!("orders_report_html", part(&html, "Affected customers</h3>", "<h2"));
}

#[test]
fn analysis_json_is_the_same_with_and_without_orders() {
    let ((plain, case), (counted, _)) = (example(), example_with_orders());
    let json = |engine: &Engine| analysis_json(&[engine.analysis(case).unwrap()], &[]).unwrap();
    assert_eq!(json(&plain), json(&counted));
}

#[test]
fn a_window_that_moved_is_said_and_a_missing_one_tells_what_to_confirm() {
    let (mut engine, case) = example_with_orders();
    let notes = |engine: &Engine| {
        let blocks = shown(engine, case).blocks;
        let notes: Vec<String> =
            blocks.iter().filter(|b| matches!(b, Block::Note(_))).flat_map(words).collect();
        notes
    };
    assert_eq!(notes(&engine), [""; 0]);
    let decide = |milestone: Milestone, at: Option<&str>| {
        let decided = Timestamp(0);
        let decision = match at {
            Some(at) => {
                MilestoneDecision::At { moment: Moment::exact(at.parse().unwrap()), event: None, decided }
            }
            None => MilestoneDecision::None { decided },
        };
        Change::DecideMilestone { case, milestone, decision: Some(decision) }
    };
    let mut apply = |change: Change| engine.apply(&change.into(), Timestamp(9)).unwrap();
    apply(decide(Milestone::Contained, Some("2026-03-18T00:00:00Z")));
    let said = notes(&engine);
    assert!(
        said[0].contains("2026-03-18 00:00:00 UTC") && said[0].contains("open the file of orders again"),
        "{said:?}"
    );

    let orders = read(ORDERS);
    let mut wanting = |change: Change| {
        engine.apply(&change.into(), Timestamp(9)).unwrap();
        let view = shown(&engine, case);
        let told =
            affected::count(&engine.analysis(case).unwrap(), "orders.csv", &orders, None, None).unwrap_err();
        assert!(!view.ready && !view.blocks.is_empty(), "the older figures stay");
        assert_eq!(view.window.to_lowercase().trim_end_matches('.'), told.to_string().to_lowercase());
        view.window
    };
    assert!(wanting(decide(Milestone::Contained, Some("2026-03-01T00:00:00Z"))).contains("before it starts"));
    assert!(wanting(decide(Milestone::Contained, None)).contains("“Contained”; confirm it"));
    engine.apply(&decide(Milestone::ExposureStarted, None).into(), Timestamp(9)).unwrap();
    // Without a start of its own the exposure begins with the compromise, as in the metric.
    engine.apply(&decide(Milestone::Contained, Some("2026-03-18T00:00:00Z")).into(), Timestamp(9)).unwrap();
    assert!(shown(&engine, case).window.contains("“Compromise”"));
    engine.apply(&decide(Milestone::Compromise, None).into(), Timestamp(9)).unwrap();
    assert!(shown(&engine, case).window.contains("“Exposure started”"));
    assert!(!shown(&engine, case).ready);
}

/// What is said of orders where containment had come at another time: on record, and then.
fn moved(engine: &Engine, case: CaseId, to: &str) -> (String, String) {
    let to = to.parse().unwrap();
    let query = Query::WhatIf { case, zone: Zone::Utc, milestone: Milestone::Contained, to };
    let view: floodmark::engine::view::WhatIfView = ask(engine, query);
    let rows = table(&view.blocks, "Exposure and metrics");
    let row = rows.iter().find_map(|row| row.strip_prefix("Affected orders|")).unwrap();
    let mut cells = row.split('|').map(str::to_owned);
    (cells.next().unwrap(), cells.next().unwrap())
}

#[test]
fn another_exposure_has_bounds_of_orders_and_says_so() {
    let (mut engine, case) = example_with_orders();
    // One order has only a day of Berlin, within which the exposure ends.
    let on_record = "between 4 and 5 orders, between 2 and 3 customers";
    let then = |to: &str| {
        let (was, is) = moved(&engine, case, to);
        assert_eq!(was, on_record);
        is
    };
    assert_eq!(then("2026-03-15T00:00:00Z"), "between 2 and 4 orders, between 1 and 2 customers");
    assert_eq!(then("2026-03-13T00:02:51Z"), "at most 1 order, 1 customer");
    assert_eq!(then("2026-03-16T09:48:30Z"), on_record);
    assert_eq!(then("2026-03-20T09:48:30Z"), "at least 4 orders, 2 customers");
    // Exact times are known to the stretch, and a count of before has one stretch alone.
    let mut count = counted(&engine, case, &ORDERS.replace("2026-03-16,", "2026-03-16 07:00:00,"));
    let change = keep(case, count.clone());
    engine.apply(&change.into(), Timestamp(2)).unwrap();
    let (was, is) = moved(&engine, case, "2026-03-15T15:00:00Z");
    assert_eq!((was.as_str(), is.as_str()), ("5 orders, 3 customers", "4 orders, 2 customers"));
    count.counted.course = Default::default();
    let text = serde_json::to_string(&count).unwrap().replacen(r#","course""#, r#","unread""#, 1);
    assert_eq!(serde_json::from_str::<OrderCount>(&text).unwrap(), count);
    engine.apply(&keep(case, count).into(), Timestamp(3)).unwrap();
    let (was, is) = moved(&engine, case, "2026-03-15T15:00:00Z");
    assert_eq!((was.as_str(), is.as_str()), ("5 orders, 3 customers", "at most 5 orders, 3 customers"));
}

proptest! {
    #[test]
    fn bounds_of_another_exposure_hold_what_a_count_of_it_finds(
        rows in prop::collection::vec((0..100_u32, 0..60_u32, any::<bool>(), prop::sample::select(vec!["a@x", "b@x", "c@x", ""])), 0..40),
        (window, other) in ((0..100_i64, 0..100_i64), (0..100_i64, 0..100_i64)),
        days in any::<bool>(),
    ) {
        use floodmark::metric::{Exposure, affected};
        use floodmark::model::orders::Window;
        let start: Timestamp = "2026-03-13T07:00:00Z".parse().unwrap();
        let at = |hours: i64| start.plus(floodmark::model::Span::seconds(hours * 3600));
        let mut csv = "Order ID,Order Date,Email,Country\n1000,2026-03-15T00:00:00Z,d@x,DE\n".to_owned();
        for (n, (hour, minute, day, email)) in rows.iter().enumerate() {
            let time = at(i64::from(*hour)).plus(floodmark::model::Span::seconds(i64::from(*minute) * 60)).to_string();
            let time = if *day && days { time[..10].to_owned() } else { time };
            csv += &format!("{n},{time},{email},DE\n");
        }
        let orders = read(&csv);
        let span = |(a, b): (i64, i64)| Window { from: at(a.min(b)), to: at(a.max(b)), zone: None, day_first: None };
        let (window, other) = (span(window), span(other));
        let count = OrderCount::new("o.csv", "", window, orders.within(&window));
        let (from, to) = (other.from, other.to);
        let exposure = Exposure { from, to, surely: Some([from, to]), start: Milestone::Compromise, basis: floodmark::milestone::Status::Confirmed };
        let [of_orders, of_customers] = affected(&count, &exposure);
        let truly = orders.within(&other);
        prop_assert!(of_orders.least <= truly.inside.orders - truly.uncertain, "{of_orders:?} {truly:?}");
        prop_assert!(of_customers.least <= truly.inside.customers);
        let within = window.from <= from && to <= window.to;
        prop_assert_eq!((of_orders.most.is_some(), of_customers.most.is_some()), (within, within));
        prop_assert!(of_orders.most.is_none_or(|most| truly.inside.orders <= most), "{of_orders:?} {truly:?}");
        prop_assert!(of_customers.most.is_none_or(|most| truly.inside.customers <= most));
        if window == other {
            prop_assert_eq!(of_orders.most, Some(truly.inside.orders));
            prop_assert_eq!(of_customers.most, Some(truly.inside.customers));
            prop_assert_eq!(of_orders.least, truly.inside.orders - truly.uncertain);
        }
    }
}

proptest! {
    // Each case judges the whole example anew.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_orders_add_up_on_the_page(
        rows in prop::collection::vec(
            (0..40_u32, 10..20_u32, 0..24_u32, prop::sample::select(vec!["a@x", "b@x", "", "C@x"]), prop::sample::select(vec!["DE", "FR", "", "X1"]),
                prop::sample::select(vec!["", "Card", "Card ending in 1"]), prop::sample::select(vec!["", "Z", " 10:00", ",", "+25:00"])),
            0..40
        )
    ) {
        let (engine, case) = (example_with_orders(), CaseId(0));
        let mut engine = engine.0;
        let mut csv = "Order ID,Order Date,Email,Country,Payment Method\n1,2026-03-14T00:00:00Z,a@x,DE,Card\n".to_owned();
        for (order, day, hour, email, country, payment, odd) in &rows {
            let time = if *odd == " 10:00" { String::new() } else { format!("T{hour:02}:00:00{odd}") };
            csv += &format!("{order},2026-03-{day}{time},{email},{country},{payment}\n");
        }
        let count = affected::count(&engine.analysis(case).unwrap(), "o.csv", &read(&csv), None, None).unwrap();
        prop_assert_eq!(count.counted.rows as usize, rows.len() + 1);
        prop_assert_eq!(count.refused as usize, count.counted.refusals.len());
        engine.apply(&keep(case, count).into(), Timestamp(1)).unwrap();
        let blocks = shown(&engine, case).blocks;
        let number = |line: &String, n: usize| line.split('|').nth(n).unwrap().parse::<u64>().unwrap();
        let lines = table(&blocks, "Orders and customers");
        let all = number(&lines[0], 2);
        for by in ["Country|", "Payment method|"] {
            let of: Vec<&String> = lines.iter().filter(|l| l.starts_with(by)).collect();
            prop_assert_eq!(of.iter().map(|l| number(l, 2)).sum::<u64>(), all);
            prop_assert!(of.iter().all(|l| number(l, 3) <= number(&lines[0], 3)));
        }
        let lines = table(&blocks, "each row");
        let whole = lines.iter().filter(|l| !l.starts_with("of these") && !l.starts_with("Rows of"));
        prop_assert_eq!(whole.map(|l| number(l, 1)).sum::<u64>(), number(lines.last().unwrap(), 1));
    }
}
