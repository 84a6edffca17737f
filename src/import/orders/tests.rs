//! Orders of several plugins against the exposure of the shared scenario.

use super::*;
use crate::import::{detect, read_all};
use crate::model::Format;
use proptest::prelude::*;

/// The exposure of the shared scenario: from the skimmer in checkout.js until checkout was off.
fn exposure() -> Window {
    let at = |text: &str| text.parse().unwrap();
    Window { from: at("2026-03-13T00:02:51Z"), to: at("2026-03-16T09:48:30Z"), zone: None, day_first: None }
}

fn named(groups: &[Group]) -> Vec<(&str, u64, u64)> {
    groups.iter().map(|g| (g.name.as_str(), g.orders, g.customers)).collect()
}

#[track_caller]
fn counted(csv: &str, window: &Window) -> Affected {
    let counted = count(csv.as_bytes(), window).unwrap();
    let all = counted.orders + counted.repeated + counted.waiting + counted.refusals.len() as u64;
    assert_eq!(counted.rows, all, "{counted:?}");
    for groups in [&counted.countries, &counted.payments] {
        assert_eq!(groups.iter().map(|g| g.orders).sum::<u64>(), counted.inside.orders);
    }
    counted
}

const HEADER: &str = "Order Number,Order Date,First Name (Billing),Email (Billing),Country Code (Billing),Payment Method Title\n";

#[test]
fn orders_of_the_exposure_are_counted_by_country_and_payment() {
    let rows = "1,2026-03-13T00:02:50Z,Ada,ada@example.org,DE,Card\n\
        2,2026-03-13T00:02:51Z,Ada,ADA@example.org ,de,Visa ending in 4242\n\
        3,2026-03-14T01:00:00+01:00,Ada,ada@example.org,DE,Visa ending in 1111\n\
        4,2026-03-15T10:00:00Z,Bo,bo@example.org,US,PayPal\n\
        4,2026-03-15T10:00:00Z,Bo,bo@example.org,US,PayPal\n\
        5,2026-03-15T11:00:00Z,Cy,,,\n\
        6,2026-03-16T09:48:30Z,Bo,bo@example.org,DE,Card (•••• 4242)\n\
        7,2026-03-16T09:48:31Z,Di,di@example.org,FR,Card\n";
    let counted = counted(&format!("{HEADER}{rows}"), &exposure());
    assert_eq!((counted.rows, counted.orders, counted.repeated), (8, 7, 1));
    assert_eq!((counted.inside.orders, counted.inside.customers, counted.nameless), (5, 2, 1));
    assert_eq!(named(&counted.countries), [("DE", 3, 2), ("US", 1, 1), (NOT_STATED, 1, 0)]);
    assert_eq!(
        named(&counted.payments),
        [("Visa", 2, 1), ("Card", 1, 1), ("PayPal", 1, 1), (NOT_STATED, 1, 0)]
    );
}

#[test]
fn empty_rows_repeat_no_order() {
    let counted =
        counted(&format!("{HEADER}1,2026-03-14T10:00:00Z,Ada,a@b,DE,Card\n,,,,,\n,,,,,\n"), &exposure());
    assert_eq!((counted.rows, counted.orders, counted.repeated), (1, 1, 0));
    assert_eq!(counted.notes, ["Empty, and so not counted: 2 rows."]);
}

#[test]
fn nothing_of_a_person_leaves_the_counting() {
    let rows = "1,Zoe Quill,2026-03-14T10:00:00Z,zoe@example.org,DE,Card\n\
        2,2026-03-14T10:00:00Z,Zoe,Quill,zoe@example.org,DE,Card\n\
        3,2026-03-14T10:00:00Z,Zoe,zoe@example.org,zoe@example.org,Zoe zoe@example.org 4242424242424242\n\
        4,\"2026-03-14T10:00:00Z,Zoe,zoe@example.org,DE,Card\n";
    let counted = counted(&format!("{HEADER}{rows}"), &exposure());
    assert_eq!((counted.rows, counted.orders, counted.refusals.len()), (4, 1, 3));
    assert_eq!(named(&counted.countries), [(NOT_STATED, 1, 1)]);
    assert_eq!(named(&counted.payments), [(NOT_STATED, 1, 1)]);
    let told = serde_json::to_string(&counted).unwrap();
    let hash = source::sha256(b"zoe@example.org");
    for person in ["Zoe", "Quill", "zoe", "example.org", "4242", hash.as_str()] {
        assert!(!told.contains(person), "{person} in {told}");
    }
    assert_eq!(counted.refusals.iter().map(|r| r.line).collect::<Vec<_>>(), [2, 3, 5]);
}

#[test]
fn a_date_alone_may_lie_outside_and_a_wall_clock_waits_for_a_zone() {
    let header = "order_id,order_date,customer_email,billing_country,payment_method\n";
    let days = "1,12/03/2026,a@x,DE,card\n2,13/03/2026,b@x,DE,card\n3,14/03/2026,c@x,DE,card\n4,16/03/2026,d@x,DE,card\n5,17/03/2026,e@x,DE,card\n";
    let counted_days = counted(&format!("{header}{days}"), &exposure());
    assert_eq!((counted_days.inside.orders, counted_days.uncertain), (3, 2));
    assert!(counted_days.notes.iter().any(|n| n.contains("day first")), "{:?}", counted_days.notes);
    // 01:02:51 in Berlin is the first second of the exposure.
    let naive = format!("{header}1,2026-03-13 01:02:50,a@x,DE,card\n2,2026-03-13 01:02:51,b@x,DE,card\n");
    assert_eq!((counted(&naive, &exposure()).waiting, counted(&naive, &exposure()).orders), (2, 0));
    let berlin = Window { zone: Some("Europe/Berlin".parse().unwrap()), ..exposure() };
    assert_eq!(counted(&naive, &berlin).inside.orders, 1);
    let gmt = naive.replace("order_date", "order_date_gmt");
    assert_eq!(counted(&gmt, &exposure()).inside.orders, 2);
    // Both readings fit every row: nobody guesses.
    let either = format!("{header}1,03/04/2026 10:00,a@x,DE,card\n");
    assert_eq!(counted(&either, &exposure()).refusals.len(), 1);
    let month_first = Window { day_first: Some(false), ..berlin };
    assert_eq!(counted(&either, &month_first).refusals.len(), 0);
}

#[test]
fn the_columns_of_several_plugins_are_known() {
    for header in [
        "order_id,order_number,order_date,paid_date,status,payment_method,payment_method_title,customer_email,billing_country",
        "Order Number;Order Status;Order Date;Country Code (Billing);Email (Billing);Payment Method Title",
        "Order ID,Purchase Date,Purchase Time,Billing: E-mail Address,Billing: Country,Payment Gateway",
    ] {
        let names: Vec<String> = header.split([',', ';']).map(str::to_owned).collect();
        assert!(looks_like(&names), "{header}");
    }
    for header in ["Date,Message,Email", "Order Number,Order Date,Total", "id,email,country,created_at"] {
        let names: Vec<String> = header.split(',').map(str::to_owned).collect();
        assert!(!looks_like(&names), "{header}");
    }
    let split = "Order ID,Purchase Date,Purchase Time,Billing: E-mail Address,Billing: Country\n1,2026-03-14,10:00 UTC,a@x,Germany\n,,,,\n";
    let counted = counted(split, &exposure());
    assert_eq!((named(&counted.countries), counted.uncertain), (vec![("Germany", 1, 1)], 0));
    assert!(counted.notes.iter().any(|note| note.contains("payment method")), "{:?}", counted.notes);
    let error = count(b"Order ID,Email\n1,a@x\n", &exposure()).unwrap_err().to_string();
    assert!(error.contains("“Order Date”"), "{error}");
}

#[test]
fn a_file_of_orders_is_told_before_it_is_offered_as_a_table() {
    let csv = format!("{HEADER}1,2026-03-14T10:00:00Z,Ada,ada@example.org,DE,Card\n");
    let found = detect("orders.csv", csv.as_bytes(), csv.len() as u64).unwrap();
    let asked: Vec<Format> = found.undecided().map(|c| c.reading.format).collect();
    assert_eq!(asked, [Format::WooOrders, Format::Delimited]);
    assert!(found.candidates[0].evidence.contains("no timeline"));
    let error = read_all("orders.csv", csv.as_bytes(), None).unwrap_err().to_string();
    assert!(error.contains("--orders"), "{error}");
}

proptest! {
    #[test]
    fn any_rows_are_counted_or_refused(rows in "([0-9]{0,2}|\"|,|2026-03-1[0-9](T1[0-9]:00Z)?|0[1-9]/03/2026|@|\n|[ a-zä]){0,60}") {
        let csv = format!("{HEADER}1,2026-03-14T10:00:00Z,Ada,ada@x,DE,Card\n{rows}");
        let counted = counted(&csv, &exposure());
        prop_assert!(counted.rows >= 1 && counted.inside.orders >= counted.inside.customers);
        prop_assert!(counted.refusals.iter().all(|r| r.line > 0 && r.text.is_empty() && r.reason.len() > 5));
    }
}

#[test]
fn what_only_a_person_can_say_of_the_dates_is_found() {
    let header = "order_id,order_date,customer_email,billing_country,payment_method\n";
    let unsaid = |rows: &str| read(format!("{header}{rows}").as_bytes()).unwrap().unsaid();
    let asks = |rows: &str| (unsaid(rows).rows, unsaid(rows).naive, unsaid(rows).dates.map(|d| d.rows));
    assert_eq!(asks("1,2026-03-13T10:00:00Z,a@x,DE,card\n2,2026-03-14,a@x,DE,card\n"), (2, 0, None));
    assert_eq!(asks("1,2026-03-13 10:00,a@x,DE,card\n1,2026-03-13 10:00,a@x,DE,card\n"), (2, 1, None));
    // Rows that wait to be told which figure is the day have no zone either: both are asked at once.
    assert_eq!(asks("1,03/04/2026 10:00,a@x,DE,card\n2,05/04/2026 11:00,a@x,DE,card\n"), (2, 2, Some(2)));
    assert_eq!(asks("1,03/04/2026,a@x,DE,card\n"), (1, 0, Some(1)));
    assert_eq!(asks("1,03/04/2026 10:00:00 UTC,a@x,DE,card\n"), (1, 0, Some(1)));
    assert_eq!(asks("1,03/13/2026 10:00,a@x,DE,card\n2,03/04/2026 11:00,a@x,DE,card\n"), (2, 2, None));
    let (_, day, month) = unsaid("1,03/04/2026 10:00,Ada,DE,card\n").dates.unwrap().first.remove(0);
    assert!(day.micros > month.micros);
}

#[test]
fn a_file_in_slices_counts_like_the_whole() {
    let csv = format!(
        "{HEADER}1,2026-03-13T09:00:00Z,\"Ä\nda\",ada@x,DE,Card\n2,2026-03-14T09:00:00Z,Bo,bo@x,FR,PayPal"
    );
    let whole = read(csv.as_bytes()).unwrap();
    for size in 1..csv.len() {
        let mut counter = Counter::open(csv.as_bytes());
        csv.as_bytes().chunks(size).for_each(|slice| counter.push(slice).unwrap());
        let orders = counter.finish().unwrap();
        assert_eq!(orders.sha256(), whole.sha256());
        assert_eq!(orders.within(&exposure()), whole.within(&exposure()));
    }
    assert_eq!(whole.within(&exposure()).inside.orders, 2);
}
