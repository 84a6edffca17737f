//! The orders of a shop against the span in which data could be taken: how many orders and customers, by country and by
//! payment method.
//!
//! WooCommerce has no export of its own with addresses; the columns are those of its plugins (order_date and customer_email
//! in Import Export Suite, “Order Date” and “Email (Billing)” in Advanced Order Export, and others like these), told by
//! their names. It stands among the readers because it reads a table as they do; unlike theirs, its rows never become
//! events. No e-mail, name, address or order number leaves an [`Affected`], nor any text of a row that could not be read: an
//! e-mail is hashed to tell customers apart, and the hashes are gone when the counting ends. Orders of every status count:
//! who typed a card number into a skimmer is affected also where the payment failed. A date without a zone waits for one;
//! a column that ends in “gmt” is UTC.

mod course;

use super::decode::{Lines, encoding_of};
use super::delimited::{Found, Record, Records, sniff};
use super::rows::EventRows;
use super::timestamp::{self, Stated, TimeError};
use super::{ImportError, OpenDates, Report};
use crate::model::event::NewRow;
use crate::model::orders::{Affected, Group, Window};
use crate::model::{EventTable, Refusal, Span, Unplaced, source};
use std::collections::{BTreeMap, HashSet};

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
#[derive(Debug)]
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
/// use floodmark::import::orders::count;
/// use floodmark::model::orders::Window;
/// let csv = b"Order Number,Order Date,Email (Billing),Country Code (Billing)\n1,2026-03-13T09:00:00Z,a@example.org,DE\n";
/// let at = |text: &str| text.parse().unwrap();
/// let window = Window { from: at("2026-03-13T00:02:51Z"), to: at("2026-03-16T09:48:30Z"), zone: None, day_first: None };
/// assert_eq!(count(csv, &window).unwrap().inside.customers, 1);
/// ```
///
/// # Errors
/// As for [`read`].
pub fn count(bytes: &[u8], window: &Window) -> Result<Affected, ImportError> {
    Ok(read(bytes)?.within(window))
}

/// Reads a whole file of orders.
///
/// # Errors
/// As for [`Counter::finish`].
pub fn read(bytes: &[u8]) -> Result<Orders, ImportError> {
    let mut counter = Counter::open(bytes.get(..bytes.len().min(64 * 1024)).unwrap_or(bytes));
    counter.push(bytes)?;
    counter.finish()
}

/// Takes a file of orders in slices, so that it is never whole in memory.
#[derive(Debug)]
pub struct Counter {
    lines: Lines,
    cutter: Records,
    counting: Counting,
    hash: source::Hash,
}

impl Counter {
    /// A reader for the file with these first bytes (64 KiB of them, where it has so many); they are pushed too.
    pub fn open(head: &[u8]) -> Self {
        let encoding = encoding_of(head);
        Counter {
            lines: Lines::new(encoding),
            cutter: Records::new(sniff(&super::decode::decode(head, encoding))),
            counting: Counting::default(),
            hash: source::Hash::default(),
        }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`ImportError::Unreadable`] where a column is missing.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), ImportError> {
        let Counter { lines, cutter, counting, hash } = self;
        hash.update(bytes);
        lines.push(bytes, |line| cutter.push(line).into_iter().try_for_each(|found| counting.take(found)))
    }

    /// How many rows were taken or refused.
    pub fn rows(&self) -> u64 {
        self.counting.rows.rows() + self.counting.repeated
    }

    /// The orders, once the file has ended.
    ///
    /// # Errors
    /// [`ImportError::Empty`] without a row, [`ImportError::Unreadable`] where a column is missing.
    pub fn finish(mut self) -> Result<Orders, ImportError> {
        if let Some(line) = self.lines.finish() {
            self.cutter.push(line).into_iter().try_for_each(|found| self.counting.take(found))?;
        }
        self.cutter.finish().into_iter().try_for_each(|found| self.counting.take(found))?;
        self.counting.finish(self.hash.finish())
    }
}

/// The orders of a file, before anybody said which of them count: hashes of e-mails, countries, payment methods, times.
/// Stays in memory while it is counted and is kept nowhere.
#[derive(Debug)]
pub struct Orders {
    rows: EventRows,
    repeated: u64,
    notes: Vec<String>,
    sha256: String,
}

/// What only a person can say of the dates of orders.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Unsaid {
    /// Rows of the file without its header.
    pub rows: u64,
    /// Orders with a clock time and no zone.
    pub naive: u64,
    /// Dates of which the file does not tell which figure is the day.
    pub dates: Option<OpenDates>,
}

impl Orders {
    /// The SHA-256 of the file.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// What has to be asked before they are counted.
    pub fn unsaid(&self) -> Unsaid {
        let report = self.rows.settled(None).1;
        let naive = match &report.dates {
            None => report.naive_rows,
            // Such rows are refused until a person says how to read them: either way.
            Some(_) => {
                let of = |day_first| self.rows.settled(Some(day_first)).1.naive_rows;
                of(true).max(of(false))
            }
        };
        Unsaid { rows: report.rows + self.repeated, naive, dates: report.dates }
    }

    /// Counts those that fall into a window.
    pub fn within(&self, window: &Window) -> Affected {
        let (table, mut report) = self.rows.settled(window.day_first);
        report.say_empty();
        let Report { rows, refusals, mut notes, .. } = report;
        notes.extend(self.notes.iter().cloned());
        let counted = Affected {
            rows: rows + self.repeated,
            repeated: self.repeated,
            refusals,
            notes,
            ..Affected::default()
        };
        within(&table, window, counted)
    }
}

/// Orders on their way into the counts. Each is a row of a table that settles the dates of the whole column: its country as
/// the kind, its payment method as the asset, the hash of its e-mail as the actor.
#[derive(Debug, Default)]
struct Counting {
    columns: Option<Columns>,
    rows: EventRows,
    seen: HashSet<String>,
    repeated: u64,
}

impl Counting {
    fn take(&mut self, found: Found) -> Result<(), ImportError> {
        let record = match found {
            Found::Record(record) if record.is_empty() => {
                self.rows.leave_empty();
                return Ok(());
            }
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
            Ok(Stated::Plain(at)) if columns.utc && at.is_naive() => timestamp::parse(&format!("{time} UTC")),
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

    fn finish(self, sha256: String) -> Result<Orders, ImportError> {
        let Some(columns) = self.columns else { return Err(ImportError::Empty) };
        if self.rows.rows() + self.repeated == 0 {
            return Err(ImportError::Empty);
        }
        let mut notes = vec![];
        for (column, what) in [(columns.country, "country"), (columns.payment, "payment method")] {
            if column.is_none() {
                notes.push(format!(
                    "No column is the {what} of the bill; export the orders with it to count by it."
                ));
            }
        }
        Ok(Orders { rows: self.rows, repeated: self.repeated, notes, sha256 })
    }
}

/// Counts the rows of a table that fall into a window.
fn within(table: &EventTable, window: &Window, counted: Affected) -> Affected {
    let mut counted = counted;
    let mut all = Tally::default();
    let mut countries: BTreeMap<&str, Tally<'_>> = BTreeMap::new();
    let mut payments: BTreeMap<&str, Tally<'_>> = BTreeMap::new();
    let mut placed = vec![];
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
        placed.push((moment.earliest, course::last(moment.earliest, moment.latest), email));
        all.add(email);
        countries.entry(table.kind(row)).or_default().add(email);
        payments.entry(table.asset(row)).or_default().add(email);
    }
    counted.refusals.sort_by_key(|refusal| refusal.line);
    counted.inside = all.group("");
    counted.course = course::course(window, &placed);
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
mod tests;
