//! The orders of a shop against the span in which data could be taken: how many orders and customers, by country and by
//! payment method.
//!
//! WooCommerce has no export of its own with addresses; the columns are those of its plugins (order_date and customer_email
//! in Import Export Suite, “Order Date” and “Email (Billing)” in Advanced Order Export, and others like these), told by
//! their names. It stands among the readers because it reads a table as they do; unlike theirs, its rows never become
//! events. No e-mail, name, address or order number leaves [`count`], nor any text of a row that could not be read: an
//! e-mail is hashed to tell customers apart, and the hashes are gone when the counting ends. Orders of every status count:
//! who typed a card number into a skimmer is affected also where the payment failed. A date without a zone waits for one;
//! a column that ends in “gmt” is UTC.

use super::decode::{Lines, encoding_of};
use super::delimited::{Found, Record, Records, sniff};
use super::rows::EventRows;
use super::timestamp::{self, Stated, TimeError};
use super::{ImportError, Report};
use crate::model::event::{NewRow, Unplaced};
use crate::model::{EventTable, Refusal, Span, Timestamp, Zone, source};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

/// Which orders count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// The first instant at which data could be taken.
    pub from: Timestamp,
    /// The last.
    pub to: Timestamp,
    /// The zone of dates that state none.
    pub zone: Option<Zone>,
    /// Whether `03/04/2026` is the third of April; `None` decides over the whole column, and refuses where it cannot.
    pub day_first: Option<bool>,
}

/// The orders of a window. `rows = orders + repeated + waiting + refused`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Affected {
    /// Rows of the file without its header.
    pub rows: u64,
    /// Orders whose time is known, inside the window or not.
    pub orders: u64,
    /// Rows that tell more of an order before them, such as its items.
    pub repeated: u64,
    /// Orders whose date has no zone, and none was given.
    pub waiting: u64,
    /// Rows that could not be read: their lines and reasons, without their text.
    pub refusals: Vec<Refusal>,
    /// The orders inside the window.
    pub inside: Group,
    /// Orders among them that have only a date and may lie outside.
    pub uncertain: u64,
    /// Orders among them without an e-mail, which belong to no counted customer.
    pub nameless: u64,
    /// The orders inside by the country of the bill; most orders first.
    pub countries: Vec<Group>,
    /// The orders inside by how they were paid; most orders first.
    pub payments: Vec<Group>,
    /// What a reader should know of the file, in plain sentences.
    pub notes: Vec<String>,
}

/// Some of the orders.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Group {
    /// The country or the payment method; empty for all of them.
    pub name: String,
    /// How many orders.
    pub orders: u64,
    /// How many different e-mails these have.
    pub customers: u64,
}

/// What a cell that is empty, or no name of a country or payment method, counts as.
const NOT_STATED: &str = "not stated";

const ORDER: [&str; 6] =
    ["order number", "order id", "order no", "order", "orderid", "order number formatted"];
const DATE: [&str; 11] = [
    "order date gmt",
    "date created gmt",
    "order date",
    "date created",
    "created at",
    "purchase date",
    "order created",
    "post date",
    "date",
    "paid date",
    "date paid",
];
const CLOCK: [&str; 2] = ["order time", "purchase time"];
const EMAIL: [&str; 9] = [
    "billing email",
    "email billing",
    "billing email address",
    "billing e mail",
    "billing e mail address",
    "customer email",
    "customer email address",
    "email",
    "e mail",
];
const COUNTRY: [&str; 9] = [
    "billing country code",
    "country code billing",
    "billing country",
    "country billing",
    "billing country name",
    "country name billing",
    "billing country full",
    "country code",
    "country",
];
const PAYMENT: [&str; 5] =
    ["payment method title", "payment method", "payment gateway", "payment via", "payment"];

/// The places of the columns that count.
struct Columns {
    width: usize,
    order: usize,
    date: usize,
    /// Whether the column says of itself that it is UTC.
    utc: bool,
    clock: Option<usize>,
    email: usize,
    country: Option<usize>,
    payment: Option<usize>,
}

/// Whether a header is that of a shop's orders: an order, its date, an e-mail, and a country or a payment method.
pub(super) fn looks_like(header: &[String]) -> bool {
    Columns::new(header).is_ok_and(|columns| columns.country.is_some() || columns.payment.is_some())
}

/// What in a header speaks for orders, and what becomes of them.
pub(super) const EVIDENCE: &str = "its columns are those of a shop's orders, with what belongs to people: it is counted, and is no timeline";

/// Why orders are not read as events.
pub(super) fn no_timeline() -> ImportError {
    let message = "the orders of a shop hold customers' data and no timeline, and were not kept; count who ordered while \
        data could be taken with `analyse --orders`, or open the file as a table"
        .to_owned();
    ImportError::Unreadable { message }
}

/// A name without capitals and signs: “Country Code (Billing)” and `country_code_billing` are the same.
fn plain(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

impl Columns {
    /// # Errors
    /// What no column is, with a name that one may have.
    fn new(header: &[String]) -> Result<Self, &'static str> {
        let names: Vec<String> = header.iter().map(|name| plain(name)).collect();
        let find = |wanted: &[&str]| wanted.iter().find_map(|name| names.iter().position(|own| own == name));
        let date = find(&DATE).ok_or("Order Date")?;
        Ok(Columns {
            width: header.len(),
            order: find(&ORDER).ok_or("Order Number")?,
            date,
            utc: names.get(date).is_some_and(|name| name.ends_with(" gmt")),
            clock: find(&CLOCK),
            email: find(&EMAIL).ok_or("Billing Email")?,
            country: find(&COUNTRY),
            payment: find(&PAYMENT),
        })
    }
}

/// Counts the orders of a file that fall into a window.
///
/// ```
/// use floodmark::import::orders::{Window, count};
/// let csv = b"Order Number,Order Date,Email (Billing),Country Code (Billing)\n1,2026-03-13T09:00:00Z,a@example.org,DE\n";
/// let at = |text: &str| text.parse().unwrap();
/// let window = Window { from: at("2026-03-13T00:02:51Z"), to: at("2026-03-16T09:48:30Z"), zone: None, day_first: None };
/// assert_eq!(count(csv, &window).unwrap().inside.customers, 1);
/// ```
///
/// # Errors
/// [`ImportError::Empty`] without a row, [`ImportError::Unreadable`] where a column is missing.
pub fn count(bytes: &[u8], window: &Window) -> Result<Affected, ImportError> {
    let head = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or(bytes);
    let encoding = encoding_of(head);
    let mut cutter = Records::new(sniff(&super::decode::decode(head, encoding)));
    let mut counting = Counting::new(window.day_first);
    let mut lines = Lines::new(encoding);
    lines.push(bytes, |line| cutter.push(line).into_iter().try_for_each(|found| counting.take(found)))?;
    if let Some(line) = lines.finish() {
        cutter.push(line).into_iter().try_for_each(|found| counting.take(found))?;
    }
    cutter.finish().into_iter().try_for_each(|found| counting.take(found))?;
    counting.finish(window)
}

/// Orders on their way into the counts. Each is a row of a table that settles the dates of the whole column: its country as
/// the kind, its payment method as the asset, the hash of its e-mail as the actor.
struct Counting {
    columns: Option<Columns>,
    rows: EventRows,
    seen: HashSet<String>,
    repeated: u64,
}

impl Counting {
    fn new(day_first: Option<bool>) -> Self {
        Counting { columns: None, rows: EventRows::new(day_first), seen: HashSet::new(), repeated: 0 }
    }

    fn take(&mut self, found: Found) -> Result<(), ImportError> {
        let record = match found {
            Found::Record(record) => record,
            Found::Unclosed(line) => {
                self.refuse(
                    line.number,
                    "a quote opens on this line and never closes; export the orders again",
                );
                return Ok(());
            }
        };
        let Some(columns) = &self.columns else {
            self.columns = Some(Columns::new(&record.cells).map_err(missing)?);
            return Ok(());
        };
        let cell = |at: usize| record.cells.get(at).map_or("", |cell| cell.trim());
        let maybe = |at: Option<usize>| at.map_or("", cell);
        let (order, date) = (cell(columns.order), cell(columns.date));
        // Exports of one row an item repeat the order, or leave its cells blank.
        if order.is_empty() && date.is_empty() || self.seen.contains(order) {
            self.repeated += 1;
            return Ok(());
        }
        // With a cell too many or too few, the name of a person may stand where a country should.
        if fits(&record, columns.width).is_none() {
            let cells = record.cells.len();
            let reason =
                format!("{cells} cells under a header of {}; quote cells with commas in them", columns.width);
            self.refuse(record.line, &reason);
            return Ok(());
        }
        if order.is_empty() {
            self.refuse(record.line, "no order number; export the orders with it");
            return Ok(());
        }
        let mut time = date.to_owned();
        if !date.contains(':') && !maybe(columns.clock).is_empty() {
            time = format!("{date} {}", maybe(columns.clock));
        }
        let stated = match timestamp::parse(&time) {
            Ok(Stated::Plain(at)) if columns.utc && at.offset.is_none() => {
                timestamp::parse(&format!("{time} UTC"))
            }
            stated => stated,
        };
        let email = cell(columns.email).to_lowercase();
        let actor = if email.is_empty() { email } else { source::sha256(email.as_bytes()) };
        let (country, payment) = (country(maybe(columns.country)), payment(maybe(columns.payment)));
        let (line, order) = (record.line, order.to_owned());
        match stated {
            Err(error) => self.refuse(line, &untold(&error)),
            Ok(stated) => {
                let row =
                    NewRow { kind: &country, asset: &payment, actor: &actor, line, ..NewRow::default() };
                self.rows.push(&row, stated, []);
                self.seen.insert(order);
            }
        }
        Ok(())
    }

    fn refuse(&mut self, line: u32, reason: &str) {
        self.rows.refuse(line, "", "", reason);
    }

    fn finish(self, window: &Window) -> Result<Affected, ImportError> {
        let Some(columns) = self.columns else { return Err(ImportError::Empty) };
        let (table, Report { rows, refusals, mut notes, .. }) = self.rows.finish();
        if rows + self.repeated == 0 {
            return Err(ImportError::Empty);
        }
        for (column, what) in [(columns.country, "country"), (columns.payment, "payment method")] {
            if column.is_none() {
                notes.push(format!(
                    "No column is the {what} of the bill; export the orders with it to count by it."
                ));
            }
        }
        let counted = Affected {
            rows: rows + self.repeated,
            repeated: self.repeated,
            refusals,
            notes,
            ..Affected::default()
        };
        Ok(within(&table, window, counted))
    }
}

/// Counts the rows of a table that fall into a window.
fn within(table: &EventTable, window: &Window, counted: Affected) -> Affected {
    let mut counted = counted;
    let mut all = Tally::default();
    let mut countries: BTreeMap<&str, Tally<'_>> = BTreeMap::new();
    let mut payments: BTreeMap<&str, Tally<'_>> = BTreeMap::new();
    for row in 0..table.len() as u32 {
        let moment = match table.moment(row, window.zone, Span::ZERO) {
            Ok(moment) => moment,
            Err(Unplaced::NoZone) => {
                counted.waiting += 1;
                continue;
            }
            Err(why) => {
                let reason = match why {
                    Unplaced::Abbreviation(written) => untold(&TimeError::Abbreviation(written.to_string())),
                    _ => "a clock change skips this time in the given zone; correct the zone".to_owned(),
                };
                let refusal =
                    Refusal { line: table.line(row), pointer: String::new(), text: String::new(), reason };
                counted.refusals.push(refusal);
                continue;
            }
        };
        counted.orders += 1;
        let exact = moment.earliest == moment.latest;
        // A day ends where the next begins.
        let begun = if exact { moment.latest >= window.from } else { moment.latest > window.from };
        if !begun || moment.earliest > window.to {
            continue;
        }
        if !exact && (moment.earliest < window.from || moment.latest > window.to) {
            counted.uncertain += 1;
        }
        let email = table.actor(row);
        counted.nameless += u64::from(email.is_empty());
        all.add(email);
        countries.entry(table.kind(row)).or_default().add(email);
        payments.entry(table.asset(row)).or_default().add(email);
    }
    counted.refusals.sort_by_key(|refusal| refusal.line);
    counted.inside = all.group("");
    (counted.countries, counted.payments) = (groups(&countries), groups(&payments));
    counted
}

#[derive(Default)]
struct Tally<'a> {
    orders: u64,
    emails: HashSet<&'a str>,
}

impl<'a> Tally<'a> {
    fn add(&mut self, email: &'a str) {
        self.orders += 1;
        if !email.is_empty() {
            self.emails.insert(email);
        }
    }

    fn group(&self, name: &str) -> Group {
        Group { name: name.to_owned(), orders: self.orders, customers: self.emails.len() as u64 }
    }
}

fn groups(tallies: &BTreeMap<&str, Tally<'_>>) -> Vec<Group> {
    let mut groups: Vec<Group> = tallies.iter().map(|(name, tally)| tally.group(name)).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.orders));
    groups
}

/// A record as wide as its header; more cells are forgiven where they are blank.
fn fits(record: &Record, width: usize) -> Option<()> {
    let more = record.cells.get(width..)?;
    more.iter().all(|cell| cell.trim().is_empty()).then_some(())
}

fn missing(column: &'static str) -> ImportError {
    let message = format!("the file has no column such as “{column}”; export the orders as CSV with it");
    ImportError::Unreadable { message }
}

/// Why a time is refused, without what stands in its place: that may be a name.
fn untold(error: &TimeError) -> String {
    let reason = match error {
        TimeError::Blank => "no date",
        TimeError::Unknown(_) => "not a date that can be read without guessing",
        TimeError::Impossible(_) => "a date or clock time that does not exist",
        TimeError::Abbreviation(_) => "a zone that is not unique; export with an offset",
        TimeError::Fold(_) => "a time that its zone shows twice or never; export with an offset",
    };
    format!("column of the date: {reason}")
}

/// Whether a cell may name a country or a way to pay: no e-mail, no figures, not long.
fn nameable(cell: &str) -> bool {
    !cell.is_empty()
        && cell.len() <= 60
        && !cell.contains('@')
        && !cell.contains(|c: char| c.is_ascii_digit())
}

fn country(cell: &str) -> String {
    match cell {
        code if code.len() == 2 && nameable(code) => code.to_uppercase(),
        name if nameable(name) => name.to_owned(),
        _ => NOT_STATED.to_owned(),
    }
}

/// How an order was paid, without the figures of the card.
fn payment(cell: &str) -> String {
    let method = cell.split(" ending ").next().unwrap_or(cell);
    let hidden = |word: &&str| word.contains(|c: char| c.is_ascii_digit() || matches!(c, '*' | '•'));
    let words: Vec<&str> = method.split_whitespace().filter(|word| !hidden(word)).collect();
    let method = words.join(" ");
    if nameable(&method) { method } else { NOT_STATED.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{detect, read_all};
    use crate::model::Format;
    use proptest::prelude::*;

    /// The exposure of the shared scenario: from the skimmer in checkout.js until checkout was off.
    fn exposure() -> Window {
        let at = |text: &str| text.parse().unwrap();
        Window {
            from: at("2026-03-13T00:02:51Z"),
            to: at("2026-03-16T09:48:30Z"),
            zone: None,
            day_first: None,
        }
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
}
